"""Kafka's jars: the pinned set, fetched once from Maven Central and checked by hash.

``jars.sha256`` is in the format of ``sha256sum``: a hash and a path as in a Maven repository,
``group/artifact/version/file``. It holds what Maven resolves for ``org.apache.kafka:kafka_2.13`` and the
binding of slf4j to log4j that Kafka's own distribution adds.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from connectors.broker.error import BrokerError

KAFKA_VERSION: Final = "4.4.0"
PINNED: Final = Path(__file__).with_name("jars.sha256")
AT_ONCE: Final = 4
"""Downloads that run side by side."""

Progress = Callable[[int, int], None]
"""Called with the number of jars that are in place and the number of all."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One pinned jar."""

    path: PurePosixPath
    sha256: str

    @property
    def group(self) -> str:
        """Maven's group id, like ``org.apache.kafka``."""
        return ".".join(self.path.parts[:-3])

    @property
    def artifact(self) -> str:
        """Maven's artifact id, like ``kafka_2.13``."""
        return self.path.parts[-3]

    @property
    def version(self) -> str:
        """The version, like ``4.4.0``."""
        return self.path.parts[-2]


Source = Callable[[Jar, Path], Path]
"""Fetches a jar into the given empty folder and says where it is; raises `BrokerError`."""


def quiet(_done: int, _all: int) -> None:
    """Report no progress."""


def pinned_jars(pinned: Path = PINNED) -> tuple[Jar, ...]:
    """Read the pinned set in the order of the class path."""
    rows = (line.split() for line in pinned.read_text("utf-8").splitlines())
    return tuple(Jar(PurePosixPath(path), sha256) for sha256, path in rows)


def jar_folder(cache: Path) -> Path:
    """Name the folder of the jars in the cache; it need not exist."""
    return cache / f"kafka-{KAFKA_VERSION}"


def class_path(folder: Path, jars: Sequence[Jar]) -> str:
    """Write Java's class path, always in the same order: its archive of classes depends on it."""
    return os.pathsep.join(str(folder.absolute() / jar.path) for jar in jars)


def fetch_jars(
    cache: Path,
    progress: Progress = quiet,
    *,
    jars: Sequence[Jar] | None = None,
    source: Source | None = None,
) -> Path:
    """Return the folder that holds all pinned jars, fetching those that are missing or damaged.

    A jar appears in the folder whole, and only once its hash has been checked: a broken download can be
    taken up again, and several processes may fetch into one cache. Raises `BrokerError` when the network
    or a hash does not allow it.
    """
    wanted = pinned_jars() if jars is None else jars
    folder = jar_folder(cache)
    missing = [jar for jar in wanted if not _sound(folder / jar.path, jar)]
    present = len(wanted) - len(missing)
    progress(present, len(wanted))
    if missing:
        fetch = _from_maven() if source is None else source
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _fetch_all(missing, folder, fetch, lambda done: progress(present + done, len(wanted)))
        except OSError as error:
            raise BrokerError(
                f"Kafka's jars cannot be stored in {folder}: {error.strerror or error}"
            ) from error
    return folder


def _fetch_all(jars: Sequence[Jar], folder: Path, source: Source, done: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures: list[Future[None]] = [pool.submit(_fetch_one, jar, folder, source) for jar in jars]
        try:
            for count, future in enumerate(as_completed(futures), 1):
                future.result()
                done(count)
        finally:
            for future in futures:
                future.cancel()


def _fetch_one(jar: Jar, folder: Path, source: Source) -> None:
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as room:
        got = source(jar, Path(room))
        if not _sound(got, jar):
            raise BrokerError(
                f"{jar.path.name} is not the jar that was pinned (its SHA-256 is {_sha256(got)[:12]}..., not "
                f"{jar.sha256[:12]}...): a mirror or a local Maven repository has a changed copy of it"
            )
        place = folder / jar.path
        place.parent.mkdir(parents=True, exist_ok=True)
        got.replace(place)


def _from_maven() -> Source:
    from connectors.broker.maven import maven_source

    return maven_source()


def _sound(path: Path, jar: Jar) -> bool:
    return path.is_file() and _sha256(path) == jar.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

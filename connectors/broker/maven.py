"""Maven repositories as the source of jars, through jgo.

jgo asks Maven Central, and the repositories of its own configuration file (``[repositories]`` in
``~/.config/jgo.conf``): there a newsroom behind a wall names its mirror, as ``central = https://...``.
jgo's builder of environments would fetch a second Java to sort the jars by module; since the set is pinned,
each jar is asked for by name instead.
"""

from __future__ import annotations

import configparser
import errno
import re
import shutil
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from connectors.broker.error import BrokerError

if TYPE_CHECKING:
    from connectors.broker.jars import Jar, Source

TRIES: Final = 3
PAUSE: Final = 1.0
"""Seconds before the second try; twice as long before the third."""
SECRET: Final = re.compile(r"//[^/@\s]{1,500}@")
"""Name and password in the URL of a mirror: never shown."""


def maven_source(pause: float = PAUSE) -> Source:
    """Make the source that asks Maven repositories; raise `BrokerError` where jgo is missing."""
    try:
        from jgo.config import GlobalSettings
        from jgo.constants import MAVEN_CENTRAL_URL
    except ImportError:
        raise BrokerError(
            "the embedded Kafka needs jgo to fetch its jars: pip install 'rumor-monitor[embedded]', "
            "or set RUMOR_BROKER to a running Kafka"
        ) from None
    try:
        settings = GlobalSettings.load()
    except configparser.Error as error:
        raise BrokerError(f"jgo's configuration file cannot be read: {_line(error)}") from error
    remotes = {"central": MAVEN_CENTRAL_URL, **settings.repositories}
    local = [settings.repo_cache]

    def fetch(jar: Jar, room: Path) -> Path:
        return _persist(jar, room, partial(_resolve, remotes=remotes, local=local), pause)

    return fetch


def _persist(jar: Jar, room: Path, resolve: Source, pause: float) -> Path:
    for left in reversed(range(TRIES)):
        try:
            return resolve(jar, room)
        # RuntimeError is how jgo says that no repository has it; requests' errors are OSErrors.
        except (OSError, RuntimeError) as error:
            if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
                raise  # our disk, not their network
            if not left:
                raise BrokerError(
                    f"{jar.path.name} cannot be fetched ({_reason(error)}): Kafka's jars need the network "
                    "once; try again with `rumor broker --fetch-only`, or set RUMOR_BROKER to a running Kafka"
                ) from error
            time.sleep(pause * (TRIES - left))
    raise AssertionError("the last try returns or raises")


def _resolve(jar: Jar, room: Path, remotes: dict[str, str], local: list[Path]) -> Path:
    from jgo.maven import MavenContext

    repository = room / "repository"
    # jgo takes a file that is there for a whole one; half a download must not survive a try.
    shutil.rmtree(repository, ignore_errors=True)
    context: Any = MavenContext(repo_cache=repository, local_repos=local, remote_repos=remotes)
    found = Path(context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve())
    return found if found.is_relative_to(room) else Path(shutil.copyfile(found, room / jar.path.name))


def _reason(error: OSError | RuntimeError) -> str:
    url = getattr(getattr(error, "request", None), "url", None)
    if isinstance(url, str):
        return f"{urlsplit(url).hostname} does not answer"
    return "no repository has it" if isinstance(error, RuntimeError) else _line(error)


def _line(error: BaseException) -> str:
    text = SECRET.sub("//", " ".join(str(error).split()))
    return text if len(text) <= 200 else text[:197] + "..."

"""An Apache Kafka of our own: one process, one folder, gone when we are."""

from __future__ import annotations

import asyncio
import signal
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from connectors.broker.archive import ClassArchive
from connectors.broker.error import BrokerError
from connectors.broker.folder import prepare_folder
from connectors.broker.jars import Progress, class_path, fetch_jars, pinned_jars, quiet
from connectors.broker.java import JavaProcess, find_java
from connectors.broker.launch import Launcher
from connectors.broker.lock import FolderLock
from connectors.broker.ports import LOOPBACK, check_port
from connectors.broker.reasons import why_stopped

NEEDED: Final = 200 * 1024 * 1024
"""Bytes that must be free before Kafka starts."""
PATIENCE: Final = 30.0
"""Seconds until a Kafka that was asked to stop is killed; it takes 0.3, and 2 to write its archive."""

ORDERLY: Final = 128 + signal.SIGTERM
"""Java's exit code after it was asked to end and did so."""


class EmbeddedBroker:
    """Apache Kafka on a loopback port, its records in ``data/kafka``; a context manager, async too.

    Every reason why it cannot run is a `BrokerError`.
    """

    def __init__(
        self,
        data: Path,
        cache: Path,
        port: int | None = None,
        progress: Progress = quiet,
        needed: int = NEEDED,
    ) -> None:
        """Prepare; ``port`` None takes a free one, ``progress`` follows the fetching of Kafka's jars."""
        self.folder = data.absolute() / "kafka"
        self._cache = cache.absolute()
        self._asked = port
        self._port = 0
        self._progress = progress
        self._needed = needed
        self._lock = FolderLock(self.folder)
        self._process: JavaProcess | None = None
        self._archive: ClassArchive | None = None
        self._guard = threading.Lock()
        self._unwanted = threading.Event()

    @property
    def address(self) -> str:
        """``host:port`` for clients, once it has started."""
        return f"{LOOPBACK}:{self._port}"

    @property
    def pid(self) -> int | None:
        """Kafka's process; None before the start and after the stop."""
        return self._process.pid if self._process else None

    def start(self) -> Self:
        """Return when Kafka answers; raise `BrokerError` that says why it cannot."""
        with self._guard:
            if self._process and self._process.ended() is not None:
                self._stop()
            if self._process is None:
                self._start()
        return self

    def stop(self) -> None:
        """Stop Kafka in good order; harmless when it does not run."""
        with self._guard:
            self._stop()

    def check(self) -> None:
        """Raise `BrokerError` that says why if Kafka has stopped by itself."""
        process = self._process
        code = process.ended() if process else None
        if code is not None:
            raise BrokerError(why_stopped(self.folder, code))

    async def watch(self, every: float = 0.5) -> None:
        """Run beside the work until Kafka stops by itself: then raise `BrokerError` that says why."""
        while True:
            self.check()
            await asyncio.sleep(every)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        self._unwanted.clear()
        starting = asyncio.ensure_future(asyncio.to_thread(self.start))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # A thread cannot be cancelled: it is told, and cleans up behind itself.
            self._unwanted.set()
            await asyncio.wait([starting])
            starting.exception()
            await asyncio.to_thread(self.stop)
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.shield(asyncio.to_thread(self.stop))

    def _start(self) -> None:
        java, version = find_java()
        prepare_folder(self.folder, self._needed)
        self._lock.take()
        try:
            if self._asked is not None:
                # With the lock we may have waited for a killed Kafka: its port closes a moment later.
                check_port(self._asked, patience=1.0)
            jars = fetch_jars(self._cache, self._fetching)
            self._archive = ClassArchive(jars, version)
            self._archive.prepare(java)
            classes = class_path(jars, pinned_jars())
            launcher = Launcher(self.folder, java, classes, self._archive, self._lock.file, self._proceed)
            launcher.format()
            self._process, self._port = launcher.start(self._asked)
        except OSError as error:
            raise BrokerError(
                f"Kafka cannot be started in {self.folder}: {error.strerror or error}"
            ) from error
        finally:
            if self._process is None:
                self._lock.release()

    def _stop(self) -> None:
        process, self._process = self._process, None
        try:
            if process and self._archive:
                _end(process, self._archive)
        finally:
            self._lock.release()

    def _fetching(self, done: int, everything: int) -> None:
        self._proceed()
        self._progress(done, everything)

    def _proceed(self) -> None:
        if self._unwanted.is_set():
            raise BrokerError("the start of Kafka was given up")


def _end(process: JavaProcess, archive: ClassArchive) -> None:
    if process.stop(PATIENCE) == ORDERLY:
        archive.keep()
    else:
        archive.forget()

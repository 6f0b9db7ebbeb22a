"""The lock on a broker's folder: one Kafka at a time writes into it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from pathlib import Path
from typing import Final

from connectors.broker.error import BrokerError

PATIENCE: Final = 5.0
"""Seconds to wait for a Kafka whose owner is dead already: it is being killed at this moment."""


class FolderLock:
    """A lock that a killed owner cannot leave behind, because the kernel keeps it (flock(2)).

    The Java process inherits it, so that it lasts until both are gone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    @property
    def file(self) -> int:
        """The open file that a child process must inherit; only while the lock is held."""
        assert self._file is not None
        return self._file

    def take(self, patience: float = PATIENCE) -> None:
        """Take the lock and write our pid into it; raise `BrokerError` that names the holder's."""
        path = self._folder / "lock"
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._wait(file, patience)
            os.ftruncate(file, 0)
            os.pwrite(file, str(os.getpid()).encode(), 0)
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._file is not None:
            # Unlocking, not just closing: a child that is about to end may still hold the same open file.
            fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)
            self._file = None

    def _wait(self, file: int, patience: float) -> None:
        until = time.monotonic() + patience
        while not _locked(file):
            holder = os.pread(file, 20, 0).decode("ascii", "replace").strip()
            if _alive(holder) or time.monotonic() > until:
                raise BrokerError(
                    f"{self._folder} is in use by the Kafka of process {holder or '(unknown)'}: stop that "
                    "one, or set RUMOR_DATA to another folder"
                )
            time.sleep(0.05)


def _locked(file: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _alive(pid: str) -> bool:
    if not pid.isdecimal() or int(pid) <= 0:
        return False
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True

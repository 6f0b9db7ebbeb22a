"""The broker's folder: whether it can be used, and what stands in it.

``lock``, ``log/`` (the records), ``tmp/``, the settings, ``java.log`` (of the last start) and ``kafka.log``.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import Final

from connectors.broker.error import BrokerError

LOGGING: Final = Path(__file__).with_name("log4j2.properties")


def prepare_folder(folder: Path, needed: int) -> None:
    """Make the folder; raise `BrokerError` unless it can be written to and has ``needed`` bytes free."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lock").touch(mode=0o600)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise BrokerError(
            f"{folder} cannot be written to ({error.strerror}): set RUMOR_DATA to a folder that can"
        ) from error
    if free < needed:
        raise BrokerError(
            f"the disk of {folder} has {free // 2**20} MB free and Kafka needs {needed // 2**20}: make room, "
            "or set RUMOR_DATA to a folder elsewhere"
        )


def clear_traces(folder: Path) -> None:
    """Put the last run's log aside, empty ``tmp`` and write the settings of logging."""
    with contextlib.suppress(FileNotFoundError):
        (folder / "kafka.log").replace(folder / "kafka.previous.log")
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    (folder / "tmp").mkdir(exist_ok=True)
    shutil.copyfile(LOGGING, folder / "log4j2.properties")

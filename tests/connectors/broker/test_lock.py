"""One Kafka at a time has a folder, and a dead one does not keep it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from connectors.broker.error import BrokerError
from connectors.broker.lock import FolderLock


def test_a_second_holder_is_told_the_pid_of_the_first(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.take()
    with pytest.raises(BrokerError, match=f"in use by the Kafka of process {os.getpid()}"):
        second.take()
    first.release()


def test_a_released_lock_can_be_taken_though_a_child_still_holds_the_file(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.take()
    inherited = os.dup(first.file)
    first.release()
    second.take()
    second.release()
    os.close(inherited)


def test_the_pid_that_a_dead_holder_left_does_not_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1")
    lock = FolderLock(tmp_path)
    lock.take()
    assert (tmp_path / "lock").read_text() == str(os.getpid())
    lock.release()


@pytest.mark.parametrize("left", ["", "no pid", "99999999999999999999", "-1", "0"])
def test_a_holder_that_is_no_living_process_is_waited_for_and_then_told(tmp_path: Path, left: str) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.take()
    (tmp_path / "lock").write_text(left)
    with pytest.raises(BrokerError, match="is in use by the Kafka of process"):
        second.take(patience=0.1)
    first.release()


def test_releasing_twice_is_harmless(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.take()
    lock.release()
    lock.release()

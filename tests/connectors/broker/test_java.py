"""The Java process ends with us, however we end; here a shell script plays Java."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.broker.java import JavaProcess
from connectors.broker.lock import FolderLock

OWNER = """
import sys, time
from pathlib import Path
from connectors.broker.java import JavaProcess
from connectors.broker.lock import FolderLock

folder = Path(sys.argv[1])
lock = FolderLock(folder)
lock.take()
java = JavaProcess(folder / "java", folder, ["kafka.Kafka"], lock.file)
print(java.pid, flush=True)
time.sleep(600)
"""


def play(folder: Path, script: str) -> Path:
    java = folder / "java"
    java.write_text(f"#!/bin/sh\n{script}\n")
    java.chmod(0o755)
    return java


@pytest.fixture
def lock(tmp_path: Path) -> FolderLock:
    lock = FolderLock(tmp_path)
    lock.take()
    return lock


def test_a_killed_owner_takes_java_with_it(tmp_path: Path) -> None:
    """The lock, which Java inherits, is free only when no process has it any more."""
    play(tmp_path, "exec sleep 600")
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    assert int(owner.stdout.readline()) != owner.pid
    owner.kill()
    owner.communicate()
    lock = FolderLock(tmp_path)
    lock.take(patience=20)
    lock.release()


def test_it_ends_when_asked_to(tmp_path: Path, lock: FolderLock) -> None:
    java = JavaProcess(
        play(tmp_path, "trap 'exit 143' TERM; while :; do sleep 0.05; done"), tmp_path, [], lock.file
    )
    assert java.ended() is None
    assert java.stop(20) in (143, -signal.SIGTERM)
    lock.release()


def test_one_that_does_not_listen_is_killed(tmp_path: Path, lock: FolderLock) -> None:
    script = play(tmp_path, "trap '' TERM; echo deaf; while :; do sleep 0.05; done")
    java = JavaProcess(script, tmp_path, [], lock.file)
    while "deaf" not in (tmp_path / "java.log").read_text():
        assert java.ended() is None
    assert java.stop(0.2) is None
    assert java.ended() == -signal.SIGKILL
    lock.release()


def test_ctrl_c_in_the_terminal_does_not_reach_it(tmp_path: Path, lock: FolderLock) -> None:
    java = JavaProcess(play(tmp_path, "exec sleep 600"), tmp_path, [], lock.file)
    assert os.getpgid(java.pid) != os.getpgid(0)
    java.kill()
    lock.release()


def test_its_words_and_its_exit_code_are_kept(tmp_path: Path, lock: FolderLock) -> None:
    java = JavaProcess(
        play(tmp_path, 'echo "heard $TOKEN$JAVA_TOOL_OPTIONS"; exit 3'), tmp_path, [], lock.file
    )
    assert java.wait(20) == 3
    assert (tmp_path / "java.log").read_text() == "heard \n"
    lock.release()

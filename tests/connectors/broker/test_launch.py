"""A start survives what goes wrong by chance, and tells what does not; here a Python script plays Java."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.broker.archive import ClassArchive
from connectors.broker.error import BrokerError
from connectors.broker.launch import TRIES, Launcher
from connectors.broker.lock import FolderLock

KAFKA = """#!{python}
import os, re, signal, socket, struct, sys
from pathlib import Path
runs = Path("runs")
count = len(runs.read_text()) if runs.exists() else 0
runs.write_text("x" * (count + 1))
if "format" in sys.argv:
    Path("log.new").mkdir()
    sys.exit({format_code})
plan = {plan}
step = plan[min(count, len(plan) - 1)]
if step == "clash":
    sys.exit("java.net.BindException: Address already in use")
if step == "crash":
    os.kill(os.getpid(), signal.SIGKILL)
if step == "fail":
    Path("kafka.log").write_text("ERROR KafkaServer: the reason")
    sys.exit(1)
port = re.search(r":([0-9]+),CONTROLLER", Path("server.properties").read_text())[1]
with socket.create_server(("127.0.0.1", int(port))) as listener:
    Path("kafka.log").write_text("Kafka Server started")
    while True:
        client, _ = listener.accept()
        client.sendall(struct.pack(">i", 10) + client.recv(100)[8:12] + bytes(6))
"""

Make = Callable[..., Launcher]


@pytest.fixture
def lock(tmp_path: Path) -> FolderLock:
    lock = FolderLock(tmp_path)
    lock.take()
    return lock


@pytest.fixture
def launcher(tmp_path: Path, lock: FolderLock) -> Make:
    def make(*plan: str, format_code: int = 0, proceed: Callable[[], None] = lambda: None) -> Launcher:
        java = tmp_path / "java"
        java.write_text(KAFKA.format(python=sys.executable, plan=plan, format_code=format_code))
        java.chmod(0o755)
        return Launcher(tmp_path, java, "jars", ClassArchive(tmp_path, "25"), lock.file, proceed)

    return make


def runs(folder: Path) -> int:
    return len((folder / "runs").read_text())


def test_a_port_that_somebody_took_first_is_replaced(launcher: Make, tmp_path: Path) -> None:
    process, _ = launcher("clash", "start").start(None)
    assert runs(tmp_path) == 2
    process.kill()


def test_a_port_that_is_always_taken_is_told_after_a_few_tries(launcher: Make, tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match="Address already in use"):
        launcher("clash").start(None)
    assert runs(tmp_path) == TRIES


def test_a_crash_over_the_archive_of_classes_is_tried_again_without_it(
    launcher: Make, tmp_path: Path
) -> None:
    archive = tmp_path / "java-25-kafka.jsa"
    archive.write_bytes(b"broken")
    process, _ = launcher("crash", "start").start(None)
    assert not archive.exists()
    process.kill()


def test_a_crash_without_an_archive_is_told_at_once(launcher: Make, tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=f"exit code {-signal.SIGKILL}"):
        launcher("crash").start(None)
    assert runs(tmp_path) == 1


def test_kafkas_own_reason_is_told_at_once(launcher: Make, tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match="the reason"):
        launcher("fail").start(None)
    assert runs(tmp_path) == 1


def test_a_start_that_is_no_longer_wanted_ends_java(launcher: Make, tmp_path: Path, lock: FolderLock) -> None:
    def give_up() -> None:
        raise BrokerError("given up")

    with pytest.raises(BrokerError, match="given up"):
        launcher("start", proceed=give_up).start(None)
    lock.release()
    again = FolderLock(tmp_path)
    again.take(patience=0)
    again.release()


def test_a_folder_is_formatted_once(launcher: Make, tmp_path: Path) -> None:
    launcher().format()
    launcher().format()
    assert (tmp_path / "log").is_dir()
    assert runs(tmp_path) == 1


def test_half_a_format_does_not_pass_for_a_cluster(launcher: Make, tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match="exit code 1"):
        launcher(format_code=1).format()
    assert not (tmp_path / "log").exists()

"""Jars come from the repositories that jgo's configuration names; here one on this machine."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath

import pytest

from connectors.broker.error import BrokerError
from connectors.broker.jars import Jar
from connectors.broker.maven import TRIES, maven_source
from connectors.broker.ports import LOOPBACK, free_ports

CONTENT = b"a jar"
JAR = Jar(PurePosixPath("org/example/thing/1.0/thing-1.0.jar"), hashlib.sha256(CONTENT).hexdigest())


class Mirror(ThreadingHTTPServer):
    """A Maven repository with one jar, whose first downloads may break off in the middle."""

    def __init__(self, broken: int) -> None:
        super().__init__((LOOPBACK, 0), Shelf)
        self.broken = broken
        self.asked = 0


class Shelf(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        if self.path != f"/{JAR.path}":
            self.send_error(404)
            return
        self.server.asked += 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[:2] if self.server.asked <= self.server.broken else CONTENT)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def mirror(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mirror]:
    with Mirror(getattr(request, "param", 0)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        configure(f"http://{LOOPBACK}:{server.server_port}", tmp_path, monkeypatch)
        yield server
        server.shutdown()
        thread.join()


def configure(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "jgo.conf").write_text(f"[repositories]\ncentral = {url}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(folder / "jgo.conf"))
    monkeypatch.setenv("M2_REPO", str(folder / "m2"))
    monkeypatch.setenv("NO_PROXY", LOOPBACK)


def room(folder: Path) -> Path:
    path = folder / "room"
    path.mkdir()
    return path


def test_a_newsrooms_mirror_is_asked_instead_of_central(mirror: Mirror, tmp_path: Path) -> None:
    assert maven_source()(JAR, room(tmp_path)).read_bytes() == CONTENT
    assert mirror.asked == 1


@pytest.mark.parametrize("mirror", [TRIES - 1], indirect=True)
def test_a_download_that_breaks_off_is_begun_again(mirror: Mirror, tmp_path: Path) -> None:
    assert maven_source(pause=0)(JAR, room(tmp_path)).read_bytes() == CONTENT
    assert mirror.asked == TRIES


@pytest.mark.usefixtures("mirror")
def test_a_jar_that_nobody_has_is_told(tmp_path: Path) -> None:
    other = Jar(PurePosixPath("org/example/other/1.0/other-1.0.jar"), JAR.sha256)
    with pytest.raises(BrokerError, match=r"other-1\.0\.jar cannot be fetched \(no repository has it\)"):
        maven_source(pause=0)(other, room(tmp_path))


def test_a_mirror_that_is_down_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(f"http://desk:hunter2@{LOOPBACK}:{free_ports(1)[0]}", tmp_path, monkeypatch)
    with pytest.raises(BrokerError, match=r"127\.0\.0\.1 does not answer") as told:
        maven_source(pause=0)(JAR, room(tmp_path))
    assert "hunter2" not in str(told.value)


def test_the_machines_own_maven_repository_saves_the_download(mirror: Mirror, tmp_path: Path) -> None:
    local = tmp_path / "m2" / JAR.path
    local.parent.mkdir(parents=True)
    local.write_bytes(CONTENT)
    fetched = maven_source()(JAR, room(tmp_path))
    assert fetched.read_bytes() == CONTENT
    assert fetched != local
    assert mirror.asked == 0


def test_a_configuration_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jgo.conf").write_text("no section\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(tmp_path / "jgo.conf"))
    with pytest.raises(BrokerError, match="jgo's configuration file cannot be read"):
        maven_source()

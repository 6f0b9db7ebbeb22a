"""From a folder to a Kafka that answers."""

from __future__ import annotations

import base64
import logging
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from connectors.broker.archive import ClassArchive
from connectors.broker.error import BrokerError
from connectors.broker.folder import clear_traces
from connectors.broker.java import JavaProcess
from connectors.broker.ports import LOOPBACK, check_port, free_ports
from connectors.broker.probe import ask
from connectors.broker.properties import server_properties
from connectors.broker.reasons import PORT_CLASH, last_lines, logs, started, why_stopped

log = logging.getLogger(__name__)

PATIENCE: Final = 90.0
"""Seconds until Kafka must answer; it takes 1.3 to 6."""
POLL: Final = 0.03
TRIES: Final = 3
"""Starts in a row: somebody else may be faster to take a free port."""


@dataclass(frozen=True, slots=True)
class Launcher:
    """What a start needs."""

    folder: Path
    java: Path
    class_path: str
    archive: ClassArchive
    lock: int
    """The open file of the folder's lock, which Java inherits."""
    proceed: Callable[[], None]
    """Called again and again; raises when the start is no longer wanted."""

    def format(self) -> None:
        """Write the metadata of a new cluster unless the folder has one; about 1 s."""
        if (self.folder / "log").exists():
            return
        # Renamed at the end: half a format must not pass for a cluster.
        shutil.rmtree(self.folder / "log.new", ignore_errors=True)
        settings = self.folder / "format.properties"
        port, controller = free_ports(2)
        settings.write_text(server_properties(port, controller, "log.new"), "ascii")
        tool = ["kafka.tools.StorageTool", "format", f"--cluster-id={_cluster_id()}", "-c", settings.name]
        process = self._run(tool)
        if code := self._watched(process, lambda: False):
            raise BrokerError(why_stopped(self.folder, code))
        (self.folder / "log.new").rename(self.folder / "log")

    def start(self, asked: int | None) -> tuple[JavaProcess, int]:
        """Start Kafka on the port that was asked for or a free one; return both when it answers."""
        code = 0
        for _ in range(TRIES):
            port, controller = free_ports(2)
            port = asked or port
            settings = self.folder / "server.properties"
            settings.write_text(server_properties(port, controller, "log"), "ascii")
            process = self._run(["kafka.Kafka", settings.name], self.archive.making())
            ended = self._watched(process, partial(self._answers, port))
            if ended is None:
                return process, port
            code = ended
            self._learn(code, asked)
        raise BrokerError(why_stopped(self.folder, code))

    def _learn(self, code: int, asked: int | None) -> None:
        """Return if another try makes sense; raise `BrokerError` if not."""
        self.archive.forget()
        if PORT_CLASH in logs(self.folder):
            log.info("another program was faster to take a port: trying again")
            if asked is not None:
                check_port(asked)
        elif code < 0 and self.archive.using():
            log.warning("Java crashed, perhaps over its archive of classes: trying again without it")
            self.archive.discard()
        else:
            raise BrokerError(why_stopped(self.folder, code))

    def _run(self, main: list[str], options: list[str] | None = None) -> JavaProcess:
        clear_traces(self.folder)
        arguments = [*self.archive.using(), *(options or []), "-cp", self.class_path, *main]
        return JavaProcess(self.java, self.folder, arguments, self.lock)

    def _watched(self, process: JavaProcess, ready: Callable[[], bool]) -> int | None:
        """Wait until it is ready (None) or has ended (its exit code); kill it if anything goes wrong."""
        until = time.monotonic() + PATIENCE
        try:
            while (code := process.ended()) is None and not ready():
                self.proceed()
                if time.monotonic() > until:
                    raise BrokerError(f"Kafka did not answer in {PATIENCE:.0f} s; {last_lines(self.folder)}")
                time.sleep(POLL)
        except BaseException:
            process.kill()
            self.archive.forget()
            raise
        return code

    def _answers(self, port: int) -> bool:
        # Its own log first: whoever answers at the port could be somebody else's Kafka.
        if not started(self.folder):
            return False
        try:
            ask(LOOPBACK, port, 2.0)
        except (OSError, ValueError):
            return False
        return True


def _cluster_id() -> str:
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")

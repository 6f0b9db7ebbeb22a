"""The connectors' process as a soak sees it: begun, killed, begun again, weighed all the while."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from soak_time import Clock

_SCRIPT: Final = Path(__file__).with_name("soak_connectors.py")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
FLAT: Final = 0.05
"""Growth over the measured stretch, as a share of what is resident, up to which memory counts as flat."""
WARM: Final = 0.15
"""Share of the last life that is left out of the slope: caches of what is being followed fill up first."""


def cpu_seconds(pid: int) -> float:
    """Give the CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident(pid: int) -> float:
    """Give the megabytes of a process that are resident."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20


@dataclass
class Connectors:
    """One life after another of the connectors' process."""

    arguments: list[str]
    environ: dict[str, str]
    clock: Clock
    log: Path
    """What they say."""
    kills: int = 0
    cpu: float = 0.0
    """Seconds of the lives that are over."""
    samples: list[tuple[float, float]] = field(default_factory=list)
    """Time of the soak and megabytes, all lives together."""
    born: float = 0.0
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin a life."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("RUMOR_")}
        self.born = self.clock.seconds()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(_SCRIPT), *self.arguments],
                env=environ | self.environ, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def kill(self) -> None:
        """End it by -9."""
        if self._process is None:
            return
        self.cpu = self.cpu_now()
        self._process.kill()
        self._process.wait()
        self._process, self.kills = None, self.kills + 1

    def cpu_now(self) -> float:
        """Give the CPU seconds of all lives."""
        return self.cpu + (cpu_seconds(self._process.pid) if self._process else 0.0)

    def sample(self) -> None:
        """Weigh it; raise `RuntimeError` where it has ended by itself."""
        if self._process is None:
            return
        if self._process.poll() is not None:
            ended = f"the connectors ended by themselves ({self._process.returncode})"
            raise RuntimeError(f"{ended}: keep what they say by --log FILE")
        self.samples.append((self.clock.seconds(), resident(self._process.pid)))

    def at_tenths(self, start: float, end: float) -> list[float | None]:
        """Give the megabytes at the end of each tenth of a time; None where it was dead."""
        found: list[float | None] = []
        for tenth in range(1, 11):
            then = start + tenth * (end - start) / 10
            near = [mb for at, mb in self.samples if abs(at - then) < (end - start) / 40]
            found.append(near[len(near) // 2] if near else None)
        return found

    def growth(self, until: float) -> tuple[float, float, float] | None:
        """Give the last life's slope in MB an hour, its growth in MB and its mean; None: it was too short."""
        begin = self.born + WARM * (until - self.born)
        kept = [(at, mb) for at, mb in self.samples if begin <= at <= until]
        if len(kept) < 10:
            return None
        middle_at, middle = sum(at for at, _ in kept) / len(kept), sum(mb for _, mb in kept) / len(kept)
        spread = sum((at - middle_at) ** 2 for at, _ in kept)
        slope = sum((at - middle_at) * (mb - middle) for at, mb in kept) / spread
        return slope * 3600, slope * (kept[-1][0] - kept[0][0]), middle

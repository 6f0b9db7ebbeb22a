"""Play a recording to workers that may die, and gather what comes out."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from connectors.recording import Recorded, Rejected, read_recording, reading_times
from models.post import fold_uid
from streams.collect import Gathered, gather
from streams.feed import Fed, feed
from streams.replay import topics_of
from streams.settings import Settings
from streams.topics import TopicNames

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
STORY = SEEDS / "story"


@dataclass
class Stage:
    """The topics of one run, and the workers started on them."""

    settings: Settings
    names: TopicNames
    folder: Path
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def worker(self, **told: Any) -> asyncio.subprocess.Process:
        """Start a worker that behaves as told (see worker.py)."""
        shown = {k: getattr(self.settings, k) for k in self.settings.__dataclass_fields__}
        told["settings"] = {k: str(v) if isinstance(v, Path) else v for k, v in shown.items()}
        with (self.folder / f"worker{len(self.workers)}.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, str(HERE / "worker.py"), orjson.dumps(told).decode(),
                stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
            )  # fmt: skip
        self.workers.append(process)
        return process

    def logs(self) -> str:
        """Give what the workers said, for a failed test."""
        return "\n".join(path.read_text()[-3000:] for path in sorted(self.folder.glob("worker*.log")))

    async def feed(self, posts: Path) -> Fed:
        """Put a recording in."""
        return await self._feed(list(reading_times(read_recording(posts))), None)

    async def feed_in(self, posts: Path, slices: int) -> AsyncIterator[None]:
        """Put a recording in slice by slice, going on after each; the end follows the last."""
        lines = list(reading_times(read_recording(posts)))
        size = -(-len(lines) // slices)
        clock = None
        for start in range(0, len(lines), size):
            last = start + size >= len(lines)
            clock = (await self._feed(lines[start : start + size], clock, end=last)).clock
            yield

    async def _feed(
        self, lines: list[Recorded | Rejected], clock: datetime | None, *, end: bool = True
    ) -> Fed:
        fed = Fed(clock=clock)
        await feed(lines, self.settings.broker, self.names, None, fed, end=end)
        return fed

    async def death(self, worker: asyncio.subprocess.Process, within: float = 60) -> int:
        """Give the status with which a worker ends; one that lives on fails the test."""
        try:
            return await asyncio.wait_for(worker.wait(), within)
        except TimeoutError:
            pytest.fail(f"the worker did not die within {within:.0f} s\n{self.logs()}")

    async def gathered(self, within: float) -> Gathered:
        """Give all that came out once the end has come through."""
        found = Gathered()
        await asyncio.wait_for(gather(self.settings.broker, self.names, found.take), within)
        return found

    async def left(self, after: float) -> Gathered:
        """Give what came out until then, ended or not."""
        found = Gathered()
        with suppress(TimeoutError):
            await asyncio.wait_for(gather(self.settings.broker, self.names, found.take), after)
        return found


@asynccontextmanager
async def stage(broker: str, cache: Path, folder: Path, **changed: Any) -> AsyncIterator[Stage]:
    """Make topics of one partition each; whatever happens, no worker is left."""
    settings = Settings(
        broker=broker, cache=cache, data=folder / "data", partitions=1,
        prefix=f"test-{secrets.token_hex(4)}.",
        officials=STORY / "officials.toml", aliases=SEEDS / "aliases.toml", newsroom=SEEDS / "newsroom.toml",
        session=6.0, batch=16,
    )  # fmt: skip
    settings = replace(settings, **changed)
    async with topics_of(settings) as names:
        found = Stage(settings, names, folder)
        try:
            yield found
        finally:
            for worker in found.workers:
                if worker.returncode is None:
                    worker.kill()
                await worker.wait()


def outcome(found: Gathered) -> dict[str, Any]:
    """Give what a run must end with: mentions, claims and alerts, each by its key."""
    rates = ("spread", "shown_at", "windows")  # of the moment at which the claim was last shown
    claims = {k: {n: v for n, v in c.items() if n not in rates} for k, c in found.claims.items()}
    lines = {key: line | {"claim": None} for key, line in found.mentions.items()}
    lines |= {fold_uid(line["post"]): line for line in found.lines() if line["primary"]}
    lines |= {f"{line['post']} in {line['claim']}": line for line in found.lines() if not line["primary"]}
    return {"mentions": lines, "claims": claims, "alerts": found.alerts}


def differences(one: dict[str, Any], other: dict[str, Any]) -> Sequence[str]:
    """Name what differs, for a person."""
    return [
        f"{part} {key}: {one[part].get(key)} != {other[part].get(key)}"[:600]
        for part in one
        for key in sorted(one[part].keys() | other[part].keys())
        if one[part].get(key) != other[part].get(key)
    ][:5]

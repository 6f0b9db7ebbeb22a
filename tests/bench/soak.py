"""Print whether all connectors together lose, repeat or hoard anything: hours of their time, with faults.

    python tests/bench/soak.py [--minutes 120] [--rate 50] [--speed 8] [--seed 1] [--log FILE]

Servers as the connectors' own tests have them (Telegram's wire, X's API, Jetstream, feeds, pages of channels)
show posts, edits and deletions by a seeded script, and fail in every way; the connectors run as they are, in
one process, against a real Kafka, their time quickened. The process is killed in the first four tenths; after
that it must live, and its memory is weighed. A change of a post is shown when the post has been read.
Ends with 1 where something is lost, duplicated or wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import orjson
import soak_time
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from soak_faults import Faults
from soak_ledger import Ledger
from soak_process import Connectors, cpu_seconds
from soak_report import Report, show
from soak_script import Script
from soak_servers import Servers
from soak_stages import claim_record
from soak_world import SHARES, World

from connectors.broker import EmbeddedBroker
from connectors.compacted import read_compacted
from streams.topics import TopicNames, create_topics

NAMES: Final = TopicNames("soak.", 4)
KILLED: Final = 0.4
"""Share of the run within which the process is killed."""
MINUTES_A_KILL: Final = 10.0
MINUTES_A_STALL: Final = 20.0
STALL: Final = (1.0, 3.0)
"""Seconds of the machine for which Kafka stands still."""
SETTLE: Final = 45 * 60.0
"""Seconds of the soak's time after its end until what is not there counts as lost: longer than any reading of
a source is put off by its failures."""
LOOK_EVERY: Final = 10.0
"""Seconds between two looks whether all is there."""


@dataclass
class Plan:
    """What is asked for."""

    minutes: float = 120
    rate: float = 50
    speed: float = 8
    seed: int = 1
    log: Path | None = None

    @property
    def until(self) -> float:
        """Seconds of its own time that the script lasts."""
        return 60 * self.minutes


@dataclass
class Soak:
    """One run."""

    plan: Plan
    broker: EmbeddedBroker
    clock: soak_time.Clock
    folder: Path
    ledger: Ledger = field(default_factory=Ledger)
    stalls: int = 0
    settled: float = 0.0
    start: float = 0.0
    """Seconds of the clock when all connectors were connected and the script began."""
    scripts: dict[str, Script] = field(default_factory=dict)

    @property
    def end(self) -> float:
        """Seconds of the clock when the script ends."""
        return self.start + self.plan.until

    async def run(self, console: Console) -> Report:
        """Play it all; give what is to be told."""
        await create_topics(self.broker.address, NAMES.all(1))
        began = time.monotonic()
        producer = AIOKafkaProducer(bootstrap_servers=self.broker.address)
        await producer.start()

        async def claim(uid: str) -> None:
            await producer.send_and_wait(NAMES.of("claims"), claim_record(uid), key=uid.encode())

        try:
            async with Servers(self.clock) as servers:
                world = World(servers, self.plan.rate, self.plan.seed, claim)
                connectors = self._connectors(servers, world)
                faults = Faults(servers, self.clock, self.plan.seed)
                try:
                    await self._play(console, servers, world, connectors, faults)
                    return await self._report(connectors, faults, time.monotonic() - began)
                finally:
                    connectors.kill()
        finally:
            await producer.stop()

    def _connectors(self, servers: Servers, world: World) -> Connectors:
        watchlist = self.folder / "watchlist.toml"
        watchlist.write_text(world.watchlist(), encoding="utf-8")
        address, clock = self.broker.address, self.clock
        arguments = [address, NAMES.prefix, str(watchlist), str(clock.began), str(clock.speed)]
        log = self.plan.log or self.folder / "connectors.log"
        return Connectors(arguments, servers.environ(), clock, log)

    async def _play(
        self, console: Console, servers: Servers, world: World, connectors: Connectors, faults: Faults
    ) -> None:
        rate, works = self.plan.rate, (self._read(), world.keep_alive(), self.broker.watch())
        self.scripts = {
            name: Script(name, world.stage(name), rate * share, self.ledger, self.clock, self.plan.seed)
            for name, share in SHARES.items()
        }
        world.speak_everywhere("preview", self.ledger)  # a page without posts counts as none
        connectors.start()
        async with asyncio.TaskGroup() as tasks:
            beside = [tasks.create_task(work) for work in (*works, self._tell(console, connectors))]
            await servers.until_read()
            self.start = self.clock.seconds()
            playing = [script.run(self.end) for script in self.scripts.values()]
            await asyncio.gather(*playing, faults.run(self.end), self._kill(connectors), self._stall())
            # What stands behind the newest post of a channel is compared for sure.
            world.speak_everywhere("telegram", self.ledger)
            world.speak_everywhere("preview", self.ledger)
            await self._settle()
            for task in beside:
                task.cancel()

    async def _kill(self, connectors: Connectors) -> None:
        chance, within = random.Random(f"{self.plan.seed} kills"), KILLED * self.plan.until
        kills = max(1, round(within / 60 / MINUTES_A_KILL))
        for at in sorted(chance.uniform(0.2 * within, within) for _ in range(kills)):
            await self._until(at)
            connectors.kill()
            await asyncio.sleep(chance.uniform(5, 60))
            connectors.start()

    async def _until(self, at: float) -> None:
        """Sleep until so many seconds of the script are over."""
        await asyncio.sleep(max(0.0, self.start + at - self.clock.seconds()))

    async def _stall(self) -> None:
        """Let Kafka stand still now and then."""
        chance, until = random.Random(f"{self.plan.seed} stalls"), self.plan.until
        stalls = max(1, round(self.plan.minutes / MINUTES_A_STALL))
        for at in sorted(chance.uniform(0.1 * until, until) for _ in range(stalls)):
            await self._until(at)
            pid = self.broker.pid
            assert pid is not None
            os.kill(pid, signal.SIGSTOP)
            try:
                await asyncio.sleep(chance.uniform(*STALL) * self.plan.speed)
            finally:
                os.kill(pid, signal.SIGCONT)
            self.stalls += 1

    async def _read(self) -> None:
        """Hold what comes into Kafka against what was shown."""
        consumer = AIOKafkaConsumer(
            NAMES.of("posts"), bootstrap_servers=self.broker.address, auto_offset_reset="earliest"
        )
        await consumer.start()
        try:
            async for record in consumer:
                self.ledger.take(orjson.loads(record.value))
        finally:
            await consumer.stop()

    async def _settle(self) -> None:
        """Wait until all is read, or until what is missing is lost."""
        began = self.clock.seconds()
        while self.clock.seconds() - began < SETTLE and (self.ledger.lost() or self.ledger.wrong()):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EVERY)
        self.settled = self.clock.seconds() - began

    async def _tell(self, console: Console, connectors: Connectors) -> None:
        columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}")
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("soak", total=self.plan.until, told="")
            minute = 0
            while True:
                connectors.sample()
                now, told = self.clock.seconds() - self.start, self._told(connectors)
                progress.update(bar, completed=min(now, self.plan.until), told=told)
                if not console.is_terminal and self.start and int(now / 60) > minute:
                    minute = int(now / 60)
                    console.print(told, highlight=False)
                await asyncio.sleep(self.plan.speed)

    def _told(self, connectors: Connectors) -> str:
        now, ledger = (self.clock.seconds() - self.start) / 60 if self.start else 0.0, self.ledger
        late = max(script.late for script in self.scripts.values())
        told = f"{now:.1f} min, {len(ledger.shown):,} shown, {ledger.missing:,} to come"
        return f"{told}, {late:.0f} s late, {connectors.kills} kills"

    async def _report(self, connectors: Connectors, faults: Faults, wall: float) -> Report:
        told = await read_compacted(self.broker.address, NAMES.of("coverage"))
        pid = self.broker.pid
        ours = Counter({"connectors killed": connectors.kills, "kafka stands still": self.stalls})
        late = max(script.behind for script in self.scripts.values())
        cpu = {
            "connectors": connectors.cpu_now(),
            "servers and reader": cpu_seconds(os.getpid()),
            "kafka": cpu_seconds(pid) if pid else 0.0,
        }
        return Report(
            self.ledger, faults.counts + ours, told, connectors,
            self.start, self.end, wall, self.settled, late, cpu,
        )  # fmt: skip


def soak(plan: Plan, console: Console) -> Report:
    """Run a soak on a Kafka of its own."""
    cache = Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker(Path(folder), cache) as broker:
        clock = soak_time.Clock(time.monotonic(), plan.speed)
        run = Soak(plan, broker, clock, Path(folder))
        report: Report = soak_time.run(run.run(console), plan.speed)
        return report


def main() -> None:
    """Read what is asked for, run, and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("minutes", 120.0), ("rate", 50.0), ("speed", 8.0)):
        asked.add_argument(f"--{name}", type=float, default=usual)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--log", type=Path, help="keep what the connectors say")
    given, console = asked.parse_args(), Console()
    for name in ("aiokafka", "asyncio"):  # a Kafka that stands still and clients that die are meant
        logging.getLogger(name).setLevel(logging.CRITICAL)
    report = soak(Plan(given.minutes, given.rate, given.speed, given.seed, given.log), console)
    show(report, console)
    sys.exit(not report.good)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # Kafka and the connectors end with it
    with suppress(KeyboardInterrupt):
        main()

"""A worker that can be told to die at a seam, or to run without a mend. Run as a program by the tests."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path

import orjson

from models.embedding import load_embedder
from streams import faust_guard
from streams.app import create_app
from streams.parts import load_parts
from streams.settings import Settings
from streams.worker import run_to_end, working


def crash_at(seam: str, time: int):
    """Give a probe that kills this process, without a chance to clean up, at a seam's n-th passing."""
    passed: Counter[str] = Counter()

    async def probe(name: str) -> None:
        passed[name] += 1
        if name == seam and passed[name] == time:
            await asyncio.sleep(0.05)  # what was queued has left by now
            os.kill(os.getpid(), signal.SIGKILL)

    return probe


def without_restart_guard() -> None:
    """Leave the restart as Faust has it."""
    faust_guard._MENDS = tuple(m for m in faust_guard._MENDS if m[2] is not faust_guard.guard_restart)


def slow_seek(seconds: float) -> None:
    """Give whatever is fetched before the seek time to be yielded: the window the guard closes."""
    from faust.transport.consumer import Consumer

    seek = Consumer.perform_seek

    async def slowly(self) -> None:
        await asyncio.sleep(seconds)
        await seek(self)

    Consumer.perform_seek = slowly


async def main(told: dict) -> None:
    """Run the stream until killed."""
    settings = Settings(**{k: Path(v) if k in PATHS else v for k, v in told["settings"].items()})
    parts = load_parts(settings, load_embedder(settings.cache, settings.model))
    if told.get("bare_restart"):
        without_restart_guard()
    if told.get("seek_delay"):
        slow_seek(told["seek_delay"])
    crash = told.get("crash")
    app = create_app(settings, parts, *([crash_at(*crash)] if crash else []))
    async with working(app, settings.ready):
        print("ready", flush=True)
        await asyncio.Event().wait()


PATHS = {item.name for item in fields(Settings) if isinstance(item.default, Path)}

if __name__ == "__main__":
    run_to_end(main(orjson.loads(sys.argv[1])))

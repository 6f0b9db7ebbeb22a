"""Send a recording through the whole system and gather what comes out.

The recording goes through topics of its own, with a prefix that is deleted afterwards and one partition each,
so that the same recording gives the same claims, mentions and alerts.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from connectors.recording import read_recording, reading_times
from streams.app import create_app
from streams.codec import decode_reading, parse_posted
from streams.collect import Gathered, Listener, gather, write_lines
from streams.feed import Fed, feed
from streams.firm import Probe, no_probe
from streams.parts import Parts
from streams.settings import Settings
from streams.topics import TopicNames, create_topics, delete_topics
from streams.worker import working


@dataclass(frozen=True, slots=True)
class Summary:
    """The books of a replay: ``mentioned + unclaimed + folded + rejected == lines``."""

    lines: int
    mentioned: int
    unclaimed: int
    folded: int
    rejected: int
    claims: int
    alerts: int


async def replay(
    recording: Path,
    settings: Settings,
    parts: Parts,
    listen: Listener,
    *,
    speed: float | None = None,
    fed: Fed | None = None,
    probe: Probe = no_probe,
) -> Fed:
    """Replay a recording to its end, handing every record that comes out to ``listen``.

    ``settings.broker`` must name a running broker; ``fed`` can be watched for progress. Raises
    `RecordingError` for a file that cannot be read and `WorkerError` if the stream dies.
    """
    fed = fed or Fed()
    lines = reading_times(read_recording(recording))
    settings = replace(settings, prefix=f"replay-{secrets.token_hex(4)}.", partitions=1)
    async with topics_of(settings) as names:
        app = create_app(settings, parts, probe)
        async with working(app, settings.ready), asyncio.TaskGroup() as tasks:
            tasks.create_task(gather(settings.broker, names, listen))
            tasks.create_task(feed(lines, settings.broker, names, speed, fed))
    return fed


@asynccontextmanager
async def topics_of(settings: Settings) -> AsyncIterator[TopicNames]:
    """Make the topics of a run, and delete them after it."""
    names = TopicNames(settings.prefix, settings.partitions)
    topics = names.all()
    await create_topics(settings.broker, topics)
    try:
        yield names
    finally:
        await asyncio.shield(delete_topics(settings.broker, [topic.name for topic in topics]))


def write_out(out: Path, fed: Fed, gathered: Gathered) -> Summary:
    """Write the files of the contract and balance the books."""
    out.mkdir(parents=True, exist_ok=True)
    mentioned = [m for m in gathered.mentions.values() if m["claim"] is not None]
    rejected = [*_rejected(fed), *_dead(fed, gathered)]
    write_lines(out / "mentions.jsonl", mentioned)
    write_lines(out / "claims.jsonl", gathered.claims.values())
    write_lines(out / "alerts.jsonl", gathered.alerts.values())
    write_lines(out / "rejected.jsonl", rejected)
    unclaimed = len(gathered.mentions) - len(mentioned)
    return Summary(
        lines=fed.lines,
        mentioned=len(mentioned),
        unclaimed=unclaimed,
        folded=fed.lines - len(gathered.mentions) - len(rejected),
        rejected=len(rejected),
        claims=len(gathered.claims),
        alerts=len(gathered.alerts),
    )


def _rejected(fed: Fed) -> Iterable[dict[str, Any]]:
    return ({"line": line.number, "error": line.error} for line in fed.rejected)


def _dead(fed: Fed, gathered: Gathered) -> Iterable[dict[str, Any]]:
    """List the lines whose records ended in the dead letters before they became a mention."""
    for letter in gathered.dead:
        line = _line_of(letter, fed)
        if letter["step"] != "track":
            yield {"line": line, "error": f"{letter['step']}: {letter['reason']}"}


def _line_of(letter: dict[str, Any], fed: Fed) -> int | None:
    value = base64.b64decode(letter["value"])
    try:
        post = parse_posted(value) if letter["step"] == "embed" else decode_reading(value).post
    except ValueError:
        return None
    return fed.line_of.get(post.key)

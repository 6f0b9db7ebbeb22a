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
from models.judge import is_opinion
from streams.app import create_app
from streams.codec import decode_reading, parse_posted
from streams.collect import Gathered, Listener, gather, write_lines
from streams.feed import LINE, Fed, feed
from streams.firm import Probe, no_probe
from streams.lag import watch_lag
from streams.parts import Parts
from streams.settings import Settings
from streams.topics import TopicNames, create_topics, delete_topics
from streams.worker import working


@dataclass(frozen=True, slots=True)
class Summary:
    """The books of a replay."""

    lines: int
    mentioned: int
    """Posts in a claim."""
    unclaimed: int
    folded: int
    """Edits, deletions, repeats and second opinions folded into their post."""
    rejected: int
    lost: int
    """Posts that went in and are nowhere: always 0, or the replay has failed."""
    claims: int
    alerts: int

    @property
    def balanced(self) -> bool:
        """Tell whether every line is accounted for."""
        return not self.lost and self.lines == self.mentioned + self.unclaimed + self.folded + self.rejected


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
            tasks.create_task(feed(lines, settings.broker, names, speed, fed))
            lag = tasks.create_task(watch_lag(settings.broker, names))
            await gather(settings.broker, names, listen)
            lag.cancel()
    return fed


@asynccontextmanager
async def topics_of(settings: Settings) -> AsyncIterator[TopicNames]:
    """Make the topics of a run, and delete them after it."""
    names = TopicNames(settings.prefix, settings.partitions)
    topics = names.all(settings.replication)
    await create_topics(settings.broker, topics)
    try:
        yield names
    finally:
        await asyncio.shield(delete_topics(settings.broker, [topic.name for topic in topics]))


def write_out(out: Path, fed: Fed, gathered: Gathered) -> Summary:
    """Write the files of the contract and balance the books."""
    out.mkdir(parents=True, exist_ok=True)
    lines = list(gathered.lines())
    mentioned = [line for line in lines if line["primary"]]
    dead = list(_dead_lines(gathered))
    rejected = [*({"line": r.number, "error": r.error} for r in fed.rejected), *(line for line, _ in dead)]
    write_lines(out / "mentions.jsonl", lines)
    write_lines(out / "claims.jsonl", gathered.claims.values())
    write_lines(out / "alerts.jsonl", gathered.alerts_now())
    write_lines(out / "rejected.jsonl", rejected)
    sent = fed.lines_of.copy()
    sent.subtract(key for _, key in dead)
    expected = {key for key, lines in sent.items() if lines > 0}
    return Summary(
        lines=fed.lines,
        mentioned=len(mentioned),
        unclaimed=len(gathered.mentions) - len(mentioned),
        folded=sum(sent[key] - 1 for key in expected),
        rejected=len(rejected),
        lost=len(expected - gathered.mentions.keys()),
        claims=len(gathered.claims),
        alerts=len(gathered.alerts),
    )


def _dead_lines(gathered: Gathered) -> Iterable[tuple[dict[str, Any], str]]:
    """List the lines whose records died before they became a mention, each with the key of its post."""
    for letter in gathered.dead:
        if letter["step"] != "track" and not is_opinion(base64.b64decode(letter["value"])):
            line = letter["headers"].get(LINE)
            error = f"{letter['step']}: {letter['reason']}"
            yield {"line": int(line) if line else None, "error": error}, _key_of(letter)


def _key_of(letter: dict[str, Any]) -> str:
    value = base64.b64decode(letter["value"])
    return parse_posted(value).key if letter["step"] == "embed" else decode_reading(value).post.key

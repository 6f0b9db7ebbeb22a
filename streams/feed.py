"""Put a recording into the topic ``posts``, at its own pace or at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson
from aiokafka import AIOKafkaProducer

from connectors.recording import Answered, Line, Recorded, Rejected
from models.judge import opinion_bytes
from models.post import Post, fold_uid, post_record
from streams.codec import Control, control_bytes
from streams.topics import MAX_MESSAGE, TopicNames

TICK: Final = timedelta(minutes=1)
"""How far the recording's time moves between two ticks."""
FLUSH_EVERY: Final = 2_000
"""Records sent before the broker must have them all: the memory of a replay does not grow with it."""

LINE: Final = "line"
"""Header that carries a line's number, so that a dead letter can name it."""

Headers = Sequence[tuple[str, bytes]]
Send = Callable[[bytes, bytes, Headers], Awaitable[object]]


@dataclass(slots=True)
class Fed:
    """What was taken from a recording so far."""

    lines: int = 0
    position: int = 0
    """Bytes of the file read, for a progress bar."""
    lines_of: Counter[str] = field(default_factory=Counter)
    """Post key -> lines sent of it: the post, its edits and deletions, repeats."""
    rejected: list[Rejected] = field(default_factory=list)
    clock: datetime | None = None


async def feed(
    lines: Iterable[Line],
    broker: str,
    names: TopicNames,
    speed: float | None,
    fed: Fed,
    *,
    end: bool = True,
) -> None:
    """Send every good line in order, with ticks between them; where it is the ``end``, an end record follows.

    ``speed`` is seconds of the recording per second; None: as fast as Kafka takes them.
    """
    producer = AIOKafkaProducer(
        bootstrap_servers=broker, enable_idempotence=True, linger_ms=5, max_request_size=MAX_MESSAGE
    )
    await producer.start()

    async def send(key: bytes, value: bytes, headers: Headers) -> None:
        await producer.send(names.of("posts"), value, key=key, partition=0, headers=list(headers))

    try:
        await _feed_lines(lines, send, producer.flush, _Pace(speed), fed)
        if end:
            await _end(send, fed)
        await producer.flush()
    finally:
        await producer.stop()


async def _feed_lines(
    lines: Iterable[Line],
    send: Send,
    flush: Callable[[], Awaitable[object]],
    pace: _Pace,
    fed: Fed,
) -> None:
    for line in lines:
        fed.lines += 1
        if isinstance(line, Rejected):
            fed.rejected.append(line)
        elif isinstance(line, Answered):
            await _feed_opinion(line, send, fed)
        else:
            await pace.until(_clock(line.post))
            await _feed_post(line, send, fed)
        if fed.lines % FLUSH_EVERY == 0:
            await flush()


async def _end(send: Send, fed: Fed) -> None:
    now = fed.clock or datetime.fromtimestamp(0, UTC)
    await send(b"", control_bytes(Control("tick", now)), ())
    await send(b"", control_bytes(Control("end", now)), ())


async def _feed_post(line: Recorded, send: Send, fed: Fed) -> None:
    post, fed.position = line.post, line.position
    now = _clock(post)
    if fed.clock is None or now - fed.clock >= TICK:
        await send(b"", control_bytes(Control("tick", now)), ())
        fed.clock = now
    fed.lines_of[post.key] += 1
    headers = ((LINE, str(line.number).encode()),)
    await send(post.channel_uid.encode(), orjson.dumps(post_record(post)), headers)


async def _feed_opinion(line: Answered, send: Send, fed: Fed) -> None:
    """Send an opinion where it was given; it folds into its post, which must have come before it."""
    key = fold_uid(line.opinion.mention.post)
    if key not in fed.lines_of:
        told = f"an opinion on {line.opinion.mention.post[:80]}, which no line before it holds"
        fed.rejected.append(Rejected(line.number, told))
        return
    fed.lines_of[key] += 1
    fed.position = line.position
    headers = ((LINE, str(line.number).encode()),)
    await send(line.opinion.mention.channel.encode(), opinion_bytes(line.opinion), headers)


def _clock(post: Post) -> datetime:
    return post.read_at or post.published_at


class _Pace:
    """Holds the recording's time and the wall's together."""

    def __init__(self, speed: float | None) -> None:
        self._speed = speed
        self._start: tuple[datetime, float] | None = None

    async def until(self, at: datetime) -> None:
        """Wait until it is this time in the recording."""
        if self._speed is None:
            return
        wall = asyncio.get_running_loop().time()
        if self._start is None:
            self._start = (at, wall)
        start, began = self._start
        wait = (at - start).total_seconds() / self._speed - (wall - began)
        if wait > 0:
            await asyncio.sleep(wait)

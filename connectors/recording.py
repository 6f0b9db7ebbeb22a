"""Read a recording: posts of the contract, one JSON object a line, plain or gzipped.

Among them may be second opinions on stance (`models.judge`), each after its post: a replay repeats them.

A line that cannot be taken is told with its number and the reason; the lines around it go through. Nothing is
read ahead beyond `AHEAD` lines, so a recording may be larger than memory.
"""

from __future__ import annotations

import gzip
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median_low
from typing import BinaryIO, Final

import orjson

from models.errors import RumorError
from models.judge import Opinion, parse_opinion
from models.post import Post, PostError, parse_post

MAX_LINE: Final = 2_000_000
"""Bytes of one line: the longest text in its widest escapes, and its other keys."""
AHEAD: Final = 50
"""Lines looked at beyond one to tell whether its own time can be believed."""
BELIEVED: Final = timedelta(days=1)
"""How far a post may lie ahead of what is read after it; more is a source's wrong clock."""


class RecordingError(RumorError):
    """A recording that cannot be read at all; the message names the file and the mend."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A good line."""

    number: int
    """Counted from 1, as editors do."""
    post: Post
    position: int
    """Bytes of the file read so far, of the packed one where it is gzipped."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A good line that is no post: a second opinion that was given there."""

    number: int
    opinion: Opinion
    position: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that cannot be taken."""

    number: int
    error: str


Line = Recorded | Answered | Rejected


def read_recording(path: Path) -> Iterator[Line]:
    """Give every line but blank ones, in order; raise `RecordingError` where there is nothing to read."""
    try:
        with path.open("rb") as file:
            yield from _lines(file)
    except IsADirectoryError:
        raise RecordingError(f"{path} is a folder: name a file of posts, one JSON object a line") from None
    except FileNotFoundError:
        raise RecordingError(f"{path} does not exist: name a file of posts, one JSON object a line") from None
    except (OSError, EOFError) as error:
        raise RecordingError(f"{path} cannot be read: {error}") from None


def _lines(file: BinaryIO) -> Iterator[Line]:
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    stream = gzip.GzipFile(fileobj=file) if packed else file
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield Rejected(number, f"the line has more than {MAX_LINE} bytes: no post is so long")
        elif line.strip():
            yield _read(number, line, file.tell())


def _read(number: int, line: bytes, position: int) -> Line:
    try:
        record = _decoded(line)
        if isinstance(record, dict) and "opinion" in record:
            return Answered(number, parse_opinion(line), position)
        return Recorded(number, parse_post(record), position)
    except PostError as error:
        return Rejected(number, str(error))
    except ValueError as error:  # of an opinion
        return Rejected(number, f"no opinion as `rumor record` writes it: {error}")


def _decoded(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return _decoded_leniently(line)


def _decoded_leniently(line: bytes) -> object:
    """Decode what the strict decoder refuses but a post may hold, such as half of a surrogate pair."""
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PostError(f"byte {error.start + 1} of the line is not UTF-8: save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise PostError(f"no JSON object: {error.msg} at character {error.colno}") from None
    except RecursionError:
        raise PostError("no post: brackets within brackets without end") from None


def reading_times(lines: Iterable[Line]) -> Iterator[Line]:
    """Say when each post was read where the recording does not: in the order of its lines.

    Reading time never runs back, so a post that is older than one before it was read late. It does not run
    ahead either: a post dated more than `BELIEVED` after most of the next `AHEAD` lines has a wrong clock and
    was read when they were.
    """
    source = iter(lines)
    window = deque(islice(source, AHEAD))
    clock: datetime | None = None
    while window:
        line = window.popleft()
        window.extend(islice(source, 1))
        if not isinstance(line, Recorded):
            yield line
            continue
        read_at = line.post.read_at or _believed(line.post.published_at, window)
        clock = max(clock, read_at) if clock else read_at
        yield replace(line, post=line.post.read(clock))


def _believed(published: datetime, ahead: Iterable[Line]) -> datetime:
    later = [line.post.published_at for line in ahead if isinstance(line, Recorded)]
    usual = median_low(later) if later else published
    return usual if published - usual > BELIEVED else published

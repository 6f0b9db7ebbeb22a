"""A recording that grows: whole lines only, whatever moment its writer dies at, and where to go on after.

Each line says under ``kafka`` where it was read, so the file itself tells how far it goes. A gzipped file is
a row of whole gzip members, one for each `append`; readers take them for one.
"""

from __future__ import annotations

import fcntl
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import orjson

from connectors.recording import RecordingError

CHUNK: Final = 1 << 16


@dataclass(slots=True)
class Reached:
    """How far a recording goes."""

    topic: str | None = None
    lines: int = 0
    next_offsets: dict[int, int] = field(default_factory=dict)
    """Partition -> the first offset that is not in it."""
    since: int | None = None
    """Kafka's time of its earliest line, milliseconds since 1970."""


class RecordingFile:
    """A file opened for appending; what a kill left of a line is cut off first. A context manager."""

    def __init__(self, path: Path, reached: Reached, file: BinaryIO) -> None:
        self.path, self.reached = path, reached
        self._file = file
        self._packed = path.suffix == ".gz"

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or make a file; raise `RecordingError` if it cannot be, or holds something else."""
        try:
            path.touch()
            file = path.open("r+b", buffering=0)
        except OSError as error:
            raise RecordingError(f"{path} cannot be written: {error.strerror}") from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel's: a kill leaves none behind
            reached, whole = _read(path)
            file.truncate(whole)
            file.seek(whole)
        except BlockingIOError:
            file.close()
            raise RecordingError(f"{path} is recorded to by another process; name another file") from None
        except BaseException:
            file.close()
            raise
        return cls(path, reached, file)  # type: ignore[arg-type]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, lines: list[bytes]) -> None:
        """Write lines, each with its line end, at once; raise `RecordingError` where the disk is full."""
        if not lines:
            return
        block = memoryview(gzip.compress(b"".join(lines)) if self._packed else b"".join(lines))
        try:
            while block:
                block = block[self._file.write(block) :]
        except OSError as error:
            raise RecordingError(f"{self.path} cannot be written further: {error.strerror}") from None
        self.reached.lines += len(lines)


def _read(path: Path) -> tuple[Reached, int]:
    """Give how far a file goes, and how many of its bytes are whole lines (of gzip: whole members)."""
    reached, whole = Reached(), 0
    for block, end in _members(path) if path.suffix == ".gz" else _blocks(path):
        for line in block.splitlines():
            _note(reached, line, path)
        whole = end
    return reached, whole


def _note(reached: Reached, line: bytes, path: Path) -> None:
    if not line.strip():
        return
    try:
        origin = orjson.loads(line)["kafka"]
        topic, partition, offset, time = _origin(origin)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise RecordingError(
            f"{path}, line {reached.lines + 1}: it was not written by `rumor record`; name another file"
        ) from None
    if reached.topic not in (None, topic):
        raise RecordingError(f"{path} holds posts of topics {reached.topic} and {topic}; name another file")
    reached.topic = topic
    reached.lines += 1
    reached.next_offsets[partition] = max(reached.next_offsets.get(partition, 0), offset + 1)
    reached.since = time if reached.since is None else min(time, reached.since)


def _origin(origin: Any) -> tuple[str, int, int, int]:
    return str(origin["topic"]), int(origin["partition"]), int(origin["offset"]), int(origin["time"])


def _blocks(path: Path) -> Iterator[tuple[bytes, int]]:
    end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line)
            if line.endswith(b"\n"):
                yield line, end


def _members(path: Path) -> Iterator[tuple[bytes, int]]:
    """Give every whole gzip member, unpacked, and where it ends."""
    end, rest = 0, b""
    with path.open("rb") as file:
        while True:
            unpacker, text, size = zlib.decompressobj(wbits=31), b"", 0
            while not unpacker.eof:
                chunk = rest or file.read(CHUNK)
                rest = b""
                if not chunk:
                    return
                try:
                    text += unpacker.decompress(chunk)
                except zlib.error:
                    if end:
                        return  # rubbish behind whole members: what a crash of the machine leaves
                    raise RecordingError(f"{path} is not gzipped; name another file") from None
                size += len(chunk)
            rest = unpacker.unused_data
            end += size - len(rest)
            yield text, end

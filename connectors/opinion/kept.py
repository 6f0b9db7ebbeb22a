"""Opinions in a file, a JSON object a line: so that a replay of a recording repeats them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from models.errors import RumorError
from models.judge import Opinion, opinion_bytes, parse_opinion

MAX_LINE: Final = 200_000
"""Bytes of one opinion; its mention has some thousands."""


class KeptError(RumorError):
    """A file of opinions that cannot be read or written; the message names the line and the mend."""


class Keeper:
    """Appends opinions to a file; a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab")
        except OSError as error:
            raise KeptError(f"{self._path} cannot be written: {error.strerror}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def __call__(self, opinion: Opinion) -> None:
        """Write an opinion down; raise `KeptError`."""
        if self._file is None:
            raise KeptError("the file of opinions is not open: use it in `with`")
        try:
            self._file.write(opinion_bytes(opinion) + b"\n")
            self._file.flush()
        except OSError as error:
            raise KeptError(f"{self._path} cannot be written: {error.strerror}") from None


def read_kept(path: Path) -> Iterator[Opinion]:
    """Give the opinions of a file in the order of its lines; raise `KeptError`."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(MAX_LINE), b""), 1):
                if line.strip():
                    yield _opinion(path, number, line)
    except OSError as error:
        raise KeptError(f"{path} cannot be read: {error.strerror}") from None


def _opinion(path: Path, number: int, line: bytes) -> Opinion:
    try:
        return parse_opinion(line)
    except ValueError as error:
        told = f"{path}, line {number} is no opinion ({error}): it must be a line that `rumor opinions` wrote"
        raise KeptError(told) from None

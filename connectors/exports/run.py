"""Read an export to its end: posts in order of time to one file, rows that are none to another."""

from __future__ import annotations

import tempfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import orjson

from connectors.exports.error import ExportError
from connectors.exports.fourcat import read_fourcat
from connectors.exports.opened import open_export
from connectors.exports.taken import Options, Rows, Skipped
from connectors.exports.telegram_desktop import read_telegram_desktop
from connectors.exports.x_archive import read_x_archive
from connectors.recording import Rejected
from models.post import Post, post_record

FORMATS: Final[dict[str, Callable[[BinaryIO, Options], Rows]]] = {
    "telegram-desktop": read_telegram_desktop,
    "4cat-csv": read_fourcat,
    "x-archive": read_x_archive,
}
"""Name of a format -> what reads it."""


@dataclass(slots=True)
class Counts:
    """The books of an import."""

    posts: int = 0
    rejected: int = 0
    skipped: int = 0
    """Rows that are no posts and need not be: service messages, private chats."""


def import_posts(format_: str, options: Options, out: BinaryIO, rejected: Path) -> Counts:
    """Write the posts of an export to ``out``, its bad rows with line and reason to ``rejected``.

    Posts come in order of time, since who replays them takes the order of lines for that of reading. They
    wait in a file on disk, so memory grows by some 50 bytes a post. Raises `ExportError` where the file
    cannot be read, is not of this format, or holds no post at all.
    """
    if (read := FORMATS.get(format_)) is None:
        raise ExportError(f"{format_!r} is no format: give one of {', '.join(FORMATS)}")
    counts = Counts()
    with open_export(options.path) as source, _written(rejected) as refused, _Sorted() as posts:
        for row in _whole(read(source, options)):
            match row:
                case Post():
                    counts.posts += 1
                    posts.add(row)
                case Rejected():
                    counts.rejected += 1
                    refused.write(orjson.dumps({"line": row.number, "error": row.error}) + b"\n")
                case Skipped():
                    counts.skipped += 1
        if not counts.posts:
            why = (
                f"{counts.rejected} rows were rejected, {rejected} tells why"
                if counts.rejected
                else "it is empty"
            )
            raise ExportError(f"{options.path}: no row could be taken as a post of {format_}: {why}")
        posts.write(out)
    return counts


def _whole(rows: Rows) -> Rows:
    """Tell a packed file that ends too soon as one more bad row: what stood before it is good."""
    last = 0
    try:
        for row in rows:
            last = row.number if isinstance(row, Rejected | Skipped) else last
            yield row
    except (EOFError, OSError, zlib.error) as error:
        yield Rejected(last, f"the file cannot be read further than about this line: {error}")


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("wb")
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}; name another by --rejected") from None
    with file:
        yield file


class _Sorted:
    """Posts on disk, given back in order of time; those of one time in the order they came."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed on leaving
        self._times, self._starts = array("d"), array("q", [0])

    def __enter__(self) -> _Sorted:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, post: Post) -> None:
        line = orjson.dumps(post_record(post)) + b"\n"
        self._file.write(line)
        self._times.append(post.published_at.timestamp())
        self._starts.append(self._starts[-1] + len(line))

    def write(self, out: BinaryIO) -> None:
        for one in sorted(range(len(self._times)), key=self._times.__getitem__):
            self._file.seek(self._starts[one])
            out.write(self._file.read(self._starts[one + 1] - self._starts[one]))
        out.flush()

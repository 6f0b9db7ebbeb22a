"""Open an export, packed or not."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from connectors.exports.error import ExportError


@contextmanager
def open_export(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked where its first bytes say gzip; raise `ExportError`."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}") from None
    with file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file

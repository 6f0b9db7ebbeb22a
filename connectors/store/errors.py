"""What can go wrong with the read model.

::

    StoreError
    +-- StoreBusyError     passes by itself: locked, full, the server is away; the same call may be made again
    +-- UnknownClaimError  no claim has this id or prefix, or more than one
    RecordError         a record of a topic that cannot be taken in (a ValueError, not the store's fault)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from models.errors import RumorError


class StoreError(RumorError):
    """The read model cannot be opened, read or written; the message names it and the mend."""


class StoreBusyError(StoreError):
    """The store cannot be used just now; the same call may be made again."""


class UnknownClaimError(StoreError):
    """No claim has this id, or a prefix fits more than one."""

    def __init__(self, message: str, several: bool = False) -> None:
        super().__init__(message)
        self.several = several


class RecordError(ValueError):
    """A record that is neither a claim nor an alert of the contract."""


_MENDS: Final = (
    ("unable to open database file", "cannot be opened: check that its folder can be written", False),
    ("readonly database", "is read-only: give this user the right to write it and its folder", False),
    ("not a database", "is no SQLite database: move it away or name another file", False),
    ("malformed", "is damaged: restore a copy, or delete it and let it be filled from Kafka anew", False),
    ("disk is full", "cannot grow, the disk is full: free some space", True),
    ("disk i/o error", "cannot be read or written: the disk reports an error", True),
    ("locked", "is locked by another process", True),
)
"""What SQLite says (https://www.sqlite.org/rescode.html), what it means here, whether waiting helps."""


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn the database's errors into `StoreError`, which names the database and the mend."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _store_error(where, error) from error


def _store_error(where: str, error: SQLAlchemyError) -> StoreError:
    cause = getattr(error, "orig", None) or error
    said = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
    for words, mend, passes in _MENDS:
        if isinstance(cause, sqlite3.Error) and words in said.lower():
            return (StoreBusyError if passes else StoreError)(f"the store {where} {mend} ({said})")
    away = isinstance(error, OperationalError | InterfaceError) and not isinstance(cause, sqlite3.Error)
    away = away or (isinstance(error, DBAPIError) and error.connection_invalidated)
    return (StoreBusyError if away else StoreError)(f"the store {where} failed: {said}")

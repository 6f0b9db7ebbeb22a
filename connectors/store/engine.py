"""Open the database: SQLite in a file with its folder, or PostgreSQL; a missing schema is made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from connectors.store.errors import StoreError, told
from connectors.store.tables import VERSION, metadata, schema_version

BUSY: Final = 10.0
"""Seconds to wait for another process that writes."""
_WRITES: Final = "rumor_writes"
DIALECTS: Final = ("sqlite", "postgresql")


def default_url(data: Path) -> str:
    """Give the URL of the SQLite file in a data folder."""
    return f"sqlite:///{data / 'rumor.db'}"


class Database:
    """An open database. Reads and writes are transactions; errors come out as `StoreError`."""

    def __init__(self, url: str) -> None:
        parsed = _parsed(url)
        self.where: Final = parsed.database if parsed.drivername.startswith("sqlite") else _masked(parsed)
        with told(str(self.where)):
            self.engine: Final = _engine(parsed)
            try:
                _prepare(self.engine, str(self.where))
            except BaseException:
                self.engine.dispose()
                raise

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection to read one state of the database with."""
        with told(str(self.where)), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are all kept when the block ends, and none if it raises."""
        with told(str(self.where)), _writing(self.engine) as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(
            "the store's URL is none: write sqlite:///path/to/rumor.db or postgresql://user@host/name"
        ) from None
    name = parsed.get_backend_name()
    if name not in DIALECTS:
        raise StoreError(f"the store can be sqlite or postgresql, not {name}")
    if name == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreError(
            "the store needs a file, like sqlite:///data/rumor.db: memory is not shared by threads"
        )
    return parsed


def _masked(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    common: dict[str, Any] = {"json_serializer": _json, "json_deserializer": orjson.loads}
    if url.get_backend_name() == "sqlite":
        _make_folder(Path(str(url.database)))
        engine = create_engine(url, connect_args={"timeout": BUSY}, **common)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, **common)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError(f"{error}: install the driver, e.g. pip install 'psycopg[binary]'") from None


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the store {file} has no folder and it cannot be made: {error.strerror}") from None
    if file.is_dir():
        raise StoreError(f"the store {file} is a folder: name a file in it")


def _on_connect(connection: sqlite3.Connection, record: object) -> None:
    """Set a connection up; transactions are ours, not the driver's (see SQLAlchemy on pysqlite).

    What is overwritten is gone from the file, too (``secure_delete``): it may be the words of a deleted post.
    """
    del record
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    """Take the write lock at once where it will be needed: a reader that turns writer may not wait for it."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(engine: Engine, where: str) -> None:
    if _version(engine) == VERSION:
        return  # readers need no lock
    with _writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            # Two processes that start at once would both make the tables; the number is ours alone.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7367726)")
        metadata.create_all(connection)
        version = connection.scalar(select(schema_version.c.version))
        if version is None:
            connection.execute(schema_version.insert().values(version=VERSION))
        elif version == 1:
            connection.execute(schema_version.update().values(version=VERSION))
        elif version != VERSION:
            raise StoreError(
                f"the store {where} has schema {version}, this program needs {VERSION}: use the program that "
                "made it, or name a new store, which is filled from Kafka"
            )


def _version(engine: Engine) -> int | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table(schema_version.name):
            return None
        return connection.scalar(select(schema_version.c.version))

"""Insert or replace, as SQLite and PostgreSQL both write it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from connectors.store.tables import Row


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Give the dialect's insert, which knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def add(connection: Connection, table: Table, row: Row) -> bool:
    """Insert a row unless one with the same unique key is there; tell whether it was added."""
    # The count of rows is not to be had where PostgreSQL returns the new key.
    key = next(iter(table.primary_key))
    statement = insert(connection, table).values(**row).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).first() is not None


def upsert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, all of the same columns, or replace those with the same primary key."""
    if not rows:
        return
    statement = insert(connection, table)
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), list(rows))

"""The tables of the read model, in SQL that SQLite and PostgreSQL share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

VERSION: Final = 2
"""Of the schema; a store of version 1 lacks one table, which is added; others are refused."""


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring a time to UTC; one without zone is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

kafka_offsets = Table(
    "kafka_offsets",
    metadata,
    Column("topic", String(255), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("next", BigInteger, nullable=False),  # the offset to read next
)

claims = Table(
    "claims",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("lang", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("shown_at", UtcTime, nullable=False),  # the stream's time that the record's rates are of
    Column("origin", Text, nullable=False),
    Column("posts", BigInteger, nullable=False),
    Column("channels", BigInteger, nullable=False),
    Column("independent_sources", BigInteger, nullable=False),
    Column("audience", BigInteger, nullable=False),
    Column("per_minute", Float, nullable=False),
    Column("words", Text, nullable=False),  # folded words of text and wordings, for searching
    Column("record", JSON, nullable=False),
    Column("topic", String(255), nullable=False),  # where the record came from: it never goes back in time
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("updated", UtcTime, nullable=False),
    Index("claims_by_growth", "per_minute"),
    Index("claims_by_posts", "posts"),
    Index("claims_by_time", "last_at"),
)

merged = Table(
    "merged",
    metadata,
    Column("id", String(64), primary_key=True),
    Column(
        "survivor", String(64), nullable=False, index=True
    ),  # the claim it lives on in, at the end of all merges
)

denials = Table(
    "denials",
    metadata,
    Column("claim", ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # its place in the claim's record
    Column("post", Text, nullable=False),
    Column("office", String(255), nullable=False),
    Column("official", Text),
    Column("first_hand", Boolean, nullable=False),
    Column("weak", Boolean, nullable=False),
    Column("quote", Text, nullable=False),
    Column("published_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Column("record", JSON, nullable=False),
    Index("denials_by_time", "published_at"),
    Index("denials_by_office", "office"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("claim", String(64), nullable=False),  # no foreign key: an alert may be read before its claim
    Column("text", Text, nullable=False),
    Column("fired_at", UtcTime, nullable=False),
    Column("record", JSON, nullable=False),
    Column("taken_at", UtcTime, nullable=False),
    Index("alerts_by_claim", "claim", "fired_at"),
    Index("alerts_by_time", "fired_at"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),  # claim or query
    Column("value", String(255), nullable=False),
    Column("target", String(2048), nullable=False),
    Column("created", UtcTime, nullable=False),
    UniqueConstraint("kind", "value", "target"),
)

targets = Table(
    "targets",
    metadata,
    Column("target", String(2048), primary_key=True),
    Column("free_at", UtcTime, nullable=False),  # nothing is sent to it before: its rate, its Retry-After
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert", ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False),
    Column("target", ForeignKey("targets.target"), nullable=False),
    Column("state", String(10), nullable=False),  # pending, delivered, failed
    Column("attempts", Integer, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("leased_until", UtcTime),
    Column("lease", String(32)),  # which attempt holds it
    Column("delivered_at", UtcTime),
    Column("reason", Text),  # why it failed, or why it is not delivered yet
    UniqueConstraint("alert", "target"),
    Index("deliveries_due", "state", "due_at"),
    Index("deliveries_by_target", "target", "state", "due_at"),
)

Row = dict[str, Any]
"""Values of one row by column."""

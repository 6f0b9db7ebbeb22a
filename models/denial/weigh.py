"""Weigh a statement against a claim: is it the office's business, is it new, does it answer just this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from models.denial.denial import Caution, Denial
from models.denial.other import other_one
from models.denial.remit import in_remit
from models.denial.scope import out_of_scope
from models.mention import Mention
from models.officials import Office, Registry
from models.post import show_time
from models.reading import Statement
from models.text import one_line

EARLY: Final = timedelta(days=1)
"""How long before the first rumour we read a denial may have come out and still answer it: the posts it
answers need not be among those we read, and lines arrive out of order."""

MOST_NAME: Final = 100
"""Characters of an office's name that are kept with a denial."""


def weigh(
    mention: Mention,
    statement: Statement,
    wordings: Sequence[str],
    first_seen: datetime,
    registry: Registry,
) -> Denial | None:
    """Give the denial that a statement makes of a claim; None where the office has no say in it.

    None, too, where the statement names another one of the claim's kind (`models.denial.other`).
    ``wordings`` are sentences that assert the claim, ``first_seen`` is when somebody other than the office
    first did. Whether the statement denies is for the mention's stance, this asks who, when and how far.
    """
    office = registry.office(statement.office)
    if office is None or not in_remit(office, wordings) or other_one(statement.quote, wordings):
        return None
    found = list(_cautions(mention, statement, wordings, first_seen, office, registry))
    return Denial(
        post=mention.post,
        office=statement.office,
        official=statement.official,
        first_hand=statement.first_hand,
        quote=statement.quote,
        published_at=mention.published_at,
        cautions=tuple(caution for caution, _ in found),
        standing=statement.standing,
        reported_at=mention.read_at,
        said_at=statement.said_at,
        reasons=tuple(reason for _, reason in found),
        url=mention.url,
        office_name=one_line(office.name, MOST_NAME),
    )


def _cautions(
    mention: Mention,
    statement: Statement,
    wordings: Sequence[str],
    first_seen: datetime,
    office: Office,
    registry: Registry,
) -> Iterator[tuple[Caution, str]]:
    if reason := _stale(mention, statement, first_seen):
        yield "stale", reason
    if reason := out_of_scope(statement.quote, wordings, office, registry):
        yield "scope", reason
    if not statement.first_hand:
        yield "second_hand", f"quoted by {mention.channel}, not read on an account or site of {office.name}"
    if statement.unnamed:
        yield "unnamed", f"nobody is named who speaks for {office.name}"


def _stale(mention: Mention, statement: Statement, first_seen: datetime) -> str | None:
    began = first_seen.astimezone(UTC)
    if statement.said_at and statement.said_at < began.date().isoformat():
        return f"said on or about {statement.said_at}, before the rumour began on {began.date().isoformat()}"
    if mention.published_at < first_seen - EARLY:
        published = show_time(mention.published_at)
        return f"published at {published}, before the rumour began at {show_time(first_seen)}"
    return None

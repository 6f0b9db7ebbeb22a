"""By which rule of the newsroom a claim spreads."""

from __future__ import annotations

from functools import partial

from models.rules import Rule, Rules, Subject
from models.track.figures import figures
from models.track.record import ClaimRecord


def spreads_by(record: ClaimRecord, rules: Rules) -> Rule | None:
    """Give the first rule by which a claim spreads at its own time; None where there is none."""
    return rules.first(figures(record, record.now).__getitem__, partial(_subject, record))


def _subject(record: ClaimRecord) -> Subject:
    return Subject(
        frozenset(record.languages),
        frozenset(record.platforms),
        tuple(wording.text for wording in record.wordings),
    )

"""Keep a record small: numbers are bounded by how they are kept, words are dropped, least needed first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from models.track.record import MOST_BYTES, ClaimRecord, Heard

MOST_HEARD: Final = 10
"""Statements and denials kept of one claim."""
FEWEST_TOLD: Final = 4
"""Denials that are kept whatever their size."""
ROOM: Final = 512
"""Bytes left free once something has to go, so that the next post does not make more go."""


def fitted(record: ClaimRecord) -> ClaimRecord:
    """Give the record with at most `MOST_HEARD` denials, in at most `MOST_BYTES`."""
    while len(record.heard) > MOST_HEARD and (fewer := _without_least(record)) is not None:
        record = fewer
    if len(record.to_json()) > MOST_BYTES:
        for smaller in _smaller(record):
            record = smaller
            if len(record.to_json()) <= MOST_BYTES - ROOM:
                break
    return record


_Smaller = Callable[[ClaimRecord], ClaimRecord | None]


def _smaller(record: ClaimRecord) -> Iterator[ClaimRecord]:
    """Give ever smaller records; what an alert has told of stays to the last."""
    steps: tuple[_Smaller, ...] = (
        lambda r: _fewer_wordings(r, 1),
        _without_least,
        _fewer_repeats,
        _fewer_pages,
        _fewer_languages,
        _fewer_told,
    )
    for step in steps:
        while (smaller := step(record)) is not None:
            record = smaller
            yield record


def _fewer_wordings(record: ClaimRecord, least: int) -> ClaimRecord | None:
    return replace(record, wordings=record.wordings[:-1]) if len(record.wordings) > least else None


def _without_least(record: ClaimRecord) -> ClaimRecord | None:
    """Drop one denial no alert told of: those the rules compare with are all among the others."""
    spare = [heard for heard in record.heard if not heard.fired][::-1]
    withdrawn = [heard for heard in record.heard if heard.denial and heard.denial.withdrawn_at]
    if not (spare or withdrawn):
        return None
    least = min(spare or withdrawn, key=_need)
    return replace(record, heard=tuple(heard for heard in record.heard if heard is not least))


def _fewer_told(record: ClaimRecord) -> ClaimRecord | None:
    """Drop a denial that an alert told of: two claims that were merged may have many.

    Those of the highest standing and the most direct stay, so that what carries on a dropped one is no news.
    """
    if len(record.heard) <= FEWEST_TOLD:
        return None
    least = min(record.heard, key=_need)
    return replace(record, heard=tuple(heard for heard in record.heard if heard is not least))


def _need(heard: Heard) -> tuple[bool, bool, int]:
    said = heard.stated()
    return heard.denial is not None, said.first_hand, said.standing


def _fewer_repeats(record: ClaimRecord) -> ClaimRecord | None:
    return replace(record, repeats=record.repeats[:-1]) if record.repeats else None


def _fewer_pages(record: ClaimRecord) -> ClaimRecord | None:
    pages = record.own_pages
    return replace(record, own_pages=pages[:-1]) if len(pages) > 1 and pages[-1].alerted else None


def _fewer_languages(record: ClaimRecord) -> ClaimRecord | None:
    if len(record.languages) <= 1:
        return None
    rarest = min(reversed(record.languages), key=lambda lang: record.languages[lang].posts)
    return replace(record, languages={k: v for k, v in record.languages.items() if k != rarest})

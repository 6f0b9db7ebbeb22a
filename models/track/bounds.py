"""Keep a record small: numbers are bounded by how they are kept, words are dropped, least needed first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from msgspec.structs import replace

from models.track.recent import fewer
from models.track.record import MOST_BYTES, ClaimRecord, Heard
from models.track.windows import Buckets

MOST_HEARD: Final = 10
"""Statements and denials kept of one claim."""
ROOM: Final = 512
"""Bytes left free once something has to go, so that the next post does not make more go."""
FEW_INFORMED: Final = 128
"""Bytes of the accounts that are remembered to have heard of a denial, where room is short."""

_Smaller = Callable[[ClaimRecord], ClaimRecord | None]


def fitted(record: ClaimRecord) -> ClaimRecord:
    """Give the record with at most `MOST_HEARD` denials, in at most `MOST_BYTES`."""
    while len(record.heard) > MOST_HEARD and (shorter := _without_least(record)) is not None:
        record = shorter
    if len(record.to_bytes()) > MOST_BYTES:
        for smaller in _smaller(record):
            record = smaller
            if len(record.to_bytes()) <= MOST_BYTES - ROOM:
                break
    return record


def _smaller(record: ClaimRecord) -> Iterator[ClaimRecord]:
    """Give ever smaller records; what an alert has told of stays to the last."""
    for step in _STEPS:
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


def _fewer_waiting(record: ClaimRecord) -> ClaimRecord | None:
    """Drop a statement that waits for a rumour in its office's remit; not the last one."""
    waiting = [heard for heard in record.heard if heard.denial is None]
    if len(waiting) < 2:
        return None
    least = min(reversed(waiting), key=_need)
    return replace(record, heard=tuple(heard for heard in record.heard if heard is not least))


def _fewer_told(record: ClaimRecord, least: int) -> ClaimRecord | None:
    """Drop a denial that an alert told of: two claims that were merged may have many.

    Those of the highest standing and the most direct stay, so that what carries on a dropped one is no news.
    """
    if len(record.heard) <= least:
        return None
    spare = min(record.heard, key=_need)
    return replace(record, heard=tuple(heard for heard in record.heard if heard is not spare))


def _need(heard: Heard) -> tuple[bool, bool, int]:
    said = heard.stated()
    return heard.denial is not None, said.first_hand, said.standing


def _fewer_repeats(record: ClaimRecord) -> ClaimRecord | None:
    return replace(record, repeats=record.repeats[:-1]) if record.repeats else None


def _fewer_turns(record: ClaimRecord, least: int) -> ClaimRecord | None:
    return replace(record, turns=record.turns[1:]) if len(record.turns) > least else None


def _fewer_pages(record: ClaimRecord) -> ClaimRecord | None:
    pages = record.own_pages
    return replace(record, own_pages=pages[:-1]) if len(pages) > 1 and pages[-1].alerted else None


def _fewer_languages(record: ClaimRecord, least: int) -> ClaimRecord | None:
    if len(record.languages) <= least:
        return None
    rarest = min(reversed(record.languages), key=lambda lang: record.languages[lang].posts)
    return replace(record, languages={k: v for k, v in record.languages.items() if k != rarest})


def _fewer_branches(record: ClaimRecord, least: int) -> ClaimRecord | None:
    if len(record.tree) <= least:
        return None
    thinnest = min(record.tree, key=lambda branch: branch.shares)
    return replace(record, tree=tuple(branch for branch in record.tree if branch is not thinnest))


def _without_hours(record: ClaimRecord) -> ClaimRecord | None:
    return replace(record, hours=Buckets()) if record.hours.rows else None


def _fewer_recent(record: ClaimRecord) -> ClaimRecord | None:
    kept = fewer(record.recent)
    return replace(record, recent=kept) if len(kept) < len(record.recent) else None


def _fewer_informed(record: ClaimRecord) -> ClaimRecord | None:
    if len(record.informed) <= FEW_INFORMED:
        return None
    return replace(record, informed=record.informed[-FEW_INFORMED:])


def _without_links(record: ClaimRecord) -> ClaimRecord | None:
    return replace(record, links=b"") if record.links else None


_STEPS: Final[tuple[_Smaller, ...]] = (
    partial(_fewer_wordings, least=3),
    partial(_fewer_branches, least=4),
    _fewer_repeats,
    partial(_fewer_turns, least=4),
    _without_hours,
    partial(_fewer_wordings, least=1),
    partial(_fewer_languages, least=6),
    _fewer_informed,
    _without_links,
    partial(_fewer_turns, least=1),
    _fewer_waiting,
    partial(_fewer_branches, least=1),
    _fewer_recent,
    # What nobody was told of stands on the card all the same, and tells a relay from news: an old quote that
    # is repeated without its date.
    _without_least,
    _fewer_pages,
    partial(_fewer_told, least=4),
    partial(_fewer_languages, least=1),
    partial(_fewer_told, least=2),
    partial(_fewer_branches, least=0),
)
"""Each is repeated until it has nothing more to give."""

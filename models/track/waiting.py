"""Statements of offices that wait for a rumour within their remit: few, and of each speaker the best."""

from __future__ import annotations

from typing import Final

from models.mention import Mention
from models.post import fold_uid
from models.reading import Statement
from models.track.own_pages import short_url
from models.track.record import Heard

MOST_PENDING: Final = 4


def heard_of(mention: Mention, statement: Statement) -> Heard:
    """Give a statement with what must be known of the post that carries it."""
    return Heard(
        post=mention.post,
        channel=mention.channel,
        lang=mention.lang,
        published_at=mention.published_at,
        read_at=mention.read_at,
        url=short_url(mention.url),
        said_at=statement.said_at,
        statement=statement,
    )


def queued(heard: tuple[Heard, ...], new: Heard) -> tuple[Heard, ...]:
    """Add what is new to what was heard: a post speaks for an office once, until it takes its denial back.

    It stands beside what waits of the same speaker until both were weighed: that may be of something else.
    """
    for old in heard:
        same = old.stated().office == new.stated().office and fold_uid(old.post) == fold_uid(new.post)
        if same and (old.denial is None or old.denial.withdrawn_at is None):
            return heard
    return (*heard, new)


def thinned(heard: tuple[Heard, ...]) -> tuple[Heard, ...]:
    """Leave one waiting statement for each speaker, his best and of equals the first, and few in all."""
    best: dict[tuple[str, str | None], Heard] = {}
    for one in heard:
        if one.denial is None:
            speaker = one.stated().office, one.stated().official
            if speaker not in best or worth(one) > worth(best[speaker]):
                best[speaker] = one
    waiting = sorted(best.values(), key=worth, reverse=True)[:MOST_PENDING]
    kept = tuple(one for one in heard if one.denial is not None or any(one is other for other in waiting))
    return heard if len(kept) == len(heard) else kept


def worth(heard: Heard) -> tuple[bool, bool, int]:
    """Rank a statement: the office's own before a quoted one, a named speaker's before an unnamed one's."""
    statement = heard.stated()
    return statement.first_hand, not statement.unnamed, statement.standing

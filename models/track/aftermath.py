"""What becomes of a claim once an office has denied it: who still asserts it, for how long, and who knows.

An account repeats a claim *knowing* of the denial when it asserts it after it had itself carried, answered or
forwarded a denial (``carried``), or again, having spoken of the claim before, more than `AGAIN_AFTER` after
the first strong denial was read (``again``). The second is a weaker sign: the account had the time to know.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace

from models.mention import Mention
from models.post import fold_uid, show_time
from models.track.intervals import Estimate, poisson_rate
from models.track.record import ClaimRecord, Heard, Repeat
from models.track.sketch import HASH_BYTES, digest, find
from models.track.windows import Buckets, minute_of

AGAIN_AFTER: Final = timedelta(minutes=30)
MOST_REPEATS: Final = 8
"""Accounts that are named: those that carried a denial, then those that repeat the claim most."""
MOST_CHANNEL: Final = 80
"""Characters of an account that is named."""
MOST_INFORMED: Final = 64
"""Accounts remembered, 8 bytes each: hash (6), whether it carried a denial, posts that repeat the claim."""
FEWEST: Final = 5
"""Assertions after the denial from which a half-life is told."""
_WIDTH: Final = HASH_BYTES + 2
_CARRIED: Final = b"\x01"
_SPOKE: Final = b"\x00"
_LEAST_FALL: Final = 0.1
"""Rate times time below which nothing is seen to fall."""
_Z: Final = 1.959964
"""Two-sided 95 % of a normal distribution."""
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = 60


def followed(record: ClaimRecord, before: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Give the record with what a mention tells of who knows of the denial, and who repeats the claim then.

    ``before`` is the record without the mention: what came with the denial itself does not come after it.
    """
    if record.denied_at is None or mention.kind == "delete":
        return record
    key, carries = digest(mention.channel), _carries(record, mention)
    if carries:
        record = replace(record, informed=_noted(record.informed, key, _CARRIED))
    if before.denied_at is None or mention.stance != "support" or record.posts == before.posts:
        return record
    late = mention.at - before.denied_at > AGAIN_AFTER
    if carries or _carried(before, mention.channel, key):
        return _repeated(record, mention, "carried")
    if late and (_entry(before.informed, key) or before.channels.holds(key)):
        return _repeated(record, mention, "again")
    return replace(record, informed=_noted(record.informed, key, _SPOKE)) if late else record


def _carries(record: ClaimRecord, mention: Mention) -> bool:
    """Tell whether a post has an office's denial in it, or answers, quotes or forwards a post that has."""
    if mention.stance == "deny" and mention.statements:
        return True
    parent = mention.parent and fold_uid(mention.parent)
    return parent is not None and any(fold_uid(heard.post) == parent for heard in _strong(record))


def _carried(record: ClaimRecord, channel: str, key: bytes) -> bool:
    """Tell whether an account is known to have carried a denial, be it before the rumour was read."""
    entry = _entry(record.informed, key)
    return entry[HASH_BYTES:-1] == _CARRIED or any(heard.channel == channel for heard in _strong(record))


def _strong(record: ClaimRecord) -> Iterator[Heard]:
    return (heard for heard in record.heard if heard.denial is not None and not heard.denial.weak)


def _entry(informed: bytes, key: bytes) -> bytes:
    at = find(informed, key, _WIDTH)
    return informed[at : at + _WIDTH] if at >= 0 else b""


def _noted(informed: bytes, key: bytes, mark: bytes, posts: int = 0) -> bytes:
    """Note an account, in its place where it is known, with so many more posts that repeat the claim."""
    at, old = find(informed, key, _WIDTH), _entry(informed, key) or key + _SPOKE + b"\x00"
    new = key + max(mark, old[HASH_BYTES:-1]) + bytes((min(255, old[-1] + posts),))
    if at >= 0:
        return informed[:at] + new + informed[at + _WIDTH :]
    return (informed + new)[-MOST_INFORMED * _WIDTH :]


def _repeated(record: ClaimRecord, mention: Mention, knew: str) -> ClaimRecord:
    key = digest(mention.channel)
    mark = _CARRIED if knew == "carried" else _SPOKE
    record = replace(record, informed=_noted(record.informed, key, mark, 1))
    if len(mention.channel) > MOST_CHANNEL:
        return record
    named = next((repeat.posts for repeat in record.repeats if repeat.channel == mention.channel), 0)
    posts = max(named + 1, _entry(record.informed, key)[-1])
    new = Repeat(mention.channel, posts - named, mention.at, knew)
    return replace(record, repeats=together(record.repeats, (new,)))


def together(one: Iterable[Repeat], other: Iterable[Repeat]) -> tuple[Repeat, ...]:
    """Give the accounts of both, each once, as many as are named."""
    found: dict[str, Repeat] = {}
    for new in (*one, *other):
        old = found.get(new.channel)
        found[new.channel] = new if old is None else Repeat(
            new.channel,
            old.posts + new.posts,
            max(old.last_at, new.last_at),
            min(old.knew, new.knew, key=("carried", "again").index),
        )  # fmt: skip
    ranked = sorted(found.values(), key=lambda r: (r.knew != "carried", -r.posts, r.last_at, r.channel))
    return tuple(ranked[:MOST_REPEATS])


def informed_together(one: bytes, other: bytes) -> bytes:
    """Give the accounts that two claims remember."""
    for at in range(0, len(other), _WIDTH):
        entry = other[at : at + _WIDTH]
        one = _noted(one, entry[:HASH_BYTES], entry[HASH_BYTES:-1], entry[-1])
    return one


def after_denial(record: ClaimRecord, at: datetime) -> dict[str, Any]:
    """Give what is shown of a claim after its first strong denial: ``denied_at`` and ``after_denial``.

    ``share_asserting`` is of the posts that came after it, None without any; times are in minutes. The rates
    are of assertions: ``per_minute_before`` in the last hour before the denial, ``per_minute_after`` in the
    last hour up to ``at``, or since the denial where that is less.
    """
    if record.denied_at is None:
        return {"denied_at": None, "after_denial": None}
    asserting = max(0, record.asserting - record.asserting_at_denial)
    posts = max(asserting, record.posts - record.posts_at_denial)
    fell = half_life(_delays(record), (at - record.denied_at) / _MINUTE)
    return {
        "denied_at": show_time(record.denied_at),
        "after_denial": {
            "asserting_before": record.asserting_at_denial,
            "asserting_after": asserting,
            "posts_after": posts,
            "share_asserting": round(asserting / posts, 3) if posts else None,
            "minutes_to_denial": round((record.denied_at - record.began) / _MINUTE, 1),
            "per_minute_before": _before(record, record.denied_at).shown(),
            "per_minute_after": _since(record, record.denied_at, at).shown(),
            "half_life_minutes": fell.shown() if fell else None,
            "knowing": [_shown(repeat) for repeat in record.repeats],
        },
    }


def _before(record: ClaimRecord, denied: datetime) -> Estimate:
    watched = min(float(_HOUR), (denied - record.began) / _MINUTE)
    return poisson_rate(record.hour_before_denial, max(1.0, watched))


def _since(record: ClaimRecord, denied: datetime, at: datetime) -> Estimate:
    now, watched = minute_of(at), min(float(_HOUR), (at - denied) / _MINUTE)
    first = max(now - _HOUR, minute_of(denied) + 1)
    return poisson_rate(record.minutes.total(first, now + 1).asserting, max(1.0, watched))


def _shown(repeat: Repeat) -> dict[str, Any]:
    return {**repeat._asdict(), "last_at": show_time(repeat.last_at)}


def _delays(record: ClaimRecord) -> Iterator[tuple[float, int]]:
    """Give the assertions after the denial as (minutes after it, how many), as fine as they are kept."""
    assert record.denied_at is not None, "a claim nobody denied has no time after it"
    denied = minute_of(record.denied_at) + 1
    fine, coarse = record.minutes, record.shape
    row: Buckets = fine if fine.posts and fine.start <= denied else coarse
    for number, count in enumerate(row.asserting, row.start):
        if count and number * row.width >= denied:
            yield (number + 0.5) * row.width - denied + 0.5, count


def half_life(delays: Iterable[tuple[float, int]], until: float) -> Estimate | None:
    """Estimate after how many minutes the rate of assertions is half of what it was, with its 95 % interval.

    ``delays`` are (minutes after the denial, posts), seen until so many minutes after it. An exponential
    decline that is cut off: its rate solves 1/r - T/(exp(rT) - 1) = mean delay (Deemer and Votaw 1955,
    "Estimation of parameters of truncated or censored exponential distributions"); the interval is that of
    log r by the Fisher information. None for fewer than `FEWEST` posts, or where nothing is seen to fall.
    """
    seen = list(delays)
    posts = sum(count for _, count in seen)
    until = max([until, *(delay for delay, _ in seen)])
    if posts < FEWEST:
        return None
    mean = sum(delay * count for delay, count in seen) / posts / until
    if not 0.0 < mean < _mean_of(_LEAST_FALL):
        return None
    fall = _solved(mean)
    life = math.log(2) / fall * until
    spread = math.exp(_Z / (fall * math.sqrt(posts * _information(fall))))
    return Estimate(life, life / spread, life * spread)


def _mean_of(fall: float) -> float:
    """Give the mean delay, in parts of the time seen, of a decline by so many natural units over it."""
    return 1 / fall - (1 / math.expm1(fall) if fall < 700 else 0.0)


def _information(fall: float) -> float:
    # exp(x) / (exp(x) - 1)^2 is 1 / (4 sinh^2(x / 2)), which neither overflows soon nor cancels.
    return 1 / fall**2 - (1 / (2 * math.sinh(fall / 2)) ** 2 if fall < 1_400 else 0.0)


def _solved(mean: float) -> float:
    low, high = _LEAST_FALL, 2 / mean
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_of(middle) > mean else (low, middle)
    return (low + high) / 2

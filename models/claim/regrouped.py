"""What claims become when an edit puts posts elsewhere: where they lie, and what must agree with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

import numpy as np

from models.claim.edit import Moved
from models.claim.live import CENTROID_POSTS, LiveClaim, joined, tallied, without_words
from models.post import fold_uid
from models.reading import Vector


def united(into: LiveClaim | None, gone: LiveClaim | None, name: str, offset: int) -> LiveClaim | None:
    """Give the claim that two make; the centroid lies between them as their posts do."""
    if into is None or gone is None or into.offset >= offset:
        return into if into is not None or gone is None else replace(gone, id=name, offset=offset)
    told = gone if gone.asserted and not into.asserted else into
    posts = into.posts + gone.posts
    share = min(1.0, CENTROID_POSTS / posts)
    names = sorted(into.tally.keys() | gone.tally.keys())
    counts = {name: into.tally.get(name, 0) + gone.tally.get(name, 0) for name in names}
    return replace(
        into,
        wording=told.wording,
        words_of=told.words_of,
        lang=told.lang,
        vector=_unit(into.vector * into.posts + gone.vector * gone.posts),
        posts=min(CENTROID_POSTS, posts),
        tally={name: max(1, round(share * count)) for name, count in counts.items()},
        offset=offset,
        last_at=max(into.last_at, gone.last_at),
        asserted=told.asserted,
    )


def with_posts(claim: LiveClaim, moved: Iterable[Moved], offset: int) -> LiveClaim | None:
    """Give a claim with posts that an edit put there; None where it stays as it was."""
    grown = claim
    for one in moved:
        if claim.offset < offset and one.mention.stance == "support" and one.vector is not None:
            said = one.mention
            told = joined(
                grown, one.vector, one.facts, said.sentence, said.lang, offset, said.at, fold_uid(said.post)
            )
            grown = replace(told, offset=claim.offset)
    return None if grown is claim else replace(grown, offset=offset)


def founded_by(claim: str, moved: Iterable[Moved], offset: int) -> LiveClaim | None:
    """Give the claim that posts found together; those that assert it lie at its centre if any do."""
    worded = [(one, one.vector) for one in moved if one.vector is not None]
    telling = [pair for pair in worded if pair[0].mention.stance == "support"] or worded
    if not telling:
        return None
    tally: dict[str, int] = {}
    for one, _ in telling[:CENTROID_POSTS]:
        tally = tallied(tally, one.facts, one.mention.lang)
    first = min((one.mention for one, _ in telling), key=lambda mention: (mention.at, mention.post))
    return LiveClaim(
        id=claim,
        wording=first.sentence,
        lang=first.lang,
        vector=_unit(np.sum([vector for _, vector in telling[:CENTROID_POSTS]], axis=0)),
        posts=min(CENTROID_POSTS, len(telling)),
        tally=tally,
        founded=offset,
        offset=offset,
        last_at=max(one.mention.at for one, _ in worded),
        asserted=first.stance == "support",
        words_of=fold_uid(first.post),
    )


def without_posts(claim: LiveClaim, moved: Iterable[Moved], offset: int) -> LiveClaim | None:
    """Give a claim without some of the posts its words and centroid are made of; None where it stays.

    Which posts a full centroid is made of is not kept: it stays.
    """
    moved = list(moved)
    bare = reduce(without_words, (fold_uid(one.mention.post) for one in moved), claim)
    out = [(one, one.vector) for one in moved if one.was == "support" and one.vector is not None]
    if claim.offset >= offset or claim.posts >= CENTROID_POSTS or len(out) >= claim.posts or not out:
        return None if bare is claim else bare
    tally = dict(claim.tally)
    for one, _ in out:
        for fact in tallied({}, one.facts, one.mention.lang):
            tally[fact] = tally.get(fact, 0) - 1
    rest = claim.vector * claim.posts - np.sum([vector for _, vector in out], axis=0)
    return replace(
        bare,
        vector=_unit(rest),
        posts=claim.posts - len(out),
        tally={fact: count for fact, count in tally.items() if count > 0},
        offset=offset,
    )


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)

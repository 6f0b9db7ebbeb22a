"""Find the claim of a post by what the post is: a repost, a copy, a link to a page, an answer.

Likeness of meaning is not asked for, so none of this depends on vectors or thresholds on them. Also told
here: where a post has it from, and by what later posts will find it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from models.claim.decision import Decision
from models.claim.found import Match
from models.claim.live import LiveClaim
from models.claim.memory import ClaimMemory
from models.facts import veto
from models.mention import Path
from models.post import fold_uid
from models.reading import Reading
from models.text import likeness
from models.text.near_copy import Sketch

FEW_WORDS: Final = 3
"""Words beside a link that tell no news of their own: "read this", "look at that"."""
_REPEATS: Final = ("forward", "copy", "near_copy")
"""Paths of posts that say what another said; near-copies follow the original, not one another."""


@dataclass(frozen=True, slots=True)
class Firsts:
    """What a post is the first with; later posts are found to be the same story by it."""

    copy_key: str | None = None
    unread: str | None = None
    sketch: Sketch | None = None
    page: str | None = None
    pages: tuple[str, ...] = ()


def same_story(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the post that this one repeats: forwards, quotes without a word, copies, links to."""
    return (
        forwarded(memory, reading)
        or reposted(memory, reading)
        or copied(memory, reading)
        or nearly_copied(memory, reading)
        or linked(memory, reading)
    )


def forwarded(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the post this one forwards, or of the first to forward it if it was never read."""
    if not (parent := reading.post.forward_of):
        return None
    return _repeated(memory, parent, "forward", f"forwards {parent}")


def reposted(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the post that this one quotes without a word of its own, as a forward does."""
    if not (parent := reading.post.quote_of) or not _wordless(reading):
        return None
    return _repeated(memory, parent, "quote", f"quotes {parent} without a word")


def copied(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the first post with the same text."""
    original, claim = _claim_of(memory, memory.original(reading.copy_key))
    if not (original and claim) or _answers_both(reading, original):
        return None
    # The same words take the same side, unless it matters who says them or what they answer.
    same = not (reading.statements or reading.post.reply_to or original.posted_at)
    stance = original.stance if same and original.path not in ("reply", "quote") else None
    return Match(claim, "copy", 1.0, (f"same text as {original.key}",), original.source, stance)


def nearly_copied(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the text that this one repeats but for a few words, unless the facts forbid it."""
    if reading.sketch is None:
        return None
    best: Match | None = None
    for candidate in memory.lookups.alike(reading.sketch):
        original, claim = _claim_of(memory, candidate)
        if not (original and original.sketch and claim) or _answers_both(reading, original):
            continue
        if veto(reading.facts, claim.facts):
            continue
        share = likeness(reading.sketch.words, original.sketch.words)
        if share > (best.similarity if best else 0.0):
            why = (f"{share:.0%} of the words of {original.key}",)
            best = Match(claim, "near_copy", share, why, original.source)
    return best


def linked(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the page that a post links to with no words of its own; an answer has its parent."""
    if reading.asserts or (reading.own_words or 0) > FEW_WORDS or answered(memory, reading):
        return None
    return _of_pages(memory, reading)


def commented(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the page that a question or a comment links to, where its words found none."""
    return None if reading.asserts else _of_pages(memory, reading)


def answered(memory: ClaimMemory, reading: Reading) -> Match | None:
    """Give the claim of the post that this one quotes or answers."""
    path: Path = "quote" if reading.post.quote_of else "reply"
    if not (parent := reading.post.quote_of or reading.post.reply_to):
        return None
    key = fold_uid(parent)
    _, claim = _claim_of(memory, memory.decision(key) or memory.of_unread(key))
    return Match(claim, path, 1.0, (f"{path} of {parent}",)) if claim else None


def firsts(memory: ClaimMemory, reading: Reading, path: Path) -> Firsts:
    """Give what a post that came to its claim on this path is the first with."""
    if path == "none":
        return Firsts()
    taken = memory.lookups.holds
    copy_key, page, post = reading.copy_key, reading.page, reading.post
    parent = post.forward_of or post.quote_of or post.reply_to
    unread = fold_uid(parent) if parent else None
    read = unread is None or memory.decision(unread) is not None
    tells = reading.asserts and len(reading.pages) == 1 and not post.reply_to
    return Firsts(
        copy_key=None if taken(f"text {copy_key}") else copy_key,
        unread=None if read or taken(f"unread {unread}") else unread,
        sketch=_own_sketch(memory, reading, path),
        page=None if taken(f"is {page}") else page,
        pages=reading.pages if tells and not taken(f"links {reading.pages[0]}") else (),
    )


def _own_sketch(memory: ClaimMemory, reading: Reading, path: Path) -> Sketch | None:
    """Give the sketch of a post that others may nearly copy: one that asserts, in words of its own."""
    if reading.sketch is None or not reading.asserts or path in _REPEATS:
        return None
    free = tuple(band for band in reading.sketch.bands if not memory.lookups.holds(band))
    return replace(reading.sketch, bands=free) if free else None


def _repeated(memory: ClaimMemory, parent: str, path: Path, why: str) -> Match | None:
    key = fold_uid(parent)
    read = memory.decision(key)
    original, claim = _claim_of(memory, read or memory.of_unread(key))
    if not (original and claim):
        return None
    if read:
        return Match(claim, path, 1.0, (why,), original.source, original.stance)
    # Whoever named the unread post first may have answered it: neither his stance nor his name is the post's.
    source = None if original.source == original.channel else original.source
    return Match(claim, path, 1.0, (why,), source)


def _of_pages(memory: ClaimMemory, reading: Reading) -> Match | None:
    for page in reading.pages:
        original, claim = _claim_of(memory, memory.lookups.of_page(page))
        if original and claim:
            stance = original.stance if _wordless(reading) else None
            return Match(
                claim, "link", 1.0, (f"links to the page of {original.key}",), original.source, stance
            )
    return None


def _claim_of(memory: ClaimMemory, original: Decision | None) -> tuple[Decision | None, LiveClaim | None]:
    claim = memory.claim(original.claim) if original and original.claim else None
    return original, claim


def _answers_both(reading: Reading, original: Decision) -> bool:
    """Tell whether the same words answer two posts: each then speaks of what it answers."""
    return reading.post.reply_to is not None and original.parent is not None


def _wordless(reading: Reading) -> bool:
    return reading.vector is None if reading.own_words is None else reading.own_words == 0


def source_of(memory: ClaimMemory, reading: Reading) -> str:
    """Trace a post to where it has it from: a forwarded channel, a cited one, a link, or itself."""
    post = reading.post
    if post.forward_of:
        return fold_uid(post.forward_of).partition("/")[0]
    for cited in reading.cites:
        if not cited.startswith("@"):
            return cited
        for platform in (post.platform, "telegram", "twitter"):
            if memory.knows_channel(channel := f"{platform}:{cited[1:]}"):
                return channel
    return post.channel_uid

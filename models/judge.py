"""Second opinions on stance: which posts are asked about, and what an answer may change.

The stance model decides every post at once. Where it wavers, somebody slower may be asked: a larger model, a
newsroom's own endpoint. Nobody waits for the answer. It comes back among the posts, later and in order, and
turns the stance of one post to one claim as an edit of that post would; so it is kept where the posts are,
and whoever reads them again reads the same answer at the same place.

The rules:

- Asked about are posts that were judged against a claim by their own words, and narrowly (`near_boundary`).
  Never our own pages, and never an office's words that count as a denial.
- An answer turns a stance, once for each judge and wording of the post. It founds, moves, merges nothing.
- It silences no denial: what an office says and counts as a denial stays one, whoever thinks otherwise.
- It makes a denial of an office's words only where they have a word of denial themselves (`says_no`). Then
  the denial goes the usual way, and its alert fires, late. It makes no confirmation of them.
- It comes too late for a post that was edited, deleted, or moved to another claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple, Protocol

import msgspec

from models.claim.decision import Decision
from models.denial import says_no
from models.errors import RumorError
from models.mention import Mention, Path, Stance
from models.post import fold_uid, show_time
from models.text import one_line

MARGIN: Final = 0.3
"""Difference of the two likeliest stances below which a post is asked about. Of 344 posts of recorded stories
30 % lie below it, with 58 % of all errors; of those .65 are right, of the others .89."""
MOST_TEXT: Final = 1_000
"""Characters of a post that are shown to a judge: a stance is taken at its head."""
MOST_NAME: Final = 80
"""Characters of a judge's name."""
MOST_HEEDED: Final = 8
"""Opinions on one post that are remembered; there are as many as judges, for each wording of it."""
_JUDGED: Final[frozenset[Path]] = frozenset(("vector", "reply", "quote", "near_copy", "link"))
"""Ways to a claim on which a post's own words were judged."""


class OpinionRefusedError(RumorError):
    """An opinion that may not change anything, or not any more; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a judge is asked: how a post stands to a claim."""

    question: str
    """Id: the same for the same post, wording of it, and claim."""
    text_at: datetime
    """Event time of the wording: of the post, or of its last edit."""
    wording: str
    """The claim's wording as the post was judged against it."""
    text: str
    """The head of the post. Hostile: data, never instructions."""
    mention: Mention


class Verdict(NamedTuple):
    """What a judge says."""

    stance: Stance
    sure: float | None = None
    """Its own certainty, 0..1, where it has one."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judge's answer, as it goes back among the posts."""

    opinion: str
    """Id: one for each question and judge."""
    by: str
    """The judge: ``nli:folder`` or ``endpoint:model``."""
    at: datetime
    """When it was given."""
    stance: Stance
    sure: float | None
    text_at: datetime
    mention: Mention
    """The post as it was counted when it was asked about."""


class Judge(Protocol):
    """Somebody who can be asked for a second opinion."""

    @property
    def name(self) -> str:
        """Say who it is: kept with each of its opinions."""

    async def ask(self, question: Question) -> Verdict | None:
        """Give a verdict; None where it has none. Raise `NoAnswerError` or `BadAnswerError`."""


class NoAnswerError(RumorError):
    """No answer came; it may come if asked again, ``after`` so many seconds where the judge said."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class BadAnswerError(RumorError):
    """An answer that is none of those allowed; asking again would not mend it."""


def near_boundary(chances: Iterable[float]) -> bool:
    """Tell whether the two likeliest stances are nearly as likely as each other."""
    first, second = sorted(chances)[-1:-3:-1]
    return first - second < MARGIN


def worth_asking(mention: Mention) -> bool:
    """Tell whether an opinion on this post could change anything."""
    denied = mention.stance == "deny" and bool(mention.statements)
    return mention.claim is not None and mention.path in _JUDGED and not (mention.own or denied)


def question_of(mention: Mention, text_at: datetime, wording: str, text: str) -> Question:
    """Ask about a mention; ``wording`` is the claim's, ``text`` the post's."""
    name = _hashed(fold_uid(mention.post), mention.claim or "", show_time(text_at))
    return Question(name, text_at, wording, text[:MOST_TEXT], mention)


def opinion_of(question: Question, by: str, verdict: Verdict, at: datetime) -> Opinion:
    """Put a verdict into the form in which it is kept."""
    by = one_line(by, MOST_NAME)
    return Opinion(
        opinion=_hashed(question.question, by),
        by=by,
        at=at,
        stance=verdict.stance,
        sure=verdict.sure,
        text_at=question.text_at,
        mention=question.mention,
    )


def heeded(known: Decision | None, opinion: Opinion, survivor: Callable[[str], str]) -> Decision:
    """Give what is decided of a post after an opinion on it; the very same where it was heeded already.

    ``survivor`` gives the claim that a claim lives on in. Raises `OpinionRefusedError` with the reason.
    """
    if known is None:
        raise OpinionRefusedError("the post is not remembered any more")
    if opinion.opinion in known.opinions:
        return known
    if known.deleted:
        raise OpinionRefusedError("the post was deleted")
    if known.at != opinion.text_at:
        raise OpinionRefusedError("the post was edited")
    if known.claim is None or survivor(known.claim) != survivor(opinion.mention.claim or ""):
        raise OpinionRefusedError("the post is in another claim")
    _check(opinion.mention, known.stance, opinion.stance)
    return replace(known, stance=opinion.stance, opinions=(*known.opinions, opinion.opinion)[-MOST_HEEDED:])


def _check(mention: Mention, was: Stance, stance: Stance) -> None:
    """Raise `OpinionRefusedError` where the rules leave a stance as it is."""
    if stance == was:
        return
    if mention.own:
        raise OpinionRefusedError("it is one of our own pages")
    if not mention.statements:
        return
    if was == "deny":
        raise OpinionRefusedError("no opinion silences an office's denial")
    if stance != "deny":
        raise OpinionRefusedError("an office's words are turned to a denial or not at all")
    if not any(says_no(statement, mention.lang) for statement in mention.statements):
        raise OpinionRefusedError("the office's words have no word of denial")


def mention_after(opinion: Opinion, was: Stance, claim: str, offset: int) -> Mention:
    """Give the mention that tells of a turned stance, at an offset in ``vectors``."""
    asserts = opinion.stance == "support"
    return replace(
        opinion.mention,
        claim=claim,
        kind="opinion",
        stance=opinion.stance,
        offset=offset,
        why=(*opinion.mention.why, why(opinion, was)),
        # Counters are older than what may have come since.
        views=None,
        audience=None,
        outline=opinion.mention.outline if asserts else None,
        subjects=opinion.mention.subjects if asserts else (),
    )


def why(opinion: Opinion, was: Stance) -> str:
    """Say for a person what an opinion did."""
    sure = "" if opinion.sure is None else f" ({opinion.sure:.2f})"
    return f"second opinion of {opinion.by}: {opinion.stance}{sure}, was {was}"


def _hashed(*parts: str) -> str:
    return blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


_encode = msgspec.json.Encoder().encode
_question = msgspec.json.Decoder(Question).decode
_opinion = msgspec.json.Decoder(Opinion).decode


def question_bytes(question: Question) -> bytes:
    """Write a question."""
    return _encode(question)


def parse_question(value: bytes) -> Question:
    """Read a question; raise `ValueError` for what is none."""
    return _question(value)


def opinion_bytes(opinion: Opinion) -> bytes:
    """Write an opinion."""
    return _encode(opinion)


def is_opinion(value: bytes | None) -> bool:
    """Tell an opinion from a post and from a control record."""
    return value is not None and value.startswith(b'{"opinion"')


def parse_opinion(value: bytes) -> Opinion:
    """Read an opinion; raise `ValueError` for what is none."""
    return _opinion(value)

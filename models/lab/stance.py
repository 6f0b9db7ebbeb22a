"""The stance of a text to a claim, by the judge of the stream."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Protocol

from models.centring import centre
from models.claim.live import LiveClaim
from models.mention import Stance
from models.post import Post
from models.reader import Reader
from models.reading import Reading, Vector
from models.stance import Parent

_WHEN: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A post needs a time; no judgement here depends on it."""


class AnswerJudge(Protocol):
    """The judge of the stream, which may also be told the post that is answered."""

    def __call__(
        self,
        reading: Reading,
        vector: Vector | None,
        claim: LiveClaim,
        reply: bool,
        parent: Parent | None = None,
    ) -> Stance:
        """Give the stance of a post to a claim."""
        ...


def stance_of(reader: Reader, judge: AnswerJudge, claim: str, text: str, parent: str = "") -> Stance:
    """Give the stance of a text to a claim; ``parent`` is the post it answers, empty where it answers none.

    ``claim`` is the claim's wording, or the post that founded it: then its claim sentence is its wording.
    """
    reading = read_text(reader, text, "telegram:lab/1" if parent else None)
    told = _parent(reader, parent) if parent else None
    return judge(reading, _centred(reading), _claim(reader, claim), bool(parent), told)


def _parent(reader: Reader, text: str) -> Parent:
    reading = read_text(reader, text)
    return Parent(text, reading.lang, _centred(reading))


def read_text(reader: Reader, text: str, reply_to: str | None = None) -> Reading:
    """Read a text as the stream reads a post of it."""
    storable = text.encode("utf-8", "ignore").decode().replace("\0", "")
    return reader.read(Post("telegram", "lab", "2", _WHEN, text=storable, reply_to=reply_to))


def _claim(reader: Reader, text: str) -> LiveClaim:
    reading = read_text(reader, text)
    vector = _centred(reading)
    return LiveClaim(
        id="lab",
        wording=reading.sentence or text,
        lang=reading.lang,
        vector=vector if vector is not None else reader.embedder.embed("."),
        posts=1,
        tally={},
        founded=0,
        offset=0,
        last_at=_WHEN,
    )


def _centred(reading: Reading) -> Vector | None:
    return None if reading.vector is None else centre(reading.vector, reading.lang)

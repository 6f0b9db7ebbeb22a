"""Tell which known claims a text makes that is not published yet: `rumor check`.

A draft is read as the stream reads posts, one asserting sentence at a time, and each sentence is matched by
the stream's own score (`models.claim.match`). What is known of a claim is its line of ``claims.jsonl``, which
the read model holds, too: it carries the claim's words and, as ``middle``, where its posts lie. So nothing
has to be embedded but the draft, and neither Kafka nor the tables of a running stream are needed. Claims
without a middle (nobody has asserted them in words of their own) are embedded by their text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

import numpy as np

from models import language, text
from models.centring import centre
from models.claim.assign import AssignRules, Judge
from models.claim.live import CENTROID_POSTS, LiveClaim, tallied
from models.claim.match import Fit, best_fit, said_by
from models.facts import read_facts
from models.mention import Stance
from models.outline import direction
from models.post import Post
from models.reader import Reader
from models.reading import Reading, Vector

MOST_DRAFT: Final = 100_000
"""Characters of a draft."""
MOST_PASSAGES: Final = 300
"""Asserting sentences of a draft that are looked up."""
MOST_EMBEDDED: Final = 500
"""Claims without a middle that are embedded, the first given first: a few seconds."""
_LONGEST: Final = 1_000
"""Characters of a sentence."""
_WHEN: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A post needs a time; no judgement here depends on it."""

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the draft that tells a claim."""

    sentence: str
    score: float
    stance: Stance
    """To the claim: one that denies it does not make it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A known claim that the draft tells, with where."""

    record: Record
    """Its line of ``claims.jsonl``."""
    passages: tuple[Passage, ...]

    @property
    def made(self) -> bool:
        """Tell whether the draft makes the claim, and does not only deny it."""
        return any(passage.stance != "deny" for passage in self.passages)

    @property
    def denied(self) -> bool:
        """Tell whether the claim is denied: by its state, or by an office, unless it is confirmed."""
        if self.record["status"] in ("denied", "confirmed") or self.record.get("pinned"):
            return bool(self.record["status"] == "denied")
        return any(stands(denial) for denial in self.record["denials"])


def stands(denial: Mapping[str, Any]) -> bool:
    """Tell whether a denial carries weight and was not taken back."""
    return not denial.get("weak") and not denial.get("withdrawn_at")


def passages_of(draft: str) -> Iterator[str]:
    """Cut a draft into the sentences that assert something."""
    lang = language.detect(draft, None)
    for sentence in text.sentences(text.plain(draft[:MOST_DRAFT])):
        short = text.shorten(" ".join(sentence.split()), _LONGEST)
        if text.asserts(short, lang):
            yield short


class KnownClaims:
    """The claims a draft is compared with."""

    def __init__(self, records: Iterable[Record], reader: Reader) -> None:
        """Take in lines of ``claims.jsonl``; those without a word of their own can be told by nobody."""
        self._reader = reader
        self._records = list[Record]()
        rows, self._sizes = list[Vector](), list[int]()
        left = MOST_EMBEDDED
        for record in records:
            place = direction(record.get("middle") or "")
            if place is None and record["text"] and left:
                left -= 1
                place = self._embedded(record)
            if place is not None:
                self._records.append(record)
                self._sizes.append(min(CENTROID_POSTS, place[0]))
                rows.append(place[1])
        self._matrix = np.array(rows, np.float32)

    def __len__(self) -> int:
        """Count the claims that can be found."""
        return len(self._records)

    def _embedded(self, record: Record) -> tuple[int, Vector] | None:
        vector = self._reader.vector(record["text"])
        return None if vector is None else (1, centre(vector, record["lang"]))

    def record(self, claim: str) -> Record:
        """Give the line of a claim."""
        return next(record for record in self._records if record["claim"] == claim)

    def nearest(self, vector: Vector, most: int) -> list[tuple[str, float]]:
        """Give the ids of the claims nearest to a centred vector with their cosines, best first."""
        if not self._records:
            return []
        cosines = self._matrix @ vector
        rows = np.argsort(-cosines, kind="stable")[:most]
        return [(self._records[row]["claim"], min(1.0, float(cosines[row]))) for row in rows]

    def claim(self, name: str) -> LiveClaim:
        """Give the claim of this id as the stream matches it."""
        return self._live(next(row for row, record in enumerate(self._records) if record["claim"] == name))

    def _live(self, row: int) -> LiveClaim:
        """Give a claim as the stream matches it; its facts are those that its wordings share."""
        record, posts = self._records[row], self._sizes[row]
        told = [(w["text"], w["lang"]) for w in record.get("wordings") or ()]
        tally: dict[str, int] = {}
        for words, lang in told or [(record["text"], record["lang"])]:
            tally = tallied(tally, read_facts(words, lang, self._reader.gazetteer), lang)
        share = posts / max(1, len(told))
        counts = {name: max(1, round(share * count)) for name, count in tally.items()}
        return LiveClaim(
            id=record["claim"],
            wording=record["text"],
            lang=record["lang"],
            vector=self._matrix[row],
            posts=posts,
            tally={**{f"lang {lang}": 1 for lang in record.get("languages") or ()}, **counts},
            founded=0,
            offset=0,
            last_at=_WHEN,
            asserted=bool(told),
        )


def check(
    passages: Iterable[str],
    lang: str | None,
    known: KnownClaims,
    reader: Reader,
    judge: Judge,
    rules: AssignRules,
) -> list[Found]:
    """Give the known claims that sentences tell, the denied ones first, then by how well they fit.

    ``lang`` is the language of the whole draft: a few words tell it badly.
    """
    found: dict[str, list[Passage]] = {}
    for sentence in islice(passages, MOST_PASSAGES):
        reading = reader.read(Post("feed", "draft", "1", _WHEN, text=_storable(sentence), lang=lang))
        if reading.vector is None:
            continue
        vector = centre(reading.vector, reading.lang)
        if (fit := _fit(reading, vector, known, rules)) is not None:
            stance = judge(reading, vector, fit.claim, False)
            passage = Passage(sentence, round(min(1.0, fit.score), 4), stance)
            found.setdefault(fit.claim.id, []).append(passage)
    claims = [Found(known.record(claim), tuple(passages)) for claim, passages in found.items()]
    return sorted(claims, key=_urgency)


def _urgency(found: Found) -> tuple[bool, bool, float]:
    return not (found.denied and found.made), not found.denied, -max(p.score for p in found.passages)


def _fit(reading: Reading, vector: Vector, known: KnownClaims, rules: AssignRules) -> Fit | None:
    # How long a claim was silent says nothing of a draft.
    said = replace(said_by(reading), at=None)
    least = rules.mention if reading.denies else rules.join
    return best_fit(known.nearest(vector, rules.candidates), known.claim, said, rules, least)[0]


def _storable(sentence: str) -> str:
    return sentence.encode("utf-8", "ignore").decode().replace("\0", "")

"""What the stance model sees of a post beside a claim and its parent: cues, shape, words, vectors.

*Plain* features need no vectors. *Meaning* features are taken from the centred vectors of post and claim:
their cosine, the post's vector itself and the distance to the claim's in every dimension (Conneau et al.
2017, arXiv:1705.02364, give a classifier of pairs the same). The *bag* holds the words of the post and their
pairs, hashed (Weinberger et al. 2009, arXiv:0902.2206): how people answer, which a vector blurs.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.cues import CUES, denial_cue, negation_cue
from models.cues.phrases import fold
from models.embedding.embedder import DIMENSIONS
from models.reading import Vector

Row = NDArray[np.float64]

LOOK_AT: Final = 1_000
"""Characters of a text that are counted; a stance is taken at the head of a post."""
SCALE: Final = 2.0
"""Times a vector's elements: how much of the regularised weight the vectors may take beside the cues.
On headlines 2 did better (macro F1 .756) than 0 (.718), 4 (.726) and 6 (.748)."""
BAG: Final = 4_096
"""Places of the bag; 8,192 do no better (macro F1 .493 against .492 on answers)."""
BAG_SCALE: Final = 2.0
"""Length of a bag, as much as a vector's."""
UNKNOWN: Final = "und"
_TOKEN: Final = re.compile(r"@?[^\W\d_][\w']{0,40}|[?!]{1,10}")
_URL: Final = re.compile(r"https?://\S{1,500}")
_WORD: Final = re.compile(r"\w{2,40}")
_STOP: Final = re.compile(r"[.!?…\n]+")
_LINK: Final = re.compile(r"https?://|www\.")
_UPDATE: Final = re.compile(
    r"\W{0,3}(?:update|upd|edit|обновлено|оновлено|апдейт|maj|mise a jour|actualiza|atualiza)"
)


def words(text: str) -> list[str]:
    """Give the folded words of a text's head, in order."""
    return list(_found(_head(text)))


@lru_cache(maxsize=64)
def _head(text: str) -> str:
    """Fold once what several features look at: the post, the claim, the post that is answered."""
    return fold(text[:LOOK_AT])


@lru_cache(maxsize=64)
def _found(folded: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded))


def _share(part: frozenset[Hashable], whole: frozenset[Hashable]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(_found(text))


@lru_cache(maxsize=64)
def _trigrams(text: str) -> frozenset[tuple[str, ...]]:
    spaced = " ".join(_found(text))
    return frozenset(zip(spaced, spaced[1:], spaced[2:], strict=False))


_SHAPES: Final[dict[str, Callable[[str, str], float]]] = {
    "length": lambda text, _: math.log1p(len(text)) / 5,
    "short": lambda text, _: float(len(text) < 60),
    "asks": lambda text, _: min(text.count("?"), 3) / 3,
    "asking sentences": lambda text, _: min(1.0, text.count("?") / max(1, len(_STOP.findall(text)))),
    "ends asking": lambda text, _: float(text.rstrip().endswith("?")),
    "exclaims": lambda text, _: min(text.count("!"), 3) / 3,
    "trails off": lambda text, _: float("..." in text or "…" in text),
    "quotes": lambda text, _: float(any(mark in text for mark in '"«»“”„「')),
    "links": lambda text, _: float(bool(_LINK.search(text))),
    "update": lambda text, _: float(bool(_UPDATE.match(text))),
    "shared words": lambda text, claim: _share(_words(claim), _words(text)),
    "own words": lambda text, claim: 1 - _share(_words(text), _words(claim)),
    "shared letters": lambda text, claim: _share(_trigrams(claim), _trigrams(text)),
}
_AGAINST: Final = ("claim denies", "claim negates", "denies more", "turned around")

PLAIN: Final = (*(f"cue {name}" for name in CUES), *_AGAINST, *_SHAPES, "reply")
"""Names of the plain features, in order."""
WORDED: Final = len(CUES) + len(_AGAINST)
"""The first so many plain features come from word cues."""
ANSWERED: Final = len(PLAIN) + 1
"""Number of features of the parent's words."""
WORDS: Final = len(PLAIN) + ANSWERED
"""Number of features that need no vectors, the bag left out."""
COSINES: Final = 3
MEANING: Final = COSINES + 2 * DIMENSIONS
"""Number of meaning features."""


@dataclass(frozen=True, slots=True)
class Parent:
    """The post that is answered."""

    text: str
    lang: str
    vector: Vector | None
    """Centred."""


def plain(text: str, lang: str, claim: str, *, reply: bool) -> Row:
    """Give the features that need no vectors."""
    cues = [cue(text, lang) for cue in CUES.values()]
    denies, negates = _turned(claim)
    against = [denies, negates, max(0.0, cues[0] - denies), abs(negation_cue(text, lang) - negates)]
    seen, told = _head(text), _head(claim)
    return np.array([*cues, *against, *(shape(seen, told) for shape in _SHAPES.values()), float(reply)])


@lru_cache(maxsize=1_024)
def _turned(claim: str) -> tuple[float, float]:
    """Tell whether a claim denies or negates something: all its posts are held against it."""
    return denial_cue(claim, UNKNOWN), negation_cue(claim, UNKNOWN)


def answered(parent: Parent | None, claim: str) -> Row:
    """Give the plain features of the post that is answered, and that there is one; zeros without one."""
    if parent is None:
        return np.zeros(ANSWERED)
    return np.append(plain(parent.text, parent.lang, claim, reply=False), 1.0)


def bag(text: str) -> Row:
    """Give the hashed words of a text's head and their pairs; all handles count as one, all links too."""
    found = _TOKEN.findall(_URL.sub(" url ", _head(text)))
    tokens = ["^", *("@" if token[0] == "@" else token for token in found)]
    pairs = (f"{one} {other}" for one, other in pairwise(tokens))
    places = {zlib.crc32(token.encode("utf-8", "replace")) % BAG for token in (*tokens, *pairs)}
    row = np.zeros(BAG)
    row[list(places)] = BAG_SCALE / math.sqrt(len(places))
    return row


def meaning(post: Vector, claim: Vector, parent: Vector | None = None) -> Row:
    """Give the features of the centred vectors of post, claim and the post that is answered."""
    one, other = post.astype(np.float64), claim.astype(np.float64)
    cosines = [float(one @ other), 0.0, 0.0]
    if parent is not None:
        cosines[1:] = float(one @ parent), float(other @ parent)
    return np.concatenate([cosines, one * SCALE, np.abs(one - other) * SCALE])

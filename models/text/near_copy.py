"""Tell near-copies: a text that another one repeats but for a byline, a flash before it, a slip of the pen.

MinHash with bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, section 3.4) finds
texts that share most of their words; the words in their order then tell whether they are one text. A guard
goes into each band's key: texts with other numbers or another count of negations never meet.

The hashing is a dozen lines of NumPy. A library's index keeps state of its own, while ours is rebuilt from
the decisions and forgets with them.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.text.spelling import UNSPACED, words_of

FEWEST_WORDS: Final = 8
"""Words below which two texts are alike by chance."""
MOST_WORDS: Final = 64
"""Words of a text that are compared."""
LOOK_AT: Final = 4_000
"""Characters in which numbers and negations are looked for."""
SHARE: Final = 0.7
"""Words in common of all words of both: three words may be added to eight, nine to twenty."""
MOST_ADDED: Final = 12
"""Words that may stand before or after a text and leave it the same: a signature, no further news."""
MOST_INSERTED: Final = 2
"""Words that may be put in or left out between others."""
BANDS: Final = 6
ROWS: Final = 3
"""Texts that share 0.8 of their words meet with a chance of 1 - (1 - 0.8**3)**6 = 0.986, with 0.7 of 0.92."""

_WORD: Final = re.compile(rf"{UNSPACED.pattern}|\w+")
_DIGITS: Final = re.compile(r"\d+")
_NEGATING: Final = """
no not never none cannot t without nobody nothing
не нет ни без нельзя ні нема немає жоқ емес няма
nicht kein keine keinen keiner nie ohne bez brak není nu fără
sin nunca jamás pas ne jamais sans aucun não sem non senza mai değil yok hayır
لا لم لن ليس ليست غير بدون 不 没 無 无
"""
"""Words that turn a sentence round; ``t`` is what is left of "won't"."""
_NEGATIONS: Final = frozenset(_NEGATING.split())

_CUT: Final = "..."
"""Ends a text that was cut off, maybe within a word; an ellipsis is three dots once normalised."""
_LETTERS: Final = 20
"""Bits that tell which letters a word has; below them stand its length, its first letter and a checksum."""
_CHECK: Final = 4
_SHORTEST_SLIP: Final = 4
"""Letters from which a word that differs by one letter is a slip; shorter ones are other words."""
_LONG: Final = 8
"""Letters from which a word may have one wrong letter, which is one letter less and one more."""


def _constants(name: str) -> NDArray[np.uint64]:
    """Give fixed numbers, since NumPy does not promise the same random ones in each version."""
    digests = (hashlib.blake2b(f"{name} {n}".encode(), digest_size=8).digest() for n in range(BANDS * ROWS))
    return np.array([[int.from_bytes(digest, "little")] for digest in digests], np.uint64)


_FACTORS: Final = _constants("factor") | np.uint64(1)
_SUMMANDS: Final = _constants("summand")
_HIGH: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to find its near-copies; no word can be read from it."""

    bands: tuple[int, ...]
    """Near-copies share at least one."""
    words: bytes
    """Four bytes a word, in the order of the text."""


def sketch(normalised: str, guard: Iterable[str] = ()) -> Sketch | None:
    """Sketch a normalised text (`models.text.normalise`); None for a text of less than eight words.

    ``guard`` are further marks that near-copies must share, such as its numbers in one spelling.
    """
    looked_at = normalised[:LOOK_AT].replace("ё", "е")
    tokens = _WORD.findall(looked_at) if UNSPACED.search(looked_at) else words_of(looked_at)
    if looked_at.endswith(_CUT):
        tokens = tokens[:-1]
    if len(tokens) < FEWEST_WORDS:
        return None
    marks = [*sorted(_DIGITS.findall(looked_at)), str(sum(map(_NEGATIONS.__contains__, tokens)))]
    key = hashlib.blake2b("\n".join((*marks, "", *sorted(guard))).encode("utf-8", "replace"), digest_size=8)
    coded = [_code(token) for token in tokens[:MOST_WORDS]]
    hashed = np.array([crc for _, crc in coded], np.uint64)
    words = np.array([code for code, _ in coded], "<u4").tobytes()
    return Sketch(tuple(_bands(hashed, key.digest())), words)


def likeness(one: bytes, other: bytes) -> float:
    """Give the share of words, 0..1, that two sketched texts have in common; 0 where they are no near-copies.

    Before and after the text words may be added, within it two at most; a word may be misspelt, never
    another. So a swapped name, verb or place makes another text, however long the rest is.
    """
    ours, theirs = _codes(one), _codes(other)
    if min(len(ours), len(theirs)) < SHARE * max(len(ours), len(theirs)):
        return 0.0
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    same = inserted = added = 0
    for at, (kind, start, stop, begin, end) in enumerate(steps):
        if kind == "equal":
            same += stop - start
        elif kind == "replace":
            if not _misspelt(ours[start:stop], theirs[begin:end]):
                return 0.0
            same += stop - start
        elif at in (0, len(steps) - 1):
            added += stop - start + end - begin
        else:
            inserted += stop - start + end - begin
    share = same / (same + added + inserted)
    return share if share >= SHARE and added <= MOST_ADDED and inserted <= MOST_INSERTED else 0.0


def _bands(hashed: NDArray[np.uint64], guard: bytes) -> Iterable[int]:
    """Hash by multiply-shift (Dietzfelbinger et al. 1997), keep the least of each row, key each band."""
    least = ((_FACTORS * hashed + _SUMMANDS) >> _HIGH).min(axis=1).reshape(BANDS, ROWS)
    keyed = hashlib.blake2b(digest_size=8, key=guard)
    for number, rows in enumerate(map(bytes, least.view(f"V{ROWS * least.itemsize}").ravel())):
        band = keyed.copy()
        band.update(rows + bytes([number]))
        yield int.from_bytes(band.digest(), "little") >> 1  # signed 64-bit everywhere


@lru_cache(maxsize=65_536)
def _code(word: str) -> tuple[int, int]:
    """Give 32 bits by which a misspelling can be told, and the word's checksum."""
    letters = 0
    for letter in word:
        letters |= 1 << (ord(letter) % _LETTERS)
    crc = zlib.crc32(word.encode("utf-8", "replace"))
    kept = letters << 12 | min(len(word), 15) << 8 | (ord(word[0]) & 15) << _CHECK | crc & 15
    return kept, crc


def _codes(words: bytes) -> list[int]:
    codes: list[int] = np.frombuffer(words, "<u4").tolist()
    return codes


def _misspelt(ours: Sequence[int], theirs: Sequence[int]) -> bool:
    return len(ours) == len(theirs) and all(map(_slip, ours, theirs))


def _slip(one: int, other: int) -> bool:
    """Tell whether two words are one with a letter too many, missing, doubled, swapped or wrong."""
    long, short = sorted((one >> 8 & 15, other >> 8 & 15), reverse=True)
    if long - short > 1 or short < _SHORTEST_SLIP or (one ^ other) >> _CHECK & 15:
        return False
    return ((one ^ other) >> 12).bit_count() <= (2 if short >= _LONG else 1)

"""Find the sentence of a post that asserts something, and tell whether any does.

A score in plain points, not a model: it must read the same in every language and never surprise an editor.
Short news gets the benefit of the doubt, since a rumour missed costs more than a chat post that founds a
claim nobody joins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from models.text import phrases
from models.text.sentence import sentences
from models.text.spelling import UNSPACED, plain

LOOK_AT: Final = 4_000
"""Characters of a post in which its claim is looked for."""
MOST_SENTENCES: Final = 24
ENOUGH: Final = 2.0
"""Points from which a sentence asserts."""
_FEWEST_WORDS: Final = 3
_PLAIN_WORDS: Final = 4
"""Words that make a sentence long enough without any name or number in it."""
_LONG_WORDS: Final = 45
_SHORT_QUESTION: Final = 15
_CAPTION_WORDS: Final = 12
"""Words up to which what stands under a picture tells nothing else, unless there are numbers in it."""
_LETTERS_A_WORD: Final = 2
"""Characters of Chinese, Japanese or Thai that count as a word."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_QUESTION: Final = ("?", "؟", "？", "⁈")
_CLOSING: Final = " \"'»”)"
_LEAD: Final = " \t—–-•·*|:;,.!…›»/"
_CAUTIOUS: Final = frozenset({"de"})
"""Languages that write every noun with a capital: a capital says nothing there."""


def claim_sentence(text: str, lang: str) -> str:
    """Give the sentence that most plainly asserts, without a flash before it (``BREAKING:``).

    The first where none asserts; empty only where the post has no words.
    """
    found = _candidates(text)
    if not found:
        return ""
    best = max(range(len(found)), key=lambda at: (_points(found[at], lang) + _place(at), -at))
    return found[best]


def asserts(text: str, lang: str) -> bool:
    """Tell whether a post states something as a fact: no greeting, question, advertisement, bare opinion."""
    found = _candidates(text)
    if not found or phrases.ADVERTISEMENT.match(found[0]):
        return False
    against = _mood(text, found)
    return any(_points(sentence, lang) - against >= ENOUGH for sentence in found)


def assertions(text: str, lang: str) -> list[str]:
    """Give the sentences of a post that assert something, those that most plainly do first.

    The claim sentence is among them, unless the post as a whole asserts nothing: then there are none.
    """
    if not asserts(text, lang):
        return []
    found = _candidates(text)
    against = _mood(text, found)
    points = [_points(sentence, lang) - against for sentence in found]
    telling = [at for at in range(len(found)) if points[at] >= ENOUGH]
    telling.sort(key=lambda at: (-(points[at] + _place(at)), at))
    return [found[at] for at in telling]


def _mood(text: str, found: Sequence[str]) -> float:
    """Count what the post as a whole says against its sentences: it laughs, it greets, it asks for itself."""
    against = 1.0 if phrases.LAUGHS.search(text, 0, LOOK_AT) else 0.0
    if phrases.GREETING.match(found[0]) and not any(map(phrases.REPORTS.search, found)):
        against += 2.0
    if any(map(_asks, found)):
        against += 2.0 if phrases.ONESELF.search(text[:LOOK_AT]) else 0.5
    return against


def _asks(sentence: str) -> bool:
    return sentence.rstrip(_CLOSING).endswith(_QUESTION)


@lru_cache(maxsize=16)
def _candidates(text: str) -> tuple[str, ...]:
    """Cut once what several questions are asked about."""
    return tuple(_bare(text))


def _bare(text: str) -> Iterator[str]:
    for sentence in sentences(plain(text[:LOOK_AT]))[:MOST_SENTENCES]:
        bare = " ".join(sentence.split()).lstrip(_LEAD)
        bare = bare[flash:].lstrip(_LEAD) if (flash := phrases.FLASH.end(bare)) else bare
        if any(map(str.isalnum, bare)):
            yield bare


def _place(at: int) -> float:
    """Prefer what stands early: news says it first."""
    return -0.4 * min(at, 5)


@lru_cache(maxsize=128)
def _points(sentence: str, lang: str) -> float:
    words = _WORD.findall(sentence)
    length = len(words)
    if not sentence.isascii() and (unspaced := len(UNSPACED.findall(sentence))):
        length += unspaced // _LETTERS_A_WORD
    named = _names(words, lang)
    points = _length(length, named) + min(1.0, 0.5 * named)
    if phrases.REPORTS.search(sentence):
        points += 1.0
    return points - _against(sentence, length)


def _length(length: int, named: int) -> float:
    if length < _FEWEST_WORDS:
        return -2.0
    if length < _PLAIN_WORDS:
        return 1.0 if named else 0.0
    return 2.0 if length <= _LONG_WORDS else 1.0


def _against(sentence: str, length: int) -> float:
    """Count what speaks against an assertion: a question, a greeting, a call, an opinion."""
    against = 0.0
    if _asks(sentence):
        against += 4.0
    elif length < _SHORT_QUESTION and phrases.ASKS.match(sentence):
        against += 1.0
    if phrases.GREETING.match(sentence):
        against += 3.0
    if phrases.CALL.search(sentence) or phrases.ROUTINE.match(sentence):
        against += 3.0
    if phrases.ATTRIBUTION.match(sentence):
        against += 3.0 if length < _SHORT_QUESTION else 2.0
    elif length < _CAPTION_WORDS and phrases.CAPTION.match(sentence) and not any(map(str.isdigit, sentence)):
        against += 3.0
    if phrases.OPINION.search(sentence):
        against += 1.5
    return against


def _names(words: list[str], lang: str) -> int:
    """Count numbers, abbreviations, and capitals that do not just begin the sentence."""
    if len(words) > 2 and sum(map(str.isupper, words)) > len(words) / 2:
        return 1
    written = list(map(_written, words))
    return written.count(_TELLS) + (0 if lang in _CAUTIOUS else written[1:].count(_CAPITAL))


@lru_cache(maxsize=20_000)
def _written(word: str) -> int:
    """Tell how a word is written: as a number or an abbreviation, with a capital, or neither."""
    if word[0].isdigit() or (len(word) > 1 and word.isupper()):
        return _TELLS
    return _CAPITAL if word[0].isupper() else 0


_TELLS: Final = 2
_CAPITAL: Final = 1

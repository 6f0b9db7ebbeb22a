"""Cut a text into sentences, and a sentence to a length."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_END: Final = re.compile("(?:[.!?…]+|[。！？｡．؟۔।]+)[\"'»”’“)\\]]*|\n+|$")
_BEFORE: Final = 24
"""Characters before a full stop in which an abbreviation is looked for."""
_LAST_WORD: Final = re.compile(r"[^\s(«\"„“]+$")
_NEXT_WORD: Final = re.compile(r"\s+([^\W_]{2,12})")
_ABBREVIATED: Final = """
mr mrs ms dr prof gen col lt sgt st jr sr vs approx est dept gov sen rep inc ltd no fig etc e.g i.e u.s u.k
a.m p.m jan feb mar apr aug sept sep oct nov dec
г гг р рр тыс тис млн млрд руб грн ул вул просп пр обл им ім св др див см стр чел проц т.е т.д т.п т.к т.ч
напр акад янв фев апр авг сент окт нояб дек
ж жж z.b d.h u.a bzw ca str nr bspw ul tys zł m.in tzw np pt env art av sra núm örn
"""
_ABBREVIATIONS: Final = frozenset(_ABBREVIATED.split())
_MONTH_NAMES: Final = (
    "januar jänner februar märz april mai juni juli august september oktober november dezember"
)
_MONTHS: Final = frozenset(_MONTH_NAMES.split())
"""Months that a German day stands before: ``15. Oktober``."""


_UNSHOWN: Final = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode categories that move, hide or reverse what stands around them, or look different everywhere."""
_JOINERS: Final = re.compile("(?<=[^\\s\u200c\u200d])[\u200c\u200d](?=[^\\s\u200c\u200d])")
"""Format characters that belong to words of Persian and Hindi, and to emoji, where one stands between two."""
_MOST_MARKS: Final = 4
"""Marks on one letter; no script needs more, and a hundred reach over the lines above and below."""
_STRANGE: Final = re.compile(r"[^\w\s!-/:-@\[-`{-~«»„“”‘’…–—№€£]")
"""Anything but letters, digits, spaces and the usual punctuation: a text without it hides nothing."""


def sentences(text: str) -> list[str]:
    """Cut a text where its sentences end (``. ! ? …``, their Arabic, Indic and Chinese kin, line ends).

    Takes time in proportion to the text's length; a full stop within a number, a host or an abbreviation
    ends nothing.
    """
    return list(_cut(text))


@lru_cache(maxsize=16)
def _cut(text: str) -> tuple[str, ...]:
    """Cut once what several readers ask for, one after the other."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][:1] == "." and not _ends(text, match.start(), match.end()):
            continue
        if sentence := text[start : match.end()].strip():
            found.append(sentence)
        start = match.end()
    return tuple(found)


def shorten(text: str, most: int) -> str:
    """Cut a text to so many characters, the last one an ellipsis where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def one_line(text: str, most: int) -> str:
    """Put a hostile text on one line for a person: without control and direction marks, shortened."""
    text = text[: 4 * most]
    if _STRANGE.search(text) is None:
        return shorten(" ".join(text.split()), most)
    joiners = {match.start() for match in _JOINERS.finditer(text)}
    bare, marks = list[str](), 0
    for at, char in enumerate(text):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            bare.append(" " if category in _UNSHOWN and at not in joiners else char)
    return shorten(" ".join("".join(bare).split()), most)


def _ends(text: str, stop: int, after: int) -> bool:
    """Tell whether the full stop at ``stop`` ends a sentence; ``after`` is where the text goes on."""
    if after < len(text) and not text[after].isspace():
        return False
    if text[stop + 1 : stop + 2] == ".":
        return True
    last = _LAST_WORD.search(text[max(0, stop - _BEFORE) : stop])
    if last is None:
        return True
    word = last[0].lower()
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    following = _NEXT_WORD.match(text, after)
    return not (word.isdigit() and len(word) <= 2 and following and following[1].lower() in _MONTHS)

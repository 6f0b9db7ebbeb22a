"""Bring words of different scripts and spellings to one skeleton: Тоқаев, Токаев, Tokayev -> ``tokaev``."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

LOOK_AT: Final = 4_000
"""Characters of a text that are read: facts of a post stand at its beginning, and hostile posts are long."""
LONGEST_WORD: Final = 40
"""Characters from which a run of letters is no word of any language read here."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_AWAY: Final = re.compile(
    r"https?://\S*|www\.\S*|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,24}/\S*|@\w+|(?<!\w)[^\W_]*_\w+"
)
_CYRILLIC: Final = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e",
    "є": "e", "э": "e", "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "қ": "k",
    "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ў": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "i", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_LATIN: Final = {
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "y": "i",
    "j": "i", "q": "k", "w": "v", "ʻ": "", "ʼ": "",
}  # fmt: skip
_ARABIC: Final = {"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي"}
_TABLE: Final = str.maketrans(_CYRILLIC | _LATIN | _ARABIC)
_CLUSTER: Final = (("kh", "h"), ("ck", "k"))
_DOUBLE: Final = re.compile(r"(.)\1+")
_GLIDE: Final = re.compile(r"([aou])ie")


class Word(NamedTuple):
    """A word of a text, as written and as a skeleton; a tuple, since so many are made."""

    text: str
    skeleton: str
    start: int
    end: int

    @property
    def upper(self) -> bool:
        """Written in capitals only, two at least."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def capital(self) -> bool:
        """Begins with a capital, or belongs to a script that has none."""
        return self.text[0].isupper() or self.text[0].lower() == self.text[0].upper()

    @property
    def cyrillic(self) -> bool:
        """Begins with a Cyrillic letter."""
        return "\u0400" <= self.text[0] <= "\u052f"


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """Fold one word: lower case, no diacritics, Latin letters, one spelling for what transliterations vary.

    The mapping is ours: it is not meant to be read but to be equal where passports differ
    (BGN/PCGN, ISO 9, national systems).
    """
    if word.isascii():
        plain = word.lower()
    else:
        plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    plain = plain.translate(_TABLE)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
        plain = plain.translate(_TABLE)
    for one, other in _CLUSTER:
        plain = plain.replace(one, other)
    return _GLIDE.sub(r"\1e", _DOUBLE.sub(r"\1", plain))


def word_set(words: str) -> frozenset[str]:
    """Give a list written with spaces as a set."""
    return frozenset(words.split())


def words(text: str) -> list[Word]:
    """Cut a text into words; apostrophes and hyphens part words, runs too long for a word are left out."""
    return list(_cut(text))


@lru_cache(maxsize=64)
def _cut(text: str) -> tuple[Word, ...]:
    """Cut once what several readers ask for, one after the other."""
    return tuple(
        [
            Word(word, skeleton(word), *match.span())
            for match in _WORD.finditer(text)
            if len(word := match[0]) <= LONGEST_WORD
        ]
    )


def readable(text: str) -> str:
    """Give the beginning of a text with links, handles and names of accounts blanked; offsets stay."""
    shown = text[:LOOK_AT]
    return _readable(shown) if hides(shown) else shown


def hides(text: str) -> bool:
    """Tell whether a text has a mark without which there is nothing in it to blank."""
    return "/" in text or "@" in text or "_" in text or "www." in text or "\x00" in text


@lru_cache(maxsize=16)
def _readable(text: str) -> str:
    return _AWAY.sub(lambda match: " " * len(match[0]), text.replace("\x00", " "))


def slug(name: str) -> str:
    """Give a Latin name as the end of a key: ``Frankfurt (Oder)`` -> ``frankfurt-oder``."""
    plain = unicodedata.normalize("NFD", name.replace("ł", "l").replace("Ł", "L")).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))

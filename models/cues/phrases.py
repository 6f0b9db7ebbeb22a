"""The notation of ``data/cues.toml``: phrases with ``*``, ``...`` and ``(a|b)``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from typing import Final, Literal, get_args

from models.errors import RumorError

Kind = Literal["deny", "doubt", "counter", "evade", "blank", "query", "comment", "support", "hedge", "negate"]
Phrases = Mapping[str, Mapping[Kind, tuple[str, ...]]]
"""Language -> kind -> phrases."""

MOST_PHRASE: Final = 400
"""Characters of one phrase."""
_ENDING: Final = r"\w{0,14}"
_BETWEEN: Final = r"[^\w.!?\n]{1,3}"
"""What parts two words of one sentence."""
_GAP: Final = rf"(?:{_BETWEEN}\w{{1,40}}){{0,4}}?{_BETWEEN}"
_SIGN: Final = re.compile(r"\s*(\.\.\.)\s*|([*()|?])|\s+")
_REGEX: Final = {"...": _GAP, "*": _ENDING, "(": "(?:", ")": ")", "|": "|", "?": r"\s?\?"}
_SAME: Final = str.maketrans(
    {"’": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "ı": "i", "ł": "l", "ø": "o", "đ": "d",
     "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": None, "؟": "?", "？": "?", "！": "!", "。": ".",
     "،": ",", "\u200c": None}
)  # fmt: skip
_MARKS: Final = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]+")


class CuesError(RumorError):
    """A table of phrases that cannot be used; the message names the file, the entry and the mend."""


def fold(text: str) -> str:
    """Bring a text to the spelling phrases are matched in: lower case, no accents, one kind of apostrophe."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.casefold())
    return _MARKS.sub("", plain).translate(_SAME)


def phrase_pattern(phrase: str) -> str:
    """Write a phrase as a regular expression; bounded repeats only, so that no text can stall it."""
    out, at, plain = [], 0, fold(phrase)
    for sign in _SIGN.finditer(plain):
        out += [re.escape(plain[at : sign.start()]), _REGEX.get(sign[1] or sign[2] or "", _BETWEEN)]
        at = sign.end()
    return "".join([*out, re.escape(plain[at:])])


def parse_phrases(text: str, source: str) -> Phrases:
    """Read a table of phrases; raise `CuesError` that names language, kind and phrase."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CuesError(f"{source}: {error}") from None
    return {lang: _kinds(kinds, f"{source}: [{lang}]") for lang, kinds in table.items()}


def _kinds(kinds: object, where: str) -> Mapping[Kind, tuple[str, ...]]:
    if not isinstance(kinds, dict):
        raise CuesError(f"{where} must be a table of lists, as in deny = ['fake']")
    for kind in kinds:
        if kind not in get_args(Kind):
            raise CuesError(f"{where} has a list {kind!r}; known are {', '.join(get_args(Kind))}")
    known: tuple[Kind, ...] = get_args(Kind)
    return {kind: _checked(kinds.get(kind, []), f"{where} {kind}") for kind in known}


def _checked(phrases: object, where: str) -> tuple[str, ...]:
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise CuesError(f"{where} must be a list of phrases in quotes")
    for phrase in phrases:
        _check(phrase, where)
    return tuple(phrases)


def _check(phrase: str, where: str) -> None:
    if not phrase.strip("*. ") or len(phrase) > MOST_PHRASE:
        raise CuesError(f"{where}: {phrase[:60]!r} must have a word, and at most {MOST_PHRASE} characters")
    try:
        found = re.compile(phrase_pattern(phrase))
    except re.error:
        raise CuesError(f"{where}: {phrase[:60]!r} has brackets that do not pair") from None
    if found.match(""):
        raise CuesError(f"{where}: {phrase[:60]!r} matches everything; one word must be needed")

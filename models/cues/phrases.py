"""The notation of ``data/cues.toml``: phrases with ``*``, ``...`` and ``(a|b)``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, Literal, get_args

from models.errors import RumorError
from models.text.openings import ANY

Kind = Literal["deny", "doubt", "counter", "evade", "blank", "query", "comment", "support", "hedge", "negate"]
Listed = Mapping[str, Mapping[Kind, tuple[str, ...]]]
"""Language -> kind -> phrases."""

_REMEMBERED: Final = 4_096
"""Phrases written out: those of English stand in the table of each language."""
MOST_PHRASE: Final = 400
"""Characters of one phrase."""
_ENDING: Final = r"\w{0,14}"
_BETWEEN: Final = r"[^\w.!?\n]{1,3}"
"""What parts two words of one sentence."""
_GAP: Final = rf"(?:{_BETWEEN}\w{{1,40}}){{0,4}}?{_BETWEEN}"
_LITERAL: Final = re.compile(r"[^\s.*()|?]*")
_SIGN: Final = re.compile(r"\s*(\.\.\.)\s*|([*()|?])|\s+")
_REGEX: Final = {"...": _GAP, "*": _ENDING, "(": "(?:", ")": ")", "|": "|", "?": r"\s?\?"}
_SAME: Final = str.maketrans(
    {"’": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "ı": "i", "ł": "l", "ø": "o", "đ": "d",
     "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": None, "؟": "?", "？": "?", "！": "!", "。": ".",
     "،": ",", "\u200c": None}
)  # fmt: skip
_VARIED: Final = re.compile(f"[{''.join(map(chr, _SAME))}]")
_MARKS: Final = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]+")


class CuesError(RumorError):
    """A table of phrases that cannot be used; the message names the file, the entry and the mend."""


def fold(text: str) -> str:
    """Bring a text to the spelling phrases are matched in: lower case, no accents, one kind of apostrophe."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return plain.translate(_SAME) if _VARIED.search(plain) else plain


@lru_cache(maxsize=_REMEMBERED)
def phrase_pattern(phrase: str) -> str:
    """Write a phrase as a regular expression; bounded repeats only, so that no text can stall it."""
    out, at, plain = [], 0, fold(phrase)
    for sign in _SIGN.finditer(plain):
        out += [re.escape(plain[at : sign.start()]), _REGEX.get(sign[1] or sign[2] or "", _BETWEEN)]
        at = sign.end()
    return "".join([*out, re.escape(plain[at:])])


@lru_cache(maxsize=_REMEMBERED)
def telling_word(phrase: str) -> frozenset[str]:
    """Give the forms of the word by which a phrase is best ruled out, as `models.text.openings` takes them.

    That is the one whose shortest form is longest: of "(has|had) no plan*" a text without "plan" has none.
    """
    return max(_words(fold(phrase)), key=lambda forms: min(map(_letters, forms)))


def _letters(form: str) -> int:
    return 0 if form.startswith(ANY) else len(form.rstrip(ANY))


def _words(phrase: str) -> Iterator[frozenset[str]]:
    """Give the forms of each word that a phrase cannot do without and that begins at the seam of a word."""
    at, seam = 0, True
    while at < len(phrase):
        rest = phrase[at:]
        if rest[0] == "(":
            either = list(_alternatives(rest))
            if seam and all(either):
                yield frozenset(_first(rest))
            seam = all(one.endswith(" ") or (seam and not one) for one in either)
            at += _closing(rest)
        else:
            if seam and (_is_letter(rest[0]) or rest[0] == "*" or not at):
                yield frozenset(_first(rest))
            seam = not _is_letter(rest[0]) and rest[0] != "*"
        at += 1


def _first(rest: str, letters: str = "") -> Iterator[str]:
    """Spell the first word of a phrase out in all its forms."""
    if rest[:1] == "(":
        for one in _alternatives(rest):
            yield from _first(one + rest[_closing(rest) + 1 :], letters)
    elif rest and _is_letter(rest[0]):
        yield from _first(rest[1:], letters + rest[0])
    elif letters:
        yield letters + (ANY if rest[:1] == "*" else "")
    else:  # any beginning, or a mark: what follows it must occur somewhere
        literal = _LITERAL.match(rest.lstrip("*"))
        yield ANY + (literal[0] if literal else "")


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _closing(rest: str) -> int:
    depth = 0
    for at, sign in enumerate(rest):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return at
    return len(rest)


def _alternatives(rest: str) -> Iterator[str]:
    """Part what the first brackets hold at the bars that are not within further ones."""
    start, depth = 1, 0
    for at, sign in enumerate(rest[: _closing(rest) + 1]):
        depth += (sign == "(") - (sign == ")")
        if depth == (sign == "|") and sign in "|)":
            yield rest[start:at]
            start = at + 1


def parse_phrases(text: str, source: str) -> Listed:
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

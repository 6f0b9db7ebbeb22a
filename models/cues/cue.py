"""Words that tell how a text stands to what it speaks of: it denies, asks, laughs, vouches.

Cues alone looked perfect on texts by their author and found a third of the denials in fresh ones, so nobody
decides by them: they are features of `models.stance`, and the denial cue marks sentences worth judging.

The phrases are in ``data/cues.toml``, by language, in a notation that needs no regular expressions; its head
says how to write them. A text is tried against the phrases of all languages of its script that are its
neighbours (Russian posts quote Ukrainian ones, a short post is easily taken for the wrong language).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, get_args

from models.cues.phrases import Kind, Listed, fold, parse_phrases, phrase_pattern, telling_word
from models.text.openings import Phrases

LOOK_AT: Final = 4_000
"""Characters of a text that are read."""
MOST_SENTENCES: Final = 40
PHRASES: Final = Path(__file__).parent.parent / "data" / "cues.toml"

STRONG: Final = 0.9
"""A phrase of denial stands in the text. This and the next three only order the cases."""
WEAK: Final = 0.6
"""A word that may deny and may scold."""
ASKED: Final = 0.3
"""Share left of a denial that is asked about: did they deny it?"""
COUNTERED: Final = 0.2
"""Share left of a denial that the text disputes: don't believe the denials."""

_SENTENCE: Final = re.compile(r"[^.!?…\n]+[.!?…]*")
_AWAY: Final = re.compile(r"https?://\S{1,500}|www\.\S{1,500}|@\w{1,40}")
_CYRILLIC: Final = frozenset({"ru", "uk", "kk", "be", "ky", "bg", "sr", "mk", "tt", "uz"})
_ARABIC: Final = frozenset({"ar", "fa", "ur"})

Cue = Callable[[str, str], float]


def denial_cue(text: str, lang: str) -> float:
    """Tell how surely a text denies something, 0..1; 0.5 and more is worth a closer look.

    Denials that are asked about, disputed, evaded ("refused to comment") or of another kind ("denied
    entry") count little or nothing. The most denying sentence decides.
    """
    table = _table(lang)
    sentences = _sentences(text)
    strongest = max((_denial(sentence, table) for sentence in sentences), default=0.0)
    countered = any(table["counter"].search(sentence) for sentence in sentences)
    return strongest * (COUNTERED if countered else 1.0)


def refutes_denial_cue(text: str, lang: str) -> float:
    """Tell how surely a text disputes a denial, 0..1: "don't believe the denials", "it is no fake"."""
    return _found("counter", text, lang)


def evasion_cue(text: str, lang: str) -> float:
    """Tell how surely a text says that nobody confirms or denies, 0..1: "refused to comment"."""
    return _found("evade", text, lang)


def query_cue(text: str, lang: str) -> float:
    """Tell how surely a text asks whether something is so, 0..1; a bare question mark is half of one."""
    sentences = _sentences(text)
    pattern = _table(lang)["query"]
    phrase = any(pattern.search(sentence) for sentence in sentences)
    asked = any(sentence.endswith("?") for sentence in sentences)
    ends = bool(sentences) and sentences[-1].endswith("?")
    return 0.3 * phrase + 0.4 * asked + 0.2 * ends


def comment_cue(text: str, lang: str) -> float:
    """Tell how surely a text laughs, scolds or gives an opinion, 0..1."""
    return _found("comment", text, lang)


def support_cue(text: str, lang: str) -> float:
    """Tell how surely a text vouches for what it says, 0..1: "confirmed", "sources say"."""
    return _found("support", text, lang)


def hedge_cue(text: str, lang: str) -> float:
    """Tell how surely a text passes something on without vouching for it, 0..1: "allegedly"."""
    return _found("hedge", text, lang)


def doubt_cue(text: str, lang: str) -> float:
    """Tell how surely a text doubts or scolds, 0..1: "nonsense", "liars"."""
    return _found("doubt", text, lang)


def negation_cue(text: str, lang: str) -> float:
    """Tell whether a text holds a word that turns a clause around, 0..1: "not", "called off"."""
    return _found("negate", text, lang)


CUES: Final[Mapping[str, Cue]] = {
    "denial": denial_cue,
    "refutes_denial": refutes_denial_cue,
    "evasion": evasion_cue,
    "doubt": doubt_cue,
    "query": query_cue,
    "comment": comment_cue,
    "support": support_cue,
    "hedge": hedge_cue,
    "negation": negation_cue,
}
"""Every cue by name, in the order in which the stance model takes them."""


def languages() -> tuple[str, ...]:
    """List the languages that have phrases, ISO 639-1."""
    return tuple(_phrases())


def _denial(sentence: str, table: Mapping[str, Phrases]) -> float:
    for kind in ("blank", "evade", "counter"):
        sentence = table[kind].blank(sentence)
    strength = STRONG if table["deny"].search(sentence) else WEAK if table["doubt"].search(sentence) else 0.0
    return strength * (ASKED if sentence.endswith("?") else 1.0)


def _found(kind: Kind, text: str, lang: str) -> float:
    pattern = _table(lang)[kind]
    hits = sum(1 for sentence in _sentences(text) if pattern.search(sentence))
    return 1.0 if hits > 1 else 0.8 * hits


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[str, ...]:
    plain = text[:LOOK_AT]
    if "@" in plain or "://" in plain or "www." in plain:
        plain = _AWAY.sub(" ", plain)
    plain = fold(plain)
    found = (match[0].strip() for match in _SENTENCE.finditer(plain))
    return tuple(sentence for sentence in found if sentence)[:MOST_SENTENCES]


@lru_cache(maxsize=64)
def _table(lang: str) -> Mapping[str, Phrases]:
    known = _phrases()
    near = [name for name in known if name in _neighbours(lang, known)]
    return {
        kind: _pattern([phrase for name in near for phrase in known[name][kind]]) for kind in get_args(Kind)
    }


def _neighbours(lang: str, known: Mapping[str, object]) -> frozenset[str]:
    """Give the languages whose phrases a text of this language is tried against."""
    for script in (_CYRILLIC, _ARABIC):
        if lang in script:
            return script | {"en"}
    return frozenset({lang, "en"}) if lang in known else frozenset(known)


def _pattern(phrases: list[str]) -> Phrases:
    either = "|".join(map(phrase_pattern, phrases)) or "(?!)"
    return Phrases(rf"(?<!\w)(?:{either})(?!\w)", frozenset[str]().union(*map(telling_word, phrases)))


@lru_cache(maxsize=1)
def _phrases() -> Listed:
    return parse_phrases(PHRASES.read_text(encoding="utf-8"), PHRASES.name)

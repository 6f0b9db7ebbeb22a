"""Words by which a text says who speaks; they stand in ``data/speech.toml``, by language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

Kind = Literal[
    "says", "denies", "according", "sources", "former", "not_of", "that", "breaks", "interviews", "already",
    "opens", "unsure", "asks_first", "asks", "modal", "spokesman", "titles", "not",
]  # fmt: skip
"""Verbs of saying and of denying; what hands over to a speaker ("according to"); nobody in particular; who
holds the office no more; what makes the next name the subject of talk; what opens another clause, or an
opposite one; occasions of speech; what says that it was earlier; what opens a date; what says that it has
not happened yet; what asks, at the beginning or anywhere; what makes a verb a wish; who speaks for others;
what may stand between a verb and its subject; negations."""
PhraseKind = Literal["anonymous", "counters", "satire", "open", "confirms", "reassures"]
"""Who wants no name told; a denial told to be disbelieved; satire that says so; a "not" that leaves the
matter open ("does not rule out"); a word that vouches; all is as it was, which denies a change without a word
of negation."""

WORDS: Final = Path(__file__).parent.parent / "data" / "speech.toml"
VERB_FIRST: Final = frozenset(("ru", "uk", "be", "bg", "sr", "pl", "cs", "es", "pt", "it", "ar"))
"""Languages in which "denied the ministry" may well mean that the ministry denied."""
VERB_LAST: Final = frozenset(("kk", "ky", "uz", "tr", "az", "de", "nl", "ja", "ko"))
"""Languages in which a whole sentence may lie between a speaker and his verb."""
BY: Final = frozenset(
    ["by", "von", "vom", "par", "por", "pelo", "pela", "da", "dal", "dalla", "dall", "przez", "من"]
)
AUXILIARY: Final = frozenset(
    ("has", "have", "had", "a", "ont", "avait", "ha", "han", "hanno", "va", "tem", "tinha", "hat", "haben")
)
"""What may stand between a quote and its verb: «…», a déclaré X."""
_NEIGHBOURS: Final[Mapping[str, tuple[str, ...]]] = {
    "be": ("ru", "uk"), "ky": ("kk",), "uz": ("tr", "kk"), "az": ("tr",), "ca": ("es",), "gl": ("pt", "es"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words, some as beginnings."""

    whole: frozenset[str]
    begins: tuple[str, ...]

    def __contains__(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.begins)


@cache
def words_of(kind: Kind, lang: str) -> Words:
    """Give the words of a kind in a language; those of all languages in an unknown one."""
    table: dict[str, str] = _data()["words"][kind]
    if lang in table:
        langs: tuple[str, ...] = (lang,)
    elif lang in _NEIGHBOURS:
        langs = _NEIGHBOURS[lang]
    else:
        langs = () if lang in _data()["words"]["says"] else tuple(table)
    found = " ".join(table.get(one, "") for one in langs).split()
    begins = tuple(sorted({word[:-1] for word in found if word.endswith("*")}))
    return Words(frozenset(word for word in found if not word.endswith("*")), begins)


@cache
def phrases(kind: PhraseKind) -> re.Pattern[str]:
    """Give the phrases of a kind in all languages, to be searched in a text in lower case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_written, _data()['phrases'][kind]))})")


def settled(text: str) -> str:
    """Give a text without what leaves the matter open: whoever "does not rule it out" denies nothing."""
    return phrases("open").sub(" … ", text.lower()) if phrases("open").search(text.lower()) else text


def _written(phrase: str) -> str:
    """Put bounded repeats in for the signs of the notation, so that no text can stall the search."""
    return str(phrase).strip().replace(" ", r"\W{1,3}").replace("~", r"(?:\w{1,20}\W{1,3}){0,2}")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))

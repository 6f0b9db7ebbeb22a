"""Names that no table knows, told by the noun beside them: Halyk Bank, банк «Каспи», Boryspil airport.

Two banks are two things though vectors hardly part them. A name counts where its capital is its own: inside
a sentence, in quotation marks, or before a noun that has a capital too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from models.facts.fold import Word, word_set

KINDS: Final = ("bank", "airport", "bridge", "airline", "university")
_NOUNS: Final = {
    "bank": "bank banka banku bankom banke banki banko bankin banks",
    "airport": "airport aeroport aeroporta aeroportu aeroporte flughafen lotnisko havalimani",
    "bridge": "bridge most mosta mostu mosti kopir kopiri bruke puente pont",
    "airline": "airline airlines airvais aviakompania aviakompani aviakompaniu fluggeselschaft",
    "university": "university universitet universiteta universitetu universitat uniwersytet",
}
_KIND_OF: Final = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}
_NO_NAMES: Final = word_set(
    "the this that our your their any one new old big central national natsionalni world state local"
    " first most"
    " etot tot nash vash svoi lubo novi stari glavni tsentralni natsionalnogo gosudarstvenni mestni odin"
    " kazhdi tsei toi golovni derzhavni investment commercial european der die das dieser ein eine"
)
_SUFFIX: Final = "bank"
_NO_PREFIXES: Final = word_set(
    "nats natsional tsentro tsentral gos derzh inter volks landes zentral national"
)
_SHORTEST: Final = 4
_SHORTEST_PREFIX: Final = 3
_OPEN: Final = "«„“\"'"
_CLOSE: Final = "»”"
_ENDED: Final = ".!?…\n:"


def named_by_kind(spoken: list[Word], shown: str) -> Iterator[str]:
    """Give keys like ``bank:halik`` (the name as a skeleton) for the words of a text."""
    if not any(map(_tells, [word.skeleton for word in spoken])):
        return
    for at, word in enumerate(spoken):
        if kind := _KIND_OF.get(word.skeleton):
            before = spoken[at - 1] if at else None
            after = spoken[at + 1] if at + 1 < len(spoken) else None
            if (
                before
                and _is_name(before, word, shown)
                and shown[before.end : word.start].strip(" -»”\"'") == ""
            ):
                yield f"{kind}:{before.skeleton}"
            elif after and _quoted(after, shown) and _beside(word, after, shown):
                yield f"{kind}:{after.skeleton}"
        elif (
            word.skeleton.endswith(_SUFFIX)
            and len(word.skeleton) > len(_SUFFIX) + _SHORTEST - 2
            and word.capital
        ):
            name = word.skeleton.removesuffix(_SUFFIX)
            if name not in _NO_PREFIXES:
                yield f"bank:{name}"


@lru_cache(maxsize=20_000)
def _tells(noun: str) -> bool:
    return noun in _KIND_OF or noun.endswith(_SUFFIX)


def _beside(first: Word, second: Word, shown: str) -> bool:
    return not shown[first.end : second.start].strip(f" -{_OPEN}{_CLOSE}")


def _is_name(word: Word, noun: Word, shown: str) -> bool:
    if not word.text[0].isupper() or len(word.text) < _SHORTEST or word.skeleton in _NO_NAMES:
        return False
    return noun.text[0].isupper() or _quoted(word, shown) or not _begins(word, shown)


def _begins(word: Word, shown: str) -> bool:
    before = shown[: word.start].rstrip(f" {_OPEN}—–-")
    return not before or before[-1] in _ENDED


def _quoted(word: Word, shown: str) -> bool:
    return word.text[0].isupper() and word.start > 0 and shown[word.start - 1] in _OPEN

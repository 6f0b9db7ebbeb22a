"""Tell by the words and marks around a name whether it is the one who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from models.officials import Office, Person
from models.statement.names import Sentence
from models.statement.speech import AUXILIARY, BY, VERB_FIRST, VERB_LAST, Kind, words_of

NEAR: Final = 6
"""Words between a person's name and his office's that still make one speaker."""
BEFORE: Final = 3
"""Words between a verb and the speaker after it: said the ministry's spokesman Sarym."""
AFTER: Final = 12
"""The same for a verb behind him; whole sentences lie between where the verb is last."""
AFTER_LAST: Final = 22
HEADLINE: Final = 8
"""Words before a speaker with a colon, and behind one that a dash names."""

_OWNED: Final = re.compile(r"^['’]n?[iıuü]n\b")
"""The Turkish genitive: somebody's words, of which another one speaks."""
_COMMA_AFTER_SUBJECT: Final = frozenset(("kk", "ky", "uz", "tr", "az"))
_TURNS: Final[tuple[Kind, ...]] = ("that", "breaks", "not_of")
"""Words between a verb and a name that make the name no subject of it."""

_COLON: Final = re.compile(r"[^:.!?;]{0,80}:(?!\d|//)")
_QUOTED_AFTER: Final = re.compile(r"\s*[—–-]\s*[«\"“„'‘]")
_DASH_BEFORE: Final = re.compile(r"[—–]\s*$|\s-\s*$")
_COLON_BEFORE: Final = re.compile(r"[»\"”“'’]\s*:\s*$")
_MARK: Final = re.compile(r"[^\w\s]")
_PARTED: Final = re.compile(r"[:;?!…]|\.\s")


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one office that stand together: its spokesman Sarym of the ministry."""

    office: Office
    person: Person | None
    first: int
    last: int
    second: bool = False
    """Another office is named before it: a headline's colon gives the word to that one."""


def colon_gives(sentence: Sentence, group: Group) -> bool:
    """Tell whether a colon gives the word: Sarym of the committee: nobody discussed it."""
    denies = words_of("denies", sentence.lang)
    disputed = sentence.lang not in VERB_FIRST and any(word in denies for word in sentence.low[: group.first])
    if group.first > HEADLINE or disputed or group.second:
        return False
    match = _COLON.match(sentence.shown, sentence.words[group.last].end)
    if match is None:
        return bool(_QUOTED_AFTER.match(sentence.shown, sentence.words[group.last].end))
    inside = [w for w in sentence.words if sentence.words[group.last].end <= w.start < match.end()]
    return len(inside) <= NEAR and not any(w.text.lower() in words_of("that", sentence.lang) for w in inside)


def verb_behind(sentence: Sentence, group: Group, until: int) -> int | None:
    """Give the verb of saying or denying behind a name whose subject it is."""
    lang = sentence.lang
    if lang == "tr" and _OWNED.search(_after(sentence, group)):
        return None
    says, denies = words_of("says", lang), words_of("denies", lang)
    stops, breaks = words_of("that", lang), words_of("breaks", lang)
    modal = words_of("modal", lang)
    most = AFTER_LAST if lang in VERB_LAST else AFTER
    for i in range(group.last + 1, min(until, group.last + 1 + most, len(sentence.words))):
        word = sentence.low[i]
        if sentence.low[i - 1] in modal and lang == "en":
            continue
        if word in says or word in denies:
            if _negated(sentence, i):
                return None
            # A verb inside an apposition is passed: "Sarym, answering a question, called it untrue".
            if not _another_clause(sentence, group, i):
                return i
        elif (word in stops and lang not in VERB_LAST) or word in breaks:
            return None
    return None


def _after(sentence: Sentence, group: Group) -> str:
    return sentence.shown[sentence.words[group.last].end :][:8]


def _another_clause(sentence: Sentence, group: Group, verb: int) -> bool:
    """Tell whether a verb is somebody else's: a single comma opens a clause, a pair holds an apposition."""
    between = sentence.between(group.last, verb)
    if re.search(r"[;?]", between):
        return True
    commas = (between.count(","), sentence.between(group.first, verb).count(","))
    return sentence.lang not in _COMMA_AFTER_SUBJECT and all(count % 2 for count in commas)


def verb_before(sentence: Sentence, group: Group) -> bool:
    """Tell whether a verb stands before its subject: said Sarym; опроверг МИД; denied by the ministry."""
    says, denies = words_of("says", sentence.lang), words_of("denies", sentence.lang)
    for i in range(group.first - 1, max(-1, group.first - 2 - BEFORE), -1):
        word = sentence.low[i]
        if any(word in words_of(kind, sentence.lang) for kind in _TURNS):
            return False
        if _PARTED.search(sentence.between(i, group.first)):
            return False
        if word in denies or word in says:
            return not _negated(sentence, i) and _inverted(sentence, i, group, says=word in says)
    return False


def _inverted(sentence: Sentence, verb: int, group: Group, *, says: bool) -> bool:
    """Tell whether the name behind a verb is its subject, and not what somebody else says or denies."""
    inside = sentence.low[verb + 1 : group.first]
    if any(word in BY for word in inside):
        return True
    opens = verb
    while opens > 0 and sentence.low[opens - 1] in AUXILIARY:
        opens -= 1
    led = opens > 0 and not _MARK.search(sentence.between(opens - 1, opens))
    titles = words_of("titles", sentence.lang)
    titled = all(word in titles for word in inside)
    if led and not titled and "," in sentence.between(verb, group.first):
        return False
    first = sentence.lang in VERB_FIRST
    if says:
        return first or not led or sentence.lang in VERB_LAST
    return first and titled


def _negated(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb has its own "not" directly before it, and not one of a quote that ends there."""
    negated = verb > 0 and sentence.low[verb - 1] in words_of("not", sentence.lang)
    return negated and not _MARK.search(sentence.between(verb - 1, verb))


def according(sentence: Sentence, group: Group) -> bool:
    """Tell whether the words are said to be according to the name, on either side of it."""
    words = words_of("according", sentence.lang)
    near = (*range(max(0, group.first - 3), group.first), *range(group.last + 1, group.last + 3))
    return any(i < len(sentence.low) and sentence.low[i] in words for i in near)


def named_by_dash(sentence: Sentence, group: Group) -> bool:
    """Tell whether the name stands behind the words: "No exit" — Aidos Sarym, Majilis."""
    if len(sentence.words) - 1 - group.last > HEADLINE or group.first < 2:
        return False
    for i in range(group.first - 1, max(-1, group.first - 2 - BEFORE), -1):
        before = sentence.between(i, i + 1)
        if _DASH_BEFORE.search(before) or (i == group.first - 1 and _COLON_BEFORE.search(before)):
            return True
    return False

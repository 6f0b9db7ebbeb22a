"""Tell whether a sentence gives the word to somebody it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from models.officials import Office, Person
from models.statement.names import Hit, Sentence
from models.statement.speech import AUXILIARY, BY, VERB_FIRST, VERB_LAST, Kind, phrases, words_of

NEAR: Final = 6
"""Words between a person's name and his office's that still make one speaker."""
BEFORE: Final = 3
"""Words between a verb and the speaker after it: said the ministry's spokesman Sarym."""
AFTER: Final = 12
"""The same for a verb behind him; whole sentences lie between where the verb is last."""
AFTER_LAST: Final = 22
TITLE: Final = 4
"""Words in which "a source in" makes a speaker another one."""
LONG_TITLE: Final = 7
"""The same for "former": former head of the committee on defence Sarym."""
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
_CLAUSE: Final = re.compile(r"[,:;?!…()]|\.\s")
_PARTED: Final = re.compile(r"[:;?!…]|\.\s")


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who has the word."""

    office: Office
    person: Person | None
    unnamed: bool = False
    goes_on: bool = False
    """His words go on behind the sentence: a colon announced them."""
    said: str = ""
    """The part of the sentence that renders his own words."""


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one office that stand together: its spokesman Sarym of the ministry."""

    office: Office
    person: Person | None
    first: int
    last: int
    second: bool = False
    """Another office is named before it: a headline's colon gives the word to that one."""


def voices(sentence: Sentence) -> Iterator[Voice]:
    """Give those to whom a sentence gives the word, from left to right."""
    groups = list(_in_order(_groups(sentence.hits)))
    for group in groups:
        others = [
            other.first for other in groups if other.first > group.last and other.office != group.office
        ]
        until = min(others, default=len(sentence.words))
        source = None if group.person else _source(sentence, group)
        # "Said a source in the ministry": the verb stands beside the source.
        spot = group if source is None else replace(group, first=min(source, group.first))
        if _gone(sentence, group) or not _speaks(sentence, spot, until):
            continue
        unnamed = group.person is None and (source is not None or _anonymous(sentence))
        yield Voice(
            group.office, group.person, unnamed, _colon(sentence, group), _said(sentence, group, until)
        )
    yield from _sources(sentence, groups)


def signs(sentence: Sentence) -> Iterator[Voice]:
    """Give those whose name is all that a sentence holds, as under a press release."""
    for group in _groups(sentence.hits):
        if group.person and len(sentence.words) - (group.last - group.first + 1) <= TITLE:
            yield Voice(group.office, group.person)


def _in_order(groups: Iterable[Group]) -> Iterator[Group]:
    """Mark the names that follow another office's."""
    first: Office | None = None
    for group in groups:
        first = first or group.office
        yield replace(group, second=group.office != first)


def _groups(hits: list[Hit]) -> Iterator[Group]:
    left = list(hits)
    while left:
        hit, left = left[0], left[1:]
        office, last, persons = hit.speaker.office, hit.last, [hit.speaker.person]
        while left and left[0].speaker.office == office and left[0].first - last <= NEAR + 1:
            if left[0].speaker.person and persons[-1] and left[0].speaker.person != persons[-1]:
                break
            last, persons = max(last, left[0].last), [*persons, left[0].speaker.person]
            left = left[1:]
        yield Group(office, next(filter(None, persons), None), hit.first, last)


def _speaks(sentence: Sentence, group: Group, until: int) -> bool:
    if _about(sentence, group) or _open(sentence, group):
        return False
    return (
        _colon(sentence, group)
        or _verb_after(sentence, group, until) is not None
        or _verb_before(sentence, group)
        or _according(sentence, group)
        or _named_by_dash(sentence, group)
    )


def _said(sentence: Sentence, group: Group, until: int) -> str:
    """Give what the speaker is said to have said: what follows the verb behind an office, else all of it."""
    plain = _colon(sentence, group) or group.person is not None or _spokesman(sentence, group)
    verb = None if plain else _verb_after(sentence, group, until)
    if verb is None or (verb + 1 == len(sentence.words) and sentence.lang not in VERB_LAST):
        return sentence.text
    last = group.last if sentence.lang in VERB_LAST else verb
    return sentence.shown[sentence.words[last].end :]


def _about(sentence: Sentence, group: Group) -> bool:
    """Tell whether the name is what is talked about: rumours about the ministry."""
    return group.first > 0 and sentence.low[group.first - 1] in words_of("not_of", sentence.lang)


def _open(sentence: Sentence, group: Group) -> bool:
    """Tell whether it is asked, awaited or only supposed that the speaker says something."""
    unsure, lang = words_of("unsure", sentence.lang), sentence.lang
    before = range(max(0, group.first - BEFORE), group.first)
    if any(
        sentence.low[i] in unsure and not _CLAUSE.search(sentence.between(i, group.first)) for i in before
    ):
        return True
    if group.last + 1 < len(sentence.low) and sentence.low[group.last + 1] in unsure:
        return True
    asks = words_of("asks", lang)
    return sentence.low[0] in words_of("asks_first", lang) or any(word in asks for word in sentence.low)


def _spokesman(sentence: Sentence, group: Group) -> bool:
    words = words_of("spokesman", sentence.lang)
    near = range(max(0, group.first - BEFORE), min(group.last + 1 + BEFORE, len(sentence.low)))
    return any(sentence.low[i] in words for i in near)


def _gone(sentence: Sentence, group: Group) -> bool:
    """Tell whether it is somebody who held the office once."""
    former = words_of("former", sentence.lang)
    title = range(max(0, group.first - LONG_TITLE), group.first)
    if any(sentence.low[i] in former and not _CLAUSE.search(sentence.between(i, group.first)) for i in title):
        return True
    if any(sentence.low[i] in former for i in range(group.first, group.last + 1)):
        return True
    after = range(group.last + 1, min(group.last + 3, len(sentence.words)))
    return (
        any(sentence.low[i] in former for i in after)
        and sentence.between(group.last, group.last + 1)[:1] in ", "
    )


def _colon(sentence: Sentence, group: Group) -> bool:
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


def _verb_after(sentence: Sentence, group: Group, until: int) -> int | None:
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


def _verb_before(sentence: Sentence, group: Group) -> bool:
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


def _according(sentence: Sentence, group: Group) -> bool:
    words = words_of("according", sentence.lang)
    near = (*range(max(0, group.first - 3), group.first), *range(group.last + 1, group.last + 3))
    return any(i < len(sentence.low) and sentence.low[i] in words for i in near)


def _named_by_dash(sentence: Sentence, group: Group) -> bool:
    """Tell whether the name stands behind the words: "No exit" — Aidos Sarym, Majilis."""
    if len(sentence.words) - 1 - group.last > HEADLINE or group.first < 2:
        return False
    for i in range(group.first - 1, max(-1, group.first - 2 - BEFORE), -1):
        before = sentence.between(i, i + 1)
        if _DASH_BEFORE.search(before) or (i == group.first - 1 and _COLON_BEFORE.search(before)):
            return True
    return False


def _source(sentence: Sentence, group: Group) -> int | None:
    """Give the word that makes an office's name that of an unnamed source in it."""
    sources = words_of("sources", sentence.lang)
    for i in range(max(0, group.first - TITLE), group.first):
        if sentence.low[i] in sources and ":" not in sentence.between(i, group.first):
            return i
    after = range(group.last + 1, min(group.last + 4, len(sentence.low)))
    return next((i for i in after if sentence.lang in VERB_LAST and sentence.low[i] in sources), None)


def _anonymous(sentence: Sentence) -> bool:
    return bool(phrases("anonymous").search(sentence.shown.lower()))


def _sources(sentence: Sentence, groups: list[Group]) -> Iterator[Voice]:
    """Give the office of "a source in the ministry", where the registry has one ministry only."""
    sources = words_of("sources", sentence.lang)
    for i, word in enumerate(sentence.low):
        if word not in sources or any(i < group.first <= i + TITLE + 1 for group in groups):
            continue
        office = sentence.names.office_after(sentence, i, TITLE)
        if office is None or ":" in sentence.between(i, i + 1):
            continue
        spot = Group(office, None, i, i)
        if _speaks(sentence, spot, len(sentence.words)):
            said = _said(sentence, spot, len(sentence.words))
            yield Voice(office, None, unnamed=True, goes_on=_colon(sentence, spot), said=said)

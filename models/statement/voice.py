"""Tell whether a sentence gives the word to somebody it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import repeat
from typing import Final

from models.facts.fold import words
from models.officials import Office, Person
from models.statement.names import Hit, Names, Sentence
from models.statement.speech import VERB_LAST, phrases, words_of
from models.statement.subject import (
    BEFORE,
    NEAR,
    Group,
    according,
    colon_gives,
    named_by_dash,
    verb_before,
    verb_behind,
)

TITLE: Final = 4
"""Words in which "a source in" makes a speaker another one."""
LONG_TITLE: Final = 7
"""The same for "former": former head of the committee on defence Sarym."""

_CLAUSE: Final = re.compile(r"[,:;?!…()]|\.\s")


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
            group.office, group.person, unnamed, colon_gives(sentence, group), _said(sentence, group, until)
        )
    yield from _sources(sentence, groups)


def may_speak(text: str, lang: str, names: Names) -> bool:
    """Tell whether a text can give the word to anybody: a name may stand in it, or a source does."""
    return names.may_be_in(text, lang) or any(
        map(_is_source, [word.text for word in words(text)], repeat(lang))
    )


@lru_cache(maxsize=20_000)
def _is_source(word: str, lang: str) -> bool:
    return word.lower() in words_of("sources", lang)


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
        colon_gives(sentence, group)
        or verb_behind(sentence, group, until) is not None
        or verb_before(sentence, group)
        or according(sentence, group)
        or named_by_dash(sentence, group)
    )


def _said(sentence: Sentence, group: Group, until: int) -> str:
    """Give what the speaker is said to have said: what follows the verb behind an office, else all of it."""
    plain = colon_gives(sentence, group) or group.person is not None or _spokesman(sentence, group)
    verb = None if plain else verb_behind(sentence, group, until)
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
    for i, word in enumerate(sentence.words):
        if not _is_source(word.text, sentence.lang) or any(
            i < group.first <= i + TITLE + 1 for group in groups
        ):
            continue
        office = sentence.names.office_after(sentence, i, TITLE)
        if office is None or ":" in sentence.between(i, i + 1):
            continue
        spot = Group(office, None, i, i)
        if _speaks(sentence, spot, len(sentence.words)):
            said = _said(sentence, spot, len(sentence.words))
            yield Voice(office, None, unnamed=True, goes_on=colon_gives(sentence, spot), said=said)

"""Read the days and months that a text names: ``10-15``, ``2023-01-01``, ``10`` (a month), ``mon``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from models.facts.calendar_words import (
    ALONE_ARE_WORDS,
    IN_ORDINALS,
    ORDINALS,
    TENS,
    ago_of,
    in_calendar,
    month_of,
    weekday_of,
)
from models.facts.fold import readable

MOST: Final = 12
"""Dates of a text; a calendar is no claim."""

_DIGIT: Final = re.compile(r"\d")
_ORDINAL: Final = r"(?:st|nd|rd|th|-?го|-?е|-?ге|-?га|\.|º|er)?"
_DAY: Final = r"(?<![\w.,:/-])(?P<day>\d{1,2})"
_WORD: Final = r"(?P<month>[^\W\d_]{3,14}(?:'[^\W\d_]+)?)"
_YEAR: Final = r"(?:[,.]?\s{1,2}(?P<year>(?:19|20)\d{2})(?!\d))?"
_DAY_MONTH: Final = re.compile(
    rf"{_DAY}{_ORDINAL}(?:\s+(?:of|de)\s+|\s{{1,2}}|-){_WORD}\.?{_YEAR}", re.IGNORECASE
)
_MONTH_DAY: Final = re.compile(
    rf"(?<!\w){_WORD}\.?\s{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)"
    r"(?:,?\s{1,2}(?P<year>(?:19|20)\d{2})(?!\d))?",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(
    rf"{_DAY}[./](?P<number>0[1-9]|1[0-2])(?:[./](?P<year>(?:19|20)?\d{{2}}))?(?![\w/]|[.,:]\d|\s?%)"
)
_ISO: Final = re.compile(
    r"(?<![\w-])(?P<year>(?:19|20)\d{2})-(?P<number>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_SAID_IN: Final = re.compile(
    r"(?:\b(?:in|since|last|by|of|until|early|late|mid|в|у|с|з|до|im|seit|en|em|w|od)[\s-]{1,2})$", re.I
)
"""What stands before a month that is meant as one."""
_IN_WORDS: Final = re.compile(
    r"(?<!\w)(?:(двадцать|двадцять|тридцать|тридцять)\s)?([^\W\d_](?:[^\W\d_]|'){3,14})\s([^\W\d_]{3,10})"
)
_ALONE: Final = re.compile(r"(?<![\w'])[^\W\d_]{3,14}(?:['’][^\W\d_]+)?")
_YEAR_AFTER: Final = re.compile(r"\.?\s{1,2}((?:19|20)\d{2})(?!\d)")
_DAYS_OF: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NEXT_CENTURY: Final = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A day, month or weekday in a text, with its place there."""

    start: int
    end: int
    month: int = 0
    day: int = 0
    year: int = 0
    weekday: str = ""
    ago: int | None = None
    """Days before the post: 0 today, 1 yesterday, -1 tomorrow."""

    @property
    def spelling(self) -> str:
        """The date as facts spell it; empty for what depends on the day of the post."""
        if self.weekday or not self.month:
            return self.weekday
        month = f"{self.month:02}"
        if not self.day:
            return f"{self.year}-{month}" if self.year else month
        return f"{self.year}-{month}-{self.day:02}" if self.year else f"{month}-{self.day:02}"


def spelt_dates(text: str, lang: str) -> frozenset[str]:
    """Give the days, months and weekdays in the first characters of a text, each in one spelling."""
    return frozenset([named.spelling for named in named_dates(text, lang) if named.spelling][:MOST])


def dates_in(text: str, lang: str, published: date) -> tuple[date, ...]:
    """Resolve the dates of a text as they are meant on the day it was published, in the text's order.

    A month alone is the first day of the latest such month that is not after the post (said *in June*); a day
    without year is the nearest one; *yesterday* is counted from the post; weekdays are left out.
    """
    found = (_resolved(named, published) for named in named_dates(text, lang))
    return tuple(dict.fromkeys(day for day in found if day is not None))[:MOST]


def named_dates(text: str, lang: str) -> tuple[Named, ...]:
    """Find days, months and weekdays, each place of the text read once, from left to right."""
    return _named(readable(text), lang)


@lru_cache(maxsize=16)
def _named(shown: str, lang: str) -> tuple[Named, ...]:
    shown = shown.replace("’", "'").replace("ʼ", "'")
    taken = bytearray(len(shown))
    found: list[Named] = []
    for named in (*_with_day(shown, lang), *_alone(shown)):
        if not any(taken[named.start : named.end]):
            taken[named.start : named.end] = b"\x01" * (named.end - named.start)
            found.append(named)
    return tuple(sorted(found, key=lambda named: named.start))


def without_dates(text: str, lang: str) -> str:
    """Give the first characters of a text with its dates and years blanked; offsets stay."""
    found = named_dates(text, lang)
    if not found:
        return readable(text)
    shown = list(readable(text))
    for named in found:
        shown[named.start : named.end] = " " * (named.end - named.start)
    return "".join(shown)


def _with_day(shown: str, lang: str) -> Iterator[Named]:
    digits = _DIGIT.search(shown) is not None
    for match in _ISO.finditer(shown) if digits else ():
        yield from _checked(match, int(match["number"]))
    for pattern in (_DAY_MONTH, _MONTH_DAY) if digits else ():
        for match in pattern.finditer(shown):
            yield from _checked(match, month_of(match["month"].lower()))
    for match in _IN_WORDS.finditer(shown) if IN_ORDINALS in shown.lower() else ():
        day = ORDINALS.get(match[2].lower(), 0)
        if day and (month := month_of(match[3].lower())):
            yield Named(match.start(), match.end(), month, day + TENS.get((match[1] or "").lower(), 0))
    if digits and lang != "en":  # 10.11 is a price there, and 10/11 the eleventh of October
        for match in _DOTTED.finditer(shown):
            yield from _checked(match, int(match["number"]))


def _checked(match: re.Match[str], month: int) -> Iterator[Named]:
    day, year = int(match["day"]), int(match["year"] or 0)
    if month and 1 <= day <= _DAYS_OF[month - 1]:
        full = year + 2000 if 0 < year < _NEXT_CENTURY else year
        yield Named(match.start(), match.end(), month, day, full)


def _alone(shown: str) -> Iterator[Named]:
    if not any(map(in_calendar, _ALONE.findall(shown))):
        return
    for match in _ALONE.finditer(shown):
        if not in_calendar(match[0]):
            continue
        word, start, end = match[0].lower(), match.start(), match.end()
        if month := month_of(word):
            year = _YEAR_AFTER.match(shown, end)
            if year or word not in ALONE_ARE_WORDS or _SAID_IN.search(shown, max(0, start - _BEFORE), start):
                yield Named(start, year.end() if year else end, month, year=int(year[1]) if year else 0)
        elif (weekday := weekday_of(word)) and word not in ALONE_ARE_WORDS:
            yield Named(start, end, weekday=weekday)
        elif (ago := ago_of(word)) is not None:
            yield Named(start, end, ago=ago)


def _resolved(named: Named, published: date) -> date | None:
    if named.ago is not None:
        return published - timedelta(days=named.ago)
    if not named.month:
        return None
    if named.year:
        return _day(named.year, named.month, named.day or 1)
    if not named.day:
        return date(published.year - (named.month > published.month), named.month, 1)
    near = (_day(published.year + years, named.month, named.day) for years in (-1, 0, 1))
    return min((day for day in near if day), key=lambda day: abs(day - published), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 29th of February in most years
        return None


_BEFORE: Final = 8

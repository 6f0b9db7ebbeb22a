"""Dates as feeds write them, in the forms of standards and in those of languages.

A time without a zone is read as UTC: a feed does not say where it is written. A zone east of it then makes
the item seem published later than it was read, which `models.post.Post.at` mends; one west of it makes it
seem older by some hours.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Final

from babel import Locale

MOST: Final = 100
"""Characters of a date."""
LANGUAGES: Final = (
    "en", "ru", "uk", "kk", "de", "be", "ky", "uz", "tg", "az", "hy", "ka", "ro", "fr", "es", "it", "pt",
    "tr",
)  # fmt: skip
"""Whose names of months are known, from CLDR; of two months of one name the first language's is meant."""
ALSO: Final = {"сен": 9, "сент": 9, "ноя": 11, "нояб": 11, "фев": 2, "мая": 5, "sept": 9}
"""Shortenings that are written and that CLDR does not have."""
ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "msk": 3, "мск": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7,
}  # fmt: skip
"""Hours from UTC: those of RFC 822, section 5.1, and those of the newsrooms this is for."""

_ISO: Final = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_MONTH_YEAR: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s|\.|-|º|\bde\b){0,4}([^\W\d_]{3,20})(?:\s|[.,/-]|\bde\b){1,4}(\d{4}|\d{2})(?![\d:])"
)
_MONTH_DAY_YEAR: Final = re.compile(
    r"([^\W\d_]{3,20})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})(?!\d)"
)
_YEAR_DAY_MONTH: Final = re.compile(
    r"(?<!\d)(\d{4})\s{0,2}(?:жылғы|жылы|ж|г)?[.,]?\s{1,3}(\d{1,2})[.-]?\s{0,2}([^\W\d_]{3,20})"
)
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_TIME: Final = re.compile(
    r"(?<![\d:+-])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s{0,2}(am\b|pm\b|a\.m\.|p\.m\.)?"
)
_OFFSET: Final = re.compile(r"\s{0,2}(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)")
_ZONE: Final = re.compile(r"\s{0,2}\(?([^\W\d_]{1,4})\b")


def read_date(text: object) -> datetime | None:
    """Read a date with or without a time, in UTC; None where it is no date that can be read."""
    if not isinstance(text, str):
        return None
    line = _line(text)
    day = _day(line)
    if day is None:
        return None
    try:
        return _at(day, line)
    except (ValueError, OverflowError):
        return None


def has_time(text: object) -> bool:
    """Tell whether a date says the hour."""
    return isinstance(text, str) and _TIME.search(_timed(_line(text))) is not None


def _line(text: str) -> str:
    return " ".join(text[:MOST].lower().split())


def _timed(line: str) -> str:
    return line.replace("t", " ") if _ISO.search(line) else line


def _day(line: str) -> tuple[int, int, int] | None:
    """Give year, month and day."""
    if found := _ISO.search(line):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _DAY_MONTH_YEAR.search(line)) and (month := _month(found[2])):
        return _year(found[3]), month, int(found[1])
    if (found := _YEAR_DAY_MONTH.search(line)) and (month := _month(found[3])):
        return int(found[1]), month, int(found[2])
    if (found := _MONTH_DAY_YEAR.search(line)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    if found := _NUMBERS.search(line):
        first, second = int(found[1]), int(found[3])
        # The day comes first but where it cannot: Americans write the month first.
        return (_year(found[4]), first, second) if second > 12 else (_year(found[4]), second, first)
    return None


def _at(day: tuple[int, int, int], line: str) -> datetime:
    found = _TIME.search(_timed(line))
    if found is None:
        return datetime(*day, tzinfo=UTC)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + 12 * found[4].startswith("p")
    naive = datetime(*day, hour, minute, min(second, 59), tzinfo=UTC)  # a leap second is none here
    return naive.replace(tzinfo=_zone(line[found.end() :])).astimezone(UTC)


def _zone(rest: str) -> timezone:
    if found := _OFFSET.match(rest):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(-offset if found[1] == "-" else offset)
    named = _ZONE.match(rest)
    return timezone(timedelta(hours=ZONES.get(named[1], 0) if named else 0))


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(word: str) -> int | None:
    return _months().get(word.rstrip("."))


@cache
def _months() -> dict[str, int]:
    table: dict[str, int] = dict(ALSO)
    for language in LANGUAGES:
        for forms in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    table.setdefault(name.lower().rstrip("."), number)
    return table

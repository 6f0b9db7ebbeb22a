"""Read the quantities of a text in one spelling: 200 000 = 200k = 200 тыс. = двести тысяч = ``200000``.

Years, times of day, dates, scores and the numbers of articles are no quantities. A number beside a unit is
also given with it (``20 litre``), since only numbers of one kind can contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.facts.dates import without_dates
from models.facts.fold import word_set
from models.facts.number_words import HUNDREDS, JOINED_BY, SCALES, unit_of, worth

MOST: Final = 24
"""Numbers of a text; a table is no claim."""
LARGEST: Final = 1e15
SMALLEST_SPELT: Final = 4
"""Numbers in words below this are grammar (one of, two more) unless a unit stands behind them."""
_YEARS: Final = range(1900, 2100)
_YEAR_DIGITS: Final = 4

_FIGURE: Final = re.compile(
    r"(?<![\w.,:/–—-])(?P<money>[$€£₽₴₸]?)\s?"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f'’.,]\d{3}){1,4}(?!\d)|\d{1,15}(?:[.,]\d{1,4}(?!\d))?)"
    r"(?P<tail>(?:[kKкКmM]|bn)(?!\w))?(?!\w*[:/]\d|[–—-]\d|\d|[A-Za-z]{2}(?!\w)|-?(?:го|й|е|я|ю|х|му?|ти|ше|ші|інші)(?!\w))"
)
_DIGIT: Final = re.compile(r"\d")
_NEXT: Final = re.compile(r"[\s\u00a0-]{0,2}(?:([^\W\d_]{1,20}(?:'[^\W\d_]+)?)\.?|([%°$€£₽₴₸]))")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’.,]\d{3})+")
_SEPARATORS: Final = re.compile(r"[ \u00a0\u202f'’.,]")
_TAILS: Final = {"k": 1e3, "к": 1e3, "m": 1e6, "bn": 1e9}
_SIGNS: Final = {
    "%": "%", "°": "degree", "$": "dollar", "€": "euro", "£": "pound", "₽": "ruble", "₴": "hryvnia",
    "₸": "tenge",
}  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(?:articles?|art|стать[яие]|статт[яі]|бап|пункта?|artikel|artykuł|no|№|#|version|day|день)[.\s]*$",
    re.IGNORECASE,
)
_BEFORE: Final = 12
_DECIMAL_POINT: Final = word_set("en zh ja ko ar he th")
"""Languages in which 1.234 is a little more than one."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts, as far as a unit is known."""

    value: float
    unit: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The number alone and with its unit: ``20``, ``20 litre``; a percentage only as ``20%``."""
        number = str(int(self.value)) if self.value == int(self.value) else f"{self.value:.4f}".rstrip("0")
        if self.unit == "%":
            return (f"{number}%",)
        return (number, f"{number} {self.unit}") if self.unit else (number,)


def spelt_numbers(text: str, lang: str) -> frozenset[str]:
    """Give the quantities in the first characters of a text, in figures or in words, in one spelling each."""
    shown = without_dates(text, lang)
    figures = _figures(shown, lang) if _DIGIT.search(shown) else ()
    worded = _worded(shown, lang) if _may_count(shown, lang) else ()
    found: dict[str, None] = {}
    for quantity in (*figures, *worded):
        if 0 < quantity.value < LARGEST:
            found.update(dict.fromkeys(quantity.spellings))
    return frozenset(list(found)[:MOST])


def _may_count(shown: str, lang: str) -> bool:
    """Tell whether a text has a word for a number at all: most have none."""
    return not worth(lang).keys().isdisjoint(_WORD.findall(shown.lower().replace("’", "'")))


def _figures(shown: str, lang: str) -> Iterator[Quantity]:
    for match in _FIGURE.finditer(shown):
        scale, unit, _ = _behind(shown, match.end())
        scale *= _TAILS.get((match["tail"] or "").lower(), 1.0)
        unit = _SIGNS.get(match["money"], unit)
        value = _value(match["number"], lang)
        if scale == 1 and unit in ("", "year") and len(match["number"]) == _YEAR_DIGITS and value in _YEARS:
            continue
        if not _NUMBERED.search(shown[max(0, match.start() - _BEFORE) : match.start()]):
            yield Quantity(value * scale, unit)


def _value(number: str, lang: str) -> float:
    if _GROUPED.fullmatch(number) and not (number.count(".") == 1 and lang in _DECIMAL_POINT):
        return float(_SEPARATORS.sub("", number))
    return float(number.replace(",", "."))


def _behind(shown: str, end: int) -> tuple[float, str, int]:
    """Read what stands behind a number: a scale (тыс.), a unit, and where they end."""
    scale, unit = 1.0, ""
    for _ in range(2):
        following = _NEXT.match(shown, end)
        if following is None:
            break
        word = (following[1] or "").lower()
        if scale == 1 and word in SCALES:
            scale = SCALES[word]
        elif unit := _SIGNS.get(following[2] or "", "") or unit_of(word):
            return scale, unit, following.end()
        else:
            break
        end = following.end()
    return scale, unit, end


def _worded(shown: str, lang: str) -> Iterator[Quantity]:
    """Read numbers in words; each run of them is one number as long as its parts grow smaller."""
    known = worth(lang)
    total = current = 0.0
    last = 0
    for match in _WORD.finditer(shown):
        word = match[0].lower().replace("’", "'")
        apart = bool(shown[last : match.start()].strip(" -\u00a0")) or match.start() - last > _CLOSE
        value = known.get(word)
        if (apart or not _fits(word, value, current)) and (total or current):
            yield from _finished(total + current, shown, last)
            total = current = 0.0
        if value is not None:
            current = current * value if word in HUNDREDS and current else current + value
        elif word in SCALES and current:
            total, current = total + current * SCALES[word], 0.0
        elif not (word in JOINED_BY and current):
            continue
        last = match.end()
    yield from _finished(total + current, shown, last)


def _fits(word: str, value: int | None, current: float) -> bool:
    """Tell whether a word goes on with the number before it."""
    if value is None:
        return (word in SCALES or word in JOINED_BY) and current > 0
    if word in HUNDREDS:
        return current < _TEN
    return current % _HUNDRED == 0 or (
        value < _TEN and current % _TEN == 0 and current % _HUNDRED >= _TEN * 2
    )


def _finished(value: float, shown: str, end: int) -> Iterator[Quantity]:
    if value:
        _, unit, _ = _behind(shown, end)
        if value >= SMALLEST_SPELT or unit:
            yield Quantity(value, unit)


_CLOSE: Final = 2
_TEN: Final = 10
_HUNDRED: Final = 100

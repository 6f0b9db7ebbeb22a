"""Names of countries and cities: CLDR's in twenty languages, and two tables for what CLDR lacks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from babel import Locale
from babel.core import get_global

from models.facts.fold import slug, word_set

Kind = Literal["name", "abbreviation", "demonym"]
LANGUAGES: Final = (
    "en", "ru", "uk", "be", "kk", "ky", "uz", "az", "de", "fr", "es", "pt", "it", "nl", "pl", "cs",
    "ro", "tr", "ar", "zh",
)  # fmt: skip

_DATA: Final = Path(__file__).parent.parent / "data"
_NO_COUNTRY: Final = word_set("AC AQ BV CC CP CQ CX DG EA EU EZ HK HM IC IO JE MO NF QO TA UM UN XA XB ZZ SJ")
_OMIT: Final = word_set(
    "Того Мали Малі Чад Самоа Ниуэ Ніуе Дарвин Дарвін Fas Man Van Oral Bali Darwin Niue Reunion"
)
"""Names that are commoner as other words: ru того (of that), самое (the most), uk мали (had)."""
_AREAS: Final = {
    f"city:{town}": f"city:{city}"
    for city, towns in {
        "odesa": "chornomorsk izmail",
        "donetsk": "mariupol bakhmut",
        "zaporizhzhia": "melitopol",
        "dnipro": "kryvyi-rih",
        "simferopol": "sevastopol",
        "frankfurt-oder": "slubice swiecko",
        "gorlitz": "zgorzelec",
    }.items()
    for town in towns.split()
}
"""Towns of one region, or on both banks of a border river: news of one is news of the other."""
_ZONES: Final = re.compile(r"(?:Europe|Asia|Africa|America|Australia|Pacific)/[A-Za-z_]+")
_NO_CITY: Final = word_set(
    "Adak Atikokan Boise Casey Center Creston Dawson Dawson_Creek Easter Eucla Goose_Bay Hovd Inuvik Jersey"
    " Juneau Knox Lindeman Menominee Metlakatla Midway Moncton Nipigon Nome Rainy_River Regina Resolute"
    " Rosario Shiprock Sitka Thule Wake Yakutat Johnston Enderbury Central Pacific Swift_Current Ojinaga"
    " Cambridge_Bay Thunder_Bay Rankin_Inlet Fort_Nelson Guernsey Isle_of_Man Oral Busingen Isle_Of_Man"
    " Recife Santarem Belem Bahia Cordoba Vincennes Famagusta Eirunepe Tell_City Virgin"
)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place; ``langs`` empty where it is no language's own."""

    key: str
    text: str
    kind: Kind = "name"
    langs: frozenset[str] = frozenset()


@cache
def place_names() -> tuple[PlaceName, ...]:
    """Give all names of countries and cities, the shipped tables before CLDR's."""
    return (*_table_names(), *_merged(_cldr_countries()), *_merged(_cldr_cities()))


@cache
def country_of() -> dict[str, str]:
    """Map each city's key to its country's: ``city:kyiv`` -> ``country:UA``."""
    zones = get_global("zone_territories")
    cities = {f"city:{city}": f"country:{row[0]}" for city, row in _table("cities").items()}
    for zone, key in _city_zones():
        cities.setdefault(key, f"country:{zones[zone]}")
    return cities


def area_of(city: str) -> str:
    """Give the key of the city that a town's area is named after: ``city:chornomorsk`` -> ``city:odesa``."""
    return _AREAS.get(city, city)


@cache
def elsewhere() -> dict[str, tuple[str, ...]]:
    """Map a country's key to words beside which its name means another place (Georgia beside Atlanta)."""
    return {
        f"country:{code}": tuple(row["unless"])
        for code, row in _table("countries").items()
        if "unless" in row
    }


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / f"gazetteer_{name}.toml").read_text(encoding="utf-8"))


def _table_names() -> Iterator[PlaceName]:
    kinds: tuple[tuple[str, Kind], ...] = (
        ("names", "name"), ("abbreviations", "abbreviation"), ("demonyms", "demonym"),
    )  # fmt: skip
    for code, row in _table("countries").items():
        for field, kind in kinds:
            for name in row.get(field, ()):
                yield PlaceName(f"country:{code}", name, kind)
    for city, (_, *names) in _table("cities").items():
        for name in names:
            yield PlaceName(f"city:{city}", name)


def _merged(names: Iterator[tuple[str, str, str]]) -> Iterator[PlaceName]:
    langs: dict[tuple[str, str], set[str]] = {}
    for key, name, lang in names:
        plain = re.sub(r"\s*\(.*?\)|\s+[-–].*| (?:SAR|САР).*", "", name)
        if plain and plain not in _OMIT:
            langs.setdefault((key, plain), set()).add(lang)
    for (key, name), spoken in langs.items():
        yield PlaceName(key, name, langs=frozenset(spoken))


def _cldr_countries() -> Iterator[tuple[str, str, str]]:
    for lang in LANGUAGES:
        for code, name in Locale(lang).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY:
                yield f"country:{code}", name, lang


def _cldr_cities() -> Iterator[tuple[str, str, str]]:
    named = {name for _, name, _ in _cldr_countries()}
    zones = list(_city_zones())
    for lang in LANGUAGES:
        known = Locale(lang).time_zones
        for zone, key in zones:
            city = known[zone].get("city") if zone in known else None
            if lang == "en" and not city:  # CLDR leaves out an English name that is the zone's own
                city = zone.rpartition("/")[2].replace("_", " ")
            if city and city not in named:
                yield key, city, lang


def _city_zones() -> Iterator[tuple[str, str]]:
    territories = get_global("zone_territories")
    english = Locale("en").time_zones
    for zone in territories:
        last = zone.rpartition("/")[2]
        if _ZONES.fullmatch(zone) and last not in _NO_CITY:
            city = english[zone].get("city") if zone in english else None
            yield zone, f"city:{slug(city or last.replace('_', ' '))}"

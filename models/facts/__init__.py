"""What must agree between two wordings of one claim: who and where, how many, when."""

from __future__ import annotations

from models.facts.agreement import joins, veto
from models.facts.aliases import AliasError, Names, parse_aliases
from models.facts.conflict import Kind, conflicts
from models.facts.dates import dates_in, spelt_dates
from models.facts.gazetteer import Gazetteer
from models.facts.numbers import spelt_numbers
from models.reading import Facts

__all__ = [
    "AliasError",
    "Gazetteer",
    "Kind",
    "Names",
    "conflicts",
    "dates_in",
    "joins",
    "parse_aliases",
    "read_facts",
    "veto",
]


def read_facts(text: str, lang: str, gazetteer: Gazetteer) -> Facts:
    """Read the entities, numbers, dates and names in the first 4,000 characters of a text."""
    entities, names = gazetteer.read(text, lang)
    return Facts(
        entities=entities,
        names=names,
        numbers=spelt_numbers(text, lang),
        dates=spelt_dates(text, lang),
    )

"""Common things that rumours swap, in the words of each language: petrol and diesel, sugar and salt.

Vectors hardly part them, and they have no capitals. The table is small and ours; what is not in it is not
seen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import Final

from models.facts.fold import Word

TABLE: Final = Path(__file__).parent.parent / "data" / "things.toml"
SHORTEST: Final = 3
"""Letters of the shortest beginning that any ending may follow."""
_REMEMBERED: Final = 50_000


def things(spoken: Iterable[Word], lang: str) -> set[str]:
    """Name the things a text speaks of, with their group: ``thing:fuel.petrol``."""
    return set(map(_thing, [word.text for word in spoken], repeat(lang))) - {""}


def group_of(thing: str) -> str:
    """Give the group of a thing; things of one group exclude each other."""
    return thing.partition(".")[0]


@lru_cache(maxsize=_REMEMBERED)
def _thing(written: str, lang: str) -> str:
    word = written.lower()
    exact, beginnings = _forms()
    if found := exact.get(f"{word}@{lang}") or exact.get(word):
        return found
    if word[:SHORTEST] not in _openings():
        return ""
    longest = (word[:cut] for cut in range(len(word), SHORTEST - 1, -1))
    return next((beginnings[start] for start in longest if start in beginnings), "")


@cache
def _openings() -> frozenset[str]:
    """Give the letters by which nearly all words are seen to begin like none."""
    return frozenset(beginning[:SHORTEST] for beginning in _forms()[1])


@cache
def _forms() -> tuple[dict[str, str], dict[str, str]]:
    """Read the table: whole words, and beginnings; where two things share a form the first one has it."""
    exact: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for group, members in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for name, forms in members.items():
            for form in forms.split():
                known = beginnings if form.endswith("*") else exact
                known.setdefault(form.rstrip("*"), f"thing:{group}.{name}")
    return exact, beginnings

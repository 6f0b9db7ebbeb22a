"""Read a table of aliases: the names one organisation, person or place goes by in many languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from models.errors import RumorError

Names = Mapping[str, tuple[str, ...]]
"""Key (``org:csto``) -> the names it goes by."""

_KEY: Final = re.compile(r"[a-z]+:[\w.-]+")
_TABLE: Final = re.compile(r"^\s*\[\[\s*alias\s*\]\]")
_FORM: Final = '[[alias]] key = "org:csto" names = ["CSTO", "ОДКБ"]'


class AliasError(RumorError):
    """An alias table that cannot be used; the message names file, line and mend."""


def parse_aliases(text: str, source: str) -> Names:
    """Read ``[[alias]] key = "org:csto" names = ["CSTO", ...]``; ``source`` names the file in errors.

    Raises `AliasError`. A key that stands twice is an error: its names would part in two places.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AliasError(f"{source}: {error}; write each entry as {_FORM}") from None
    for key in tables:
        if key != "alias":
            line = _line_with(text, key)
            raise AliasError(f"{source}, line {line}: {key!r} is not known here; write each entry as {_FORM}")
    entries = tables.get("alias", [])
    if not isinstance(entries, list):
        line = _line_with(text, "alias")
        raise AliasError(f"{source}, line {line}: write [[alias]] with two brackets, once for each entry")
    names: dict[str, tuple[str, ...]] = {}
    for entry, line in zip(entries, _lines(text, len(entries)), strict=True):
        key, known = _entry(entry, f"{source}, line {line}")
        if key in names:
            raise AliasError(f"{source}, line {line}: key {key!r} stands above already; put its names there")
        names[key] = known
    return names


def _entry(entry: object, where: str) -> tuple[str, tuple[str, ...]]:
    if not isinstance(entry, dict):
        raise AliasError(f"{where}: write each entry as {_FORM}")
    if unknown := sorted(set(entry) - {"key", "names"}):
        raise AliasError(f"{where}: {unknown[0]!r} is not known; an alias has only key and names")
    key, names = entry.get("key"), entry.get("names")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise AliasError(f'{where}: key must be a kind and a name, like key = "org:csto", not {key!r}')
    if not isinstance(names, list) or not names:
        raise AliasError(f'{where}: {key} needs a list of names, like names = ["CSTO", "ОДКБ"]')
    for name in names:
        if not isinstance(name, str) or not any(letter.isalpha() for letter in name):
            raise AliasError(
                f"{where}: {key} has a name without letters, {name!r}; put it right or leave it out"
            )
    return key, tuple(names)


def _lines(text: str, count: int) -> list[int]:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _TABLE.match(line)]
    return (lines + [1] * count)[:count]


def _line_with(text: str, word: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if word in line), 1)

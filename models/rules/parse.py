"""Read `rules.toml`; whatever is wrong is told with file, line and mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Final, cast, get_args

from models.errors import RumorError
from models.officials.lines import Place
from models.post import Platform
from models.rules.figures import FIGURES
from models.rules.rule import OPERATORS, Condition, Operator, Rule, Rules
from models.text import one_line

MOST_TEXT: Final = 200_000
"""Characters of a file of rules."""
MOST_RULES: Final = 200
MOST_NAME: Final = 80
EXAMPLE: Final = (
    '[[rule]] and below it, on two lines, name = "fast and wide" and '
    'when = { doubling_minutes = "< 30", independent_sources = ">= 3" }'
)
KEYS: Final = ("name", "kind", "when", "lang", "platform", "about")

_HEAD: Final = re.compile(r"""\s*\[\[\s*["']?rule["']?\s*\]\]""")
_AT_LINE: Final = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_LIMIT: Final = re.compile(r"\s*([<>=!~]+)?\s*([^\s%]*)\s*(%?)\s*")
_NUMBER: Final = re.compile(r"-?[0-9]{1,3}(?:_?[0-9]{1,3}){0,3}(?:(?:\.[0-9]{1,8})?|(?:\.[0-9]{1,6})?%)")
"""At most twelve digits, and eight behind the point, six in a percentage: so many are written back."""
_LANG: Final = re.compile(r"[a-z]{2,3}")


class RulesError(RumorError):
    """Rules that cannot be used; the message names file, line and mend."""


def parse_rules(text: str, source: str) -> Rules:
    """Read ``[[rule]]`` tables; ``source`` names the file in errors.

    Raises `RulesError`. A file that says ``rule = []`` has no rules, on purpose; one that is empty is an
    error.
    """
    top = Place(text, source)
    tables = _toml(text, source)
    for key in tables:
        if key != "rule":
            told = f"{key[:MOST_NAME]!r} is not known here; a file of rules has only [[rule]] tables"
            raise _error(top.of(key), told)
    entries = tables.get("rule")
    if entries is None:
        raise RulesError(
            f"{source}: there is no rule in it; write {EXAMPLE}, "
            "or rule = [] to be told of no claim that spreads"
        )
    if not isinstance(entries, list):
        raise _error(top.of("rule"), "write [[rule]] with two brackets, once for each rule")
    if len(entries) > MOST_RULES:
        raise RulesError(f"{source}: {len(entries)} rules; at most {MOST_RULES} are looked at for every post")
    rules: list[Rule] = []
    for entry, place in zip(entries, _places(text, source, entries), strict=True):
        rule = _rule(entry, place)
        if any(rule.name == other.name for other in rules):
            raise _error(place.of("name"), f"two rules are called {rule.name!r}; an alert names its rule")
        rules.append(rule)
    return Rules(tuple(rules))


def _toml(text: str, source: str) -> dict[str, Any]:
    if len(text) > MOST_TEXT:
        raise RulesError(f"{source}: {len(text)} characters; a file of rules has at most {MOST_TEXT}")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # besides its own errors: numbers and nesting without end
        message = "" if isinstance(error, RecursionError) else str(error)
        match = _AT_LINE.search(message)
        line = match[1] if match and match[1] else str(max(1, len(text.splitlines())))
        what = one_line(_AT_LINE.sub("", message).strip() or "brackets without end", 200)
        raise RulesError(f"{source}, line {line}: {what}; a rule is written as {EXAMPLE}") from None


def _places(text: str, source: str, entries: Sequence[Any]) -> list[Place]:
    begins = [line for line, words in enumerate(text.splitlines(), 1) if _HEAD.match(words)]
    return Place(text, source).parts(begins, len(entries))


def _error(where: str, message: str) -> RulesError:
    return RulesError(f"{where}: {message}")


def _rule(entry: Any, place: Place) -> Rule:
    if not isinstance(entry, dict):
        raise _error(place.head, "write [[rule]] with two brackets, and its keys below")
    for key in entry:
        if key not in KEYS:
            told = f"a rule has no {key[:MOST_NAME]!r}{_nearest(key, KEYS)}; it has {_list(KEYS)}"
            raise _error(place.of(key), told)
    name = entry.get("name")
    if not isinstance(name, str) or not one_line(name, MOST_NAME).strip():
        raise _error(place.of("name"), 'a rule needs a name, like name = "fast and wide"')
    if entry.get("kind", "spreading") != "spreading":
        raise _error(place.of("kind"), 'the only kind that rules decide on is kind = "spreading"')
    return Rule(
        name=one_line(name, MOST_NAME),
        conditions=tuple(_conditions(entry.get("when"), place)),
        langs=frozenset(_langs(entry, place)),
        platforms=frozenset(_platforms(entry, place)),
        about=tuple(_texts(entry, "about", place)),
    )


def _conditions(when: Any, place: Place) -> Iterator[Condition]:
    if not isinstance(when, dict) or not when:
        where = place.of("when")
        raise _error(where, 'a rule needs when, like when = { independent_sources = ">= 3" }')
    for figure, limits in when.items():
        if figure not in FIGURES:
            near = _nearest(figure, FIGURES)
            told = f"{figure[:MOST_NAME]!r} is no figure of a claim{near}; there are {_list(FIGURES)}"
            raise _error(place.of(figure), told)
        for limit in limits if isinstance(limits, list) and limits else [limits]:
            yield _condition(figure, limit, place)


def _condition(figure: str, limit: Any, place: Place) -> Condition:
    where = place.of(figure)
    if not isinstance(limit, str):
        mend = f">= {limit}" if isinstance(limit, int | float) and not isinstance(limit, bool) else ">= 3"
        raise _error(where, f'{figure} needs a comparison in quotes, like {figure} = "{mend}"')
    match = _LIMIT.fullmatch(limit)
    sign, digits, percent = match.groups() if match else (None, "", "")
    if sign not in OPERATORS:
        shown = one_line(limit, MOST_NAME)
        raise _error(where, f'{figure} = "{shown}" must begin with one of {" ".join(OPERATORS)}, like ">= 3"')
    if not _NUMBER.fullmatch(digits + percent):
        shown = one_line(limit, MOST_NAME)
        raise _error(
            where,
            f'{figure} = "{shown}" needs a number after {sign}, like "{sign} 50_000", "{sign} 1.5" '
            f'or "{sign} 20 %", of at most twelve digits',
        )
    bound = float(f"{digits}e-2" if percent else digits)
    return Condition(figure, cast(Operator, sign), bound or 0.0)


def _langs(entry: dict[str, Any], place: Place) -> Iterator[str]:
    for lang in _texts(entry, "lang", place):
        if not _LANG.fullmatch(lang):
            told = f'lang must be like "uk" or ["ru", "uk"], not {lang[:MOST_NAME]!r}'
            raise _error(place.of("lang", lang), told)
        yield lang


def _platforms(entry: dict[str, Any], place: Place) -> Iterator[str]:
    platforms = get_args(Platform)
    for platform in _texts(entry, "platform", place):
        if platform not in platforms:
            near = _nearest(platform, platforms)
            told = f"{platform[:MOST_NAME]!r} is no platform{near}; there are {_list(platforms)}"
            raise _error(place.of("platform", platform), told)
        yield platform


def _texts(entry: dict[str, Any], key: str, place: Place) -> Iterator[str]:
    """Give the values of a key that is one text, or a list of them."""
    values = entry.get(key, [])
    for value in values if isinstance(values, list) else [values]:
        if not isinstance(value, str) or not value.strip():
            raise _error(place.of(key), f'{key} must be a text in quotes, or a list of them: {key} = ["…"]')
        yield value.strip()


def _nearest(word: str, known: Collection[str]) -> str:
    found = get_close_matches(word[:MOST_NAME].lower(), known, 1)
    return f": did you mean {found[0]!r}" if found else ""


def _list(words: Collection[str]) -> str:
    return ", ".join(words)

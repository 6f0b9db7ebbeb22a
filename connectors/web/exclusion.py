"""The rules of a robots.txt (RFC 9309), read and asked: a pure matter of its text.

The standard library's reader takes the first rule that fits and knows no wildcards; by RFC 9309 the longest
one counts, and ``Disallow: /*`` closes a host.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

MOST_RULES: Final = 5_000
MOST_PATTERN: Final = 1_000
"""Characters of a rule; longer ones are left out."""
ANYBODY: Final = "*"
_SAFE: Final = "/?&=+:;,@!$'()*~-._"


@dataclass(slots=True)
class Group:
    """The rules for some agents."""

    rules: list[tuple[str, bool]] = field(default_factory=list)
    """Pattern, and whether it allows."""
    delay: float | None = None
    """Seconds between two requests (``Crawl-delay``, which is no part of RFC 9309)."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A whole file: agent in lower case -> its rules."""

    groups: dict[str, Group]

    def names(self, agent: str) -> bool:
        """Tell whether there are rules for an agent by its name."""
        return agent.lower() in self.groups

    def of(self, agent: str) -> Group:
        """Give the rules that hold for an agent: its own, or those for anybody."""
        return self.groups.get(agent.lower()) or self.groups.get(ANYBODY) or Group()

    def allows(self, agent: str, address: str) -> bool:
        """Tell whether an agent may ask for an address (RFC 9309, 2.2.2: the longest rule that fits)."""
        path = _path(address)
        fitting = [(len(pattern), allow) for pattern, allow in self.of(agent).rules if fits(pattern, path)]
        return max(fitting)[1] if fitting else True  # of two as long, the one that allows


def read_exclusion(text: str) -> Exclusion:
    """Read a file; what is no rule in it is passed over."""
    groups: dict[str, Group] = {}
    agents: list[str] = []
    naming = count = 0
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon or count > MOST_RULES:
            continue
        if key == "user-agent":
            agents = [*agents, _agent(value)] if naming else [_agent(value)]
            naming = 1
            continue
        count += 1
        if key in ("allow", "disallow", "crawl-delay"):
            naming = 0
            _add([groups.setdefault(agent, Group()) for agent in agents], key, value)
    return Exclusion(groups)


def fits(pattern: str, path: str) -> bool:
    """Tell whether a pattern fits a path from its start: ``*`` is anything, ``$`` at the end is the end."""
    whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in others[:-1]:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if not others:
        return not whole or at == len(path)
    if whole:
        return len(path) - len(others[-1]) >= at and path.endswith(others[-1])
    return path.find(others[-1], at) >= 0


def _add(groups: Iterable[Group], key: str, value: str) -> None:
    for group in groups:
        if key == "crawl-delay":
            group.delay = _seconds(value) if group.delay is None else group.delay
        elif value and len(value) <= MOST_PATTERN:  # an empty rule excludes nothing
            group.rules.append((_normal(value), key == "allow"))


def _agent(value: str) -> str:
    """Give the product's name alone: ``Bot/1.0`` is ``bot``."""
    return value.partition("/")[0].strip().lower()


def _seconds(value: str) -> float | None:
    good = value.replace(".", "", 1)
    return float(value) if good.isascii() and good.isdigit() and len(value) < 10 else None


def _path(address: str) -> str:
    parts = urlsplit(address)
    return _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _normal(path: str) -> str:
    """Write a path so that two spellings of one are equal: octets as percent signs and capitals."""
    return quote(unquote(path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")

"""What in a registry is allowed but could let a stranger speak in an office's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from publicsuffix2 import PublicSuffixList

from models.officials.office import Office, Registry

_LOOKS: Final = str.maketrans(
    {
        "0": "o", "1": "l", "i": "l", "|": "l", "3": "e", "5": "s", "8": "b", "_": "", "-": "", ".": "",
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "l", "ј": "j", "к": "k", "м": "m",
        "н": "h", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "у": "y", "х": "x", "ԝ": "w", "ӏ": "l",
        "α": "a", "ε": "e", "ι": "l", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    }
)  # fmt: skip
"""Letters taken for one another: those of Unicode's confusables (UTS 39) that hosts can hold."""
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def warnings(registry: Registry) -> list[str]:
    """Give a sentence for each weak point, in the order of the file; an empty list where there is none."""
    return [
        *(f"{office.id}: {warning}" for office in registry.offices for warning in _of_office(office)),
        *_look_alikes(registry),
        *_shared(registry),
    ]


def _of_office(office: Office) -> Iterator[str]:
    if not office.about:
        yield "about is empty: the office has no remit and will never be heard; name what it can speak for"
    for domain in office.domains:
        if is_suffix(domain):
            yield (
                f"anybody can register a host under {domain}, and each would count as this office; "
                "name the office's own host"
            )
    if not office.accounts and not office.domains:
        yield "it has neither accounts nor domains: it can only be quoted, never speak first-hand"


@cache
def _suffixes() -> PublicSuffixList:
    """Read the list that ships with the package; nothing is downloaded."""
    return PublicSuffixList()


def is_suffix(host: str) -> bool:
    """Tell whether a host is a public suffix: one directly under which names are given to others."""
    return bool(_suffixes().get_tld(host, strict=True) == host)


def look(name: str) -> str:
    """Fold a host or handle to how it looks at a glance: ``mfa.g0v.kz`` and ``mfa.gov.kz`` are equal."""
    if "xn--" in name:
        name = ".".join(_shown(label) for label in name.split("."))
    plain = name.lower()
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain.translate(_LOOKS)


def _shown(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return label


def _look_alikes(registry: Registry) -> Iterator[str]:
    """Tell of entries that a reader would take for one another."""
    seen: dict[str, tuple[str, str]] = {}
    for office in registry.offices:
        for entry in (*office.domains, *(account.channel for account in office.accounts)):
            platform, colon, name = entry.rpartition(":")
            key = f"{platform}{colon}{look(name)}"
            known, owner = seen.setdefault(key, (entry, office.id))
            if known != entry:
                yield (
                    f"{office.id}: {entry} looks like {known} of {owner}; one of them may be an impostor's, "
                    "or mistyped: keep the true one"
                )


def _shared(registry: Registry) -> Iterator[str]:
    """Tell of hosts and names, of offices and persons, that stand at two offices."""
    for what, said, of in _SHARED:
        owners = defaultdict[str, list[str]](list)
        for office in registry.offices:
            for entry in dict.fromkeys(entry.casefold() for entry in of(office)):
                owners[entry].append(office.id)
        for entry, ids in owners.items():
            if len(ids) > 1:
                yield f"{ids[1]}: {entry!r} is {what} of {ids[0]} too; {said.format(ids[0])}"


def _person_names(office: Office) -> Iterator[str]:
    return (name for person in office.persons for name in person.all_names)


_SHARED: Final[tuple[tuple[str, str, Callable[[Office], Iterable[str]]], ...]] = (
    ("a domain", "its posts count as {}'s", lambda office: office.domains),
    ("a name", "words in it count as {}'s", lambda office: office.all_names),
    ("a person", "give full names to tell them apart", _person_names),
)

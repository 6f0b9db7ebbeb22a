"""Read `officials.toml`; whatever is wrong is told with file, line and mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any, Final

from models.errors import RumorError
from models.officials.lines import Place, places
from models.officials.office import Account, Office, Person, Registry, fold_host
from models.post import channel_key

OFFICE_KEYS: Final = frozenset(("id", "name", "standing", "about", "accounts", "domains", "names", "person"))
PERSON_KEYS: Final = frozenset(("name", "names", "role", "standing"))
STANDINGS: Final = (
    "3 for a head of state, a government, a ministry or the company itself, 2 for a parliament, an agency "
    "or a region, 1 for a single member"
)

_ID: Final = re.compile(r"[\w.-]+")
_HANDLE: Final = re.compile(r"@?[^\s@#/:]+")
_PIN: Final = {
    "twitter": re.compile(r"\d+"),
    "telegram": re.compile(r"-?\d+"),
    "bluesky": re.compile(r"did:[a-z]+:[\w.:%-]+"),
}
"""What a stable id looks like on each platform that has accounts."""
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?")
_AT_LINE: Final = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


class OfficialsError(RumorError):
    """A registry that cannot be used; the message names file, line and mend."""


def parse_officials(text: str, source: str) -> Registry:
    """Read a registry of officials; ``source`` names the file in errors.

    Raises `OfficialsError`.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(error, text, source) from None
    top = Place(text, source)
    for key in tables:
        if key != "office":
            raise _error(top.of(key), f"{key!r} is not known here; a registry has only [[office]] tables")
    entries = tables.get("office", [])
    if not isinstance(entries, list):
        raise _error(top.of("office"), "write [[office]] with two brackets, once for each office")
    offices: list[Office] = []
    for entry, place in zip(entries, places(text, source, entries), strict=True):
        office = _office(entry, place)
        _check_unique(office, offices, place)
        offices.append(office)
    return Registry(tuple(offices))


def _broken(error: tomllib.TOMLDecodeError, text: str, source: str) -> OfficialsError:
    message = str(error)
    match = _AT_LINE.search(message)
    line = match[1] if match and match[1] else str(max(1, len(text.splitlines())))
    what = _AT_LINE.sub("", message).strip()
    return OfficialsError(
        f'{source}, line {line}: {what}; texts stand in quotes, lists in brackets: names = ["…"]'
    )


def _error(where: str, message: str) -> OfficialsError:
    return OfficialsError(f"{where}: {message}")


def _office(entry: Any, place: Place) -> Office:
    if not isinstance(entry, dict):
        raise _error(place.head, "write [[office]] with two brackets, and its keys below")
    _check_keys(entry, OFFICE_KEYS, place, "an office")
    office_id = _text(entry, "id", place, 'a short stable id, like id = "kz-mfa"')
    if not _ID.fullmatch(office_id):
        raise _error(place.of("id"), f"id {office_id!r} may have only letters, digits, dots and hyphens")
    persons = entry.get("person", [])
    if not isinstance(persons, list):
        raise _error(place.of("person"), "write [[office.person]] with two brackets, once for each person")
    return Office(
        id=office_id,
        name=_text(entry, "name", place, 'the office\'s full name, like name = "Ministry of Health"'),
        standing=_standing(entry, place),
        about=_texts(entry, "about", place),
        accounts=tuple(_account(a, place.of("accounts", a)) for a in _texts(entry, "accounts", place)),
        domains=tuple(_domain(d, place.of("domains", d)) for d in _texts(entry, "domains", place)),
        names=_texts(entry, "names", place),
        persons=tuple(_person(p, at) for p, at in zip(persons, place.persons(len(persons)), strict=True)),
    )


def _person(entry: Any, place: Place) -> Person:
    if not isinstance(entry, dict):
        raise _error(place.head, "write [[office.person]] with two brackets, and its keys below")
    _check_keys(entry, PERSON_KEYS, place, "a person")
    role = entry.get("role", "")
    if not isinstance(role, str):
        raise _error(place.of("role"), f'role must be a text, like role = "Spokesman", not {role!r}')
    return Person(
        name=_text(entry, "name", place, 'the person\'s full name, like name = "Ana Costa"'),
        names=_texts(entry, "names", place),
        role=role,
        standing=_standing(entry, place) if "standing" in entry else None,
    )


def _check_keys(entry: dict[str, Any], known: frozenset[str], place: Place, whose: str) -> None:
    if unknown := [key for key in entry if key not in known]:
        raise _error(
            place.of(unknown[0]),
            f"{unknown[0]!r} is not known; {whose} has {', '.join(sorted(known))}: mend or drop it",
        )


def _text(entry: dict[str, Any], key: str, place: Place, example: str) -> str:
    if key not in entry:
        raise _error(place.head, f"{key} is missing; add {example}")
    value = entry[key]
    if not isinstance(value, str) or not any(letter.isalnum() for letter in value):
        raise _error(place.of(key), f"{key} must be {example}, not {value!r}")
    return value.strip()


def _standing(entry: dict[str, Any], place: Place) -> int:
    if "standing" not in entry:
        raise _error(place.head, f"standing is missing; add {STANDINGS}")
    value = entry["standing"]
    if isinstance(value, bool) or not isinstance(value, int) or value not in (1, 2, 3):
        raise _error(place.of("standing"), f"standing must be {STANDINGS}, not {value!r}")
    return value


def _texts(entry: dict[str, Any], key: str, place: Place) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list):
        raise _error(place.of(key), f'{key} must be a list of texts, like {key} = ["…", "…"], not {values!r}')
    for value in values:
        if not isinstance(value, str) or not any(letter.isalnum() for letter in value):
            raise _error(place.of(key, value), f"{key} has {value!r}; put it right or leave it out")
    return tuple(value.strip() for value in values)


def _account(account: str, where: str) -> Account:
    platform, colon, rest = account.partition(":")
    handle, hashed, pin = rest.partition("#")
    form = '"telegram:mfakz" or "twitter:MFA_KZ#12345"'
    if platform == "feed":
        raise _error(where, f"account {account!r} is a feed; put its host under domains")
    if not colon or platform not in _PIN or not _HANDLE.fullmatch(handle):
        known = ", ".join(sorted(_PIN))
        raise _error(where, f"account {account!r} must be platform:handle like {form}, on {known}")
    if hashed and not _PIN[platform].fullmatch(pin):
        raise _error(where, f"account {account!r} has {pin!r} after #; pin the platform's id, like {form}")
    return Account(channel_key(platform, handle), pin or None)


def _domain(domain: str, where: str) -> str:
    if "://" in domain or "/" in domain or domain.startswith("*"):
        bare = re.sub(r"^\*\.", "", domain.partition("://")[2] or domain).partition("/")[0]
        raise _error(where, f"domain {domain!r} must be a host alone: {bare!r}, subdomains included")
    host = fold_host(domain)
    labels = host.split(".")
    if len(labels) == 1 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise _error(where, f'domain {domain!r} is no host name; write it like "mfa.gov.kz", without port')
    return host


def _check_unique(office: Office, before: Iterable[Office], place: Place) -> None:
    """Refuse what would leave open which office spoke."""
    channels = {account.channel for account in office.accounts}
    for other in before:
        if other.id == office.id:
            raise _error(place.of("id"), f"id {office.id!r} stands above already; give each office its own")
        if both := sorted(channels & {account.channel for account in other.accounts}):
            raise _error(
                place.of("accounts", both[0].partition(":")[2]),
                f"account {both[0]!r} is also one of {other.id!r}: keep it where it belongs",
            )

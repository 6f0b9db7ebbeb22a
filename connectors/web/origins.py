"""Where a source may lead us: to public addresses, and to the one inside our network that was asked for.

A feed is watched because somebody wrote its address down; where it redirects to, and what its items link to,
is the word of a stranger (OWASP, Server-Side Request Forgery Prevention). A host inside our network is
reached only when the watchlist itself names it, at the same port, or the setting `ALLOW` does.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from connectors.notify.public import PrivateAddressError, check_literal, is_public
from models.errors import RumorError

ALLOW: Final = "RUMOR_FEEDS_ALLOW"
"""Variable: hosts inside our network that may be read, parted by blanks."""
PORTS: Final = {"http": 80, "https": 443}


class AddressError(RumorError):
    """An address that is not followed; the message names the host alone, as the rest may hold a secret."""


@dataclass(frozen=True, slots=True)
class Origins:
    """What one source may reach beside the public web."""

    hosts: frozenset[str] = frozenset()
    """At any port."""
    own: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    """Host and port of the watched address itself, where that lies inside."""

    @classmethod
    def among(cls, environ: Mapping[str, str]) -> Origins:
        """Give the origins that the setting `ALLOW` names, for addresses that nobody wrote down."""
        return cls(frozenset(environ.get(ALLOW, "").lower().split()))

    @classmethod
    def of(cls, address: str, environ: Mapping[str, str]) -> Origins:
        """Give the origins of a watched address: a name of the public web adds nothing to it."""
        host, port = host_and_port(address)
        return cls(cls.among(environ).hosts, frozenset([(host, port)]) if _lies_inside(host) else frozenset())

    @property
    def inner(self) -> frozenset[str]:
        """Hosts that may resolve to any address."""
        return self.hosts | {host for host, _ in self.own}

    def check(self, address: str) -> None:
        """Raise `AddressError` for an address that must not be asked; names are checked as they resolve."""
        host, port = host_and_port(address)
        if host in self.hosts or (host, port) in self.own:
            return
        if host in self.inner:
            raise AddressError(f"{host} is inside this network, and port {port} was not asked for")
        try:
            check_literal(host, ())
        except PrivateAddressError:
            raise AddressError(
                f"{host} is inside this network: if it is meant, put it into {ALLOW}"
            ) from None


def host_and_port(address: str) -> tuple[str, int]:
    """Give the host, in lower case, and the port; raise `AddressError` where it is no web address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AddressError("an address that cannot be read") from None
    if parts.scheme not in PORTS or not host:
        raise AddressError("an address that is not of the web")
    return host.rstrip("."), port or PORTS[parts.scheme]


def _lies_inside(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(".localhost")
    return not is_public(host)

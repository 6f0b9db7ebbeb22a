"""Send web hooks to public addresses only: nobody who subscribes shall reach the inside of our network.

The check is made on the address that is then connected to, so a name that changes in between is no way around
it (OWASP, Server-Side Request Forgery Prevention; RFC 6890 for which addresses are special).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """A host that resolves to no public address."""


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses; hosts that are allowed may be anywhere."""

    def __init__(self, allowed: Collection[str], inner: AbstractResolver | None = None) -> None:
        self._allowed = frozenset(allowed)
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the public addresses of a host; raise `PrivateAddressError` where it has none."""
        found = await self._inner.resolve(host, port, family)
        if host.lower().rstrip(".") in self._allowed:
            return found
        public = [address for address in found if is_public(address["host"])]
        if found and not public:
            raise PrivateAddressError(f"{host} has no public address")
        return public

    async def close(self) -> None:
        """Close the resolver underneath."""
        await self._inner.close()


def check_literal(host: str, allowed: Collection[str]) -> None:
    """Raise `PrivateAddressError` for an address in a URL that is not public: no resolver sees those."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return
    if host not in allowed and not is_public(host):
        raise PrivateAddressError(f"{host} is no public address")


def is_public(address: str) -> bool:
    """Tell whether an address is reachable from everywhere, and so is any address wrapped in it."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(inner.is_global and not inner.is_multicast for inner in (ip, *_wrapped(ip)))


def _wrapped(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Give the IPv4 addresses that an IPv6 one leads to (RFC 4291, 3056, 4380, 6052)."""
    if isinstance(ip, IPv4Address):
        return []
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        found.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]

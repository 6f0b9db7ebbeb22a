"""Web hooks reach public addresses only."""

from __future__ import annotations

import socket

import pytest

from connectors.notify.public import PrivateAddressError, PublicResolver, check_literal, is_public


class Names:
    """A resolver with addresses by name."""

    def __init__(self, **names: list[str]) -> None:
        self.names = names

    async def resolve(self, host, port=0, family=socket.AF_INET):
        return [
            {"hostname": host, "host": address, "port": port, "family": family, "proto": 0, "flags": 0}
            for address in self.names[host]
        ]

    async def close(self):
        self.closed = True


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "not an address", "",
    ],
)  # fmt: skip
def test_special_addresses_are_not_public(address):
    """Nor is an IPv6 address that leads to one."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.4.4", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are(address):
    """Also through a translator."""
    assert is_public(address)


async def test_only_public_addresses_of_a_name_are_connected_to():
    """A name with both keeps the public one; one with none is refused."""
    resolver = PublicResolver((), Names(both=["10.0.0.1", "1.1.1.1"], inside=["10.0.0.1"]))
    assert [found["host"] for found in await resolver.resolve("both", 443)] == ["1.1.1.1"]
    with pytest.raises(PrivateAddressError, match="inside has no public address"):
        await resolver.resolve("inside", 443)


async def test_a_host_that_is_allowed_may_be_anywhere():
    """Only that host, in any case and with its final dot."""
    resolver = PublicResolver({"inside"}, Names(**{"Inside.": ["10.0.0.1"]}))
    assert [found["host"] for found in await resolver.resolve("Inside.", 443)] == ["10.0.0.1"]


async def test_closing_closes_the_resolver_underneath():
    """The connector closes ours alone."""
    names = Names()
    await PublicResolver((), names).close()
    assert names.closed


def test_an_address_in_the_url_is_checked_too():
    """No resolver is asked about it."""
    with pytest.raises(PrivateAddressError):
        check_literal("127.0.0.1", ())
    with pytest.raises(PrivateAddressError):
        check_literal("::ffff:10.0.0.1", ())
    check_literal("127.0.0.1", {"127.0.0.1"})
    check_literal("1.1.1.1", ())
    check_literal("hooks.example", ())

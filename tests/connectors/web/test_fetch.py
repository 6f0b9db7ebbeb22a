"""One address asked for: names that resolve into our network, odd answers, who is told what."""

from __future__ import annotations

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from connectors.notify.public import PublicResolver
from connectors.web import FetchError, Origins, Version, Web, user_agent
from connectors.web import fetch as module
from connectors.web.fetch import address_mark


class Rebinding(AbstractResolver):
    """Leads every name to this machine, as the owner of a name may."""

    async def resolve(
        self, host: str, port: int = 0, _: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)
        ]

    async def close(self) -> None:
        pass


@pytest.fixture
def rebinding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PublicResolver", lambda allowed: PublicResolver(allowed, Rebinding()))


@pytest.mark.usefixtures("rebinding")
async def test_a_public_name_that_leads_here_is_not_followed() -> None:
    """Even that of the watched feed itself: its owner decides where it leads."""
    address = "http://harbours.example:9092/rss"
    async with Web(Origins.of(address, {}), "x") as web:
        with pytest.raises(FetchError, match=r"not followed: harbours.example has no public address"):
            await web.get(address)


@pytest.mark.parametrize(
    "address", ["http://[::1", "ftp://harbours.example/", "http://", "", "http://a b/", "http://a:99999/"]
)
async def test_what_is_no_address_is_told(address: str) -> None:
    async with Web(Origins(), "x") as web:
        with pytest.raises(FetchError):
            await web.get(address)


async def test_a_session_that_is_not_open_asks_nothing() -> None:
    with pytest.raises(FetchError, match="not open"):
        await Web(Origins(), "x").get("https://harbours.example/")


def test_a_version_gives_what_the_server_gave() -> None:
    mark = address_mark("https://harbours.example/rss")
    assert Version(mark, '"a"', None).conditions == {"If-None-Match": '"a"'}
    assert Version(mark, None, "Mon").conditions == {"If-Modified-Since": "Mon"}


@given(st.text())
def test_no_contact_forges_a_header(contact: str) -> None:
    agent = user_agent({"RUMOR_CONTACT": contact})
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.startswith("rumor-monitor/")

"""Where a stranger's word may lead us."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.web.origins import AddressError, Origins, host_and_port

INSIDE = [
    "http://127.0.0.1/", "http://10.1.2.3/", "http://192.168.0.1/", "http://169.254.169.254/", "http://0.0.0.0/",
    "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://100.64.0.1/", "http://224.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_from_a_public_feed_nothing_leads_inside(address: str) -> None:
    origins = Origins.of("https://harbours.example/rss", {})
    with pytest.raises(AddressError, match="inside this network"):
        origins.check(address)
    assert origins.inner == frozenset()


def test_a_host_inside_that_is_watched_is_asked_at_its_own_port_alone() -> None:
    """By its number, or by a name that only this network knows."""
    for host in ("127.0.0.1", "intranet", "feeds.localhost", "[::1]"):
        origins = Origins.of(f"http://{host}:8000/rss", {})
        origins.check(f"http://{host}:8000/other")
        with pytest.raises(AddressError, match="inside this network"):
            origins.check(f"http://{host}:9092/")


def test_a_public_name_is_never_an_exception_by_being_watched() -> None:
    """Its owner decides where it resolves to."""
    assert Origins.of("https://harbours.example/rss", {}).inner == frozenset()


def test_a_setting_opens_a_host_at_any_port() -> None:
    origins = Origins.of("https://harbours.example/rss", {"RUMOR_FEEDS_ALLOW": "10.1.2.3 Intranet.example"})
    origins.check("http://10.1.2.3:8080/")
    assert origins.inner == {"10.1.2.3", "intranet.example"}


@pytest.mark.parametrize(
    "address", ["", "rss", "ftp://a.example/", "http://", "http://a:port/", "http://[a", "file:///a"]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        host_and_port(address)


@given(st.text(max_size=60))
def test_no_address_breaks_the_check(address: str) -> None:
    with suppress(AddressError):
        Origins().check(f"http://{address}")

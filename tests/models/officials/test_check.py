"""What a registry allows and an editor should know."""

from __future__ import annotations

import pytest

from models.officials import parse_officials, warnings
from models.officials.check import is_suffix, look

PORT = '[[office]]\nid = "port"\nname = "Port"\nstanding = 2\nabout = ["Velmar"]\n'
QUAY = '[[office]]\nid = "quay"\nname = "Quay"\nstanding = 2\nabout = ["Velmar"]\n'


def of(text: str) -> list[str]:
    """Warn of a registry."""
    return warnings(parse_officials(text, "officials.toml"))


def test_a_sound_registry_has_no_warning() -> None:
    """An office with remit and hosts of its own."""
    assert of(PORT + 'domains = ["port.velmar.example"]\naccounts = ["telegram:port"]') == []


@pytest.mark.parametrize("host", ["co.uk", "gov.kz", "github.io"])
def test_a_public_suffix_is_warned_of(host: str) -> None:
    """Anybody's host under it would count as the office."""
    (warning,) = of(PORT + f'domains = ["{host}"]')
    assert warning.startswith("port: ")
    assert f"under {host}" in warning


def test_a_host_under_a_suffix_is_not_one() -> None:
    """Nor is a last label that nobody has listed."""
    assert not is_suffix("mfa.gov.kz")
    assert not is_suffix("velmar.example")


def test_an_office_without_remit_is_warned_of() -> None:
    """It would never be heard."""
    (warning,) = of('[[office]]\nid = "port"\nname = "Port"\nstanding = 2\naccounts = ["telegram:port"]')
    assert "no remit" in warning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('domains = ["port.velmar.example"]', 'domains = ["p0rt.velmar.example"]'),
        ('domains = ["port.velmar.example"]', 'domains = ["роrt.velmar.example"]'),
        ('accounts = ["twitter:velmar_mail"]', 'accounts = ["twitter:ve1marmail"]'),
        ('accounts = ["twitter:harbour_news"]', 'accounts = ["twitter:harbour_nevvs"]'),
    ],
)
def test_look_alikes_are_warned_of(one: str, other: str) -> None:
    """Two entries that a reader takes for one: one of them may be an impostor's."""
    (warning,) = of(f"{PORT}{one}\n{QUAY}{other}")
    assert warning.startswith("quay: ")
    assert "looks like" in warning


def test_handles_of_two_platforms_do_not_look_alike() -> None:
    """An office has the same name everywhere."""
    assert of(PORT + 'accounts = ["twitter:port", "telegram:port"]') == []
    assert look("harbour") != look("harbor")


def test_shared_hosts_and_persons_are_warned_of() -> None:
    """The first office is taken for both."""
    text = 'domains = ["velmar.example"]\n[[office.person]]\nname = "Ilsa"\n'
    assert [warning.partition(":")[0] for warning in of(f"{PORT}{text}{QUAY}{text}")] == ["quay", "quay"]


def test_a_name_of_two_offices_is_warned_of_and_stops_nothing() -> None:
    """A registry that a newsroom has is better used than refused."""
    text = f'{PORT}names = ["the quays"]\n{QUAY}names = ["The Quays"]\n'
    assert [w.partition(":")[0] for w in of(text) if "a name of port too" in w] == ["quay"]

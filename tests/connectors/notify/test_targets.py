"""Targets are opened by name, with what they need from the environment."""

from __future__ import annotations

import json

import pytest

from connectors.notify import Refused, TargetError, Targets, plain_card
from connectors.secret import SecretError

TOKEN = "1234567:invented-token_AAA"


async def test_each_kind_reaches_its_partner(partner, alert, clock):
    """The terminal prints, the chat and the hook are posted to."""
    lines = []
    environ = {
        "RUMOR_TELEGRAM_BOT_TOKEN": TOKEN,
        "RUMOR_TELEGRAM_API": partner.url(""),
        "RUMOR_WEBHOOK_SECRET": "invented",
        "RUMOR_WEBHOOK_ALLOW": "other.example, 127.0.0.1",
    }
    async with Targets(lines.append, environ, clock) as targets:
        for name in ("terminal", "telegram:@velmar_desk", partner.url("/hook")):
            await targets(name).send(alert(), "k")
        assert targets("terminal") is targets("terminal")
    assert lines == [plain_card(alert())]
    assert [request.path for request, _ in partner.asked] == [f"/bot{TOKEN}/sendMessage", "/hook"]
    assert json.loads(partner.asked[1][1]) == alert()


async def test_a_secret_may_come_from_a_file(tmp_path, partner, alert, clock):
    """As it does in a container."""
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    environ = {
        "RUMOR_TELEGRAM_BOT_TOKEN_FILE": str(tmp_path / "token"),
        "RUMOR_TELEGRAM_API": partner.url(""),
    }
    async with Targets(print, environ, clock) as targets:
        await targets("telegram:1").send(alert(), "k")
    assert partner.asked[0][0].path == f"/bot{TOKEN}/sendMessage"


@pytest.mark.parametrize(
    ("name", "missing"),
    [("telegram:1", "RUMOR_TELEGRAM_BOT_TOKEN"), ("https://hooks.example/", "RUMOR_WEBHOOK_SECRET")],
)
async def test_a_secret_that_is_not_set_is_named(clock, name, missing):
    """And can be set later: nothing is remembered of the failure."""
    environ = {}
    async with Targets(print, environ, clock) as targets:
        with pytest.raises(SecretError, match=f"{missing} is not set"):
            targets(name)
        environ[missing] = TOKEN
        assert targets(name)


async def test_nothing_inside_is_reached_unless_allowed(partner, alert, clock):
    """Out of the box, a subscriber cannot make us knock at our own doors."""
    async with Targets(print, {"RUMOR_WEBHOOK_SECRET": "invented"}, clock) as targets:
        for host in ("127.0.0.1", "localhost"):
            for scheme in ("http", "https"):
                with pytest.raises(Refused, match="RUMOR_WEBHOOK_ALLOW"):
                    await targets(f"{scheme}://{host}:{partner.server.port}/x").send(alert(), "k")
    assert partner.asked == []


async def test_a_proxy_of_the_environment_is_not_used(partner, alert, clock, monkeypatch):
    """It would connect where we do not look."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    environ = {"RUMOR_WEBHOOK_SECRET": "invented", "RUMOR_WEBHOOK_ALLOW": "127.0.0.1"}
    async with Targets(print, environ, clock) as targets:
        await targets(partner.url()).send(alert(), "k")
    assert len(partner.asked) == 1


async def test_a_name_that_is_no_target_is_told(clock):
    """As when it was subscribed."""
    async with Targets(print, {}, clock) as targets:
        with pytest.raises(TargetError, match="is no target"):
            targets("pigeon:7")


async def test_a_closed_terminal_is_asked_again(alert, clock):
    """The alert is not lost with it."""

    def closed(_: str) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    async with Targets(closed, {}, clock) as targets:
        with pytest.raises(Exception, match="cannot be written: Broken pipe"):
            await targets("terminal").send(alert(), "k")

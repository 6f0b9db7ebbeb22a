"""A Telegram chat against a bot API on this machine, which answers as Telegram's does."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest
from aiohttp import web

from connectors.notify import Refused, Retry, TargetError
from connectors.notify.telegram import TelegramChat

TOKEN = "1234567:invented-token_AAA"


@pytest.fixture
def chat(session, partner):
    """Give a chat of the partner."""
    return TelegramChat(session, TOKEN, "-1001234567890", partner.url("/"), timeout=2.0)


def failed(code, description, **parameters):
    return {"ok": False, "error_code": code, "description": description, "parameters": parameters}


async def test_an_alert_is_sent_as_the_bot_api_wants_it(chat, partner, alert):
    """One message in HTML, without previews of hostile links, with the alert's id at its foot."""
    await chat.send(alert(), "k")
    request, body = partner.asked[0]
    message = json.loads(body)
    assert (request.method, request.path) == ("POST", f"/bot{TOKEN}/sendMessage")
    assert message["chat_id"] == -1001234567890
    assert message["parse_mode"] == "HTML"
    assert message["link_preview_options"] == {"is_disabled": True}
    assert message["text"].splitlines()[-1] == "Alert: <code>a1b2c3d4e5f60718</code>"


async def test_a_public_channel_is_named(session, partner, alert):
    """By its handle."""
    await TelegramChat(session, TOKEN, "@velmar_desk", partner.url("")).send(alert(), "k")
    assert json.loads(partner.asked[0][1])["chat_id"] == "@velmar_desk"


async def test_a_flood_is_waited_out(chat, partner, alert):
    """As long as Telegram asks."""
    partner.answer(429, failed(429, "Too Many Requests: retry after 35", retry_after=35))
    with pytest.raises(Retry, match="Too Many Requests") as told:
        await chat.send(alert(), "k")
    assert told.value.after == 35.0


@pytest.mark.parametrize(
    ("code", "description"),
    [(400, "Bad Request: chat not found"), (403, "Forbidden: bot was kicked from the group chat")],
)
async def test_a_chat_that_does_not_take_it_refuses(chat, partner, alert, code, description):
    """With Telegram's reason."""
    partner.answer(code, failed(code, description))
    with pytest.raises(Refused, match=description):
        await chat.send(alert(), "k")


async def test_a_group_that_moved_is_named(chat, partner, alert):
    """So that the subscription can be mended."""
    partner.answer(400, failed(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100777))
    with pytest.raises(Refused, match="is now telegram:-100777"):
        await chat.send(alert(), "k")


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_is_not_known_can_be_mended(chat, partner, alert, code):
    """The alert waits for that."""
    partner.answer(code, failed(code, "Unauthorized"))
    with pytest.raises(Retry, match="check RUMOR_TELEGRAM_BOT_TOKEN"):
        await chat.send(alert(), "k")


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, None), (502, "<html>"), (200, ["no"]), (200, {"ok": False}), (200, "x" * 70_000)],
)
async def test_an_answer_that_makes_no_sense_is_no_arrival(chat, partner, alert, status, body):
    """A proxy's page, half an answer, one without end."""
    partner.answer(status, body)
    with pytest.raises(Retry):
        await chat.send(alert(), "k")


async def test_silence_is_no_arrival(session, partner, alert):
    """The whole exchange has one limit."""
    release = asyncio.Event()

    async def never(_: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    partner.answers.append(never)
    with pytest.raises(Retry, match="no answer in time"):
        await TelegramChat(session, TOKEN, "1", partner.url(""), timeout=0.1).send(alert(), "k")
    release.set()


async def test_the_token_is_in_no_message_and_no_log(chat, partner, alert, caplog):
    """Even where the other side quotes it."""
    caplog.set_level(logging.DEBUG)
    told = []
    partner.answer(500, failed(500, f"cannot serve /bot{TOKEN}/sendMessage"))
    for closed in (False, True):
        if closed:
            await partner.server.close()
        with pytest.raises(Retry) as outcome:
            await chat.send(alert(), "k")
        told.append(f"{outcome.value!r} {outcome.value.__cause__!r}")
    # The partner's own access log is not ours.
    told += [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    assert "invented-token" not in " ".join(told)


@pytest.mark.parametrize("token", ["", "hello", "123:", "1234567:with blank", "1:../../x?y"])
async def test_a_token_that_is_none_is_told_without_it(session, token):
    """It becomes part of a path: nothing else may."""
    with pytest.raises(TargetError, match="BotFather") as told:
        TelegramChat(session, token, "1")
    assert not token or token not in str(told.value)


async def test_a_chat_is_sent_no_more_than_telegram_allows(chat):
    """Twenty messages a minute."""
    assert chat.pause >= 60 / 20

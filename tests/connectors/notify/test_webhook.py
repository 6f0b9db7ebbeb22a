"""Web hooks against a receiver on this machine."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from datetime import timedelta
from email.utils import format_datetime

import pytest
from aiohttp import ClientSession, TCPConnector, web

from connectors.notify import Refused, Retry
from connectors.notify.public import PublicResolver
from connectors.notify.webhook import MOST_BODY, Webhook

SECRET = "invented-shared-secret"
LOCAL = frozenset(("127.0.0.1",))


@pytest.fixture
def hook(session, partner, clock):
    """Give a hook whose receiver is allowed."""
    return Webhook(session, partner.url(), SECRET, LOCAL, clock, timeout=2.0)


async def test_a_receiver_can_verify_what_it_gets(hook, partner, alert, clock):
    """Time and body are under the signature; the key is the alert's id."""
    await hook.send(alert(), "a1b2c3d4e5f60718")
    (request, body), headers = partner.asked[0], partner.asked[0][0].headers
    expected = hmac.new(SECRET.encode(), headers["X-Rumor-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Rumor-Signature"] == f"v1={expected.hexdigest()}"
    assert headers["X-Rumor-Timestamp"] == str(int(clock().timestamp()))
    assert headers["Idempotency-Key"] == "a1b2c3d4e5f60718"
    assert (request.method, request.content_type) == ("POST", "application/json")
    assert json.loads(body) == alert()


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_any_2xx_is_an_arrival(hook, partner, alert, status):
    """Whatever the body says."""
    partner.answer(status)
    await hook.send(alert(), "k")
    assert len(partner.asked) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 401, 403, 404, 408, 429])
async def test_a_receiver_in_trouble_is_asked_again(hook, partner, alert, status):
    """Also one that is misconfigured: an alert is not lost over that."""
    partner.answer(status)
    with pytest.raises(Retry, match=f"answered {status}") as told:
        await hook.send(alert(), "k")
    assert told.value.after is None


@pytest.mark.parametrize("status", [400, 405, 410, 413, 414, 415, 422])
async def test_what_would_be_refused_again_is_given_up(hook, partner, alert, status):
    """The same request would fare no better."""
    partner.answer(status)
    with pytest.raises(Refused, match=f"answered {status}"):
        await hook.send(alert(), "k")


async def test_retry_after_is_heeded(hook, partner, alert, clock):
    """As seconds or as a date; nonsense is as good as none, and a week is a day."""
    at = format_datetime(clock() + timedelta(seconds=90), usegmt=True)
    heads = {"17": 17.0, at: 90.0, "soon": None, "-5": None, "9" * 9: 86_400.0}
    for given, expected in heads.items():
        partner.answer(503, headers={"Retry-After": given})
        with pytest.raises(Retry) as told:
            await hook.send(alert(), "k")
        assert told.value.after == expected


async def test_redirects_are_not_followed(hook, partner, alert):
    """A receiver cannot send us elsewhere."""
    partner.answer(307, headers={"Location": partner.url("/inside")})
    with pytest.raises(Retry, match="redirects are not followed"):
        await hook.send(alert(), "k")
    assert [request.path for request, _ in partner.asked] == ["/hook"]


async def test_a_receiver_that_is_silent_is_asked_again(session, partner, alert, clock):
    """The whole exchange has one limit."""
    release = asyncio.Event()

    async def never(_: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    partner.answers.append(never)
    with pytest.raises(Retry, match="no answer in time"):
        await Webhook(session, partner.url(), SECRET, LOCAL, clock, timeout=0.1).send(alert(), "k")
    release.set()


async def test_an_answer_without_end_is_not_read(hook, partner, alert):
    """The head tells all."""
    sent = 0

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while sent < 500:
                await response.write(b"x" * 100_000)
                sent += 1
        except ConnectionError:
            pass
        return response

    partner.answers.append(flood)
    await hook.send(alert(), "k")
    assert sent < 500


async def test_nobody_listening_is_told_without_the_url(session, alert, clock, unused_port):
    """The path of a hook is often its secret."""
    hook = Webhook(session, f"http://127.0.0.1:{unused_port}/hush-hush", SECRET, LOCAL, clock)
    with pytest.raises(Retry, match="no connection") as told:
        await hook.send(alert(), "k")
    assert "hush" not in str(told.value)
    assert told.value.__cause__ is None


@pytest.fixture
async def unused_port(partner):
    """Give a port that was in use a moment ago."""
    port = partner.server.port
    await partner.server.close()
    return port


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest"])
async def test_an_address_inside_is_refused(session, alert, clock, url):
    """Before anything is connected to."""
    with pytest.raises(Refused, match="no public address: if it is meant"):
        await Webhook(session, url, SECRET, (), clock).send(alert(), "k")


async def test_http_to_this_machine_needs_leave(session, partner, alert, clock):
    """Allowed by its name alone."""
    with pytest.raises(Refused, match="RUMOR_WEBHOOK_ALLOW"):
        await Webhook(session, partner.url(), SECRET, (), clock).send(alert(), "k")
    assert partner.asked == []


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1"])
async def test_a_name_that_leads_inside_is_refused(partner, alert, clock, host):
    """Also an address written so that only the system's resolver sees one."""
    connector = TCPConnector(resolver=PublicResolver(()), use_dns_cache=False)
    async with ClientSession(connector=connector) as session:
        hook = Webhook(session, f"https://{host}:{partner.server.port}/", SECRET, (), clock)
        with pytest.raises((Refused, Retry)) as told:
            await hook.send(alert(), "k")
    assert partner.asked == []
    if host == "localhost":
        assert isinstance(told.value, Refused)


async def test_an_alert_beyond_all_bounds_is_refused(hook, partner, alert):
    """Ours have some thousand bytes; what has more is no alert of ours."""
    with pytest.raises(Refused, match=f"more than {MOST_BODY}"):
        await hook.send(alert(text="x" * MOST_BODY), "k")
    assert partner.asked == []

"""What hosts ask of robots, and who waits for whom."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.web.fetch import Answer, FetchError
from connectors.web.robots import Robots
from connectors.web.turns import Turns

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PAGE = "https://harbours.example/news/1"


class FakeWeb:
    """Gives one file for robots, and counts how often it is asked for."""

    def __init__(self, status: int, body: bytes = b"") -> None:
        self.status, self.body, self.asked = status, body, 0

    async def get(self, address: str, _: Any = None) -> Answer:
        assert address == "https://harbours.example/robots.txt"
        self.asked += 1
        if not self.status:
            raise FetchError("no answer in time")
        return Answer(self.status, address, None, {}, self.body)


class Time:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def robots(time: Time) -> Robots:
    return Robots(time, Turns(time, time.sleep, 0))


async def test_a_file_is_asked_for_once_a_day(robots: Robots, time: Time) -> None:
    web: Any = FakeWeb(200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")
    rules = await robots.rules(web, PAGE)
    assert rules.allow_page(PAGE)
    assert not rules.allow_page("https://harbours.example/private/1")
    assert rules.delay == 7
    await robots.rules(web, PAGE)
    assert web.asked == 1
    time.now += timedelta(days=1)
    await robots.rules(web, PAGE)
    assert web.asked == 2


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_without_a_file_all_is_allowed(robots: Robots, status: int) -> None:
    web: Any = FakeWeb(status)
    assert (await robots.rules(web, PAGE)).allow_page(PAGE)


@pytest.mark.parametrize("status", [0, 500, 503, 429])
async def test_a_file_that_cannot_be_had_closes_pages_for_an_hour_and_no_feed(
    robots: Robots, time: Time, status: int
) -> None:
    web: Any = FakeWeb(status)
    rules = await robots.rules(web, PAGE)
    assert (rules.allow_page(PAGE), rules.allow_feed(PAGE), rules.closed) == (False, True, True)
    time.now += timedelta(hours=1)
    web.status = 404
    assert (await robots.rules(web, PAGE)).allow_page(PAGE)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00",
        b"<html>" * 1000,
        b"Crawl-delay: -1",
        "Disallow: /\ud800".encode("utf-8", "surrogatepass"),
    ],
)
async def test_no_file_breaks_it(robots: Robots, body: bytes) -> None:
    web: Any = FakeWeb(200, body)
    rules = await robots.rules(web, PAGE)
    assert rules.delay >= 0


async def test_of_many_who_come_at_once_one_asks(robots: Robots) -> None:
    web: Any = FakeWeb(200, b"User-agent: *\nDisallow: /private\n")
    await asyncio.gather(*(robots.rules(web, PAGE) for _ in range(5)))
    assert web.asked == 1


async def test_a_host_is_asked_by_one_after_the_other(time: Time) -> None:
    """Whoever comes, they keep the distance, and another host does not wait for them."""
    turns, took = Turns(time, time.sleep, 5), []

    async def visit(host: str) -> None:
        await turns.turn(host)
        took.append((host, (time.now - NOON).total_seconds()))

    await asyncio.gather(*(visit("a.example") for _ in range(3)), visit("b.example"))
    assert [at for host, at in took if host == "a.example"] == [0, 5, 10]
    assert dict(took)["b.example"] == 0


async def test_a_host_that_asks_for_rest_is_left_alone_by_all(time: Time) -> None:
    turns = Turns(time, time.sleep, 1)
    turns.hold("a.example", 3600)
    assert turns.wait("a.example") == 3600
    await turns.turn("a.example")
    assert (time.now - NOON).total_seconds() == 3600

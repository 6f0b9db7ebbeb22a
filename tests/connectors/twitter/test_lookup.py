"""Deleted posts are found by asking again for those that live claims stand on. All posts are synthetic."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, NoReturn

import pytest

from connectors.claim_posts import LivePost
from connectors.coverage import SourceState
from connectors.twitter import Api
from connectors.twitter.budget import Limits
from connectors.twitter.client import Client
from connectors.twitter.intake import Intake
from connectors.twitter.lookup import Lookup
from connectors.twitter.meter import Meter

LIMITS = Limits(month=1_000_000, day=100_000)
LOOKUP = "/2/tweets"


class FixedPosts:
    """Live posts as a test wants them."""

    def __init__(self, *posts: LivePost) -> None:
        self.given = list(posts)

    def posts(self) -> list[LivePost]:
        return self.given

    async def run(self) -> NoReturn:
        raise AssertionError("no topic is followed here")


def uid(number: int) -> str:
    return f"twitter:synthetic_author/{number}"


@pytest.fixture
def made(x: Any, sink: Any, cursors: Any, wheel: Any, token: str) -> Any:
    def make(live: FixedPosts, limits: Limits = LIMITS) -> Lookup:
        api, state = Api(x.url), SourceState("twitter:#lookup", "lookup")
        meter = Meter(limits, cursors, wheel, state, wheel.sleep)
        intake = Intake(sink, wheel, meter, state, wheel.sleep)
        return Lookup(
            Client(token, api), intake, live, wheel,
            api=api, state=state, limits=limits, every=timedelta(minutes=15), sleep=wheel.sleep,
        )  # fmt: skip

    return make


async def rounds(lookup: Lookup, wheel: Any, times: int) -> None:
    for _ in range(times):
        await lookup.look()
        wheel.now += timedelta(minutes=15)


async def test_a_deleted_post_is_told_when_two_looks_miss_it(
    x: Any, sink: Any, wheel: Any, made: Any, number: Any
) -> None:
    """Deleted itself, or of an account that is not public any more; what stands is not touched."""
    ids = [number(n) for n in range(3)]
    for one in ids:
        x.post(one)
    x.deleted, x.hidden = {ids[0]}, {ids[1]}
    lookup = made(FixedPosts(*(LivePost(uid(one)) for one in ids)))
    await rounds(lookup, wheel, 1)
    assert sink.posts == []
    await rounds(lookup, wheel, 5)
    assert sink.lines() == [("delete", str(ids[0]), ""), ("delete", str(ids[1]), "")]
    assert [post.uid for post in sink.posts] == [uid(ids[0]), uid(ids[1])]
    assert sink.posts[0].published_at == sink.posts[0].read_at


async def test_a_hiccup_deletes_nothing(x: Any, sink: Any, wheel: Any, made: Any, number: Any) -> None:
    x.post(number(1))
    lookup = made(FixedPosts(LivePost(uid(number(1)), denial=True)))
    x.deleted = {number(1)}
    await rounds(lookup, wheel, 1)
    x.deleted = set()
    await rounds(lookup, wheel, 1)
    x.deleted = {number(0)}
    await rounds(lookup, wheel, 8)
    assert sink.posts == []


async def test_denials_are_looked_at_more_often(x: Any, wheel: Any, made: Any, number: Any) -> None:
    """In twelve hours twelve times and twice; it costs what is there to be read."""
    denial, post = number(1), number(2)
    x.post(denial)
    x.post(post)
    await rounds(made(FixedPosts(LivePost(uid(denial), denial=True), LivePost(uid(post)))), wheel, 4 * 12)
    asked = [one for ids in x.lookups for one in ids]
    assert (asked.count(str(denial)), asked.count(str(post))) == (12, 2)
    assert x.reads == 14


async def test_no_look_goes_beyond_its_share_of_the_budget(
    x: Any, wheel: Any, made: Any, number: Any
) -> None:
    """A tenth of a day's 960 reads over 96 rounds: one post a round, the longest unseen first."""
    ids = [number(n) for n in range(5)]
    for one in ids:
        x.post(one)
    lookup = made(FixedPosts(*(LivePost(uid(one)) for one in ids)), Limits(1_000_000, 960))
    await rounds(lookup, wheel, 7)
    assert x.lookups == [[str(one)] for one in ids]


async def test_a_tight_budget_stops_it_first(x: Any, made: Any, number: Any) -> None:
    x.post(number(1))
    lookup = made(FixedPosts(LivePost(uid(number(1)))), Limits(1_000_000, 1_000))
    await lookup._intake.meter.spend(800)
    await lookup.look()
    assert x.lookups == []
    assert "the budget is tight" in lookup._state.problem


async def test_a_hundred_ids_are_asked_at_once(x: Any, made: Any, number: Any) -> None:
    ids = [number(n) for n in range(104)]
    for one in ids:
        x.post(one)
    await made(FixedPosts(*(LivePost(uid(one)) for one in ids))).look()
    assert [len(asked) for asked in x.lookups] == [100, 4]


async def test_a_look_that_fails_is_made_again_later(
    x: Any, sink: Any, wheel: Any, made: Any, number: Any, play: Any
) -> None:
    post = number(1)
    x.post(post)
    x.deleted = {post}
    x.answers[LOOKUP] = [play(status=503), play(status=429), play(status=401)]
    running = asyncio.create_task(made(FixedPosts(LivePost(uid(post)))).run())
    await wheel.turn(lambda: bool(sink.posts))
    running.cancel()
    assert sink.lines() == [("delete", str(post), "")]


async def test_what_no_claim_stands_on_any_more_is_forgotten(
    x: Any, wheel: Any, made: Any, number: Any
) -> None:
    x.post(number(1))
    live = FixedPosts(LivePost(uid(number(1))))
    lookup = made(live)
    await rounds(lookup, wheel, 1)
    live.given = []
    await rounds(lookup, wheel, 1)
    assert lookup._looks == {}


async def test_an_edit_that_no_rule_matched_is_found(
    x: Any, sink: Any, wheel: Any, made: Any, number: Any
) -> None:
    """The stream brings an edit only if a rule matches it; the newest version is handed on once."""
    first, second, third = (number(n) for n in range(3))
    x.post(first)
    lookup = made(FixedPosts(LivePost(uid(first), denial=True)))
    await rounds(lookup, wheel, 1)
    for history in ([first, second], [first, second, third]):
        x.posts[first]["edit_history_post_ids"] = [str(one) for one in history]
        x.post(history[-1], "No word of it", edit_history_post_ids=[str(one) for one in history])
    await rounds(lookup, wheel, 12)
    assert sink.lines() == [("edit", str(first), "No word of it")]
    assert sink.posts[0].url.endswith(f"/{third}")
    assert x.lookups.count([str(third)]) == 1

"""Channels read from a host that lays its pages out as t.me does: every post, edit and deletion, once."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from aiohttp import web

from connectors.claim_posts import LivePost
from connectors.coverage import Coverage
from models.post import parse_post, post_record


async def test_new_posts_come_once_in_their_order(bench: Any, herald: Any) -> None:
    """Named as the account's connector names them."""
    herald.post("First")
    bench.watch("Synthetic_Herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        herald.post("Second")
        herald.post("Third")
        await bench.sink.until(lambda posts: len(posts) == 3)
        await bench.looks(3)
    assert bench.sink.lines() == [("post", "1", "First"), ("post", "2", "Second"), ("post", "3", "Third")]
    first = bench.sink.posts[0]
    assert (first.key, first.channel_id) == ("telegram:synthetic_herald/1", "1001234567")
    assert (first.channel_name, first.audience, first.views) == ("Synthetic herald", 11_204, 1_200)
    assert first.url == "https://t.me/Synthetic_Herald/1"
    assert first.published_at == herald.messages[1].at
    assert all(parse_post(post_record(post)).key == post.key for post in bench.sink.posts)


async def test_what_was_posted_between_two_looks_is_read_back(bench: Any, herald: Any) -> None:
    """Over as many pages as it takes, and still in order."""
    herald.post("0")
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        for number in range(1, 131):
            herald.post(str(number))
        await bench.sink.until(lambda posts: len(posts) == 131)
    assert [post.text for post in bench.sink.posts] == [str(number) for number in range(131)]


async def test_a_channel_never_read_is_read_back_a_few_pages(bench: Any, herald: Any) -> None:
    for number in range(200):
        herald.post(str(number))
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 100)
        await bench.looks(3)
    assert [post.text for post in bench.sink.posts] == [str(number) for number in range(100, 200)]


async def test_more_than_is_read_back_is_a_gap_that_is_told(bench: Any, herald: Any) -> None:
    herald.post("0")
    bench.watch("synthetic_herald")
    coverage = Coverage()
    async with bench.running(coverage=coverage, pace=replace(bench.pace, back=2)):
        await bench.sink.until(lambda posts: len(posts) == 1)
        await bench.until(lambda: bool(bench.cursors.saved))
        for number in range(1, 61):
            herald.post(str(number))
        await bench.sink.until(lambda posts: len(posts) == 41)
        await bench.looks(2)
    (state,) = coverage.sources.values()
    assert [gap.why for gap in state.gaps] == ["it posted more than is read back"]
    assert state.kind == "preview"


async def test_edits_and_deletions_are_noticed(bench: Any, herald: Any) -> None:
    """A deletion at the second look that does not find the post."""
    first, second, third = (herald.post(text) for text in ("First", "Second", "Third"))
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 3)
        herald.messages[first].text = "First, corrected"
        herald.messages[third].views = "1.4K"
        del herald.messages[second]
        await bench.sink.until(lambda posts: len(posts) == 5)
        await bench.looks(3)
    assert sorted(bench.sink.lines()[3:]) == [("delete", "2", ""), ("edit", "1", "First, corrected")]
    edit = next(post for post in bench.sink.posts if post.kind == "edit")
    assert edit.published_at == edit.read_at


async def test_views_are_told_again_when_they_have_doubled(bench: Any, herald: Any) -> None:
    """As an edit that says that its text is as it was."""
    herald.post("First")
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        for views in ("2.3K", "2.4K", "2.5K", "9.9M"):
            herald.messages[1].views = views
            await bench.looks(3)
    told = [(post.kind, post.same_text, post.views) for post in bench.sink.posts]
    assert told == [("post", False, 1_200), ("edit", True, 2_400), ("edit", True, 9_900_000)]


async def test_a_page_that_lags_behind_takes_nothing_back(bench: Any, herald: Any) -> None:
    """Neither a post that it does not show once, nor one newer than all it shows."""
    for text in ("First", "Second", "Third"):
        herald.post(text)
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 3)
        kept = herald.messages.pop(2), herald.messages.pop(3)
        stale = herald.page(None)
        herald.messages |= {one.id: one for one in kept}
        lagging = herald.page(None).replace('data-post="synthetic_herald/2"', 'data-post="x/2"')
        for page in (stale, lagging):
            bench.preview.stale = page
            await bench.looks(4)
    assert len(bench.sink.posts) == 3


async def test_an_old_edit_is_noticed_at_a_deep_look(bench: Any, herald: Any) -> None:
    for number in range(60):
        herald.post(str(number))
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 60)
        herald.messages[5].text = "corrected"
        await bench.sink.until(lambda posts: len(posts) == 61)
    assert bench.sink.lines()[60] == ("edit", "5", "corrected")


async def test_a_deletion_far_back_is_certain_at_the_next_look(bench: Any, herald: Any) -> None:
    """Not only when so much is read again by itself: by then a busy channel has forgotten the post."""
    bench.pace = replace(bench.pace, deep=10**9)
    for number in range(60):
        herald.post(str(number))
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 60)
        await bench.until(lambda: bool(bench.cursors.saved))
    del herald.messages[5]
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 61)
    assert bench.sink.lines()[60] == ("delete", "5", "")


async def test_after_a_failure_what_changed_far_back_is_noticed(bench: Any, herald: Any) -> None:
    bench.pace = replace(bench.pace, deep=10**9)
    for number in range(60):
        herald.post(str(number))
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 60)
        bench.preview.answers = [web.Response(status=500)]
        herald.messages[5].text = "corrected"
        await bench.sink.until(lambda posts: len(posts) == 61)
    assert bench.sink.lines()[60] == ("edit", "5", "corrected")


async def test_an_album_is_one_post(bench: Any, herald: Any) -> None:
    """Named by its first message, also when that was deleted; gone when all of it is."""
    herald.post("Four quays", pieces=4)
    herald.post("Next")
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 2)
        herald.messages[1].gone.add(1)
        await bench.looks(4)
        herald.messages[1].text = "Three quays"
        await bench.sink.until(lambda posts: len(posts) == 3)
        kept = herald.messages.pop(1)
        await bench.looks(4)
        assert kept.pieces == 4
        herald.messages[0] = type(kept)(0)  # a page that begins below, so that the album should stand there
        await bench.looks(1)
    assert bench.sink.lines()[:3] == [
        ("post", "1", "Four quays"), ("post", "5", "Next"), ("edit", "1", "Three quays")
    ]  # fmt: skip


async def test_what_the_page_leaves_to_the_app_is_read_at_its_own_page(bench: Any, herald: Any) -> None:
    """A statement often comes as a file; its words come once, and no later look takes them away."""
    herald.post("The ports are open.\nSee the file.", hidden=True)
    herald.post("", hidden=True)
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 2)
        await bench.looks(4)
    assert bench.sink.lines() == [("post", "1", "The ports are open.\nSee the file."), ("post", "2", "")]
    assert bench.preview.asked.count("/synthetic_herald/1") == 1


async def test_a_page_without_any_posts_is_told(bench: Any, herald: Any) -> None:
    """It may be closed to us: nothing is deleted, and the channel does not pass for a silent one."""
    herald.post("First")
    bench.watch("synthetic_herald")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.sink.until(lambda posts: len(posts) == 1)
        herald.messages.clear()
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
    assert "shows no posts now" in (next(iter(coverage.sources.values())).problem or "")
    assert len(bench.sink.posts) == 1


class FakeLive:
    """Knows what it is given."""

    def __init__(self, *ids: int) -> None:
        self.ids = ids

    def posts(self) -> list[LivePost]:
        return [LivePost(f"telegram:synthetic_herald/{one}", denial=True) for one in self.ids]

    async def run(self) -> NoReturn:
        while True:
            await asyncio.Event().wait()


async def test_posts_that_claims_stand_on_are_asked_after_however_old(bench: Any, herald: Any) -> None:
    """Their deletion is told once, at the second round that does not find them, and their edit at once."""
    for number in range(150):
        herald.post(str(number))
    bench.watch("synthetic_herald")
    async with bench.running(live=FakeLive(7, 9, 11)):
        await bench.sink.until(lambda posts: len(posts) == 100)
        await bench.until(lambda: bench.preview.asked.count("/s/synthetic_herald?before=12") == 1)
        herald.messages[9].text = "corrected"
        del herald.messages[7]
        await bench.sink.until(lambda posts: len(posts) == 102)
        asked = bench.preview.asked.count("/s/synthetic_herald?before=12")
        await bench.until(lambda: bench.preview.asked.count("/s/synthetic_herald?before=12") > asked + 2)
    assert sorted(bench.sink.lines()[100:]) == [("delete", "7", ""), ("edit", "9", "corrected")]


async def test_the_newest_post_is_missed_where_a_claim_stands_on_it(bench: Any, herald: Any) -> None:
    """The page alone does not tell: what it shows may be of a server that lags."""
    for text in ("First", "Second"):
        herald.post(text)
    bench.watch("synthetic_herald")
    async with bench.running(live=FakeLive(2)):
        await bench.sink.until(lambda posts: len(posts) == 2)
        del herald.messages[2]
        await bench.sink.until(lambda posts: len(posts) == 3)
        await bench.looks(5)
    assert bench.sink.lines()[2:] == [("delete", "2", "")]


async def test_a_channel_without_a_page_is_told(bench: Any) -> None:
    """And asked for again only after a while."""
    bench.watch("hidden_herald")
    coverage = Coverage()
    began = bench.clock()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: len(bench.preview.asked) == 2)
        assert bench.clock() - began >= timedelta(hours=1)
    (state,) = coverage.sources.values()
    assert "shows no posts: it is no public channel, or hides them" in (state.problem or "")


async def test_a_page_that_is_another_one_now_is_told(bench: Any, herald: Any) -> None:
    """Rather than that the channel is silent."""
    herald.post("First")
    bench.watch("synthetic_herald")
    bench.preview.stale = "<html><body>We have a new design</body></html>"
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
        assert "t.me may have changed its pages" in (next(iter(coverage.sources.values())).problem or "")
        await bench.sink.until(lambda posts: len(posts) == 1)


async def test_a_flood_holds_all_channels_as_long_as_the_host_asks(bench: Any, herald: Any) -> None:
    herald.post("First")
    bench.preview.channel("second_herald", id=7).post("Second")
    bench.preview.answers.append(web.Response(status=429, headers={"Retry-After": "900"}))
    bench.watch("synthetic_herald", "second_herald")
    coverage = Coverage()
    began = bench.clock()
    async with bench.running(coverage=coverage):
        await bench.sink.until(lambda posts: len(posts) == 2)
    assert bench.clock() - began >= timedelta(seconds=900)
    assert sum(state.floods for state in coverage.sources.values()) == 1


async def test_a_name_that_went_to_another_channel_is_not_read(bench: Any, herald: Any) -> None:
    """Until it is accepted: whoever takes over a ministry's name must not speak as the ministry."""
    herald.post("First")
    bench.watch("synthetic_herald")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        await bench.until(lambda: bool(bench.cursors.saved))
    del bench.preview.channels["synthetic_herald"]
    usurper = bench.preview.channel("synthetic_herald", id=666)
    usurper.post("I am the herald now")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
    assert "is another channel now (666, not 1001234567)" in (
        next(iter(coverage.sources.values())).problem or ""
    )
    assert len(bench.sink.posts) == 1
    async with bench.running(environ={"RUMOR_PREVIEW_ACCEPT": "Synthetic_Herald"}):
        await bench.sink.until(lambda posts: len(posts) == 2)
    assert bench.sink.posts[1].channel_id == "666"


async def test_nothing_is_lost_when_the_program_dies_anywhere(bench: Any, herald: Any) -> None:
    """Killed while posts, edits and deletions are under way; after dedup all is there once and right."""
    chance = random.Random(7)
    bench.watch("synthetic_herald")
    for round_ in range(6):
        for number in range(30):
            herald.post(f"{round_}.{number}")
        for id_ in chance.sample(sorted(herald.messages)[-30:], 3):
            herald.messages[id_].text += " corrected"
        before = len(bench.sink.posts)
        async with bench.running():
            await bench.sink.until(lambda posts, b=before: len(posts) >= b + chance.randrange(1, 29))
            bench.sink.open.clear()
        bench.sink.open.set()
    async with bench.running():
        await bench.looks(12)
    now: dict[str, str] = {}
    for post in bench.sink.posts:
        now[post.post_id] = post.text
    assert now == {str(id_): message.text for id_, message in herald.messages.items()}


@pytest.mark.parametrize("status", [500, 403])
async def test_an_error_of_the_host_is_told_and_mends_itself(bench: Any, herald: Any, status: int) -> None:
    herald.post("First")
    bench.preview.answers.append(web.Response(status=status))
    bench.watch("synthetic_herald")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
        await bench.sink.until(lambda posts: len(posts) == 1)
        await bench.until(lambda: all(state.problem is None for state in coverage.sources.values()))


async def test_channels_of_the_account_are_left_to_it(bench: Any, herald: Any) -> None:
    herald.post("First")
    bench.preview.channel("second_herald").post("Second")
    bench.watch("second_herald")
    text = bench.watchlist.read_text(encoding="utf-8") + '\n[[telegram]]\nchannel = "synthetic_herald"\n'
    bench.watchlist.write_text(text, encoding="utf-8")
    async with bench.running():
        await bench.looks(3)
    assert [post.channel for post in bench.sink.posts] == ["second_herald"]

"""What is news between two readings of a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types

from connectors.telegram.cursor import cursor_of, read_cursor
from connectors.telegram.seen import KEPT, Change, Seen
from connectors.telegram.source import Source
from connectors.telegram.sync import Hole, batches, changes, holes

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def message(number: int, text: str = "", album: int | None = None, **given: Any) -> types.Message:
    date = NOON + timedelta(minutes=number)
    return types.Message(
        id=number, peer_id=types.PeerChannel(1), date=date, message=text, grouped_id=album, **given
    )


def service(number: int) -> types.MessageService:
    action = types.MessageActionChannelCreate("Synthetic herald")
    return types.MessageService(id=number, peer_id=types.PeerChannel(1), date=NOON, action=action)


def read(seen: Seen, history: list[Any], whole_from: int | None = None) -> list[tuple[str, int]]:
    """Compare, remember all, and tell the news as kind and id."""
    news = changes(history, seen, whole_from)
    for change in news:
        seen.note(change)
    seen.move(history)
    return [(change.kind, change.id) for change in news]


def test_a_history_read_twice_has_no_news() -> None:
    seen, history = Seen(), [message(1, "a"), service(2), message(3, "b")]
    assert read(seen, history) == [("post", 1), ("post", 3)]
    assert read(seen, history, 1) == []


def test_another_text_is_an_edit_and_a_missing_post_a_deletion() -> None:
    seen = Seen()
    read(seen, [message(1, "a"), message(2, "b"), message(3, "c")])
    assert read(seen, [message(1, "a!"), message(3, "c"), message(4, "d")], 1) == [
        ("delete", 2), ("edit", 1), ("post", 4),
    ]  # fmt: skip


def test_nothing_is_deleted_that_the_history_does_not_reach() -> None:
    """Neither before it begins, nor beyond its end: a server may lag behind what it pushed."""
    seen = Seen()
    read(seen, [message(n, "a") for n in range(1, 6)])
    assert read(seen, [message(3, "a"), message(4, "a")], 3) == []
    assert read(seen, [], 1) == []
    assert read(seen, [message(4, "a")]) == []


def test_a_post_that_a_lagging_server_left_out_is_news_when_it_comes() -> None:
    seen = Seen()
    read(seen, [message(1, "a"), message(3, "c")])
    assert read(seen, [message(1, "a"), message(2, "b"), message(3, "c")], 1) == [("post", 2)]


ALBUM = [message(1, "", 9), message(2, "caption", 9), message(3, "", 9)]
AFTER = [message(4, "after")]


def test_an_album_is_one_change_and_goes_by_its_first_message_even_when_that_is_gone() -> None:
    """It is deleted when the last of its messages is."""
    seen = Seen()
    assert read(seen, ALBUM + AFTER) == [("post", 1), ("post", 4)]
    assert read(seen, ALBUM + AFTER, 1) == []
    assert read(seen, ALBUM[1:] + AFTER, 1) == []
    assert read(seen, AFTER, 1) == [("delete", 1)]
    assert read(seen, AFTER, 1) == []


def test_an_album_that_a_history_cuts_through_is_left_alone() -> None:
    """Its caption may lie before the cut."""
    seen = Seen()
    read(seen, ALBUM + AFTER)
    assert read(seen, ALBUM[2:] + AFTER, 3) == []


def test_pushed_deletions_end_an_album_only_when_all_of_it_is_gone() -> None:
    seen = Seen()
    read(seen, ALBUM + AFTER)
    assert seen.lose([2]) == []
    assert seen.lose([1]) == []
    assert read(seen, [ALBUM[2], *AFTER], 1) == []
    assert seen.lose([3, 4]) == [4]
    assert read(seen, [message(5, "later")], 1)[:1] == [("delete", 1)]


def test_an_album_deleted_as_one_is_gone_at_once() -> None:
    seen = Seen()
    read(seen, ALBUM + AFTER)
    assert seen.lose([1, 2, 3]) == [1]


def test_a_deletion_that_the_history_told_is_not_told_again_when_it_is_pushed() -> None:
    seen = Seen()
    read(seen, [message(1, "a"), message(2, "b"), message(3, "c")])
    assert read(seen, [message(1, "a"), message(3, "c")], 1) == [("delete", 2)]
    assert seen.lose([2, 3]) == [3]


def test_an_edit_older_than_what_is_compared_is_not_remembered() -> None:
    """Else all posts between it and the compared ones would look new."""
    seen = Seen()
    read(seen, [message(n, "a") for n in range(81, 101)])
    assert seen.kind_of(5) == "edit"
    seen.note(Change("edit", 5, (message(5, "put right"),)))
    assert seen.floor == 81


def test_a_push_hides_nothing_that_came_before_it() -> None:
    """However many pushes come after a gap, the next reading begins in the gap."""
    seen = Seen(last_id=10)
    for number in range(13, 13 + 2 * KEPT):
        seen.note(Change("post", number, (message(number, "a"),)))
    assert seen.floor == 11


def test_what_is_remembered_is_bounded() -> None:
    seen = Seen()
    read(seen, [message(n, "a") for n in range(1, 10 * KEPT)])
    assert len(seen.digests) == KEPT


def test_a_cursor_read_back_is_the_one_written() -> None:
    seen, source = Seen(), Source("synthetic_herald", 1001, -7, "Synthetic herald", 42, True)
    read(seen, [message(1, "a", views=7), message(2, "b", 9), message(3, "c", 9)])
    seen.stamps.clear()  # only as long as a process lives
    assert read_cursor("synthetic_herald", cursor_of(source, seen)) == (source, seen)
    assert read_cursor("synthetic_herald", cursor_of(source, Seen())) == (source, Seen())


@pytest.mark.parametrize("damaged", [{}, {"last_id": "x", "seen": {}, "id": 1, "access_hash": 2}, {"id": []}])
def test_a_damaged_cursor_counts_as_none(damaged: dict[str, Any]) -> None:
    assert read_cursor("synthetic_herald", damaged) == (None, Seen())


def test_a_cursor_without_counters_is_one_of_before_they_were_kept() -> None:
    source = Source("synthetic_herald", 1001, -7)
    cursor = {**cursor_of(source, Seen(1, {1: "ab"}))}
    del cursor["counters"]
    assert read_cursor("synthetic_herald", cursor) == (source, Seen(1, {1: "ab"}))


def test_a_text_that_a_later_one_has_overtaken_is_no_news() -> None:
    """A history may be read before what was pushed earlier is taken."""
    seen = Seen()
    read(seen, [message(1, "put right", edit_date=NOON + timedelta(hours=1))])
    late = Change("edit", 1, (message(1, "as first written"),))
    assert seen.outdated(late)
    assert not seen.outdated(Change("edit", 1, (message(1, "again", edit_date=NOON + timedelta(hours=2)),)))
    assert not seen.outdated(Change("delete", 1))


def test_no_late_push_brings_a_deleted_post_back() -> None:
    """But a history does: it is there, and a server that lagged had left it out."""
    seen = Seen()
    read(seen, [message(1, "a"), message(2, "b"), message(3, "c")])
    read(seen, [message(1, "a"), message(3, "c")], 1)
    late = Change("post", 2, (message(2, "b"),))
    assert seen.outdated(late, pushed=True)
    assert not seen.outdated(late)


def test_counters_are_told_again_when_they_have_doubled() -> None:
    """Not at every reading: most posts are told a few times in their life."""
    seen, told = Seen(), 0
    read(seen, [message(1, "a", views=1)])
    for views in range(0, 20_000, 10):
        told += len(read(seen, [message(1, "a", views=views)], 1))
    assert told == 6, "at 510, 1020 ... 16,320"
    forwarded = message(1, "a", views=1, forwards=25)
    assert changes([forwarded], seen) == [Change("edit", 1, (forwarded,), counters_only=True)]


def test_fewer_views_than_before_are_no_news() -> None:
    seen = Seen()
    read(seen, [message(1, "a", views=9000)])
    assert read(seen, [message(1, "a", views=10)], 1) == []


def test_the_counters_of_an_album_are_the_largest_of_its_messages() -> None:
    seen = Seen()
    read(seen, [message(1, "", 9, views=100), message(2, "caption", 9, views=90)])
    assert read(seen, [message(1, "", 9, views=700), message(2, "caption", 9, views=90)], 1) == [("edit", 1)]


def test_what_was_deleted_before_it_was_read_is_a_hole() -> None:
    seen = Seen()
    read(seen, [message(n, "a") for n in range(1, 6)])
    history = [message(5, "a"), message(8, "b"), service(9), message(12, "c")]
    assert holes(history, seen) == [
        Hole(range(6, 8), 2, message(5).date, message(8).date),
        Hole(range(10, 12), 2, NOON, message(12).date),
    ]


def test_what_was_pushed_and_then_deleted_is_no_hole() -> None:
    seen = Seen()
    read(seen, [message(5, "a")])
    seen.meet([6, 7])
    assert holes([message(5, "a"), message(8, "b")], seen) == []
    assert [hole.count for hole in holes([message(5, "a"), message(9, "b")], seen)] == [1]
    seen.move([message(8, "b")])
    assert seen.met == set()


def test_a_first_reading_has_no_holes() -> None:
    """What was deleted before the channel was watched was never ours to read."""
    assert holes([message(5, "a"), message(9, "b")], Seen()) == []


async def test_batches_never_cut_an_album() -> None:
    async def history() -> AsyncIterator[Any]:
        for one in [message(1), message(2, "", 9), message(3, "", 9), message(4, "", 9), message(5)]:
            yield one

    assert [[one.id for one in batch] async for batch in batches(history(), 2)] == [[1, 2, 3, 4], [5]]


operations = st.lists(
    st.tuples(
        st.sampled_from(["post", "edit", "delete", "read", "push"]), st.integers(0, 30), st.text(max_size=3)
    ),
    max_size=60,
)


@given(operations)
def test_what_was_told_adds_up_to_what_the_channel_shows(steps: list[tuple[str, int, str]]) -> None:
    """However posts, edits, deletions, pushes and readings mix: after a reading both are the same.

    The last post of a channel is never deleted here: that it is gone shows only when the next one comes.
    """
    channel: dict[int, str] = {}
    told: dict[int, str] = {}
    seen, newest = Seen(), 0

    def tell(news: list[Change]) -> None:
        for change in news:
            assert (change.kind == "post") == (change.id not in told)
            if change.kind == "delete":
                del told[change.id]
            else:
                told[change.id] = change.pieces[0].message
            seen.note(change)

    for step, number, text in [*steps, ("read", 0, "")]:
        alive = sorted(channel)
        if step == "post":
            newest += 1
            channel[newest] = text
        elif step == "edit" and alive:
            channel[alive[number % len(alive)]] = text
        elif step == "delete" and len(alive) > 1:
            del channel[alive[number % (len(alive) - 1)]]
        elif step == "push" and newest in channel and not seen.knows((message(newest, channel[newest]),)):
            pushed = Change(seen.kind_of(newest), newest, (message(newest, channel[newest]),))
            tell([pushed])
        elif step == "read":
            history = [message(one, channel[one]) for one in alive if one >= seen.floor]
            tell(changes(history, seen, seen.floor))
            seen.move(history)
    assert told == channel

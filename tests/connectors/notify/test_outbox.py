"""Deliveries go out once, in order, and again where they must. The clock is set by hand."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise

import pytest

from connectors.notify import Outbox, Refused, Retry, TargetError
from connectors.notify.outbox import BUSY_WAIT, backoff
from connectors.store import Delivery, Store, StoreBusyError, StoreError, default_url
from connectors.subscriptions import subscribe


class Chat:
    """A target that notes what it was sent, and answers as told."""

    def __init__(self, clock, pause=0.0) -> None:
        self.clock, self.pause = clock, pause
        self.sent, self.at, self.answers = [], [], []

    async def send(self, alert, key):
        self.at.append(self.clock())
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, BaseException):
            raise answer
        self.sent.append((alert["alert"], key))


class Chats(dict[str, Chat]):
    """Chats by name; `Outbox` opens them here."""

    def __call__(self, name: str) -> Chat:
        if isinstance(chat := self[name], Exception):
            raise chat
        return chat


@pytest.fixture
def store(tmp_path, clock):
    with Store(default_url(tmp_path), clock=clock, defaults=("terminal",)) as opened:
        yield opened


@pytest.fixture
def chats(clock):
    return Chats({"terminal": Chat(clock), "telegram:@velmar_desk": Chat(clock, pause=3)})


@pytest.fixture
def outbox(store, chats):
    return Outbox(store.deliveries, chats)


def fire(store, alert, *ids):
    for id_ in ids:
        store.take("alerts", 0, store.next_offset("alerts", 0), alert(id_))


def row(store, id_="a1"):
    return store.deliveries.list(alert=id_)[0]


async def test_an_alert_is_delivered_once(outbox, store, chats, clock, alert):
    """With its id as the key; afterwards nothing is due."""
    fire(store, alert, "a1")
    assert await outbox.settle(clock) == 1
    assert await outbox.settle(clock) == 0
    assert chats["terminal"].sent == [("a1", "a1")]
    done = row(store)
    assert (done["state"], done["attempts"], done["delivered_at"]) == ("delivered", 1, clock())


async def test_alerts_come_in_the_order_they_fired(outbox, store, chats, clock, alert):
    """A denial before its update."""
    fire(store, alert, "b", "a", "c")
    await outbox.settle(clock)
    assert [id_ for id_, _ in chats["terminal"].sent] == ["b", "a", "c"]


async def test_what_did_not_arrive_is_sent_again_later(outbox, store, chats, clock, alert):
    """The reason shows until it arrives."""
    fire(store, alert, "a1")
    chats["terminal"].answers = [Retry("the receiver answered 503")]
    await outbox.settle(clock)
    waits = row(store)["due_at"] - clock()
    assert (row(store)["state"], row(store)["reason"]) == ("pending", "the receiver answered 503")
    assert timedelta(seconds=2.5) <= waits <= timedelta(seconds=5)
    assert await outbox.settle(clock) == 0
    clock.forward(seconds=5)
    await outbox.settle(clock)
    assert (row(store)["state"], row(store)["attempts"], row(store)["reason"]) == ("delivered", 2, None)


async def test_what_the_target_refuses_is_failed_with_the_reason(outbox, store, chats, clock, alert):
    """At once and for good; the next alert is tried all the same."""
    fire(store, alert, "a1", "a2")
    chats["terminal"].answers = [Refused("chat not found")]
    await outbox.settle(clock)
    assert (row(store)["state"], row(store)["reason"]) == ("failed", "chat not found")
    assert row(store, "a2")["state"] == "delivered"


async def test_retry_after_holds_all_that_goes_to_the_target(outbox, store, chats, clock, alert):
    """Not only the alert that was turned away."""
    fire(store, alert, "a1", "a2")
    chats["terminal"].answers = [Retry("flood", after=40.0)]
    await outbox.settle(clock)
    clock.forward(seconds=39)
    await outbox.settle(clock)
    assert len(chats["terminal"].at) == 1
    clock.forward(seconds=1)
    await outbox.settle(clock)
    assert [id_ for id_, _ in chats["terminal"].sent] == ["a1", "a2"]


async def test_it_is_given_up_after_days(outbox, store, chats, clock, alert):
    """With the last reason, and how often it was tried."""
    fire(store, alert, "a1")
    chats["terminal"].answers = [Retry("no answer in time")] * 1_000
    began = clock()
    while row(store)["state"] == "pending":
        await outbox.settle(clock)
        clock.forward(minutes=10)
    assert timedelta(days=2.9) < clock() - began < timedelta(days=3.1)
    done = row(store)
    assert done["state"] == "failed"
    assert done["reason"] == f"given up after {done['attempts']} attempts in 3 days: no answer in time"
    assert 70 < done["attempts"] < 160


async def test_a_secret_that_is_not_set_is_a_reason_to_wait(outbox, store, chats, clock, alert):
    """Once it is set, the alert goes."""
    fire(store, alert, "a1")
    chat, chats["terminal"] = chats["terminal"], TargetError("RUMOR_WEBHOOK_SECRET is not set")
    await outbox.settle(clock)
    assert row(store)["reason"] == "RUMOR_WEBHOOK_SECRET is not set"
    chats["terminal"] = chat
    clock.forward(seconds=5)
    await outbox.settle(clock)
    assert row(store)["state"] == "delivered"


async def test_a_fault_of_ours_stops_no_other_alert(outbox, store, chats, clock, alert, caplog):
    """It is logged by its type: its text may hold a secret."""
    fire(store, alert, "a1", "a2")
    chats["terminal"].answers = [KeyError("hush-hush")]
    await outbox.settle(clock)
    assert (row(store)["state"], row(store)["reason"]) == ("pending", "sending failed: KeyError")
    assert row(store, "a2")["state"] == "delivered"
    assert "hush" not in caplog.text


async def test_a_crash_between_sending_and_marking_sends_again(store, chats, clock, alert):
    """At least once: the same key, one row, marked once."""
    fire(store, alert, "a1")

    class Dying(type(store.deliveries)):
        def delivered(self, *_):
            raise asyncio.CancelledError

    dying = Dying(store._database)
    with pytest.raises(asyncio.CancelledError):
        await Outbox(dying, chats)._serve("terminal", clock, asyncio.sleep)
    again = Outbox(store.deliveries, chats)
    assert await again.settle(clock) == 0
    clock.forward(seconds=61)
    assert await again.settle(clock) == 1
    assert chats["terminal"].sent == [("a1", "a1"), ("a1", "a1")]
    assert (row(store)["state"], row(store)["attempts"]) == ("delivered", 2)


async def test_two_processes_share_the_work(tmp_path, store, chats, clock, alert):
    """Two outboxes on one store: every alert goes once."""
    fire(store, alert, *(f"a{n}" for n in range(20)))
    with Store(default_url(tmp_path), clock=clock) as other:
        first, second = Outbox(store.deliveries, chats), Outbox(other.deliveries, chats)
        await asyncio.gather(first.settle(clock), second.settle(clock))
        await first.settle(clock)
    assert sorted(chats["terminal"].sent) == sorted((f"a{n}", f"a{n}") for n in range(20))


async def test_a_busy_store_after_sending_is_waited_for(store, chats, clock, alert):
    """What is not noted would be sent twice."""
    fire(store, alert, "a1")

    class Busy(type(store.deliveries)):
        refusals = 2

        def delivered(self, *given):
            if self.refusals:
                self.refusals -= 1
                raise StoreBusyError("the disk is full")
            return super().delivered(*given)

    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    await Outbox(Busy(store._database), chats).settle(clock, sleep)
    assert waits == [BUSY_WAIT] * 2
    assert row(store)["state"] == "delivered"
    assert len(chats["terminal"].sent) == 1


@asynccontextmanager
async def running(outbox: Outbox, clock) -> AsyncIterator[None]:
    """Run an outbox whose sleep moves the clock instead of waiting."""

    async def sleep(seconds):
        clock.forward(seconds=seconds)
        await asyncio.sleep(0.001)

    task = asyncio.create_task(outbox.run(clock, sleep))
    try:
        async with asyncio.timeout(30):
            yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(done) -> None:
    while not done():  # noqa: ASYNC110  nobody tells when a row changes
        await asyncio.sleep(0.005)


async def test_a_chat_is_sent_no_faster_than_it_takes(outbox, store, chats, clock, alert):
    """Its pause lies between two alerts."""
    subscribe(store, "*", "telegram:@velmar_desk")
    fire(store, alert, *(f"a{n}" for n in range(4)))
    async with running(outbox, clock):
        await until(lambda: store.deliveries.counts() == {"delivered": 8})
    chat = chats["telegram:@velmar_desk"].at
    assert all(later - earlier >= timedelta(seconds=3) for earlier, later in pairwise(chat))


async def test_a_target_that_hangs_holds_up_no_other(outbox, store, chats, clock, alert):
    """Each has a task of its own."""
    subscribe(store, "*", "telegram:@velmar_desk")
    hangs = asyncio.Event()

    class Hanging(Chat):
        async def send(self, *_):
            await hangs.wait()

    chats["telegram:@velmar_desk"] = Hanging(clock)
    fire(store, alert, "a1", "a2")
    async with running(outbox, clock):
        await until(lambda: len(chats["terminal"].sent) == 2)
        hangs.set()


async def test_a_broken_store_ends_the_outbox_with_its_own_error(store, chats, clock):
    """Not hidden in a group of errors: whoever runs it shows the message."""

    class Broken(type(store.deliveries)):
        def due_targets(self, *_):
            raise StoreError("the store is damaged")

    with pytest.raises(StoreError, match="damaged"):
        await Outbox(Broken(store._database), chats).run(clock)


def delivery(clock, id_=1, attempt=1):
    return Delivery(id_, "lease", "terminal", attempt, clock(), {"alert": "a1"})


def test_the_wait_doubles_up_to_an_hour(clock):
    """Between half and all of it."""
    for attempt in range(1, 100):
        longest = min(5.0 * 2 ** (attempt - 1), 3_600)
        assert longest / 2 <= backoff(delivery(clock, attempt=attempt)) <= longest


def test_the_jitter_is_the_rows_own(clock):
    """The same row waits the same; a hundred rows of one outage spread out."""
    assert backoff(delivery(clock)) == backoff(delivery(clock))
    spread = defaultdict(int)
    for number in range(100):
        spread[int(backoff(delivery(clock, number)) * 2)] += 1
    assert len(spread) == 5
    assert max(spread.values()) < 40

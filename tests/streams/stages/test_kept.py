"""What the ordered stage writes is enough to take it up again, whichever of its writes a crash left out."""

import asyncio
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from models.claim.live import LiveClaim
from models.claim.memory import Swept
from models.claim.retention import Retention
from streams.codec import encode
from streams.stages.kept import Kept

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EVENT = object()


def claim_of(name: str, offset: int = 0) -> LiveClaim:
    vector = np.zeros(384, np.float32)
    vector[0] = 1
    return LiveClaim(name, "The bridge closes.", "en", vector, 1, {}, 0, offset, NOON)


def written(table, writes, most=None):
    """Write to the table as the loop does, or only so many of the writes."""
    for key, (_, value) in list(writes.items())[:most]:
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


@pytest.fixture
def table():
    """Give a table with one live claim."""
    table, kept = {}, Kept({}, Retention())
    writes = kept.begin()
    kept.live(EVENT, claim_of("a"))
    written(table, writes)
    return table


def asleep(table):
    kept = Kept(table, Retention())
    writes = kept.begin()
    kept.swept(EVENT, Swept(dormant=(claim_of("a"),)), {})
    return kept, writes


@pytest.mark.parametrize(("writes_done", "live"), [(0, 1), (1, 1), (2, 0)])
def test_a_claim_that_falls_asleep_is_never_lost(table, writes_done, live):
    """It is live until both writes are done."""
    _, writes = asleep(table)
    written(table, writes, writes_done)
    memory = Kept(table, Retention()).memory()
    assert (len(memory), memory.dormant) == (live, 1 - live)
    assert memory.claim("a").wording == "The bridge closes."


@pytest.mark.parametrize("writes_done", [0, 1, 2])
def test_a_claim_that_wakes_is_never_lost(table, writes_done):
    """It is dormant until it is written as live."""
    written(table, asleep(table)[1])
    kept = Kept(table, Retention())
    writes = kept.begin()
    kept.live(EVENT, claim_of("a", 7))
    written(table, writes, writes_done)
    memory = Kept(table, Retention()).memory()
    assert (len(memory), memory.dormant) == ((1, 0) if writes_done else (0, 1))
    assert memory.claim("a").offset == (7 if writes_done else 0)
    assert set(table) == ({b"c:a"} if writes_done == 2 else {b"d:a"} | ({b"c:a"} if writes_done else set()))


def test_a_claim_that_fell_asleep_in_this_batch_is_found_before_it_is_written(table):
    """Its record is in no table yet."""
    kept, _ = asleep(table)
    assert kept.dormant("a").id == "a"
    kept.live(EVENT, claim_of("a"))
    assert kept.dormant("a") is None


def test_what_expired_is_deleted():
    """Decisions and dormant claims; the loop deletes what is written as nothing."""
    kept, decisions = Kept({}, Retention()), {}
    writes = kept.begin()
    kept.swept(EVENT, Swept(decisions=("telegram:a/1",), gone=("b",)), decisions)
    assert decisions == {b"p:telegram:a/1": (EVENT, None)}
    assert writes == {b"d:b": (EVENT, None)}


def test_a_claim_that_is_merged_away_is_deleted_whether_live_or_dormant(table):
    """And what is not there needs no deletion."""
    kept = Kept(table, Retention())
    writes = kept.begin()
    kept.drop(EVENT, "a")
    kept.drop(EVENT, "never there")
    assert writes == {b"c:a": (EVENT, None)}
    written(table, asleep(table)[1])
    writes = kept.begin()
    kept.drop(EVENT, "a")
    assert writes == {b"d:a": (EVENT, None)}


def test_the_memory_keeps_to_the_times_it_is_given(table):
    """Settings reach the index."""
    retention = Retention(dormant_after=timedelta(days=2))
    memory = Kept(table, retention).memory()
    assert memory.tick(NOON + timedelta(days=1.9)) == Swept()
    assert [claim.id for claim in memory.tick(NOON + timedelta(days=2.1)).dormant] == ["a"]


async def test_others_work_while_a_long_memory_is_rebuilt(monkeypatch):
    """A worker that answers Kafka no more is taken for dead; what it rebuilds is the same."""
    monkeypatch.setattr("models.claim.memory.PAUSE", 10)
    kept = Kept({f"c:{n}".encode(): encode(claim_of(str(n), n)) for n in range(100)}, Retention())
    turns = 0

    async def count_turns():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(count_turns())
    memory = await kept.memory_meanwhile()
    other.cancel()
    assert turns >= 9
    assert [c.id for c in memory.changed_since(-1)] == [c.id for c in kept.memory().changed_since(-1)]

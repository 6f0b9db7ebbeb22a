"""The table of a claim's states, and what time alone does."""

from datetime import timedelta

from msgspec import structs

from models.rules import widely_told
from models.track import TrackSettings, advance, due
from models.track.status import TABLE, moved

DAY = 24 * 60


def test_five_posts_of_three_sources_spread(told, mention):
    """Forty relays that cite one channel are one source, and do not."""
    told(*(mention(n, source="telegram:one") for n in range(40)))
    assert told.kinds == []
    record = told(mention(40), mention(41))
    assert (told.kinds, record.status) == (["spreading"], "spreading")


def test_three_sources_with_four_posts_do_not_spread_yet(told, mention):
    """Both thresholds must be reached, and both are the newsroom's."""
    record = told(*map(mention, range(4)))
    assert record.status == "emerging"
    told.settings = TrackSettings(rules=widely_told("two", posts=2, sources=3))
    assert told(mention(4)).status == "spreading"


def test_denied_stays_denied_while_it_spreads(told, mention, denial):
    """A denied claim goes on spreading without another state."""
    record = told(mention(0), denial(1), *map(mention, range(2, 20)))
    assert record.status == "denied"
    assert told.kinds == ["denied"]


def test_silence_puts_a_claim_to_sleep(told, mention, noon):
    """After 14 days, not before; asked again nothing changes."""
    record = told(mention(0))
    sleeps = due(record)
    assert sleeps == noon + timedelta(days=14)
    assert advance(record, sleeps - timedelta(seconds=1)) is record
    asleep = advance(record, sleeps)
    assert (asleep.status, asleep.slept_from, asleep.status_since) == ("dormant", "emerging", sleeps)
    assert advance(asleep, sleeps + timedelta(days=1)) is asleep
    assert due(asleep) is None


def test_a_claim_that_comes_back_is_reignited_with_or_without_a_tick(told, mention, noon):
    """Each return is an alert of its own."""
    told(mention(0))
    record = told(mention(1, minute=20 * DAY))
    assert (record.status, told.kinds) == ("reignited", ["reignited"])
    told.record = advance(record, noon + timedelta(days=50))
    record = told(mention(2, minute=60 * DAY))
    assert (told.kinds, record.returns) == (["reignited"] * 2, 2)
    assert told.alerts[0].alert != told.alerts[1].alert


def test_a_comment_does_not_reignite(told, mention):
    """It wakes nothing, nor does it hide the silence from the assertion that follows."""
    told(mention(0))
    record = told(mention(1, minute=20 * DAY, stance="comment"))
    assert record.status == "dormant"
    assert told(mention(2, minute=21 * DAY)).status == "reignited"


def test_a_post_read_late_shows_that_there_was_no_silence(told, mention, noon):
    """The claim goes on as before it slept, and no alert fires."""
    record = told(*map(mention, range(6)))
    told.record = advance(record, noon + timedelta(days=15))
    record = told(mention(6, at=noon + timedelta(days=10), read_at=noon + timedelta(days=15)))
    assert record.status == "spreading"
    assert told.kinds == ["spreading"]


def test_a_denied_claim_that_returns_is_reignited_and_keeps_its_denial(told, mention, denial):
    """The denial still stands on the record, and fires nothing again."""
    record = told(mention(0), denial(1), mention(2, minute=30 * DAY))
    assert (record.status, told.kinds) == ("reignited", ["denied", "reignited"])
    assert len(record.strong_denials) == 1


def test_every_move_of_the_table_is_made(told, mention):
    """The table is the machine: each pair leads where it says, any other nowhere."""
    record = told(mention(0))
    statuses = {status for status, _ in TABLE} | set(TABLE.values())
    events = {event for _, event in TABLE}
    for status in statuses:
        for event in events:
            found = moved(structs.replace(record, status=status), event)
            assert found.status == TABLE.get((status, event), status)

"""The table of a claim's states, and what time alone does."""

from datetime import timedelta

from msgspec import structs

from models.rules import widely_told
from models.track import TrackSettings, advance, due, view
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


def test_denied_stays_denied_while_it_spreads_as_before(told, mention, denial):
    """A denied claim goes on spreading without another state; that it does was told before."""
    record = told(*map(mention, range(12)), denial(12), *map(mention, range(13, 26)))
    assert record.status == "denied"
    assert told.kinds == ["spreading", "denied"]


def test_every_change_of_state_is_kept_with_what_brought_it_about(told, mention, denial, statement, noon):
    """Post, rule or time alone; the last few, oldest first, and shown on the claim."""
    told(*map(mention, range(6)), denial(6), denial(6, kind="delete", offset=7, minute=7), denial(8))
    told(mention(9, statements=(statement(office="registry"),)))
    told.record = advance(told.record, noon + timedelta(days=15))
    record = told(mention(10, minute=20 * DAY))
    assert [(turn.status, turn.event, turn.evidence) for turn in record.turns] == [
        ("spreading", "spreads", "five posts, three sources"),
        ("denied", "denied", "telegram:invented_6/6"),
        ("emerging", "withdrawn", "telegram:invented_6/6"),
        ("spreading", "spreads", "five posts, three sources"),
        ("denied", "denied", "telegram:invented_8/8"),
        ("confirmed", "confirmed", "telegram:invented_9/9"),
        ("dormant", "silent", ""),
        ("reignited", "returned", "telegram:invented_10/10"),
    ]
    shown = view(record, noon)["history"]
    assert shown[1] == {
        "status": "denied", "at": "2026-03-02T12:06:00Z", "event": "denied",
        "evidence": "telegram:invented_6/6",
    }  # fmt: skip
    again = told(mention(11, minute=40 * DAY), mention(12, minute=60 * DAY, post="telegram:x/" + "y" * 500))
    assert len(again.turns) == 8
    assert again.turns[-1].evidence == ""


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

"""A claim's record: an exact round trip, and a bound on its size."""

from datetime import timedelta

import msgspec
import pytest

from models.track import ClaimRecord
from models.track.record import MOST_BYTES


def test_a_record_comes_back_equal(told, mention, denial, statement):
    """Everything in it, with a denial, one that waits, our own page and sketches past their exact stage."""
    told(*(mention(n, minute=0, audience=n + 1, views=n) for n in range(100)))
    record = told(
        mention(100, own=True),
        denial(101),
        denial(102, statement(office="b", unnamed=True, first_hand=False)),
        denial(101, kind="delete", offset=103),
    )
    assert ClaimRecord.from_bytes(record.to_bytes()) == record
    assert record.channels.registers


def test_what_is_no_record_is_refused():
    """A value of another shape raises instead of half a record."""
    with pytest.raises(msgspec.ValidationError):
        ClaimRecord.from_bytes(b'{"claim": 7}')


def test_a_claim_of_any_size_stays_within_eight_kibibytes(told, mention, denial, statement, noon):
    """Thousands of long posts in many languages and scripts, our own pages, and denials of many offices."""
    for n in range(3_000):
        usual = {
            "channel": f"telegram:{'канал' * (100 if n % 500 == 0 else 8)}_{n}",
            "lang": f"l{n % 20}",
            "audience": 10**9 + n,
            "views": n * 1000,
            "sentence": f"{n // 2} " + "ж" * 280,
            "url": "https://example.invalid/" + "ы" * 130 + str(n),
            "own": n % 50 == 25,
            "at": noon + timedelta(seconds=17 * n),
        }
        if n % 100 == 40:
            words = statement(office=f"office {n}", standing=n % 4, quote="ж" * 300, first_hand=n % 200 == 40)
            told(denial(n, words, **usual))
        else:
            told(mention(n, **usual))
        assert len(told.record.to_bytes()) <= MOST_BYTES, n
    assert told.kinds.count("denied") == 1
    assert told.record.posts == 3_000
    assert told.record.wordings
    assert told.record.denials[0].standing == told.alerts[told.kinds.index("denied")].denial.standing


def test_a_denial_that_fired_nothing_outlasts_what_is_only_shown(told, mention, denial, statement):
    """However large the claim has grown, an old quote that is repeated without its date is no news."""

    def crowd(first):
        for n in range(first, first + 150):
            channel = f"telegram:{'канал' * 8}_{n}"
            told(mention(n, minute=n, lang=f"l{n % 14}", sentence=f"{n} " + "ж" * 280, channel=channel))

    old = statement(office="president", said_at="2025-06-18", first_hand=False, quote="ж" * 250)
    crowd(0)
    told(denial(150, statement(first_hand=False, official="Ilo Varn", quote="ж" * 250, standing=2)))
    told(denial(151, old))
    crowd(152)
    assert len(told.record.to_bytes()) > MOST_BYTES * 0.9
    assert "stale" in told.record.denials[1].cautions
    told(denial(310, statement(office="president", first_hand=False, quote="ж" * 250)))
    assert [kind for kind in told.kinds if "denial" in kind or kind == "denied"] == ["denied"]


def test_what_alerts_told_of_outlasts_what_they_did_not(told, mention, denial, statement):
    """The rules compare with what fired, so that a flood of others cannot make an old denial news again."""
    told(mention(0), denial(1))
    record = told(*(denial(n, statement(office=f"o{n}", first_hand=False)) for n in range(2, 60)))
    assert record.heard[0].post == "telegram:invented_1/1"
    assert len(record.heard) <= 10
    told(denial(60))
    assert told.kinds == ["denied"]


def test_a_giant_claim_stays_within_eight_kibibytes(told, mention, denial, statement, noon):
    """Twenty thousand posts of as many channels and links, shared, edited, deleted and denied, as stored."""
    largest = 0
    for n in range(20_000):
        root = f"telegram:root_{n % 400}/{n % 400}"
        usual = {
            "channel": f"{('telegram', 'twitter', 'feed', 'bluesky')[n % 4]}:канал_{n}",
            "lang": f"l{n % 40}",
            "audience": 1 + n * 977 % 10**7,
            "views": n * 1_009,
            "sentence": f"Мост закрыт, пишет источник {n}, и это надолго. " + "Слова " * 30,
            "source": f"link:site-{n}.invalid/a/{n}" if n % 3 else f"telegram:root_{n % 400}",
            "parent": root if n % 2 else None,
            "outline": "A" * 128,
            "at": noon + timedelta(seconds=7 * n),
        }
        if n % 250 == 249:
            words = statement(office=f"office-{n}", standing=n % 4, quote="опровержение " * 20)
            told(denial(n, words, **usual))
        elif n % 50 == 30:
            told(mention(n - 20, **usual | {"channel": f"telegram:канал_{n - 20}"}, offset=n, kind="edit"))
        elif n % 50 == 31:
            told(mention(n - 20, **usual | {"channel": f"twitter:канал_{n - 20}"}, offset=n, kind="delete"))
        else:
            told(mention(n, **usual))
        if n % 101 == 0 or n > 19_900:
            largest = max(largest, len(told.record.to_bytes()))
    assert 4_096 < largest <= MOST_BYTES
    assert told.record.posts > 18_000
    assert told.record.tree
    assert ClaimRecord.from_bytes(told.record.to_bytes()) == told.record

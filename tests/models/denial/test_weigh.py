"""Is it the office's business, is it new, does it answer just this claim. Synthetic throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from models.denial import Denial, weigh
from models.mention import Mention
from models.officials import parse_officials
from models.reading import Statement

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
REGISTRY = parse_officials(
    """
[[office]]
id = "border"
name = "Border Service of Kazakhstan"
standing = 2
about = ["Kazakhstan", "border", "граница"]

[[office]]
id = "water"
name = "Velmar Waterworks"
standing = 2
about = ["Velmar", "tap water", "Brisk Ford"]

[[office]]
id = "police"
name = "Velmar Police"
standing = 2
about = ["traffic", "arrest"]

[[office]]
id = "eu"
name = "Union Office"
standing = 3
about = ["EU"]

[[office]]
id = "bank"
name = "Steppe Credit"
standing = 3
about = ["Steppe Credit", "SteppeCreditPay"]

[[office]]
id = "watchdog"
name = "Banking Watchdog"
standing = 2
about = ["bank", "Bank", "withdrawal", "lira"]

[[office]]
id = "mute"
name = "Office without remit"
standing = 3
""",
    "officials.toml",
)
LEAVING = "Kazakhstan will leave the Steppe League next year."
PAUSING = "Kazakhstan is to suspend its membership of the Steppe League."


def weighed(
    quote: str,
    *wordings: str,
    began: datetime = NOON,
    office: str = "border",
    at: datetime = NOON,
    **given: Any,
) -> Denial | None:
    """Weigh what an office says against a claim told in these wordings."""
    usual = Statement(office, None, 2, first_hand=True, unnamed=False, quote=quote)
    statement = replace(usual, **given)
    mention = Mention(
        post="feed:border.example/1", claim="c", kind="post", primary=True, stance="deny", similarity=0.9,
        path="vector", why=(), offset=1, published_at=at, read_at=at + timedelta(minutes=1), platform="feed",
        channel="feed:border.example", lang="en", sentence=quote, asserts=False, source="s",
        url="https://border.example/1", statements=(statement,),
    )  # fmt: skip
    return weigh(mention, statement, wordings, began, REGISTRY)


def cautions(*args: str, **given: Any) -> Sequence[str]:
    """Give the cautions of a denial."""
    denial = weighed(*args, **given)
    assert denial is not None
    assert len(denial.reasons) == len(denial.cautions)
    return denial.cautions


def test_a_fresh_first_hand_denial_has_no_caution() -> None:
    """Everything the card shows is on the record."""
    denial = weighed("Kazakhstan does not leave the league.", LEAVING, official="Aru Bekova")
    assert denial == Denial(
        post="feed:border.example/1", office="border", official="Aru Bekova", first_hand=True,
        quote="Kazakhstan does not leave the league.", published_at=NOON, cautions=(), standing=2,
        reported_at=NOON + timedelta(minutes=1), said_at=None, reasons=(), url="https://border.example/1",
        office_name="Border Service of Kazakhstan",
    )  # fmt: skip
    assert not denial.weak


def test_a_denial_survives_the_wire() -> None:
    """The record of a claim is JSON."""
    denial = weighed("No.", LEAVING, said_at="2026-01-01", unnamed=True)
    assert denial is not None
    assert msgspec.json.decode(msgspec.json.encode(denial), type=Denial) == denial


@pytest.mark.parametrize(
    "wording",
    [
        "Kazakhstan closes the crossing.",
        "Казахстан закрывает переезд.",
        "Переезд в Казахстане закрывают.",
        "Қазақстанның өткелі жабылады.",
        "Kasachstan schließt den Übergang.",
        "The borders close tomorrow.",
        "Закрывают границу!",
        "На границах стоят.",
    ],
)
def test_a_term_of_the_remit_in_any_inflection_and_script(wording: str) -> None:
    """Names of places are known in other languages too."""
    assert weighed("It is false.", wording) is not None


@pytest.mark.parametrize(
    ("office", "wording"),
    [
        ("border", "Armenia closes a bridge."),
        ("border", "The board of order meets."),
        ("eu", "Fresh milk from the neu farm."),
        ("eu", "eu te amo"),
        ("mute", LEAVING),
        ("unknown", LEAVING),
    ],
)
def test_out_of_remit_there_is_no_denial(office: str, wording: str) -> None:
    """Not its business, an abbreviation in small letters, no remit at all, no office of that id."""
    assert weighed("Kazakhstan, the border, the EU: all false.", wording, office=office) is None


def test_a_term_in_the_denial_alone_is_not_enough() -> None:
    """What the office brings up itself gives it no say."""
    assert weighed("Kazakhstan's border stays open.", "The bridge of Velmar closes.") is None
    assert weighed("Kazakhstan's border stays open.") is None


def test_what_one_of_six_wordings_mentions_is_not_the_claims_subject() -> None:
    """Be it a common noun or a name: both may be mentioned in passing."""
    others = [f"The tap water of Velmar is bad, says number {n}." for n in range(5)]
    passing = "The tap water of Velmar is bad and the traffic is worse."
    assert weighed("All is well.", *others, passing, office="police") is None
    assert weighed("All is well.", passing, office="police") is not None
    assert weighed("All is well.", *["Bad water!"] * 5, "Velmar drinks it.", office="water") is None
    assert weighed("All is well.", *["Bad water!"] * 2, "Velmar drinks it.", office="water") is not None


def test_words_older_than_the_rumour_are_stale() -> None:
    """The day they were spoken counts, not the day they were repeated."""
    assert cautions("It is untrue.", LEAVING, said_at="2026-01-01") == ("stale",)
    assert cautions("It is untrue.", LEAVING, said_at="2026-03-20") == ()
    stale = weighed("It is untrue.", LEAVING, said_at="2026-01-01")
    assert stale is not None
    assert stale.weak
    assert "2026-01-01" in stale.reasons[0]


@pytest.mark.parametrize(("hours", "stale"), [(0, False), (3, False), (23, False), (25, True), (900, True)])
def test_a_denial_published_shortly_before_the_first_post_read_answers_it(hours: int, stale: bool) -> None:
    """The rumour it answers need not have been read; one of long before is another matter."""
    found = cautions("It is untrue.", LEAVING, at=NOON - timedelta(hours=hours))
    assert ("stale" in found) == stale


def test_a_denial_after_the_rumour_is_never_stale() -> None:
    """However late."""
    assert cautions("It is untrue.", LEAVING, at=NOON + timedelta(days=90)) == ()


@pytest.mark.parametrize(
    ("quote", "scope"),
    [
        ("Talk of leaving the league is untrue.", True),
        ("Kazakhstan will not suspend its membership.", False),
        ("Neither withdrawal nor suspension is planned.", False),
        ("Выход из лиги не обсуждается.", True),
        ("Ни выход, ни приостановка не предусмотрены.", False),
        ("Вихід з ліги — неправда.", True),
        ("Лигадан шығу туралы сөз жоқ.", True),
        ("Бұл хабар жоққа шығарылды.", False),
        ("It is an absolute fake.", False),
    ],
)
def test_another_step_is_another_scope(quote: str, scope: bool) -> None:
    """A denial of leaving does not deny suspending; one that names both is exact."""
    found = cautions(quote, PAUSING, PAUSING, LEAVING)
    assert ("scope" in found) == scope


def test_where_both_steps_are_told_alike_either_denial_is_exact() -> None:
    """In doubt there is no caution."""
    assert cautions("Talk of leaving is untrue.", PAUSING, LEAVING) == ()


def test_a_denial_for_one_place_is_narrower() -> None:
    """The claim names the town, the denial one place of it."""
    claim = "The tap water of Velmar is poisoned."
    assert cautions("The wells of Brisk Ford are clean.", claim, office="water") == ("scope",)
    assert cautions("The water of Velmar and of Brisk Ford is clean.", claim, office="water") == ()
    assert cautions("The water is clean.", claim, office="water") == ()


def test_a_denial_for_all_is_wider() -> None:
    """It leaves out the neighbour the claim is about."""
    claim = "Kazakhstan closes its border with Russia."
    assert cautions("Kazakhstan closes its border with no neighbouring state.", claim) == ("scope",)
    assert cautions("Kazakhstan closes no border with any neighbour, Russia included.", claim) == ()
    assert cautions("Kazakhstan plans no restrictions on the border with Russia.", claim) == ()


def test_a_denial_for_all_banks_is_wider_than_a_claim_about_one() -> None:
    """A company is known by the office that speaks for it, whoever denies."""
    claim = "Steppe Credit limits withdrawals to 50 lira."
    assert cautions("No bank limits withdrawals.", claim, office="watchdog") == ("scope",)
    assert cautions("No bank limits withdrawals, Steppe Credit included.", claim, office="watchdog") == ()
    assert cautions("No bank limits withdrawals.", "Banks limit withdrawals.", office="watchdog") == ()


def test_a_product_that_bears_its_makers_name_is_no_other_place() -> None:
    """Who speaks of VelmarPay speaks of Velmar's."""
    claim = "Steppe Credit has lost the cards of its customers."
    assert cautions("SteppeCreditPay has lost no cards.", claim, office="bank") == ()


def test_who_speaks_is_part_of_the_cautions() -> None:
    """In the contract's order, each with its reason."""
    found = cautions(
        "Talk of leaving is untrue.", PAUSING, said_at="2026-01-01", first_hand=False, unnamed=True
    )
    assert found == ("stale", "scope", "second_hand", "unnamed")
    denial = weighed("It is untrue.", PAUSING, first_hand=False)
    assert denial is not None
    assert not denial.weak
    assert "feed:border.example" in denial.reasons[0]

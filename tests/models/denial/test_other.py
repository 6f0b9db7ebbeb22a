"""A denial of the Z5 is none of the Z4. Names are invented."""

from __future__ import annotations

import pytest

from models.denial.other import other_one

PHONE = ("The update bricks the Z4, owners say.", "Mein Z4 ist nach dem Update tot.", "It kills old phones.")


@pytest.mark.parametrize(
    ("quote", "told", "why"),
    [
        (
            "Reports that 11.3 leaves the Z5 unusable are incorrect.",
            PHONE,
            "it speaks of Z5, the claim of Z4",
        ),
        ("Истребитель Су-35 не сбит.", ("Сбит Су-34.", "СУ-34 упал"), "it speaks of СУ35, the claim of СУ34"),
        ("The M05 is open.", ("The M-7 is closed to lorries.",), "it speaks of M5, the claim of M7"),
    ],
)
def test_another_one_of_the_kind_is_named(quote, told, why):
    """However it is written: with a hyphen, in capitals, with a nought."""
    assert other_one(quote, told) == why


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("The Z4 is not affected, nor is the Z5.", PHONE),
        ("No phone is bricked by the update.", PHONE),
        ("The A9 is closed, that is all.", PHONE),
        ("It is 20 cubic metres.", ("They let out 200 cubic metres.",)),
        ("The vote stays on 26 October.", ("The vote is moved to 9 November.",)),
        ("The Z5 is fine.", ("The Z4 is dead.", "Phones die.", "Updates kill phones.")),
        ("No Z5 died.", ("The Z4 is dead.", "The Z4 and the Z5 are dead.")),
        ("The Z5 is fine.", ()),
    ],
)
def test_what_answers_the_claim_or_names_no_other_one(quote, told):
    """Both named, none named, another kind, bare numbers, and a claim that is not of one."""
    assert other_one(quote, told) is None


def test_a_long_text_is_read_in_no_time():
    """The pattern has nothing to go back for."""
    assert other_one("Z" * 50_000 + "5" * 50_000 + "-" * 50_000, ("Z4",)) is None

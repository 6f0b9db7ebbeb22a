"""F1 as it is defined, and its mean over the classes that occur."""

import pytest

from models.training.scores import macro, scores, table_row


def test_scores_of_a_small_case_by_hand() -> None:
    found = scores(["deny", "deny", "support", "support"], ["deny", "support", "support", "support"])
    assert found["deny"].precision == 1
    assert found["deny"].recall == 0.5
    assert found["deny"].f1 == pytest.approx(2 / 3)
    assert found["support"].precision == pytest.approx(2 / 3)
    assert macro(found) == pytest.approx((2 / 3 + 0.8) / 2)


def test_a_class_that_never_occurs_takes_no_part() -> None:
    assert set(scores(["deny"], ["query"])) == {"deny"}
    assert macro(scores(["deny"], ["query"])) == 0


def test_a_row_of_the_table_names_set_and_classes() -> None:
    row = table_row("emergent", scores(["deny"], ["deny"]))
    assert row.startswith("emergent")
    assert "deny P 1.00 R 1.00 F1 1.000 (n=1)" in row

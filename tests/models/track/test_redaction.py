"""Words of deleted posts in alerts that were fired."""

from models.track import alert_record, view
from models.track.redaction import MOST_TOLD, without_words


def test_an_alert_names_the_post_whose_words_it_carries(told, mention, denial):
    """Without it nobody could tell what to strike out."""
    told(mention(0), denial(1))
    assert alert_record(told.alerts[0])["claim_post"] == "telegram:invented_0/0"


def test_the_words_of_a_deleted_post_are_struck_and_the_quote_stays(told, mention, denial, noon):
    """The office's denial is on record, whatever becomes of the rumour."""
    told(mention(0), denial(1), mention(0, kind="delete", sentence="", offset=2))
    deleted = view(told.record, noon)["deleted_words"]
    assert deleted == ["telegram:invented_0/0"]
    shown = without_words(alert_record(told.alerts[0]), deleted)
    assert "source number 0" not in str(shown)
    assert shown["text"].endswith("claim: [deleted]")
    assert shown["denial"]["quote"] == "The bridge stays open."
    assert without_words(shown, deleted) == shown


def test_the_words_of_our_own_removed_page_are_struck(told, mention, denial, noon):
    """From the alert about it, and from others that list it."""
    told(
        mention(0),
        mention(1, own=True),
        denial(2),
        mention(1, own=True, kind="delete", sentence="", offset=3),
    )
    deleted = view(told.record, noon)["deleted_words"]
    struck = [without_words(alert_record(alert), deleted) for alert in told.alerts]
    assert {alert.kind for alert in told.alerts} == {"denied", "our_page"}
    assert "source number 1" not in str(struck)
    assert "source number 0" in str(struck)
    assert struck[1]["own_pages"][0]["state"] == "removed"


def test_an_alert_with_words_that_stand_is_left_alone(told, mention, denial, noon):
    """The deletion of another post of the claim changes nothing in it."""
    told(mention(0), mention(3), denial(4), mention(3, kind="delete", sentence="", offset=5))
    record = alert_record(told.alerts[0])
    assert without_words(record, view(told.record, noon)["deleted_words"]) == record


def test_what_is_remembered_for_striking_is_bounded(told, mention, statement, denial):
    """A claim with a new wording at each of many alerts."""
    told(*(mention(n, own=True) for n in range(20)), denial(20))
    for n in range(21, 60, 3):
        told(mention(n), denial(n + 1, statement(office=f"office{n}", standing=n)))
        told(mention(n, kind="delete", sentence="", offset=n + 2))
    assert len(told.record.told) <= MOST_TOLD


def test_a_second_hand_quote_outlives_its_post_and_names_no_claim(told, mention, statement, denial, noon):
    """The deletion of a newspaper's post withdraws nothing; a claim is not called by deleted words."""
    quoted = statement(first_hand=False, official="Ilo Varn")
    told(denial(0, quoted))
    assert view(told.record, noon)["text"] == "The bridge stays open."
    told(denial(0, quoted, kind="delete", sentence="", statements=(), offset=1))
    assert view(told.record, noon)["text"] == ""
    told(mention(2))
    assert told.kinds == ["denied"]
    (shown,) = view(told.record, noon)["denials"]
    assert (shown["quote"], shown["withdrawn_at"]) == ("The bridge stays open.", None)

"""Our own pages that carry a claim."""

from models.track import alert_record
from models.track.alerts import page_record, update_line


def test_our_page_that_asserts_what_is_denied_is_told(told, mention, denial):
    """Once for each page, whether it came before the denial or after it."""
    page = mention(1, own=True, url="https://outlet.invalid/bridge")
    told(mention(0), page, denial(2))
    assert told.kinds == ["denied", "our_page"]
    assert told.alerts[0].own_pages[0].uid == page.post
    assert "https://outlet.invalid/bridge" in told.alerts[1].text
    assert page.sentence in told.alerts[1].text
    told(mention(3, own=True), denial(4), mention(5))
    assert told.kinds == ["denied", "our_page", "our_page"]
    assert len({alert.alert for alert in told.alerts}) == 3


def test_our_page_on_a_claim_nobody_denies_is_no_alert(told, mention, denial, statement):
    """Nor is one under a weak denial."""
    told(mention(0), mention(1, own=True), denial(2, statement(unnamed=True, first_hand=False)))
    assert told.kinds == ["unconfirmed_denial"]


def test_our_page_that_was_corrected_in_time_is_no_alert(told, mention, denial):
    """What no longer asserts the claim concerns nobody."""
    told(mention(0), mention(1, own=True), mention(1, own=True, kind="edit", stance="deny", offset=2))
    told(denial(3))
    assert told.kinds == ["denied"]


def test_what_became_of_our_page_is_shown(told, mention, denial):
    """Corrected by an edit, removed by a deletion."""
    told(mention(0), mention(1, own=True), mention(2, own=True), denial(3))
    record = told(
        mention(1, own=True, kind="edit", stance="deny", offset=4),
        mention(2, own=True, kind="delete", offset=5),
    )
    assert [page.state for page in record.own_pages] == ["corrected", "removed"]


def test_a_removed_page_leaves_no_words_and_a_mended_one_its_new_ones(told, mention):
    """What is shown of our page is what it says now."""
    told(mention(0, own=True), mention(0, own=True, kind="edit", sentence="It may close.", offset=1))
    assert told.record.own_pages[0].sentence == "It may close."
    told(mention(0, own=True, kind="delete", sentence="", offset=2))
    assert told.record.own_pages[0].sentence == ""


def test_the_alert_has_a_draft_for_the_update_of_the_page(tell, mention, denial, statement):
    """Time, office by its name, the words themselves; only the alert of our page has one."""
    told = tell([mention(0), mention(1, own=True), denial(52, statement(official="Ilo Varn"))])
    lines = {alert.kind: alert_record(alert)["update_line"] for alert in told.alerts}
    assert lines == {
        "denied": None,
        "our_page": "UPDATE 12:52 UTC: Ilo Varn, ministry, denies this: «The bridge stays open.»",
    }


def test_the_draft_names_the_office_and_the_day(told, mention, denial, statement):
    """The day where the page is of another; that others quote the office, where they do."""
    record = told(mention(0, own=True), denial(60 * 24, statement(first_hand=False, quote="«No.»\u202e\n x")))
    (one,) = record.denials
    line = update_line(one, record.own_pages, {"ministry": "Foreign Ministry of Velmar"})
    assert line == (
        "UPDATE 03 Mar 2026, 12:00 UTC: Foreign Ministry of Velmar denies this, as quoted by others: «No.» x"
    )


def test_when_a_page_was_read_again_is_shown(told, mention, denial):
    """An edit that changes nothing about the claim leaves it standing, and says since when."""
    told(mention(0, own=True), mention(1), denial(2))
    record = told(mention(0, own=True, kind="edit", offset=3, minute=40))
    shown = page_record(record.own_pages[0])
    assert (shown["state"], shown["read_again_at"]) == ("standing", "2026-03-02T12:40:00Z")
    assert page_record(told(mention(4, own=True)).own_pages[1])["read_again_at"] is None

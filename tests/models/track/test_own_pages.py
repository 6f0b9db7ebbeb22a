"""Our own pages that carry a claim."""


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

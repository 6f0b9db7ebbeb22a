"""The sentences a claim is told in, and our own pages."""

from models.track.view import canonical


def test_the_wording_is_the_first_post_that_asserts(told, mention):
    """It stays, whatever is read later; a question or a denial is none."""
    record = told(mention(0, stance="query"), mention(1), mention(2))
    assert canonical(record).post == "telegram:invented_1/1"


def test_one_sentence_is_kept_once(told, mention):
    """Case and spacing make no other sentence."""
    record = told(mention(0, sentence="The bridge closes."), mention(1, sentence="THE  bridge closes."))
    assert len(record.wordings) == 1


def test_a_new_language_takes_the_place_of_one_told_often(told, mention):
    """Six wordings at most, and as many languages among them as there are; the first one stays."""
    record = told(*map(mention, range(8)), mention(8, lang="uk", sentence="Міст закривають."))
    assert len(record.wordings) == 6
    assert {wording.lang for wording in record.wordings} == {"en", "uk"}
    assert record.wordings[0].post == "telegram:invented_0/0"


def test_a_long_sentence_is_shortened(told, mention):
    """To 200 characters, the last one an ellipsis."""
    (wording,) = told(mention(0, sentence="x" * 300)).wordings
    assert (len(wording.text), wording.text[-1]) == (200, "…")


def test_a_deleted_text_is_not_shown_where_there_is_another(told, mention):
    """The next post's sentence takes its place; the uid of the origin stays."""
    record = told(mention(0), mention(1), mention(0, kind="delete", sentence="", offset=2))
    assert canonical(record).post == "telegram:invented_1/1"
    assert record.origin.uid == "telegram:invented_0/0"


def test_the_only_text_goes_when_another_comes(told, mention):
    """A claim keeps a wording as long as it has no other."""
    record = told(mention(0), mention(0, kind="delete", sentence="", offset=1))
    assert canonical(record).gone
    record = told(mention(2))
    assert [wording.post for wording in record.wordings] == ["telegram:invented_2/2"]


def test_a_post_of_endless_name_lends_its_words_only_until_another_has_some(told, mention):
    """Names of a thousand characters are not kept beside each sentence."""
    endless = "feed:example.invalid/" + "x" * 500
    assert canonical(told(mention(0, post=endless))).post == endless
    record = told(mention(1), mention(2, post=endless + "y"))
    assert [wording.post for wording in record.wordings] == ["telegram:invented_1/1"]


def test_an_edit_mends_the_wording(told, mention):
    """The text shown is the text that stands; an edit that asserts no more takes it out."""
    record = told(mention(0), mention(1), mention(0, kind="edit", sentence="It closes at noon.", offset=2))
    assert canonical(record).text == "It closes at noon."
    record = told(mention(0, kind="edit", stance="deny", offset=3))
    assert canonical(record).post == "telegram:invented_1/1"


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

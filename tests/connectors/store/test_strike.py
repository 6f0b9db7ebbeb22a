"""Words of deleted posts leave the read model. All claims, posts and offices are invented."""

from __future__ import annotations

import pytest

C1, RUMOUR, PAGE = "c1aa000000000001", "telegram:velmar_invented/1", "feed:our.example/9"
WORDS = "The Velmar bridge closes tomorrow."


@pytest.fixture
def told(alert, denial):
    """Give an alert that carries the words of two posts."""
    page = {
        "post": PAGE,
        "url": None,
        "sentence": "Our bridge story.",
        "published_at": "2026-03-02T11:30:00Z",
        "state": "standing",
    }
    return alert(
        claim_text=WORDS,
        claim_post=RUMOUR,
        own_pages=[page],
        denial=denial(),
        text=f'YOU PUBLISHED {PAGE} on 2026-03-02: "Our bridge story." — now denied by velmar-roads: '
        f'"The bridge stays open." — claim: "{WORDS}"',
    )


def gone(claim, *posts):
    return claim(text="", wordings=[], deleted_words=list(posts), deleted=1)


def everything(store) -> str:
    return str((store.claims(), store.alerts(), store.find("tomorrow"), store.deliveries.list()))


def test_deleted_words_leave_text_wordings_search_and_alerts(store, claim, told):
    """The office's quote stays on record."""
    store.take("claims", 0, 0, claim())
    store.take("alerts", 0, 0, told)
    assert store.find("tomorrow")
    store.take("claims", 0, 1, gone(claim, RUMOUR))
    assert "closes tomorrow" not in everything(store)
    assert store.find("tomorrow") == []
    (kept,) = store.alerts()
    assert kept["text"].endswith('"The bridge stays open." — claim: [deleted]')
    assert (kept["denial"]["quote"], kept["claim_text"]) == ("The bridge stays open.", "")
    assert kept["own_pages"][0]["sentence"] == "Our bridge story."


def test_an_alert_that_comes_after_the_deletion_is_kept_without_the_words(store, claim, told):
    """Topics are read in no order between them."""
    store.take("claims", 0, 0, gone(claim, RUMOUR, PAGE))
    store.take("alerts", 0, 0, told)
    assert "closes tomorrow" not in everything(store)
    assert "Our bridge story" not in everything(store)


def test_what_is_not_sent_yet_is_sent_without_the_words(store, clock, claim, told):
    """A delivery that waited for its target."""
    store.subscribe("query", "*", "telegram:@velmar_desk")
    store.take("alerts", 0, 0, told)
    store.take("claims", 0, 0, gone(claim, RUMOUR))
    leased = store.deliveries.lease("telegram:@velmar_desk", clock.now, clock.forward(minutes=1), clock.now)
    assert "closes tomorrow" not in str(leased)


def test_an_edited_wording_changes_where_it_is_shown(store, claim):
    """Text, wordings and searched words follow the newest view."""
    store.take("claims", 0, 0, claim())
    store.take("claims", 0, 1, claim(text="The Velmar bridge closes on Friday."))
    assert store.claim(C1)["text"] == "The Velmar bridge closes on Friday."
    assert (len(store.find("friday")), store.find("tomorrow")) == (1, [])


def test_alerts_of_other_claims_and_other_posts_are_left_alone(store, claim, told):
    """And a list of posts that is none changes nothing."""
    store.take("alerts", 0, 0, told)
    for offset, posts in enumerate((["telegram:other/1"], "telegram", [None, 7], None)):
        store.take("claims", 0, offset, claim(deleted_words=posts))
    store.take("claims", 0, 9, claim("c2bb000000000002", deleted_words=[RUMOUR]))
    assert store.alerts() == [told]


@pytest.mark.parametrize(
    "keys",
    [{}, {"claim_post": RUMOUR}, {"own_pages": [None, {"post": RUMOUR}, {"post": RUMOUR, "sentence": 7}]}],
)
def test_an_alert_with_other_keys_is_left_alone(store, claim, alert, keys):
    """Written before alerts named the post whose words they carry, or by another program."""
    store.take("alerts", 0, 0, alert(**keys))
    store.take("claims", 0, 0, gone(claim, RUMOUR))
    assert store.alerts() == [alert(**keys)]


def test_the_file_itself_forgets(tmp_path, claim, told):
    """SQLite overwrites what is deleted, rather than only marking the place as free."""
    from connectors.store import Store, default_url

    with Store(default_url(tmp_path)) as store:
        store.take("claims", 0, 0, claim())
        store.take("alerts", 0, 0, told)
        store.take("claims", 0, 1, gone(claim, RUMOUR))
    assert all(b"closes tomorrow" not in file.read_bytes() for file in tmp_path.iterdir())

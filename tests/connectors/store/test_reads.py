"""What a newsroom asks the store."""

from __future__ import annotations

import pytest

from connectors.store import StoreError, UnknownClaimError


@pytest.fixture
def filled(store, claim):
    """Give a store with three claims."""

    def rate(value):
        return {"per_minute": {"value": value, "low": 0.0, "high": 9.0}}

    store.take("claims", 0, 0, claim("c1aa000000000001", posts=5, spread=rate(0.1)))
    store.take(
        "claims", 0, 1,
        claim("c1ab000000000002", posts=90, spread=rate(0.0), status="dormant",
              text="Вельмар выйдет из союза",
              wordings=[{"text": "Velmar verlässt die Union", "lang": "de", "post": "twitter:a/1"}]),
    )  # fmt: skip
    late = "2026-03-02T11:59:00.500Z"
    store.take("claims", 0, 2, claim("c2ac000000000003", posts=7, spread={"per_minute": None}, last_at=late))
    return store


def ids(records):
    return [record["claim"][:4] for record in records]


def test_claims_are_sorted_as_asked(filled):
    """By rate, size or newest post; a rate that is not known counts as none."""
    assert ids(filled.claims("growth")) == ["c1aa", "c1ab", "c2ac"]
    assert ids(filled.claims("posts")) == ["c1ab", "c2ac", "c1aa"]
    assert ids(filled.claims("updated", limit=1)) == ["c2ac"]
    assert ids(filled.claims(status="dormant")) == ["c1ab"]
    assert ids(filled.claims("sources")) == ["c1ab", "c2ac", "c1aa"]
    with pytest.raises(StoreError, match="growth, posts, updated, audience, sources"):
        filled.claims("loudest")


def test_claims_are_chosen_by_the_languages_they_are_told_in(store, claim):
    """Not by that of their wording alone; the limit counts those that are chosen."""
    for number in range(30):
        langs = ["en", "uk"] if number % 3 == 0 else ["en"]
        store.take("claims", 0, number, claim(f"c{number:015x}", posts=number, languages=langs))
    found = store.claims("posts", limit=4, lang="uk")
    assert [record["posts"] for record in found] == [27, 24, 21, 18]
    assert len(store.claims("posts", limit=50, lang="uk")) == 10
    assert store.claims(lang="kk") == []
    assert store.claims(lang="uk", status="denied") == []


def test_a_claim_is_found_by_its_id_or_the_beginning_of_it(filled):
    """As long as no other begins so."""
    assert filled.claim("c1aa000000000001")["posts"] == 5
    assert filled.claim(" C1AB ")["posts"] == 90


@pytest.mark.parametrize(
    ("prefix", "says"),
    [
        ("c1a", "too short"),
        ("ffff", "no claim has an id that begins"),
        ("c1%_", "no claim has an id that begins"),
        ("", "too short"),
    ],
)
def test_a_prefix_that_fits_no_claim_is_told(filled, prefix, says):
    """Wildcards of SQL are characters like others."""
    with pytest.raises(UnknownClaimError, match=says) as told:
        filled.claim(prefix)
    assert not told.value.several


def test_a_prefix_that_fits_several_claims_names_them(store, claim):
    """So that the next try is a good one."""
    store.take("claims", 0, 0, claim("c1aa000000000001"))
    store.take("claims", 0, 1, claim("c1aa000000000002"))
    with pytest.raises(UnknownClaimError, match="c1aa000000000001, c1aa000000000002") as told:
        store.claim("c1aa")
    assert told.value.several


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bridges", ["c2ac", "c1aa"]),
        ("союз Вельмара", ["c1ab"]),
        ("velmar union", ["c1ab"]),
        ("velmar", ["c1ab", "c2ac", "c1aa"]),
        ("velmar airport", []),
        ("%", []),
        ("", []),
        ("vel", []),
    ],
)
def test_claims_are_found_by_words_in_any_script_or_inflection(filled, query, found):
    """In the text or any wording, the largest first."""
    assert ids(filled.find(query)) == found


def test_alerts_come_newest_first(store, alert):
    """Of all claims or one."""
    store.take("alerts", 0, 0, alert("a1"))
    store.take("alerts", 0, 1, alert("a2", claim="c2", fired_at="2026-03-02T12:30:00Z"))
    assert [record["alert"] for record in store.alerts()] == ["a2", "a1"]
    assert store.alerts(claim="c2") == [alert("a2", claim="c2", fired_at="2026-03-02T12:30:00Z")]

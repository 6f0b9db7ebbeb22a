"""Two records that become one say what one record of all posts would say; nothing is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from models.order import MovedPost, Order
from models.rules import widely_told
from models.track import ClaimRecord, TrackSettings, obey, passed_on, step, take_in
from models.track.record import MOST_BYTES
from models.track.spread import shown_window

SETTINGS = TrackSettings(rules=widely_told("three", posts=3, sources=3))
COUNTS = (
    "posts",
    "deleted",
    "stances",
    "views",
    "last_at",
    "rumour_at",
    "asserted_at",
    "platforms",
    "languages",
)


def follow(weigher, *mentions):
    """Give the record of a claim and the kinds of the alerts that it fired."""
    record, kinds = None, []
    for mention in mentions:
        record, fired = step(record, mention, SETTINGS, weigher)
        kinds += [alert.kind for alert in fired]
    return record, kinds


def merged(weigher, one, other, offset=100):
    """Merge a claim into another; give the record, and the kinds of the alerts."""
    _, handover = obey(other, Order("merge", other.claim, offset, one.claim), SETTINGS)
    taken = take_in(one, handover, SETTINGS, weigher)
    return taken.record, [alert.kind for alert in taken.alerts]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    posts=st.lists(
        st.tuples(
            st.integers(0, 300), st.sampled_from(["support", "deny", "query", "comment"]), st.booleans(),
            st.sampled_from(["en", "ru", "kk"]), st.integers(0, 9), st.none() | st.integers(0, 500),
        ),
        min_size=2, max_size=30,
    )
)  # fmt: skip
def test_counts_and_windows_are_those_of_one_record_of_all_posts(mention, weigher, posts):
    """Whichever posts were in which of the two."""
    every, halves = [], ([], [])
    for n, (minute, stance, first, lang, channel, views) in enumerate(sorted(posts, key=lambda p: p[0])):
        made = mention(
            n, minute=minute, stance=stance, lang=lang, channel=f"telegram:invented_{channel}", views=views,
            audience=10 * channel, post=f"telegram:invented_{channel}/{n}",
        )  # fmt: skip
        every.append(made)
        halves[first].append(replace(made, claim=f"c{first}"))
    whole, _ = follow(weigher, *every)
    if not all(halves):
        return
    (one, _), (other, _) = (follow(weigher, *half) for half in halves)
    both, _ = merged(weigher, one, other)
    for name in COUNTS:
        assert getattr(both, name) == getattr(whole, name), name
    assert both.origin.uid == whole.origin.uid
    assert both.channels.size() == whole.channels.size()
    assert both.sources.size() == whole.sources.size()
    assert both.audience.total() == whole.audience.total()
    assert both.shape.total(0, 10**9) == whole.shape.total(0, 10**9)
    assert both.hours.total(0, 10**9) == whole.hours.total(0, 10**9)
    assert last_hour(both) == last_hour(whole)
    for minutes in (1, 10, 60):
        assert shown_window(both, minutes, both.now) == shown_window(whole, minutes, whole.now)


def test_the_trees_of_both_are_one(mention, weigher):
    """A post that both pass on is one branch, and who cites whom is known of both."""
    a, b = "telegram:a/1", "telegram:b/1"
    one, _ = follow(weigher, mention(0, post=a), *(mention(n, parent=a) for n in (1, 2)))
    story = [mention(n, claim="c2", parent=parent) for n, parent in ((3, a), (4, b), (5, a))]
    other, _ = follow(weigher, *story)
    both, _ = merged(weigher, one, other)
    assert {branch.post: branch.certain for branch in both.tree} == {a: 4, b: 1}
    assert both.links == one.links + other.links


def test_a_post_of_both_claims_counts_once_in_windows(mention, weigher):
    """It spoke of both, and they are one now."""
    post = mention(0, views=9)
    one, _ = follow(weigher, post, mention(1, views=2))
    other, _ = follow(weigher, replace(post, claim="c2"), mention(2, claim="c2", stance="query"))
    both, _ = merged(weigher, one, other)
    window = shown_window(both, 60, both.now)
    assert (both.posts, window["posts"], window["asserting"], window["views"]) == (3, 3, 2, 11)
    assert (sum(both.shape.posts), sum(both.hours.posts)) == (3, 3)


def last_hour(record):
    """Count the posts of a record's last hour, and those that assert."""
    end = record.minutes.start + len(record.minutes.posts)
    return end, record.minutes.total(end - 60, end)


def test_a_repeat_of_what_was_handed_over_changes_nothing(mention, weigher):
    """The same record comes back, and nothing fires."""
    one, _ = follow(weigher, mention(0))
    other, _ = follow(weigher, mention(1, claim="c2"))
    both, _ = merged(weigher, one, other)
    again, kinds = merged(weigher, both, other)
    assert again is both
    assert kinds == []


def test_a_record_that_was_merged_away_passes_on_what_still_comes(mention, weigher):
    """To the claim it lives on in; an order that comes again gives nothing a second time."""
    one, _ = follow(weigher, mention(0))
    other, _ = follow(weigher, mention(1, claim="c2"))
    order = Order("merge", "c1", 50, "c3")
    gone, handover = obey(one, order, SETTINGS)
    assert (gone.merged_into, gone.posts) == ("c3", 0)
    assert obey(gone, order, SETTINGS) == (gone, None)
    _, late = obey(other, Order("merge", "c2", 40, "c1"), SETTINGS)
    assert passed_on(gone, late).handover == "c3"
    assert passed_on(other, handover) is None


@pytest.mark.parametrize("denied_first", [True, False])
def test_a_denial_that_fired_comes_along_and_fires_nothing_again(mention, denial, weigher, denied_first):
    """Nor does a relay of it afterwards; the claim is denied."""
    rumour, _ = follow(weigher, mention(0))
    denied, kinds = follow(weigher, mention(1, claim="c2"), denial(2, claim="c2"))
    assert kinds == ["denied"]
    one, other = (denied, rumour) if denied_first else (rumour, denied)
    both, kinds = merged(weigher, one, other)
    assert kinds == []
    assert both.status == "denied"
    assert [d.office for d in both.denials] == ["ministry"]
    after, kinds = follow_on(weigher, both, denial(3, claim=both.claim, offset=200))
    assert kinds == []
    assert after.heard[0].relays == 1


def follow_on(weigher, record, *mentions):
    """Give a record after more mentions, and the kinds of their alerts."""
    kinds = []
    for mention in mentions:
        record, fired = step(record, mention, SETTINGS, weigher)
        kinds += [alert.kind for alert in fired]
    return record, kinds


def test_both_denied_claims_make_a_denied_one_without_a_word(mention, denial, statement, weigher):
    """Each was told of."""
    one, _ = follow(weigher, mention(0), denial(1))
    palace = statement(office="palace")
    other, _ = follow(weigher, mention(2, claim="c2"), denial(3, palace, claim="c2"))
    both, kinds = merged(weigher, one, other)
    assert kinds == []
    assert {d.office for d in both.denials} == {"ministry", "palace"}


def test_a_statement_that_waited_for_its_rumour_denies_it_where_the_two_meet(mention, denial, weigher):
    """It fires for the first time, not again."""
    rumour, _ = follow(weigher, mention(0))
    waiting, kinds = follow(weigher, denial(1, claim="c2"))
    assert kinds == []
    both, kinds = merged(weigher, rumour, waiting)
    assert kinds == ["denied"]
    assert both.status == "denied"


def test_our_own_page_is_told_of_where_it_meets_a_denial(mention, denial, weigher):
    """Once."""
    page, _ = follow(weigher, mention(0, own=True))
    denied, _ = follow(weigher, mention(1, claim="c2"), denial(2, claim="c2"))
    both, kinds = merged(weigher, page, denied)
    assert kinds == ["our_page"]
    assert merged(weigher, both, follow(weigher, mention(5, claim="c3"))[0])[1] == []


def test_two_that_spread_only_together_are_told_of_once(mention, weigher):
    """And two that spread already are not."""
    one, _ = follow(weigher, mention(0), mention(1))
    other, _ = follow(weigher, mention(2, claim="c2"), mention(3, claim="c2"))
    both, kinds = merged(weigher, one, other)
    assert kinds == ["spreading"]
    third, kinds = follow(weigher, *(mention(n, claim="c3") for n in (4, 5, 6)))
    assert kinds == ["spreading"]
    assert merged(weigher, both, third)[1] == []


def test_a_merged_record_keeps_within_its_size(mention, denial, statement, weigher):
    """Two full ones make one full one."""
    full = []
    for claim in ("c1", "c2"):
        offices = [statement(office=f"{claim}-{n}", standing=n % 3, quote="x" * 200) for n in range(9)]
        story = [mention(n, claim=claim, sentence=f"{claim} {n} " + "у" * 190) for n in range(80)]
        story += [denial(80 + n, said, claim=claim) for n, said in enumerate(offices)]
        full.append(follow(weigher, *story)[0])
    both, _ = merged(weigher, *full)
    assert len(both.to_bytes()) <= MOST_BYTES
    assert ClaimRecord.from_bytes(both.to_bytes()) == both


def test_posts_that_leave_take_what_they_brought(mention, weigher):
    """Counts, windows, sentence; the rest is as if they had never come, but for the sketches of accounts."""
    story = [mention(n, lang="en" if n % 2 else "ru", views=n) for n in range(4)]
    record, _ = follow(weigher, *story)
    left = [MovedPost(replace(story[n], claim="c9", offset=60), "support") for n in (0, 3)]
    rest, handover = obey(record, Order("move", "c1", 60, "c9", tuple(left)), SETTINGS)
    never, _ = follow(weigher, story[1], story[2])
    for name in ("posts", "stances", "minutes", "recent", "views"):
        assert getattr(rest, name) == getattr(never, name), name
    assert {w.post for w in rest.wordings} == {story[1].post, story[2].post}
    assert {name: group.posts for name, group in rest.languages.items()} == {"en": 1, "ru": 1}
    assert fold_posts(handover.part) == {story[0].post, story[3].post}
    assert handover.part.posts == 2
    assert rest.origin.uid != story[0].post


def fold_posts(record):
    """Give the posts that a record takes its sentences from."""
    return {wording.post for wording in record.wordings}


def test_a_denial_moves_with_its_post_and_a_new_one_is_news_to_the_claim_it_left(
    mention, denial, statement, weigher
):
    """The alert of the new one has another id than that of the first."""
    story = [mention(0), denial(1)]
    record, alerts = None, []
    for one in story:
        record, fired = step(record, one, SETTINGS, weigher)
        alerts += fired
    moved = (MovedPost(replace(story[1], claim="c9", offset=60), "deny"),)
    rest, handover = obey(record, Order("move", "c1", 60, "c9", moved), SETTINGS)
    assert (rest.status, rest.denials, rest.denied_at) == ("emerging", (), None)
    target, _ = follow(weigher, mention(5, claim="c9"))
    taken = take_in(target, handover, SETTINGS, weigher)
    assert taken.alerts == ()
    assert taken.record.status == "denied"
    palace = statement(office="palace")
    _, fired = step(rest, denial(9, palace, offset=90), SETTINGS, weigher)
    assert [alert.kind for alert in fired] == ["denied"]
    assert fired[0].alert != alerts[0].alert


def test_an_order_about_a_post_that_is_still_on_its_way_waits_for_it(mention, weigher):
    """Partitions are read at their own pace; the books balance in the end."""
    a, _ = follow(weigher, mention(0), mention(1))
    post = MovedPost(replace(mention(1), claim="b", offset=50), "support")
    _, first = obey(a, Order("move", "c1", 50, "b", (post,)), SETTINGS)
    further = MovedPost(replace(mention(1), claim="c", offset=60), "support")
    b, gone = obey(None, Order("move", "b", 60, "c", (further,), needs=(50,)), SETTINGS)
    assert gone is None
    taken = take_in(b, first, SETTINGS, weigher)
    assert (taken.record.posts, taken.record.emptied_into) == (0, "c")
    (second,) = taken.handovers
    assert (second.handover, second.part.posts) == ("c", 1)


def test_a_claim_that_is_renamed_before_its_posts_come_has_its_name(mention, weigher):
    """The new claim of a split, renamed at once."""
    a, _ = follow(weigher, mention(0), mention(1))
    named, _ = obey(None, Order("rename", "b", 60, text="The bridge"), SETTINGS)
    post = MovedPost(replace(mention(1), claim="b", offset=50), "support")
    _, first = obey(a, Order("move", "c1", 50, "b", (post,)), SETTINGS)
    assert take_in(named, first, SETTINGS, weigher).record.name == "The bridge"


def test_a_claim_that_slept_is_awake_where_it_meets_one_that_is(mention, weigher):
    """Silence of one says nothing of both."""
    old, _ = follow(weigher, mention(0))
    asleep = structs.replace(old, status="dormant", slept_from="emerging")
    new, _ = follow(weigher, mention(1, claim="c2", at=mention(0).at + timedelta(days=20)))
    both, _ = merged(weigher, asleep, new)
    assert both.status == "emerging"


def test_an_old_post_wakes_no_claim(mention, denial, weigher):
    """What sleeps goes on sleeping, and knows what it slept from."""
    new, _ = follow(weigher, mention(9))
    asleep = structs.replace(new, status="dormant", slept_from="emerging")
    old, _ = follow(weigher, mention(1, claim="c2"), denial(2, claim="c2"))
    both, kinds = merged(weigher, asleep, old)
    assert (both.status, both.slept_from, kinds) == ("dormant", "denied", [])

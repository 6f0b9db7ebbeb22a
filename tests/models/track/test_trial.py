"""Two sets of rules on one run: what would be told more, less, or at another time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from models.order import Order
from models.rules import Rules, widely_told
from models.track import TrackSettings
from models.track.trial import Trial, compared, summed_up


def trial(weigher, rules):
    """Follow claims by rules."""
    return Trial(TrackSettings(rules=rules), weigher)


def told(weigher, rules, mentions):
    """Give the alerts of a run by rules."""
    one = trial(weigher, rules)
    for mention in mentions:
        one.hear(mention)
    return one.spreading()


def marks(verdicts):
    """Give what is said of each claim."""
    return [(verdict.alert.claim, verdict.mark) for verdict in verdicts]


def run(mention, **sizes):
    """Tell claims at once, a post a minute, each as often as is said."""
    posts = []
    for n in range(max(sizes.values())):
        for at, (claim, size) in enumerate(sizes.items()):
            if n < size:
                offset = 100 * n + at
                posts.append(
                    mention(
                        n,
                        claim=claim,
                        offset=offset,
                        minute=n,
                        post=f"telegram:{claim}_{n}/1",
                        source=f"telegram:{claim}_{n}",
                    )
                )
    return posts


def same(claim):
    """Give the claim: none was merged."""
    return claim


def test_rules_are_compared_claim_by_claim(weigher, mention):
    """More, fewer, earlier, later, the same: each alert has its mark."""
    posts = run(mention, small=2, middle=4, large=9)
    now = told(weigher, widely_told("now", 4, 1), posts)
    assert marks(compared(now, now, same)) == [("middle", "same"), ("large", "same")]
    more = compared(told(weigher, widely_told("new", 2, 1), posts), now, same)
    assert sorted(marks(more)) == [("large", "earlier"), ("middle", "earlier"), ("small", "new")]
    assert {verdict.shift for verdict in more if verdict.mark == "earlier"} == {timedelta(minutes=-2)}
    less = compared(told(weigher, widely_told("new", 6, 1), posts), now, same)
    assert sorted(marks(less)) == [("large", "later"), ("middle", "gone")]


def test_one_sentence_sums_it_up(weigher, mention):
    """How many, beside how many now, and what moved."""
    posts = run(mention, small=2, middle=4, large=9)
    now = told(weigher, widely_told("now", 4, 1), posts)
    silent = told(weigher, Rules(), posts)
    fewer = told(weigher, widely_told("new", 6, 1), posts)
    assert summed_up(compared(now, now, same)) == "2 alerts, as many as now"
    assert summed_up(compared(fewer, now, same)) == "1 alert, 1 fewer than now: 1 gone, 1 later"
    assert summed_up(compared(silent, now, same)) == "0 alerts, 2 fewer than now: 2 gone"
    assert summed_up(compared(now, silent, same)) == "2 alerts, 2 more than now: 2 new"
    assert summed_up([]) == "0 alerts, as many as now"


def test_claims_that_were_merged_are_one(weigher, mention):
    """It fires as one claim here and as the other there, and is no news."""
    posts = run(mention, a=3, b=5)
    now = [alert for alert in told(weigher, widely_told("now", 3, 1), posts) if alert.claim == "a"]
    new = told(weigher, widely_told("new", 5, 1), posts)
    assert [verdict.mark for verdict in compared(new, now, lambda _: "b")] == ["later"]


def test_orders_are_followed_as_in_the_stream(weigher, mention):
    """Two claims of three posts each are one of six, which spreads; what was told is not told anew."""
    one = trial(weigher, widely_told("five", 5, 5))
    for post in run(mention, a=3, b=3):
        one.hear(post)
    assert one.spreading() == []
    one.follow(Order("merge", "b", offset=500, to="a"))
    assert [alert.claim for alert in one.spreading()] == ["a"]
    assert one.records["b"].merged_into == "a"
    one.follow(Order("merge", "b", offset=500, to="a"))
    assert len(one.spreading()) == 1


def test_what_goes_to_a_merged_claim_goes_on_to_its_survivor(weigher, mention):
    """Through as many merges as there were."""
    one = trial(weigher, widely_told("six", 6, 6))
    for post in run(mention, a=2, b=2, c=2):
        one.hear(post)
    one.follow(Order("merge", "a", offset=500, to="b"))
    one.follow(Order("merge", "c", offset=501, to="a"))
    assert one.records["b"].posts == 6
    assert [alert.claim for alert in one.spreading()] == ["b"]


def test_a_post_of_no_claim_changes_nothing(weigher, mention):
    """It has no record to go to."""
    one = trial(weigher, Rules())
    one.hear(replace(mention(0), claim=None))
    assert one.records == {}

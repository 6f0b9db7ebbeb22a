"""A lookup that forgot is one that never knew. All posts are synthetic."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.claim.lookup import Lookups
from models.text import normalise, sketch

SAID = "The harbour of Sandrock closes to all ferries on Monday because the old pier is sinking"
PAGE = "page:0123456789abcdef"
TEXTS = (SAID, f"{SAID} they say", f"{SAID} Sandrock Evening your daily paper of the coast", "Too short")
POSTS = st.lists(
    st.fixed_dictionaries({
        "text": st.sampled_from(TEXTS), "copy_key": st.sampled_from([None, "a", "b"]),
        "page": st.sampled_from([None, PAGE]), "pages": st.sampled_from([(), (PAGE,)]),
        "channel": st.sampled_from(["one", "two"]), "axis": st.integers(0, 2),
        "kind": st.sampled_from(["forward_of", "quote_of", "reply_to"]),
        "parent": st.sampled_from([None, "telegram:elsewhere/9"]), "asserts": st.booleans(),
    }),
    min_size=1, max_size=12,
)  # fmt: skip


def test_what_is_forgotten_is_found_no_more(desk, reading) -> None:
    """By none of its names; the channel goes with its last post."""
    text = sketch(normalise(SAID))
    decision = desk(
        reading(0, copy_key="k", sketch=text, page=PAGE, pages=(PAGE,), forward_of="telegram:elsewhere/9")
    )
    lookups = desk.memory.lookups
    assert (
        lookups.original("k")
        is lookups.of_page(PAGE)
        is lookups.of_unread("telegram:elsewhere/9")
        is decision
    )
    assert list(lookups.alike(text)) == [decision]
    lookups.forget(decision)
    lookups.forget(decision)
    assert lookups.original("k") is lookups.of_page(PAGE) is lookups.decision(decision.key) is None
    assert lookups.of_unread("telegram:elsewhere/9") is None
    assert not list(lookups.alike(text))
    assert not lookups.knows_channel("telegram:invented_0")


@given(posts=POSTS, gone=st.integers(0, 12))
def test_forgetting_the_oldest_leaves_what_the_rest_would_build(
    fresh_desk, reading, along, posts, gone
) -> None:
    """So a worker that starts anew answers like one that ran on."""
    desk = fresh_desk()
    for number, post in enumerate(posts):
        given = {key: post[key] for key in ("text", "copy_key", "page", "pages", "channel", "asserts")}
        given[post["kind"]] = post["parent"]
        found = sketch(normalise(post["text"]))
        desk(reading(number, along(post["axis"]), sketch=found, **given))
    lookups = desk.memory.lookups
    for decision in desk.decisions[:gone]:
        lookups.forget(decision)
    rebuilt = Lookups()
    for decision in reversed(desk.decisions[gone:]):
        rebuilt.remember(decision)
    assert vars(lookups) == vars(rebuilt)


def test_what_a_decision_no_longer_says_is_found_no_more(desk, reading) -> None:
    """Its text was edited, or it left its claim."""
    desk(reading(0, copy_key="k", page=PAGE))
    lookups, decision = desk.memory.lookups, desk.decisions[0]
    lookups.remember(replace(decision, copy_key=None))
    assert lookups.original("k") is None
    assert lookups.of_page(PAGE) is not None
    lookups.remember(replace(decision, claim=None))
    assert lookups.of_page(PAGE) is None
    lookups.remember(decision)
    assert lookups.original("k") is decision
    lookups.forget(decision)
    assert vars(lookups) == vars(Lookups())

"""What holds for every story."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.track import ClaimRecord, step
from models.track.spread import shown_window

KINDS = st.sampled_from(["post"] * 6 + ["edit", "delete"])
STANCES = st.sampled_from(["support"] * 4 + ["deny", "deny", "query", "comment"])
DRAWN = st.lists(
    st.tuples(
        st.integers(0, 12), KINDS, STANCES, st.integers(0, 60 * 24 * 30), st.integers(0, 3), st.integers(0, 7)
    ),
    max_size=40,
)


def _story(drawn, mention, statement):
    """Make mentions of few posts: edits and deletions of them, denials of four offices, our own pages.

    No two are of the same second: a post cannot be read twice in one.
    """
    story = []
    for offset, (number, kind, stance, minute, standing, bits) in enumerate(drawn):
        said = statement(
            office=f"office{standing}", standing=standing, first_hand=bool(bits & 1), unnamed=bits == 6
        )
        story.append(
            mention(
                number,
                offset=offset,
                kind=kind,
                stance=stance,
                minute=minute + offset / 60,
                own=number == 3,
                views=minute,
                statements=(said,) if bits & 2 or stance == "deny" else (),
            )
        )
    return story


@settings(max_examples=60, deadline=None)
@given(DRAWN, st.data())
def test_redelivery_of_any_stretch_changes_nothing(tell, mention, statement, drawn, data):
    """What was applied already gives the very same record, from its serialized form too, and no alert."""
    story = _story(drawn, mention, statement)
    told = tell(story) if story else None
    if told is None:
        return
    again = ClaimRecord.from_bytes(told.record.to_bytes())
    assert again == told.record
    start = data.draw(st.integers(0, len(story) - 1))
    for repeated in story[start:]:
        same, alerts = step(again, repeated, told.settings, told.weigher)
        assert same is again
        assert alerts == ()


@settings(max_examples=60, deadline=None)
@given(DRAWN)
def test_no_alert_has_the_id_of_another(tell, mention, statement, drawn):
    """One alert for one cause, whatever the story."""
    story = _story(drawn, mention, statement)
    if story:
        ids = [alert.alert for alert in tell(story).alerts]
        assert len(ids) == len(set(ids))


@settings(max_examples=60, deadline=None)
@given(DRAWN)
def test_a_story_cut_anywhere_goes_on_as_if_it_were_not(tell, mention, statement, drawn):
    """All state is in the record: writing and reading it after each step changes no alert."""
    story = _story(drawn, mention, statement)
    if not story:
        return
    told, record, alerts = tell(story), None, []
    for each in story:
        record, fired = step(record, each, told.settings, told.weigher)
        record = ClaimRecord.from_bytes(record.to_bytes())
        alerts += fired
    assert record == told.record
    assert alerts == told.alerts


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 599), STANCES, st.integers(0, 500), st.integers(0, 9), st.integers(0, 9)),
        min_size=1,
        max_size=90,
    ),
    st.randoms(use_true_random=False),
)
def test_order_within_the_allowed_lateness_changes_no_count(tell, mention, noon, drawn, shuffle):
    """The same posts shuffled: the same counts, origin, windows, totals and tree."""
    posts = [
        mention(
            n,
            at=noon + timedelta(seconds=second),
            stance=stance,
            audience=audience,
            views=audience,
            channel=f"{'twitter' if who > 4 else 'telegram'}:invented_{who if audience % 2 else n}",
            post=f"telegram:invented/{n}",
            lang=("en", "ru", "kk")[who % 3],
            parent=f"telegram:invented/{whose}" if whose < 6 and whose != n else None,
        )
        for n, (second, stance, audience, who, whose) in enumerate(drawn)
    ]
    shuffled = list(posts)
    shuffle.shuffle(shuffled)
    shuffled = [replace(post, offset=n) for n, post in enumerate(shuffled)]
    one, other = tell(posts).record, tell(shuffled).record
    assert _counts(one) == _counts(other)
    assert _windows(one, noon) == _windows(other, noon)
    assert _tree(one) == _tree(other)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 599), st.integers(1, 99)), min_size=1, max_size=60),
    st.data(),
)
def test_a_counter_replaces_the_earlier_one_in_totals_and_windows(tell, mention, noon, drawn, data):
    """Whatever counters came before, the last one of each post is what is summed."""
    posts = {n: mention(n, at=noon + timedelta(seconds=second), views=views) for n, second, views in drawn}
    last = {n: data.draw(st.integers(0, 10**6)) for n in posts}
    edits = [replace(posts[n], kind="edit", views=views) for n, views in last.items()]
    story = [replace(post, offset=offset) for offset, post in enumerate([*posts.values(), *edits])]
    record = tell(story).record
    assert record.posts == len(posts)
    assert record.views == sum(last.values())
    assert shown_window(record, 60, record.now)["views"] == sum(last.values())


def _windows(record, noon):
    at = noon + timedelta(minutes=10)
    return [shown_window(record, minutes, at) for minutes in (1, 10, 60)]


def _tree(record):
    return sorted((branch._replace(children=b"", minute=0) for branch in record.tree), key=str)


def _counts(record):
    return (
        record.posts, record.stances, record.origin, record.rumour_at, record.channels.size(),
        record.sources.size(), record.audience.total(), record.views, record.minutes, record.shape,
        record.platforms, record.languages, record.now, record.last_at, record.hours,
    )  # fmt: skip

"""Edits travel from the ordered stage to the claims' records, once, whoever dies when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.claim.edit import Merge, Move, Moved, Rename, Split, edit_id, split_claim
from models.reading import Facts
from models.track import view

EDITOR = "editor:ines"


def moved_of(room, number, vector=None, facts=None):
    """Give a post as an editor's command carries it."""
    uid = f"telegram:invented_{number}/{number}"
    mention = next(m for m in room.mentions() if m.post == uid)
    return Moved(mention, mention.stance, vector, facts or Facts())


def founded(room, reading, along, *axes):
    """Found a claim for each axis, each post of its own channel."""
    room.read(*(reading(n, along(axis)) for n, axis in enumerate(axes)))
    room.run()
    return [room.claim_of(n) for n in range(len(axes))]


@pytest.mark.parametrize("partitions", [1, 4])
def test_a_merge_puts_all_posts_into_the_survivor_and_the_other_is_gone(
    newsroom, reading, along, noon, partitions
):
    """Counts add up, the other's record says where it went, and the read model is told."""
    room = newsroom(partitions)
    room.read(*(reading(n, along(n % 2)) for n in range(6)))
    room.run()
    one, other = room.claim_of(0), room.claim_of(1)
    room.edit(Merge(into=one, gone=other, by=EDITOR, at=noon, reason="one bridge"))
    room.read(reading(7, along(1)))
    room.run()
    assert room.posts() == {one: (7, (7, 0, 0, 0))}
    assert room.records()[other].merged_into == one
    assert [r for r in room.of("claims") if "merged_into" in r] == [{"claim": other, "merged_into": one}]
    (line,) = room.of("audit")
    assert (line["outcome"], line["by"], line["reason"]) == ("applied", EDITOR, "one bridge")
    assert line["after"][other] == one


def test_ids_of_merged_claims_resolve_through_all_merges(newsroom, reading, along, noon):
    """Also after a restart: from what the table holds."""
    room = newsroom()
    a, b, c = founded(room, reading, along, 0, 1, 2)
    room.edit(Merge(into=b, gone=c, by=EDITOR, at=noon))
    room.edit(Merge(into=a, gone=b, by=EDITOR, at=noon))
    room.run()
    room.assign.step.forget()
    assert {room.claim_of(n) for n in range(3)} == {a}
    move = Move(post="telegram:invented_2/2", to="f00d", by=EDITOR, at=noon)
    split = Split(claim=c, posts=("telegram:invented_2/2",), by=EDITOR, at=noon)
    room.edit(split, moved_of(room, 2, along(2)))
    room.edit(replace(move, to=c), moved_of(room, 2))
    room.run()
    assert [line["edit"] for line in room.of("audit")[2:]] == [edit_id(split), edit_id(replace(move, to=c))]
    assert [line["claim"] for line in room.of("audit")[2:]] == [a, a]
    assert room.claim_of(2) == a
    room.edit(Merge(into=c, gone=a, by=EDITOR, at=noon + timedelta(minutes=1)))
    room.run()
    assert room.of("audit")[-1]["outcome"] == "refused"
    assert room.posts()[a][0] == 3


def test_a_forward_and_an_edit_of_a_post_of_a_merged_claim_go_to_the_survivor(
    newsroom, reading, edited, along, noon
):
    """Nothing goes to the claim that is gone."""
    room = newsroom()
    a, b = founded(room, reading, along, 0, 1)
    room.edit(Merge(into=a, gone=b, by=EDITOR, at=noon))
    room.read(
        reading(5, along(9), forward_of="telegram:invented_1/1"),
        edited(1, 6, along(1), denies=True),
    )
    room.run()
    assert {m.claim for m in room.mentions()[2:]} == {a}
    assert room.posts() == {a: (3, (2, 1, 0, 0))}


def test_a_repeat_of_a_post_of_a_merged_claim_is_not_counted_again(newsroom, reading, along, noon):
    """Connectors read back: the post was counted where it was, and went over with all the others."""
    room = newsroom()
    a, b = founded(room, reading, along, 0, 1)
    room.edit(Merge(into=a, gone=b, by=EDITOR, at=noon))
    room.read(reading(1, along(1)), reading(0, along(0)), reading(1, along(1)))
    room.run()
    assert room.posts()[a][0] == 2


def test_a_split_founds_a_claim_that_later_posts_find(newsroom, reading, along, noon):
    """Its vector is that of the posts that were moved."""
    room = newsroom(2)
    room.read(reading(0), reading(1, along(0, 1, 0.6)), reading(2, along(0)), reading(3, along(0)))
    room.run()
    old = room.claim_of(0)
    assert room.claim_of(1) == old
    split = Split(claim=old, posts=("telegram:invented_1/1",), by=EDITOR, at=noon)
    room.edit(split, moved_of(room, 1, along(1)))
    room.read(reading(4, along(1)), reading(5, along(0)))
    room.run()
    new = split_claim(split)
    assert [room.claim_of(n) for n in (0, 1, 4, 5)] == [old, new, new, old]
    assert room.posts() == {old: (4, (4, 0, 0, 0)), new: (2, (2, 0, 0, 0))}


def test_the_machine_never_merges_what_an_editor_parted(newsroom, reading, along, noon):
    """However alike the two are; without the editor it does."""
    merged = {}
    for parted in (False, True):
        room = newsroom()
        room.read(reading(0), reading(1, along(0, 1, 0.4)))
        room.run()
        one, other = room.claim_of(0), room.claim_of(1)
        assert one != other
        if parted:
            room.edit(Move(post="telegram:invented_0/0", to=other, by=EDITOR, at=noon), moved_of(room, 0))
            back = replace(moved_of(room, 0).mention, claim=other)
            room.edit(
                Move(post="telegram:invented_0/0", to=one, by=EDITOR, at=noon + timedelta(minutes=1)),
                Moved(back, "support"),
            )
        room.read(*(reading(n, along(0, 1, 0.8)) for n in range(2, 9)))
        room.read(*(reading(n, along(0, 1, 0.45)) for n in range(9, 12)))
        room.tick(20, "end")
        room.run()
        merged[parted] = room.claim_of(0) == room.claim_of(1)
    assert merged == {False: True, True: False}


def test_the_younger_of_two_that_grew_together_goes_into_the_older(newsroom, reading, along):
    """With the reason on record, by the machine; the look is at the end of a recording at the latest."""
    room = newsroom()
    room.read(reading(0), reading(1, along(0, 1, 0.4)), reading(2, along(0, 1, 0.62)))
    room.read(*(reading(n, along(0, 1, 0.75)) for n in range(3, 9)))
    room.tick(20, "end")
    room.run()
    (line,) = room.of("audit")
    assert (line["by"], line["kind"]) == ("machine", "merge")
    assert room.posts() == {room.claim_of(0): (9, (9, 0, 0, 0))}


def test_a_post_that_an_editor_moved_stays_whatever_its_edits_say(newsroom, reading, edited, along, noon):
    """Without the editor the edit would have left."""
    room = newsroom()
    a, b = founded(room, reading, along, 0, 1)
    room.edit(Move(post="telegram:invented_0/0", to=b, by=EDITOR, at=noon), moved_of(room, 0))
    room.read(edited(0, 9, along(5)))
    room.run()
    assert room.claim_of(0) == b
    assert room.records()[a].emptied_into == b
    assert room.of("claims")[-1]["posts"] == 2


def test_an_emptied_claim_is_shown_again_once_it_is_told_anew(newsroom, reading, along, noon):
    """Its number of posts begins at one."""
    room = newsroom()
    a, b = founded(room, reading, along, 0, 1)
    room.edit(Move(post="telegram:invented_0/0", to=b, by=EDITOR, at=noon), moved_of(room, 0))
    room.read(reading(4, along(0)))
    room.run()
    assert room.posts() == {a: (1, (1, 0, 0, 0)), b: (2, (2, 0, 0, 0))}
    assert room.records()[a].emptied_into is None


def test_a_renamed_claim_keeps_its_text(newsroom, reading, along, noon):
    """Through posts, and through a merge into it or of it, until it is renamed again."""
    room = newsroom(2)
    a, b = founded(room, reading, along, 0, 1)
    room.edit(Rename(claim=b, text="The bridge of Velmar", was="text 1", by=EDITOR, at=noon))
    room.read(*(reading(n, along(1)) for n in range(2, 8)))
    room.edit(Merge(into=a, gone=b, by=EDITOR, at=noon))
    room.run()
    assert view(room.records()[a], noon)["text"] == "The bridge of Velmar"
    room.edit(Rename(claim=b, text="The Velmar bridge", by=EDITOR, at=noon))
    room.run()
    assert view(room.records()[a], noon)["text"] == "The Velmar bridge"
    assert room.of("audit")[0]["before"] == {b: "text 1"}


@pytest.mark.parametrize(
    ("kind", "told", "says"),
    [
        (Merge, {"into": "a", "gone": "a"}, "one claim already"),
        (Split, {"claim": "b", "posts": ("telegram:invented_0/0",)}, "not in the claim"),
        (Split, {"claim": "a", "posts": ("telegram:x/9",)}, "does not carry"),
        (Move, {"post": "telegram:invented_0/0", "to": "a"}, "already"),
    ],
    ids=["merge with itself", "split of another's post", "split of nothing", "move to where it is"],
)
def test_what_does_not_fit_is_refused_with_the_reason_and_changes_nothing(
    newsroom, reading, along, noon, kind, told, says
):
    """The stream may have moved on since the command looked."""
    room = newsroom()
    named = dict(zip("ab", founded(room, reading, along, 0, 1), strict=True))
    before = room.records()
    meant = {key: named.get(value, value) if isinstance(value, str) else value for key, value in told.items()}
    room.edit(kind(**meant, by=EDITOR, at=noon), moved_of(room, 0, along(0)))
    room.run()
    (line,) = room.of("audit")
    assert line["outcome"] == "refused"
    assert says in line["refused"]
    assert room.records() == before
    assert room.of("dead-letters") == []


def test_an_edit_that_is_none_is_a_dead_letter(newsroom, reading):
    """And the posts around it go on."""
    room = newsroom()
    room.read(reading(0))
    room.assign.put(b'{"edit":"merge","value":{}}')
    room.read(reading(1))
    room.run()
    assert [letter["step"] for letter in room.of("dead-letters")] == ["assign"]
    assert len(room.mentions()) == 2


def story(room, reading, edited, along, noon):
    """Tell of everything that moves posts between claims."""
    room.read(*(reading(n, along(n % 3)) for n in range(9)), reading(9, along(0, 1, 0.9)))
    room.read(reading(10, along(7), asserts=False), reading(11, along(1), denies=True))
    room.run()
    a, b, c = (room.claim_of(n) for n in range(3))
    room.edit(Merge(into=a, gone=c, by=EDITOR, at=noon))
    room.read(reading(12, along(2)), edited(4, 13, along(40)), reading(14, along(1)))
    split = Split(claim=a, posts=("telegram:invented_3/3", "telegram:invented_9/9"), by=EDITOR, at=noon)
    room.edit(split, moved_of(room, 3, along(0)), moved_of(room, 9, along(1)))
    room.read(edited(10, 15, along(1)), reading(16, along(41)), edited(4, 17, along(41, 42, 0.9)))
    room.edit(Move(post="telegram:invented_1/1", to=a, by=EDITOR, at=noon), moved_of(room, 1))
    room.edit(Merge(into=b, gone=split_claim(split), by=EDITOR, at=noon))
    room.edit(Rename(claim=a, text="Of the bridge", by=EDITOR, at=noon))
    room.read(reading(18, along(0)), reading(4, along(1)), reading(1, along(1)), reading(19, along(1)))
    room.tick(30)
    room.tick(31, "end")


def ending(room):
    """Give what a story ends with, for the claims' records and the ordered stage's table."""
    return dict(room.assign.table), room.records()


DEATHS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6)), max_size=3, unique_by=lambda d: d[0])
SHAKEN = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def told(reading, edited, along, noon):
    """Tell the story to a newsroom."""

    def tell(room, *deaths):
        story(room, reading, edited, along, noon)
        room.run(*deaths)
        return room

    return tell


@pytest.fixture(scope="module")
def quiet(newsroom, told):
    """Give the newsroom in which nobody dies."""
    return told(newsroom())


def test_the_story_moves_posts_in_every_way_there_is(quiet):
    """Else what follows proves little: merges, splits, moves, a rename, by editors and by the machine."""
    lines = quiet.of("audit")
    assert {line["outcome"] for line in lines} == {"applied"}
    assert {(line["kind"], line["by"]) for line in lines} >= {
        ("merge", EDITOR), ("split", EDITOR), ("move", EDITOR), ("rename", EDITOR), ("split", "machine"),
        ("move", "machine"),
    }  # fmt: skip
    assert sum(posts for posts, _ in quiet.posts().values()) == 17


@SHAKEN
@given(deaths=DEATHS, track_deaths=DEATHS, batch=st.integers(1, 7))
def test_deaths_between_any_two_writes_change_nothing(newsroom, told, quiet, deaths, track_deaths, batch):
    """Outputs come twice then; tables and records end as if nobody had died."""
    shaken = told(newsroom(), deaths, track_deaths, batch)
    assert ending(shaken) == ending(quiet)
    assert {a["edit"] for a in shaken.of("audit")} == {a["edit"] for a in quiet.of("audit")}
    assert {a["alert"] for a in shaken.of("alerts")} == {a["alert"] for a in quiet.of("alerts")}


@SHAKEN
@given(deaths=DEATHS, track_deaths=DEATHS, batch=st.integers(1, 7), partitions=st.integers(2, 5))
def test_over_partitions_the_books_balance_whoever_dies(
    newsroom, told, quiet, deaths, track_deaths, batch, partitions
):
    """Posts and stances of every claim are those of one partition."""
    shaken = told(newsroom(partitions), deaths, track_deaths, batch)
    assert shaken.posts() == quiet.posts()

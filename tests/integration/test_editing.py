"""Editors merge, split and move in the middle of the seed story; the books balance, nothing is told twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from connectors.editing import read_through, submit
from models.claim.edit import Merge, Move, Moved, Split, edit_id, split_claim
from models.post import fold_uid
from streams.carried import Carried
from streams.codec import edit_bytes

pytestmark = pytest.mark.integration

EDITOR = "editor:ines"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Desk:
    """An editor at the topics of a stage."""

    def __init__(self, stage):
        self.stage, self.minute = stage, 0

    async def submit(self, edit, *moved):
        """Write an edit and wait for its line in the audit."""
        names = self.stage.names
        topics = self.stage.settings.broker, names.of("vectors"), names.of("audit")
        record = await submit(*topics, edit_bytes(edit, moved), edit_id(edit), 30)
        assert record, self.stage.logs()
        return record

    async def posts(self, keys):
        """Read posts as the command does."""
        carried = Carried(keys)
        topics = {self.stage.names.of("mentions"): self.stage.settings.partitions}
        await read_through(self.stage.settings.broker, topics, carried.take, lambda *_: None)
        return carried.posts()

    def told(self, **given):
        """Fill in who and when; each edit a minute after the one before."""
        self.minute += 1
        return {"by": EDITOR, "at": NOON + timedelta(minutes=self.minute), **given}


def largest(found, number):
    """Give the largest claims, with the keys of their posts in the order in which they came."""
    sizes = Counter(m["claim"] for m in found.mentions.values() if m["claim"])
    return [
        (claim, [key for key, m in found.mentions.items() if m["claim"] == claim])
        for claim, _ in sizes.most_common(number)
    ]


async def edited(desk, found):
    """Merge the third largest claim into the second, split two posts off the first, move one to the third."""
    (first, posts), (second, _), (third, _) = largest(found, 3)
    split = Split(claim=first, posts=tuple(posts[-2:]), **desk.told())
    carried = await desk.posts([*posts[-2:], posts[-3]])
    assert set(carried) == {*posts[-2:], posts[-3]}
    moves = [Moved(carried[key], carried[key].stance, found_vector()) for key in posts[-3:]]
    move = Move(post=posts[-3], to=third, **desk.told())
    records = [
        await desk.submit(Merge(into=second, gone=third, **desk.told())),
        await desk.submit(split, *moves[1:]),
        await desk.submit(move, moves[0]),
        await desk.submit(Merge(into=second, gone=third, **desk.told())),
    ]
    assert [record["outcome"] for record in records] == ["applied"] * 3 + ["refused"]
    return second, third, split_claim(split), posts


def found_vector():
    """Give a vector that no text has: nothing joins the claim of a split by chance."""
    vector = np.zeros(384, np.float32)
    vector[7] = 1.0
    return vector


@pytest.mark.parametrize("dies", [False, True], ids=["nobody dies", "a worker dies after the edits"])
async def test_edits_in_the_middle_of_the_story(play, broker, cache, tmp_path, undisturbed, dies):
    """Posts are where they were put, every claim's count is that of its mentions, and alerts fire once."""
    async with play.stage(broker, cache, tmp_path) as stage:
        desk, told, half = Desk(stage), None, True
        worker = await stage.worker()
        async for _ in stage.feed_in(play.STORY / "posts.jsonl", 2):
            if half:
                told = await edited(desk, await until(stage, play))
            half = False
        if dies:
            worker.kill()
            await worker.wait()
            await stage.worker()
        try:
            found = await stage.gathered(120)
        except TimeoutError:
            pytest.fail(stage.logs())
    second, third, new, posts = told
    ending = play.outcome(found)
    assert found.survivor(third) == second
    assert third not in ending["claims"]
    assert [ending["mentions"][key]["claim"] for key in posts[-3:]] == [second, new, new]
    counts = Counter(m["claim"] for m in ending["mentions"].values() if m["claim"])
    assert counts == {claim: shown["posts"] for claim, shown in ending["claims"].items()}
    assert ending["mentions"].keys() == undisturbed["mentions"].keys()
    assert [d for d in found.dead if d["step"] != "embed"] == []
    causes = Counter((a["kind"], a["denial"] and fold_uid(a["denial"]["post"])) for a in denials(found))
    assert set(causes.values()) == {1}


def denials(found):
    """Give the alerts about a denial, but for those about our own pages: one for each page."""
    return [a for a in found.alerts.values() if a["denial"] and a["kind"] != "our_page"]


async def until(stage, play):
    """Wait until the first half of the story has gone through, and give what came out."""
    lines = (play.STORY / "posts.jsonl").read_text().splitlines()
    for _ in range(60):
        found = await stage.left(after=2)
        if len(found.mentions) >= len(lines) // 2 - 12:
            return found
        await asyncio.sleep(0.5)
    pytest.fail(stage.logs())

"""Where a post's words go, through all three stages, and that none are left once it is deleted.

All posts and channels are synthetic.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.claim.assign import AssignRules
from models.facts import Gazetteer
from models.officials import parse_officials
from models.post import parse_post
from models.reader import Reader
from models.track import TrackSettings
from streams.codec import encode
from streams.stages.assign import Assign
from streams.stages.track import Track
from streams.topics import TopicNames

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAMES = TopicNames("", 1)


class Embedder:
    """Puts every text at the same place but for a little, so that all belong to one claim."""

    name = "fake"

    def embed(self, text):
        drawn = np.random.RandomState(len(text)).standard_normal(384) * 0.01
        drawn[0] += 1.0
        return (drawn / np.linalg.norm(drawn)).astype(np.float32)


class Event:
    """One record as a stage gets it."""

    def __init__(self, value, offset):
        self.message = SimpleNamespace(
            value=value, offset=offset, topic="t", partition=0, headers=(), timestamp=NOON.timestamp()
        )


class Line:
    """The ordered stage and the one after it, each with its table, and what comes out."""

    def __init__(self):
        self.reader = Reader(Embedder(), Gazetteer({}, {}), parse_officials("", "none"))
        self.decided, self.tracked, self.claims = {}, {}, {}
        self.assign = Assign(NAMES, self._judge, AssignRules(), lambda _post: False, self.decided)
        self.track = Track(NAMES, TrackSettings(), lambda *_: None, self.tracked)
        self.read = []

    @staticmethod
    def _judge(reading, _vector, _claim, _reply):
        return "deny" if reading.denies else "support"

    def send(self, *posts):
        for post in posts:
            self.read.append(self.reader.read(post))
            self._deliver(len(self.read) - 1)

    def again(self, start):
        """Deliver what was delivered once more, from some place on, after a restart."""
        self.assign.forget()
        for offset in range(start, len(self.read)):
            self._deliver(offset)

    def _deliver(self, offset):
        for output in self._run(self.assign, self.decided, Event(encode(self.read[offset]), offset)):
            assert output.topic == "mentions", output.value
            for shown in self._run(self.track, self.tracked, Event(output.value, offset)):
                if shown.topic == "claims":
                    self.claims[shown.key] = shown.value

    @staticmethod
    def _run(stage, table, event):
        batch = asyncio.run(stage([event]))
        for key, (_, value) in batch.writes.items():
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value
        return batch.outputs

    def kinds(self):
        """Give the kinds of what was sent of each post."""
        found = {}
        for reading in self.read:
            found.setdefault(int(reading.post.channel[-1]), []).append(reading.post.kind)
        return found

    def kept(self):
        """Give all that is kept and shown, as text."""
        values = [*self.decided.values(), *self.tracked.values(), *self.claims.values()]
        return b"\n".join(values).decode(errors="replace")


def post(number, kind="post", words="", minute=0, **more):
    return parse_post(
        {
            "platform": "telegram",
            "channel": f"invented_{number}",
            "post_id": "1",
            "kind": kind,
            "published_at": (NOON + timedelta(minutes=minute)).isoformat(),
            "text": words,
        }
        | more
    )


def said(number, newly=""):
    return f"Witness Vimbo{number}x{newly} saw the old bridge of Velmar close for good this Monday."


@pytest.fixture
def line():
    return Line()


def test_the_words_of_the_founder_go_everywhere(line):
    """From both tables and from what is shown; the count stays, another post's words take their place."""
    line.send(post(0, words=said(0)), post(1, words=said(1), minute=1))
    assert "Vimbo0x" in line.kept()
    line.send(post(0, "delete", minute=2))
    assert "Vimbo0x" not in line.kept()
    (shown,) = map(orjson.loads, line.claims.values())
    assert (shown["text"], shown["posts"], shown["deleted"]) == (said(1), 2, 1)


def test_the_words_of_a_claims_only_post_go_everywhere(line):
    """No text is shown; the next post that asserts it gives the claim words again."""
    line.send(post(0, words="Vimbo0x saw it"), post(0, "delete", minute=1))
    line.send(post(1, words=said(1), minute=2), post(1, "delete", minute=3))
    (shown,) = map(orjson.loads, line.claims.values())
    assert (shown["text"], shown["wordings"], shown["deleted"]) == ("", [], 1)
    assert said(1) not in line.kept()
    line.send(post(2, words=said(2), minute=4))
    (shown,) = map(orjson.loads, line.claims.values())
    assert (shown["text"], shown["posts"]) == (said(2), 2)


def test_an_edit_changes_the_words_everywhere(line):
    """What the post said before is shown nowhere, and judged by no more."""
    line.send(post(0, words=said(0)), post(0, "edit", said(0, "-new"), minute=1))
    assert said(0, "-new") in line.kept()
    assert said(0) not in line.kept()


def test_a_late_edit_brings_nothing_back(line):
    """Neither older words, nor those of a deleted post."""
    line.send(post(0, words=said(0)), post(0, "edit", said(0, "-new"), minute=5))
    line.send(post(0, "edit", said(0, "-old"), minute=3))
    assert "-old" not in line.kept()
    line.send(post(0, "delete", minute=6), post(0, "edit", said(0, "-late"), minute=9))
    assert said(0, "-late") not in line.kept()


EVENTS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(["post", "post", "edit", "delete"])), min_size=1, max_size=14
)


@settings(max_examples=25, deadline=None)
@given(EVENTS, st.data())
def test_no_sentence_of_a_deleted_post_is_kept_whatever_is_delivered_again(events, data):
    """Copies and forwards aside, every post has words of its own here."""
    line, seen = Line(), Counter()
    for minute, (number, kind) in enumerate(events):
        kind = kind if seen[number] else "post"
        words = "" if kind == "delete" else said(number, f"-{seen[number]}")
        line.send(post(number, kind, words, minute))
        seen[number] += 1
    before = dict(line.decided), dict(line.tracked), dict(line.claims)
    line.again(data.draw(st.integers(0, len(events) - 1)))
    assert (line.decided, line.tracked, line.claims) == before
    shown = line.kept()
    deleted = {number for number, kinds in line.kinds().items() if "delete" in kinds}
    assert [n for n in deleted if any(said(n, f"-{k}") in shown for k in range(len(events)))] == []

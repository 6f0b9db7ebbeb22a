"""A stormy day: whatever happens to the line, to X and to the connector, every post is handed on.

All posts are synthetic.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from connectors.claim_posts import LivePost
from connectors.coverage import SourceState
from connectors.twitter.lookup import Lookup
from connectors.twitter.progress import STREAM

SEARCH = "/2/tweets/search/recent"
TEXTS = ("The ferry runs", "The ferry does not run", "No ferry today")


class EveryPost:
    """Names all that was posted, as if claims stood on each."""

    def __init__(self, x: Any) -> None:
        self._x = x

    def posts(self) -> list[LivePost]:
        known = (post for post in self._x.posts.values())
        firsts = {min(map(int, post["edit_history_post_ids"])) for post in known}
        return [LivePost(f"twitter:synthetic_author/{first}", denial=True) for first in firsts]

    async def run(self) -> None:
        raise AssertionError("no topic is followed here")


class Storm:
    """One day of posts, edits, deletions and faults, chosen by a seed."""

    def __init__(self, connector: Any, play: Any, seed: int) -> None:
        self.connector, self.x, self.wheel, self.play = connector, connector.x, connector.wheel, play
        self.chance = random.Random(seed)
        self.shown: set[tuple[str, str, str]] = set()
        """What must be in the sink: kind, id and text."""
        self.editable: list[int] = []
        self._last = 0

    def lookup(self, watch: Any) -> Any:
        """Look for deletions beside the stream."""
        lookup = Lookup(
            watch.client, watch.intake, EveryPost(self.x), self.wheel, api=watch._api,
            state=SourceState("twitter:#lookup"), limits=watch._settings.limits,
            every=timedelta(minutes=5), sleep=self.wheel.sleep,
        )  # fmt: skip
        return lookup.run()

    def posts(self, number: Any) -> None:
        """Publish some posts, and edit one."""
        for _ in range(self.chance.randint(0, 6)):
            one, text = self._new(number), self.chance.choice(TEXTS)
            self.x.post(one, text)
            self.shown.add(("post", str(one), text))
            self.editable.append(one)
        if self.editable and self.x.live and self.chance.random() < 0.3:
            first, later = self.editable.pop(), self._new(number)
            self.x.replaced[first] = later
            self.x.post(later, "The ferry runs again", edit_history_post_ids=[str(first), str(later)])
            self.shown.add(("edit", str(first), "The ferry runs again"))

    def _new(self, number: Any) -> int:
        self._last = max(self._last + 1, number(self.chance.randint(0, 1000)))
        return self._last

    def mischief(self) -> None:
        """Do something to the line or to X."""
        kinds = [
            self.play(), self.play(status=503), self.play((b"\r\n",)), self.play((b'{"data": {"id',)),
            self.play(status=503, body=("text/html", "<h1>synthetic</h1>")),
            self.play(status=429, headers=self._reset()),
            self.play(status=500, body=("application/json", "[]")),
        ]  # fmt: skip
        for _ in range(self.chance.randint(0, 3)):
            self.x.plays.insert(0, self.chance.choice(kinds))
        for _ in range(self.chance.randint(0, 2)):
            self.x.answers[SEARCH].append(self.chance.choice(kinds[1:2] + kinds[4:]))
        if self.chance.random() < 0.4:
            self.x.say(self.chance.choice([b"\r\n", b'{"errors": [1]}\r\n', b"[]\r\n", b"\xff\r\n", b'{"da']))
        if self.chance.random() < 0.6:
            self.x.cut()

    def _reset(self) -> dict[str, str]:
        return {"x-rate-limit-reset": str(int(self.wheel.now.timestamp()) + self.chance.randint(-60, 900))}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_post_is_handed_on_whatever_happens(
    connector: Any, play: Any, number: Any, seed: int
) -> None:
    """Cuts, torn lines, 503, 429, strange bodies, duplicates, kills: nothing lost, nothing invented.

    An edit of a post that the stream did not bring comes by search as the last version only, as X has it.
    """
    storm, x, wheel = Storm(connector, play, seed), connector.x, connector.wheel
    connector.environ = {"RUMOR_TWITTER_READS_MONTH": "100000000", "RUMOR_TWITTER_READS_DAY": "10000000"}
    x.plays = [play(live=True)]
    kills = 0
    while kills < 5:
        async with connector.running(storm.lookup):
            if not kills:
                await connector.until_live()
            for _ in range(storm.chance.randint(2, 6)):
                storm.posts(number)
                await wheel.pass_by(timedelta(seconds=storm.chance.randint(5, 200)), asleep=2)
                storm.mischief()
        kills += 1
        storm.posts(number)
        wheel.now += timedelta(minutes=storm.chance.randint(1, 120))
    x.answers[SEARCH], x.plays = [], [play(live=True)]
    deleted = set(storm.chance.sample(storm.editable, k=min(5, len(storm.editable))))
    state = connector.coverage.of(STREAM)
    async with connector.running(storm.lookup):
        await connector.until_live()
        await wheel.turn(lambda: bool(x.searches) and not state.gaps)
        x.deleted = deleted
        await wheel.turn(lambda: len([p for p in connector.sink.posts if p.kind == "delete"]) >= len(deleted))
    handed = {(post.kind, post.post_id, post.text) for post in connector.sink.posts}
    wanted = storm.shown | {("delete", str(one), "") for one in deleted}
    assert handed <= wanted
    lost = {line for line in wanted - handed if int(line[1]) not in x.replaced}
    assert lost == set()
    assert {line[1] for line in wanted} == {line[1] for line in handed}
    assert state.gaps_total == 0

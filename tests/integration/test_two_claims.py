"""A long post that tells two rumours is in both, through a real Kafka. All posts here are synthetic."""

from __future__ import annotations

from collections import Counter
from typing import Any

import orjson
import pytest

from streams.replay import write_out

pytestmark = pytest.mark.integration

BRIDGE = (
    "Almaty will close its Velmar bridge to all lorries from 15 October, drivers say",
    "From 15 October no lorry may cross the Velmar bridge in Almaty, a driver was told",
    "Lorries are to be banned from the Velmar bridge in Almaty from 15 October",
)
WATER = (
    "Astana's tap water is to be cut off for three days from 20 October, a plumber writes",
    "No tap water in Astana for three days from 20 October, the house committee was told",
    "Astana: tap water will be switched off for three days, from 20 October",
)
BOTH = (
    "Two things we were told at the market this morning, and we pass them on as we heard them. "
    "The Velmar bridge in Almaty will be closed to all lorries from 15 October, and drivers are furious. "
    "Apples have become dearer again, which surprises nobody here at all. "
    "Tap water in Astana will be cut off for three days from 20 October, so people there fill bathtubs. "
    "We do not know whether any of it is so, and we ask everybody who does to write to us."
)
NEITHER = (
    "The harvest festival was lovely this year, and we walked from stall to stall until it got dark. "
    "In Almaty alone 40 farmers had come with their apples, and on 12 October there will be more of them. "
    "My aunt from Astana brought honey, and we talked about the winter of 1998 for hours. "
    "The band played the old songs, and nobody wanted to go home before midnight. "
    "We shall certainly go again, with the children, and take a basket for the cheese."
)


def line(number: int, text: str) -> dict[str, Any]:
    return {
        "platform": "telegram", "channel": f"invented_{number}", "post_id": str(number), "lang": "en",
        "published_at": f"2026-03-02T12:{number:02}:00Z", "text": text,
    }  # fmt: skip


async def test_a_long_post_has_a_line_in_each_of_its_claims(play, broker, cache, tmp_path):
    """It counts in both, one line is primary, the books are of posts; an unrelated long post has one line."""
    told = [text for pair in zip(BRIDGE, WATER, strict=True) for text in pair]
    lines = [line(number, text) for number, text in enumerate([*told, BOTH, NEITHER])]
    recording = tmp_path / "posts.jsonl"
    recording.write_bytes(b"\n".join(orjson.dumps(one) for one in [*lines, lines[6]]))
    async with play.stage(broker, cache, tmp_path) as stage:
        fed = await stage.feed(recording)
        await stage.worker()
        try:
            found = await stage.gathered(90)
        except TimeoutError:
            pytest.fail(stage.logs())
    summary = write_out(tmp_path / "out", fed, found)
    assert (summary.mentioned, summary.folded, summary.balanced) == (8, 1, True)
    mentions = [orjson.loads(one) for one in (tmp_path / "out" / "mentions.jsonl").read_bytes().splitlines()]
    claims = {one["post"]: one["claim"] for one in mentions if one["primary"]}
    bridge, water = claims["telegram:invented_0/0"], claims["telegram:invented_1/1"]
    assert Counter(one["post"] for one in mentions)["telegram:invented_7/7"] == 1
    (further,) = [one for one in mentions if not one["primary"]]
    assert further["post"] == "telegram:invented_6/6"
    assert {further["claim"], claims["telegram:invented_6/6"]} == {bridge, water}
    assert further["why"][-1].startswith("in the sentence: ")
    assert {found.claims[bridge]["posts"], found.claims[water]["posts"]} == {4}

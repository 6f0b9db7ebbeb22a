"""Whatever dies when: nothing that arrived is lost, and no alert fires twice or differs."""

from __future__ import annotations

import itertools

import pytest

pytestmark = pytest.mark.integration

SEAMS = [
    "embed:computed", "embed:after-outputs", "embed:before-acknowledgement",
    "assign:computed", "assign:after-outputs", "assign:after-state", "assign:before-acknowledgement",
    "track:computed", "track:after-outputs", "track:after-state", "track:before-acknowledgement",
]  # fmt: skip


async def ended(play, stage):
    """Let a worker live, and give what the story ends with."""
    await stage.worker()
    try:
        return play.outcome(await stage.gathered(120))
    except TimeoutError:
        pytest.fail(stage.logs())


async def test_a_death_at_every_seam_of_every_stage_changes_nothing(
    play, broker, cache, tmp_path, undisturbed
):
    """Kill -9 at each seam, one death after another.

    Each worker is given a slice of the seed story of its own, so that each comes to its seam however fast the
    ones before it were.
    """
    seams = [seam for seam in SEAMS if not seam.endswith(":computed")]
    async with play.stage(broker, cache, tmp_path) as stage:
        died = 0
        async for _ in stage.feed_in(play.STORY / "posts.jsonl", len(seams)):
            assert await stage.death(await stage.worker(crash=(seams[died], 1))) == -9
            died += 1
        assert died == len(seams)
        found = await ended(play, stage)
    assert play.differences(undisturbed, found) == []
    assert len(undisturbed["mentions"]) > 200


@pytest.mark.faults
@pytest.mark.parametrize(("seam", "time"), list(itertools.product(SEAMS, (1, 3, 5))))
async def test_a_death_at_one_seam_changes_nothing(play, broker, cache, tmp_path, undisturbed, seam, time):
    """Each by itself, early and late."""
    async with play.stage(broker, cache, tmp_path) as stage:
        await stage.feed(play.STORY / "posts.jsonl")
        assert await stage.death(await stage.worker(crash=(seam, time))) == -9
        found = await ended(play, stage)
    assert play.differences(undisturbed, found) == []

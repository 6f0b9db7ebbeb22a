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


async def disturbed(play, broker, cache, folder, crashes):
    """Play the story to workers that die one after the other, each at its seam, and to one that lives."""
    async with play.stage(broker, cache, folder) as stage:
        await stage.feed(play.STORY / "posts.jsonl")
        for seam, time in crashes:
            worker = await stage.worker(crash=(seam, time))
            assert await worker.wait() == -9, stage.logs()
        await stage.worker()
        try:
            return play.outcome(await stage.gathered(120))
        except TimeoutError:
            pytest.fail(stage.logs())


async def test_a_death_at_every_seam_of_every_stage_changes_nothing(
    play, broker, cache, tmp_path, undisturbed
):
    """Kill -9 at the third passing of each seam, in the middle of the seed story, one death after another."""
    crashes = [(seam, 2) for seam in SEAMS if seam.split(":")[1] not in ("computed",)]
    found = await disturbed(play, broker, cache, tmp_path, crashes)
    assert play.differences(undisturbed, found) == []
    assert len(undisturbed["mentions"]) > 200


@pytest.mark.faults
@pytest.mark.parametrize(("seam", "time"), list(itertools.product(SEAMS, (1, 3, 5))))
async def test_a_death_at_one_seam_changes_nothing(play, broker, cache, tmp_path, undisturbed, seam, time):
    """Each by itself, early and late."""
    found = await disturbed(play, broker, cache, tmp_path, [(seam, time)])
    assert play.differences(undisturbed, found) == []

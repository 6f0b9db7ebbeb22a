"""The fit of growth to come, on made-up sets."""

import gzip
import json
import math

import numpy as np
import pytest

from models.track.ahead import LEAST, Growth
from models.training.ahead import AGES, SETS, Case, cascades, cases, claims, fitted, left_out, told


def _chance():
    return np.random.default_rng(0)


def test_a_thing_is_looked_at_at_each_age_it_has_posts_enough():
    """Twelve posts in the first hour and eight in the second: whole, since no sample keeps enough."""
    times = [n / 12 for n in range(12)] + [1 + n / 8 for n in range(1, 9)]
    found = {case.hours: case for case in cases("a", times, None, _chance()) if case.sample == 1}
    assert min(found) == 1
    one = found[1]
    assert one.growth == pytest.approx(math.log(20 / 12))
    assert one.late == pytest.approx(math.log((12 + 1) / (7 + 1)))
    assert found[48].growth == 0


def test_samples_begin_with_their_own_first_post():
    """Whoever reads one in three does not know of the others."""
    found = [case for case in cases("a", [n / 100 for n in range(300)], 500, _chance()) if case.sample == 0.3]
    assert found
    assert {case.group for case in found} == {"a"}
    assert all(case.audience == pytest.approx(math.log(501 / 10_001)) for case in found)


def test_few_posts_are_not_looked_at():
    """As many as a forecast needs."""
    assert list(cases("a", [0.0] * (LEAST - 1), None, _chance())) == []


def _line(group, hours, late, growth):
    return Case(group, 1.0, hours, late, None, growth)


def test_a_straight_line_is_found():
    """Growth of 0.2 and half of what the second half brought, at every age, and a spread at each end."""
    pytest.importorskip("scipy")
    rows = [
        _line("a", hours, late / 10, 0.2 + late / 20 + error)
        for hours in AGES
        for late in range(10)
        for error in (-0.1, -0.1, 0, 0, 0, 0, 0, 0, 0.1, 0.1)
    ]
    for age in fitted(rows):
        assert age.middle[:2] == pytest.approx((0.2, 0.5), abs=1e-3)
        assert (age.low.level, age.high.level) == pytest.approx((0.1, 0.3), abs=1e-3)


def test_figures_are_of_what_was_left_out():
    """Two groups that differ: each is foretold from the other."""
    pytest.importorskip("scipy")
    rows = [
        _line(f"set {group}", hours, n / 10, float(group))
        for group in (0, 1)
        for hours in AGES
        for n in range(4)
    ]
    found = left_out(rows)
    assert {(case.growth, growth, law) for case, growth, law in found} == {
        (0.0, Growth(1.0, 1.0, 1.0), 1.0), (1.0, Growth(0.0, 0.0, 0.0), 0.0)
    }  # fmt: skip
    assert told("all", found).split()[2:] == ["ours", "1.175", "scaling", "1.175", "inside", "0.00"]
    assert told("none", []) == f"{'none':28}  none"


def _write(file, lines):
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)


def test_sets_are_read_from_their_files(tmp_path):
    """A claim is all that was posted below its first posts; a cascade begins with its own."""

    def post(number, minute, **more):
        at = f"2026-03-02T12:{minute:02}:00Z"
        return {"platform": "twitter", "channel": "x", "post_id": str(number), "published_at": at, **more}

    chain = [post(1, 0), post(2, 6, forward_of="twitter:x/1"), post(3, 3, reply_to="twitter:x/2")]
    lost = [post(4, 9, reply_to="twitter:x/99"), post(5, 9, quote_of="twitter:x/5")]
    _write(tmp_path / "pheme.posts.jsonl.gz", [*chain, *lost])
    _write(tmp_path / "pheme.gold.jsonl.gz", [{"post": "twitter:x/1", "claim": "bridge: it closes"}])
    ((event, times, audience),) = claims(tmp_path)
    assert (event, audience) == ("bridge", None)
    assert [60 * (time - times[0]) for time in times] == pytest.approx([0, 3, 6], abs=0.01)
    for name in SETS:
        _write(
            tmp_path / f"{name}.cascades.jsonl.gz", [{"audience0": 7, "events": [[1800, 3], [3600, None]]}]
        )
    assert list(cascades(tmp_path)) == [(f"{name} 0", [0.0, 0.5, 1.0], 7) for name in SETS]

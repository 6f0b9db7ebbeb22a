"""Fit the lines of `models.track.ahead`: ``python -m models.training.ahead FOLDER``, a folder of public sets.

FOLDER holds ``pheme.posts.jsonl.gz``, ``pheme.gold.jsonl.gz`` and ``*.cascades.jsonl.gz``. A claim of PHEME
is all that was posted in the threads of its first posts. Everything is looked at whole and in samples, since
a newsroom reads only some of what there is. The figures printed are of events (claims) or folds (cascades)
that were left out of the fit: median absolute percentage error of the final number, and the share of truths
within the interval. Beside them stands the scaling law of Szabo and Huberman 2010, a growth for each age.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.track.ahead import LEAST, Age, Growth, Line, Lines, following, lateness

Array = NDArray[np.float64]
AGES: Final = (1 / 6, 1 / 3, 1 / 2, 1, 2, 3, 6, 12, 24, 48)
"""Hours at which growth is looked at."""
SAMPLES: Final = (1.0, 0.3, 0.1, 0.03)
QUANTILES: Final = (0.5, 0.1, 0.9)
"""In the order of `Age`."""
FOLDS: Final = 5
SETS: Final = ("weibo", "twitter1516", "pheme")
"""Sets of cascades."""
MOST: Final = 300
"""Cascades taken of each set, the first."""


class Case(NamedTuple):
    """One thing at one age."""

    group: str
    """What is left out of a fit together."""
    sample: float
    hours: float
    late: float
    audience: float | None
    """log(followers / `USUAL`) of the first post's channel."""
    growth: float
    """The truth: log(final / now)."""


def cases(
    group: str, times: Sequence[float], audience: int | None, chance: np.random.Generator
) -> Iterator[Case]:
    """Look at posts (hours, from any origin, ascending) at each age, whole and in samples."""
    whole, known = np.asarray(times), following(audience) if audience else None
    for sample in SAMPLES:
        kept = whole[chance.random(len(whole)) < sample] if sample < 1 else whole
        if len(kept) < LEAST:
            continue
        since = kept - kept[0]
        for hours in AGES:
            now, half = (int(np.searchsorted(since, age, side="right")) for age in (hours, hours / 2))
            if now >= LEAST:
                growth = float(np.log(len(kept) / now))
                yield Case(group, sample, hours, lateness(now, half), known, growth)


def claims(folder: Path) -> Iterator[tuple[str, list[float], None]]:
    """Give (news event, times in hours, no audience) of each claim of PHEME."""
    posts = {_uid(post): post for post in _lines(folder / "pheme.posts.jsonl.gz")}
    told = {line["post"]: line["claim"] for line in _lines(folder / "pheme.gold.jsonl.gz")}
    times = defaultdict[str, list[float]](list)
    for uid, post in posts.items():
        if (claim := _claim(uid, posts, told)) is not None:
            times[claim].append(datetime.fromisoformat(post["published_at"]).timestamp() / 3600)
    for claim, found in times.items():
        yield claim.partition(":")[0], sorted(found), None


def _claim(uid: str | None, posts: dict[str, Any], told: dict[str, str]) -> str | None:
    """Go up from a post to the one whose claim is known."""
    seen = set[str]()
    while uid is not None and uid not in seen:
        if uid in told:
            return told[uid]
        seen.add(uid)
        post = posts.get(uid, {})
        uid = post.get("forward_of") or post.get("quote_of") or post.get("reply_to")
    return None


def cascades(folder: Path) -> Iterator[tuple[str, list[float], int | None]]:
    """Give (fold, times in hours, audience) of each cascade, the first post among them."""
    for source in SETS:
        for number, line in enumerate(_lines(folder / f"{source}.cascades.jsonl.gz")):
            if number < MOST:
                times = [0.0, *(event[0] / 3600 for event in line["events"])]
                yield f"{source} {number % FOLDS}", times, line.get("audience0")


def _uid(post: dict[str, Any]) -> str:
    return f"{post['platform']}:{post['channel']}/{post['post_id']}"


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def fitted(rows: Sequence[Case]) -> Lines:
    """Fit a line for each age and quantile: a linear programme, solved by SciPy."""
    ages = []
    for hours in AGES:
        here = [case for case in rows if case.hours == hours]
        table = np.array([_row(case) for case in here])
        truth = np.array([case.growth for case in here])
        ages.append(Age(hours, *(Line(*_regressed(table, truth, quantile)) for quantile in QUANTILES)))
    return tuple(ages)


def _row(case: Case) -> list[float]:
    return [1.0, case.late] if case.audience is None else [1.0, case.late, case.audience]


def _regressed(table: Array, truth: Array, quantile: float) -> list[float]:
    from scipy.optimize import linprog

    count, width = table.shape
    costs = np.concatenate([np.zeros(2 * width), np.full(count, quantile), np.full(count, 1 - quantile)])
    unit = np.eye(count)
    found = linprog(costs, A_eq=np.hstack([table, -table, unit, -unit]), b_eq=truth, method="highs").x
    return [round(float(plus - minus), 4) for plus, minus in zip(found[:width], found[width:], strict=False)]


def left_out(rows: Sequence[Case]) -> list[tuple[Case, Growth, float]]:
    """Give each case with what lines tell of it, and the scaling law, both fitted without its group."""
    found = list[tuple[Case, Growth, float]]()
    for group in sorted({case.group.split()[-1] for case in rows}):
        others = [case for case in rows if case.group.split()[-1] != group]
        lines = {age.hours: age for age in fitted(others)}
        law = {
            hours: float(np.median([case.growth for case in others if case.hours == hours] or [0.0]))
            for hours in AGES
        }
        found += [
            (case, lines[case.hours].at(case.late, case.audience or 0.0), law[case.hours])
            for case in rows
            if case.group.split()[-1] == group
        ]
    return found


def told(name: str, found: Iterable[tuple[Case, Growth, float]]) -> str:
    """Give a line of figures."""
    rows = list(found)
    if not rows:
        return f"{name:28}  none"
    truth = np.array([case.growth for case, _, _ in rows])
    lines, law = np.array([line for _, line, _ in rows]), np.array([scaled for _, _, scaled in rows])
    ours, scaling = (float(np.median(np.abs(np.exp(each - truth) - 1))) for each in (lines[:, 0], law))
    inside = float(np.mean((lines[:, 1] <= truth + 1e-9) & (truth <= lines[:, 2] + 1e-9)))
    return f"{name:28} {len(rows):6}  ours {ours:.3f}  scaling {scaling:.3f}  inside {inside:.2f}"


def main() -> None:
    """Fit and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    folder = asked.parse_args().folder
    chance = np.random.default_rng(0)
    told_of, shared = (
        [case for group, times, audience in things for case in cases(group, times, audience, chance)]
        for things in (claims(folder), cascades(folder))
    )
    sets = {
        "claims": told_of,
        "cascades": [case._replace(audience=None) for case in shared],
        "followed": [case for case in shared if case.audience is not None],
        "followed, as if not known": [c._replace(audience=None) for c in shared if c.audience is not None],
    }
    for name, rows in sets.items():
        found = left_out(rows)
        print(told(name, found))
        for sample in SAMPLES:
            print(told(f"  {sample:.0%} read", [one for one in found if one[0].sample == sample]))
        for hours in AGES:
            print(told(f"  after {hours:.2f} h", [one for one in found if one[0].hours == hours]))
        for source in sorted({case.group.split()[0] for case in rows if " " in case.group}):
            print(told(f"  {source}", [one for one in found if one[0].group.startswith(source)]))
        print(f"{name.upper()} = (")
        for age in fitted(rows):
            print(
                "   ", f"Age({', '.join([f'{age.hours:.4g}', *(f'Line{tuple(line)}' for line in age[1:])])}),"
            )
        print(")")


if __name__ == "__main__":
    main()

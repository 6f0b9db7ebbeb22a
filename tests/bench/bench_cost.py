"""Print what a post costs beside its embedding alone, by kind, and what the ordered stage can carry.

    python tests/bench/bench_cost.py [--claims N] [--profile]

All in one run on one thread, in CPU seconds of that thread, side by side in small blocks, so that ratios hold
whatever else the machine does. The posts are the project's own recordings; "novel" are texts that are no
copies of each other, read and assigned with nothing known; "duplicates" the same texts from other channels,
"forwards" posts that name them. For the ceiling the whole recordings, with their forwards, replies, edits and
chatter, run through the ordered stage alone while it holds ``--claims`` live claims made of mixed real
vectors and real facts. ``--profile`` prints which functions the time goes to.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import os
import pstats
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from time import thread_time
from typing import Final

import msgspec
import numpy as np
from folding import BATCH, DictTable, Event, Fold, records
from rich.console import Console
from rich.table import Table
from sets import ROOT, STORY, Row, own_rows

from models import centring, language, text
from models.claim.live import LiveClaim, tallied
from models.claim.second import Look
from models.embedding import load_embedder
from models.post import Post
from models.reading import Reading
from streams.codec import encode
from streams.parts import Parts, load_parts
from streams.settings import Settings, from_env

CLAIMS: Final = 100_000
FEWER: Final = 10
"""The ceiling is measured with so many times fewer claims as well."""
BLOCK: Final = 25
LEAST_NOVEL: Final = 0.8
"""Share of the embedder's rate that novel posts should reach."""
LEAST_REPEATS: Final = 20.0
"""Times the rate of novel posts that duplicates and forwards should reach."""
LEAST_CEILING: Final = 300.0
"""Posts a second that the ordered stage should carry."""
NOISE: Final = 0.5


class Clock:
    """CPU seconds of this thread, by what they were spent on."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], object]) -> None:
        """Do some work, and note what it took."""
        began = thread_time()
        work()
        self.spent[name] = self.spent.get(name, 0.0) + thread_time() - began


class Line:
    """The first stage and the ordered one in a row."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.fold, self.offset = parts, Fold(parts), 0
        self.loop = asyncio.new_event_loop()

    def read(self, posts: Iterable[Post]) -> list[bytes]:
        """Read posts as the first stage does, up to the records it writes."""
        return [encode(self.parts.reader.read(post)) for post in posts]

    def assign(self, values: Iterable[bytes]) -> None:
        """Assign the posts of these records."""
        events = [Event(value, self.offset + number) for number, value in enumerate(values)]
        self.offset += len(events)
        for start in range(0, len(events), BATCH):
            self.loop.run_until_complete(self.fold.take(events[start : start + BATCH]))


def novel_of(rows: Iterable[Row]) -> list[Post]:
    """Give the posts with words whose texts are no copies of each other, bare of what they answer."""
    found: dict[str, Post] = {}
    for row in rows:
        for post in (post for part in row.parts for post in part.posts):
            if post.kind == "post" and text.normalise(post.text):
                bare = replace(post, forward_of=None, quote_of=None, reply_to=None)
                found.setdefault(text.normalise(post.text), bare)
    return list(found.values())


def others(posts: Iterable[Post], kind: str) -> list[Post]:
    """Give posts of other channels with the same texts, that say whom they forward or do not."""
    return [
        replace(
            post, channel=f"{kind}_{post.channel}", post_id=f"{number}", url=None,
            forward_of=post.uid if kind == "forward" else None,
        )
        for number, post in enumerate(posts)
    ]  # fmt: skip


def rates(settings: Settings, parts: Parts, posts: list[Post]) -> tuple[Clock, int]:
    """Time the embedder alone, then novel posts, duplicates and forwards, block by block."""
    clock, line = Clock(), Line(parts)
    alone = load_embedder(settings.cache, settings.model)
    plain = [text.plain(post.text).strip() or post.text for post in posts]
    for start in range(0, len(posts), BLOCK):
        block = slice(start, start + BLOCK)
        clock.time("embedder alone", lambda some=plain[block]: [alone.embed(one) for one in some])  # type: ignore[misc]
        for kind, some in (
            ("novel", posts[block]),
            ("duplicate", others(posts[block], "duplicate")),
            ("forward", others(posts[block], "forward")),
        ):
            values = list[bytes]()
            clock.time(f"{kind}: reader", lambda some=some, values=values: values.extend(line.read(some)))  # type: ignore[misc]
            clock.time(f"{kind}: ordered stage", lambda values=values: line.assign(values))  # type: ignore[misc]
    return clock, len(posts)


def rates_shown(clock: Clock, posts: int) -> Table:
    """Lay out milliseconds and rates, with the ratios that matter."""
    table = Table("", "ms a post", "posts/s", "ratio", "should be", title="one post, one thread (CPU time)")
    alone = clock.spent["embedder alone"] / posts
    table.add_row("embedder alone", f"{1000 * alone:.2f}", f"{1 / alone:.0f}", "", "")
    novel = 0.0
    for kind in ("novel", "duplicate", "forward"):
        parts = {part: clock.spent[f"{kind}: {part}"] / posts for part in ("reader", "ordered stage")}
        whole = sum(parts.values())
        novel = novel or whole
        ratio = alone / whole if kind == "novel" else novel / whole
        told = f"{ratio:.0%} of the embedder" if kind == "novel" else f"{ratio:.1f} times novel"
        least = f">= {LEAST_NOVEL:.0%}" if kind == "novel" else f">= {LEAST_REPEATS:.0f}"
        table.add_row(kind, f"{1000 * whole:.2f}", f"{1 / whole:.0f}", told, least)
        for part, each in parts.items():
            table.add_row(f"  {part}", f"{1000 * each:.2f}", "", "", "")
    return table


def background(readings: list[Reading], count: int, at: datetime) -> DictTable:
    """Give a table of the ordered stage with live claims: vectors mixed of two real ones and some noise."""
    random = np.random.default_rng(0)
    told = [one for one in readings if one.vector is not None and one.asserts]
    real = np.stack([centring.centre(one.vector, one.lang) for one in told if one.vector is not None])
    table = DictTable({b"t:look": msgspec.json.encode(Look(count - 1, at))})
    for number in range(count):
        one, other = random.integers(0, len(told), 2)
        noise = random.standard_normal(real.shape[1])
        vector = real[one] + real[other] + NOISE * noise / np.linalg.norm(noise)
        claim = LiveClaim(
            f"{number:016x}", told[one].sentence, told[one].lang,
            (vector / np.linalg.norm(vector)).astype(np.float32), 1 + number % 10,
            tallied({}, told[one].facts, told[one].lang), number, number, at,
        )  # fmt: skip
        table[b"c:" + claim.id.encode()] = encode(claim)
    return table


def ceiling(parts: Parts, rows: Iterable[Row], claims: int, profile: cProfile.Profile | None) -> float:
    """Give the posts a second that the ordered stage carries while it holds so many claims."""
    posts = [post for row in rows for part in row.parts for post in part.posts]
    readings = [parts.reader.read(post) for post in posts]
    line = Line(parts)
    line.fold.table |= background(readings, claims, max(post.published_at for post in posts))
    line.offset = claims
    line.loop.run_until_complete(line.fold.stage._taken_up())
    values, clock = list(records(readings)), Clock()
    if profile:
        profile.enable()
    clock.time("ordered stage", lambda: line.assign(values))
    if profile:
        profile.disable()
    return len(posts) / clock.spent["ordered stage"]


def profiled(parts: Parts, posts: list[Post]) -> cProfile.Profile:
    """Profile the reader on texts that are embedded already."""
    for post in posts:
        parts.reader.read(post)
    profile = cProfile.Profile()
    with profile:
        for post in posts:
            parts.reader.read(post)
    return profile


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--claims", type=int, default=CLAIMS)
    asked.add_argument("--profile", action="store_true")
    given = asked.parse_args()
    os.chdir(ROOT)
    console, settings = Console(), replace(from_env(), officials=STORY / "officials.toml")
    parts, rows = load_parts(settings), list(own_rows())
    posts = novel_of(rows)
    for post in {language.detect(post.text, post.lang): post for post in posts}.values():
        parts.reader.read(post)  # what a language makes ready once, on first use, is no cost of a post
    timed = load_parts(settings)
    console.print(rates_shown(*rates(settings, timed, posts)))
    embedded = getattr(timed.reader.embedder, "misses", 0) / len(posts)
    console.print(f"texts embedded for a novel post, with the sentences of long ones: {embedded:.2f}")
    profile = cProfile.Profile() if given.profile else None
    fewer, rate = (
        ceiling(parts, rows, claims, profile if claims == given.claims else None)
        for claims in (given.claims // FEWER, given.claims)
    )
    console.print(
        f"the ordered stage: {rate:.0f} posts/s of the recorded mix at {given.claims:,} live claims "
        f"(should be >= {LEAST_CEILING:.0f}), {fewer:.0f} at {given.claims // FEWER:,}: "
        f"a post takes {fewer / rate:.1f} times as long"
    )
    if profile:
        for name, one in (("reader, embedding cached", profiled(parts, posts)), ("ordered stage", profile)):
            console.rule(name)
            pstats.Stats(one).sort_stats("tottime").print_stats(22)


if __name__ == "__main__":
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        # Read when the library is loaded: too late for a setting in here.
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    main()

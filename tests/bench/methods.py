"""The methods that `bench_claims` compares: plain baselines, the monitor, the monitor without a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from clustering import Partition, first_stories, nearest_before, single_pass, tf_idf
from folding import Centre, fold
from numpy.typing import NDArray
from sets import Labelled

from models import centring
from models.claim import identity, match
from models.claim.rules import AssignRules
from models.facts import veto
from models.reading import Facts, Reading, Vector
from streams.parts import Parts

TF_IDF_FROM: Final = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
RAW_FROM: Final = (0.86, 0.87, 0.88, 0.89, 0.9, 0.91, 0.92)
"""Cosines that are tried. For all sets one is taken, the one with the best mean: the baselines get the most
that a single setting can give, chosen on the very sets that are scored."""
RAW_BASE: Final = 0.8
"""Raw cosines lie above about this: where the monitor runs on raw vectors, its rules are squeezed into the
rest, so that a raw cosine c counts as (c - base) / (1 - base)."""
_MATCHING: Final[tuple[Any, ...]] = (match, identity)
"""Modules that ask for a veto."""
NEVER: Final = 9.0
"""A score that nothing reaches."""


@dataclass(frozen=True)
class Read:
    """A recording, read once for all methods."""

    source: Labelled
    parts: Parts
    readings: list[Reading] = field(repr=False)

    @property
    def worded(self) -> list[Reading]:
        """The posts that have words, each as first published."""
        return [one for one in self.readings if one.vector is not None and one.post.kind == "post"]


Method = Callable[[Read], Partition]
Change = Callable[[Reading], Reading]


@dataclass(frozen=True)
class Swept:
    """A baseline with the thresholds that are tried."""

    name: str
    at: Callable[[Read, float], Partition]
    thresholds: tuple[float, ...]


def plain_words() -> Swept:
    """Give the single pass over TF-IDF vectors; the nearest earlier posts are looked for once."""
    found: dict[int, list[tuple[int, float]]] = {}

    def at(read: Read, threshold: float) -> Partition:
        texts = [one.post.text for one in read.worded]
        nearest = found.get(id(read)) or found.setdefault(id(read), nearest_before(tf_idf(texts)))
        return placed(read, first_stories(nearest, threshold))

    return Swept("TF-IDF", at, TF_IDF_FROM)


def raw_vectors() -> Swept:
    """Give the single pass over raw vectors."""

    def at(read: Read, threshold: float) -> Partition:
        worded = read.worded
        if not worded:
            return {}
        return placed(
            read, single_pass(np.stack([one.vector for one in worded if one.vector is not None]), threshold)
        )

    return Swept("raw e5", at, RAW_FROM)


def placed(read: Read, groups: Iterable[int]) -> Partition:
    """Name the group of each post that has words."""
    return {one.post.uid: group for one, group in zip(read.worded, groups, strict=True)}


def monitor(
    change: Change | None = None,
    centre: Centre = centring.centre,
    rules: AssignRules | None = None,
    within: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Method:
    """Give the monitor, maybe without something."""

    def run(read: Read) -> Partition:
        readings = [change(one) for one in read.readings] if change else read.readings
        with within():
            return fold(readings, read.parts, rules, centre)

    return run


def ablations() -> dict[str, Method]:
    """Give the monitor, and the monitor without each of its parts."""
    rules = AssignRules()
    return {
        "monitor": monitor(),
        "no identity": monitor(change=unidentified),
        "one mean": monitor(centre=by_one_mean),
        "raw vectors": monitor(centre=as_they_are, rules=squeezed(rules)),
        "no register": monitor(centre=without_register),
        "no projection": monitor(centre=without_projection),
        "no facts": monitor(change=factless),
        "no veto": monitor(within=unvetoed),
        "no conflicts": monitor(rules=replace(rules, apart={})),
        "no second thoughts": monitor(rules=replace(rules, merge=NEVER)),
        "whole posts": monitor(change=undivided),
    }


def unidentified(reading: Reading) -> Reading:
    """Leave meaning alone: nothing tells that a post forwards, answers, copies or links to another."""
    post = replace(reading.post, forward_of=None, quote_of=None, reply_to=None)
    return replace(reading, post=post, copy_key=None, sketch=None, page=None, pages=())


def factless(reading: Reading) -> Reading:
    """Leave out all facts, those of a long post's sentences too."""
    parts = tuple(replace(part, facts=Facts()) for part in reading.parts)
    return replace(reading, facts=Facts(), parts=parts)


def undivided(reading: Reading) -> Reading:
    """Match posts as a whole only: none of their sentences mentions another claim."""
    return replace(reading, parts=())


@contextmanager
def unvetoed() -> Iterator[None]:
    """Let nothing exclude a claim, neither where claims are matched nor where near-copies are."""
    for module in _MATCHING:
        module.veto = lambda _a, _b: None
    try:
        yield
    finally:
        for module in _MATCHING:
            module.veto = veto


def by_one_mean(vector: Vector, _lang: str) -> Vector:
    """Centre every language with the mean over all."""
    return centring.centre(vector, "und")


def as_they_are(vector: Vector, _lang: str) -> Vector:
    """Centre nothing."""
    return vector


def without_register(vector: Vector, lang: str) -> Vector:
    """Leave the register in."""
    means = centring.shipped_means()
    return _unit((vector - means.of(lang) + means.register) @ means.projection)


def without_projection(vector: Vector, lang: str) -> Vector:
    """Leave in what translations vary in."""
    return _unit(vector - centring.shipped_means().of(lang))


def squeezed(rules: AssignRules, base: float = RAW_BASE) -> AssignRules:
    """Give rules that say of raw cosines what they say of those spread over 0..1."""
    rest = 1 - base
    spread = ("facts_add", "abroad", "lonely", "aging")
    from_here = ("join", "mention", "merge", "stray")
    return replace(
        rules,
        **{name: base + rest * getattr(rules, name) for name in from_here},
        **{name: rest * getattr(rules, name) for name in spread},
        apart={kind: rest * taken for kind, taken in rules.apart.items()},
        crowded=0.0,
    )


def _unit(vector: NDArray[np.floating]) -> Vector:
    scaled: Vector = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return scaled

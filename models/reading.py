"""What one post says, read once: the value of the topic ``vectors``.

Everything here is a function of the post alone (text, language, vector, entities, who is quoted), so the
stage that makes it keeps no state and scales by partitions. What the post means *for a claim* is decided
in order, by `models.claim`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.post import Post
from models.text.near_copy import Sketch

Vector = NDArray[np.float32]
"""384 floats of length 1."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an office, or somebody in its name, says in a post; whether it denies a claim is decided later."""

    office: str
    official: str | None
    standing: int
    first_hand: bool
    unnamed: bool
    quote: str
    said_at: str | None = None
    """Day the words were spoken as far as the text tells (ISO date), where that is not the post's own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What must agree between two wordings of one claim, whatever their vectors say."""

    entities: frozenset[str] = frozenset()
    """Language-independent keys: ``country:KZ``, ``city:kyiv``, ``org:csto``, ``name:sarym``."""
    numbers: frozenset[str] = frozenset()
    """Numbers in one spelling: ``20``, ``200000``, ``20%``."""
    dates: frozenset[str] = frozenset()
    """Days and months named: ``10-15``, ``2023-01-01``, ``mon``."""
    names: frozenset[str] = frozenset()
    """Stems of names that no table knows: ``marion``. A hint, never a reason by itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of a long post that asserts something itself: it may tell another claim than the rest."""

    sentence: str
    """Shortened like the claim sentence."""
    vector: Vector
    """Of this sentence alone, raw."""
    facts: Facts
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A post with what was read out of it."""

    post: Post
    lang: str
    sentence: str
    """The sentence that carries the claim, shortened; escaped by whoever shows it."""
    asserts: bool
    """False for greetings, questions, opinions, advertisements: those found no claim."""
    vector: Vector | None
    """Raw (not centred) vector of the post's text; None where there is no text."""
    facts: Facts
    copy_key: str | None
    """Equal for texts that are equal once normalised; None below a few words."""
    denies: bool = False
    """Whether the text denies something, as far as its own words tell; of what, is decided later."""
    statements: tuple[Statement, ...] = ()
    cites: tuple[str, ...] = ()
    """Where the text says it has it from: ``telegram:channel``, ``@channel``, ``link:host/path``."""
    sketch: Sketch | None = None
    """By which near-copies of the text are found; None below eight words."""
    own_words: int | None = None
    """Words of the text beside its links and handles; None where nobody counted."""
    page: str | None = None
    """The page this post is, where it has an address of its own that is no uid (an article's)."""
    pages: tuple[str, ...] = ()
    """Pages the text links to: ``page:`` and a digest, or the folded uid of a post."""
    parts: tuple[Part, ...] = ()
    """Sentences of a long post by which it may speak of further claims; few, and none of a short one."""

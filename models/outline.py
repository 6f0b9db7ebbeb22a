"""A vector in 96 bytes, and the mean of many in 386: enough to tell which of a claim's posts is its medoid.

An outline has two bits for each element, by the best four levels for a normal distribution (Max 1960,
"Quantizing for minimum distortion", table I); the elements of a centred vector come close to one. On the seed
story the difference of two posts' cosines to the mean of their twelve neighbours is off by .024 (standard
deviation). A mean has a byte for each element and two for how many vectors are in it.
"""

from __future__ import annotations

import base64
from binascii import a2b_base64
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.embedding.embedder import DIMENSIONS
from models.reading import Vector

MOST_IN_MEAN: Final = 64
"""Vectors after which a mean stays put."""
_EDGES: Final = np.array([-0.9816, 0.0, 0.9816], np.float32)
_LEVELS: Final = np.array([-1.510, -0.4528, 0.4528, 1.510], np.float32)
_SHIFTS: Final = np.array([6, 4, 2, 0], np.uint8)
_FOUR: Final = _LEVELS[(np.arange(256, dtype=np.uint8).reshape(256, 1) >> _SHIFTS) & 3]
"""The four elements that each byte stands for."""
_BYTES: Final = DIMENSIONS // 4
_COUNT: Final = 2
_STEP: Final = np.float32(2 / DIMENSIONS**0.5 / 127)
"""A mean's unit: 127 of them are a quarter more than the largest element of an outline commonly is."""

OUTLINES: Final = 4_096
"""Outlines kept as vectors, 1.5 KB each: those of a claim's sentences are looked at with every post of it."""
MEANS: Final = 1_024
"""Means kept as vectors, likewise, and what was told of so many claims' sentences."""
_NO_LENGTH: Final = 1e-6
"""Square of a length that is rounding's alone."""
_DISTORTION: Final = 0.1175
"""Mean squared error of the four levels, for a variance of 1 (Max 1960, table I)."""

_Floats = NDArray[np.float32]


def outline(vector: Vector) -> str:
    """Give a unit vector of 384 elements as 128 characters of base64."""
    coarse = np.searchsorted(_EDGES, vector * np.float32(DIMENSIONS**0.5)).astype(np.uint8)
    packed = np.bitwise_or.reduce(coarse.reshape(_BYTES, 4) << _SHIFTS, axis=1)
    return base64.b64encode(packed.astype(np.uint8).tobytes()).decode()


def mean_with(mean: str, outlined: str) -> str:
    """Give the mean with one more outline in it; an empty mean has none, one of many takes no more."""
    count, middle = _mean(mean)
    if count >= MOST_IN_MEAN:
        return mean
    return _written(count + 1, middle + (_row(outlined) - middle) / np.float32(count + 1))


def means_together(one: str, other: str) -> str:
    """Give the mean of all that is in two means; the same whichever comes first."""
    if not (one and other):
        return one or other
    (count, middle), (more, others) = _mean(one), _mean(other)
    total: _Floats = middle * np.float32(count) + others * np.float32(more)
    return _written(count + more, total / np.float32(count + more))


def direction(mean: str) -> tuple[int, Vector] | None:
    """Give how many vectors are in a mean, and the vector whose product with a unit vector is their cosine.

    What the four levels add to a mean's length is taken off again: an outline alone would lower each cosine
    by a sixteenth. None for an empty mean. Raises `ValueError` for what is no mean.
    """
    count, middle = _mean(mean)
    if not count:
        return None
    square = float(middle @ middle)
    length = max(square - _DISTORTION / count, _DISTORTION * square) ** 0.5
    return count, np.asarray(middle / np.float32(max(length, 1e-6)), np.float32)


@lru_cache(maxsize=MEANS)
def centralities(outlines: tuple[str, ...], inside: tuple[bool, ...], mean: str) -> tuple[float, ...]:
    """Give the cosine of each outlined vector to the mean of all others.

    ``inside`` tells whether a vector is in the mean and has to be taken out of it first: where there are few,
    the first ones would be nearest to what is mostly themselves. 0 where nothing is known or left. Raises
    `ValueError` for what is no outline or no mean.
    """
    count, middle = _mean(mean)
    square = float(middle @ middle)
    products = (np.array([_row(each) for each in outlines]) @ middle).tolist() if outlines else []
    return tuple(
        [
            round(_to_the_others(product, square, count, within and bool(each)), 4)
            for each, within, product in zip(outlines, inside, products, strict=True)
        ]
    )


def _to_the_others(product: float, square: float, count: int, within: bool) -> float:
    """Give the cosine of a unit vector to the sum of the others, from its product with the mean of all."""
    if count <= within:
        return 0.0
    rest = count * product - within
    length = count * count * square - 2 * count * within * product + within
    return rest / length**0.5 if length > _NO_LENGTH else 0.0


@lru_cache(maxsize=OUTLINES)
def _row(outlined: str) -> _Floats:
    """Give an outline as a vector of length 1, an empty one as zeros."""
    if not outlined:
        return np.zeros(DIMENSIONS, np.float32)
    raw = a2b_base64(outlined)
    if len(raw) != _BYTES:
        raise ValueError(f"an outline has {_BYTES} bytes, not {len(raw)}")
    levels = _FOUR[np.frombuffer(raw, np.uint8)].reshape(DIMENSIONS)
    row: _Floats = levels / np.float32(float(levels @ levels) ** 0.5)
    row.setflags(write=False)
    return row


@lru_cache(maxsize=MEANS)
def _mean(mean: str) -> tuple[int, _Floats]:
    if not mean:
        return 0, np.zeros(DIMENSIONS, np.float32)
    raw = a2b_base64(mean)
    if len(raw) != DIMENSIONS + _COUNT:
        raise ValueError(f"a mean of outlines has {DIMENSIONS + _COUNT} bytes, not {len(raw)}")
    middle = np.frombuffer(raw[_COUNT:], np.int8) * _STEP
    middle.setflags(write=False)
    return int.from_bytes(raw[:_COUNT], "big"), middle


def _written(count: int, middle: _Floats) -> str:
    elements = np.rint(middle / _STEP).clip(-127, 127).astype(np.int8)
    few = min(count, 256**_COUNT - 1)
    return base64.b64encode(few.to_bytes(_COUNT, "big") + elements.tobytes()).decode()

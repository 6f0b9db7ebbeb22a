"""A vector in 96 bytes: enough to tell which of a claim's sentences lies nearest to its middle.

Two bits for each element, by the best four levels for a normal distribution (Max 1960, "Quantizing for
minimum distortion", table I); the elements of a centred vector come close to one. On the seed story the
difference of two posts' cosines to the middle of their twelve neighbours is off by .024 (standard deviation).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.embedding.embedder import DIMENSIONS
from models.reading import Vector

_EDGES: Final = np.array([-0.9816, 0.0, 0.9816], np.float32)
_LEVELS: Final = np.array([-1.510, -0.4528, 0.4528, 1.510], np.float32)
_SHIFTS: Final = np.array([6, 4, 2, 0], np.uint8)
_BYTES: Final = DIMENSIONS // 4


def outline(vector: Vector) -> str:
    """Give a unit vector of 384 elements as 128 characters of base64."""
    coarse = np.searchsorted(_EDGES, vector * np.float32(DIMENSIONS**0.5)).astype(np.uint8)
    packed = np.bitwise_or.reduce(coarse.reshape(_BYTES, 4) << _SHIFTS, axis=1)
    return base64.b64encode(packed.astype(np.uint8).tobytes()).decode()


def likeness(outlines: Sequence[str], middle: str) -> list[float]:
    """Give the cosine of each outlined vector to another; 0 where either is empty.

    Raises `ValueError` for what is no outline.
    """
    to = _vector(middle)
    return [round(float(_vector(each) @ to), 4) for each in outlines]


def _vector(outlined: str) -> NDArray[np.float32]:
    if not outlined:
        return np.zeros(DIMENSIONS, np.float32)
    packed = np.frombuffer(base64.b64decode(outlined), np.uint8)
    if len(packed) != _BYTES:
        raise ValueError(f"an outline has {_BYTES} bytes, not {len(packed)}")
    levels: NDArray[np.float32] = _LEVELS[(packed[:, None] >> _SHIFTS) & 3].ravel()
    return levels / np.float32(np.linalg.norm(levels))

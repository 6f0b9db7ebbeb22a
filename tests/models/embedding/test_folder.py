"""A folder with the inputs that hub models have is fed them all; a model of another kind is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx as onnx_format
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from models.embedding import EmbedderError
from models.embedding.folder import MOST_TOKENS, OnnxFolder

WORDS = ["[UNK]", "query", ":", "one", "two"]
HUB = ("input_ids", "attention_mask", "token_type_ids")


def _table(size: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(len(WORDS), size)).astype(np.float32)


def _write(folder: Path, inputs: Sequence[str] = HUB, size: int = 384) -> Path:
    """Write a model that looks each word up and adds what its further inputs hold."""
    nodes = [helper.make_node("Gather", ["table", inputs[0]], ["word"])]
    last = "word"
    for name in inputs[1:]:
        nodes.append(helper.make_node("Cast", [name], [f"{name}.f"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("Unsqueeze", [f"{name}.f", "axis"], [f"{name}.u"]))
        nodes.append(helper.make_node("Add", [last, f"{name}.u"], [f"{name}.sum"]))
        last = f"{name}.sum"
    nodes.append(helper.make_node("Identity", [last], ["last_hidden_state"]))
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs]
    out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", size])
    tensors = [numpy_helper.from_array(_table(size), "table"), numpy_helper.from_array(np.array([2]), "axis")]
    graph = helper.make_graph(nodes, "words", given, [out], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    (folder / "onnx").mkdir()
    onnx_format.save(model, folder / "onnx" / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_padding(length=32)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_mask_and_types_are_fed_and_the_mean_is_over_the_texts_own_tokens(tmp_path: Path) -> None:
    """The mask is all ones, the types are zeros, and the padding that a hub's tokenizer asks for is off."""
    vector = OnnxFolder(_write(tmp_path)).embed("one two")
    mean = _table(384)[[1, 2, 3, 4]].mean(axis=0) + 1
    assert np.allclose(vector, mean / np.linalg.norm(mean), atol=1e-6)


def test_a_model_of_ids_alone_is_fed_ids_alone(tmp_path: Path) -> None:
    vector = OnnxFolder(_write(tmp_path, ["input_ids"])).embed("one two")
    mean = _table(384)[[1, 2, 3, 4]].mean(axis=0)
    assert np.allclose(vector, mean / np.linalg.norm(mean), atol=1e-6)


def test_a_text_of_too_many_tokens_is_cut(tmp_path: Path) -> None:
    """Six hundred characters can be more tokens than the model has positions."""
    embedder = OnnxFolder(_write(tmp_path))
    assert len(embedder._tokenizer.encode("one " * 600).ids) == MOST_TOKENS


@pytest.mark.parametrize("inputs", [["pixels"], ["input_ids", "decoder_input_ids"]])
def test_a_model_that_is_no_text_encoder_is_refused(tmp_path: Path, inputs: list[str]) -> None:
    with pytest.raises(EmbedderError, match="no plain text encoder"):
        OnnxFolder(_write(tmp_path, inputs))


def test_a_model_of_other_dimensions_is_refused_when_it_shows(tmp_path: Path) -> None:
    """Without a config.json it shows with the first text."""
    embedder = OnnxFolder(_write(tmp_path, size=8))
    with pytest.raises(EmbedderError, match=r"gives \(1, 4, 8\), not \(1, tokens, 384\)"):
        embedder.embed("one two")

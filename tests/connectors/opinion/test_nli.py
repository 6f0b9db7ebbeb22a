"""A model laid out as the hub's NLI models are, made here: it weighs words, and is good at nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from connectors.opinion import NliError, NliFolder, opened

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
tokenizers = pytest.importorskip("tokenizers")

WORDS = ["[UNK]", "[SEP]", "closed", "open", "bridge", "the"]
SCORES = np.array([[0, 0, 0], [0, 0.1, 0], [6, 0, 0], [0, 0, 6], [0, 0.1, 0], [0, 0.1, 0]], np.float32)
"""Entailment, neutral, contradiction for each word; only those of the first text count."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
LABELS = {"0": "entailment", "1": "neutral", "2": "contradiction"}


def write(folder: Path, inputs=INPUTS, labels=LABELS, scores=SCORES):
    """Write a model that adds up the scores of the words of the first text."""
    from onnx import TensorProto, helper, numpy_helper

    nodes = [helper.make_node("Gather", ["scores", inputs[0]], ["word"])]
    last = "word"
    if "token_type_ids" in inputs:
        nodes += [
            helper.make_node("Sub", ["one", "token_type_ids"], ["first"]),
            helper.make_node("Cast", ["first"], ["kept"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["kept", "axis"], ["mask"]),
            helper.make_node("Mul", ["word", "mask"], ["own"]),
        ]
        last = "own"
    nodes.append(helper.make_node("ReduceSum", [last, "tokens"], ["logits"], keepdims=0))
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", scores.shape[1]])
    tensors = [
        numpy_helper.from_array(scores, "scores"),
        numpy_helper.from_array(np.array([2]), "axis"),
        numpy_helper.from_array(np.array([1]), "one"),
        numpy_helper.from_array(np.array([1]), "tokens"),
    ]
    used = {name for node in nodes for name in node.input}
    graph = helper.make_graph(nodes, "nli", given, [out], [t for t in tensors if t.name in used])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    (folder / "onnx").mkdir(parents=True)
    onnx.save(model, folder / "onnx" / "model.onnx")
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="$A:0 [SEP]:0", pair="$A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[SEP]", 1)]
    )
    tokenizer.enable_padding(length=64)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": labels}))
    return folder


@pytest.mark.parametrize(
    ("text", "verdict"), [("the bridge closed", "support"), ("the bridge open", "deny"), ("the bridge", None)]
)
async def test_entailment_is_support_and_contradiction_denial(tmp_path, clock, question, text, verdict):
    """Neutral, or unsure, is no opinion. The folder is opened as the setting names it."""
    async with opened(str(write(tmp_path / "tiny")), "", 1.0, clock, {}) as judge:
        found = await judge.ask(question(text))
        assert judge.name == "nli:tiny"
    assert (found and found.stance) == verdict
    assert found is None or found.sure > 0.9


async def test_it_says_nothing_of_questions(tmp_path, question):
    """Whether the bridge closed, and that it did, are the same words to it."""
    judge = NliFolder(write(tmp_path))
    assert (await judge.ask(question("the bridge closed"))).stance == "support"
    assert await judge.ask(question("the bridge closed?")) is None
    assert await judge.ask(question("the bridge closed", stance="query")) is None


def test_the_order_of_the_labels_is_the_models_own(tmp_path):
    """Whatever their case."""
    shuffled = {"0": "CONTRADICTION", "1": "NEUTRAL", "2": "ENTAILMENT"}
    chances = NliFolder(write(tmp_path, labels=shuffled)).chances("closed", "open")
    assert max(chances, key=chances.get) == "contradiction"
    assert sum(chances.values()) == pytest.approx(1)


def test_a_model_of_ids_alone_is_fed_ids_alone(tmp_path):
    """Then the second text counts, too."""
    chances = NliFolder(write(tmp_path, inputs=("input_ids",))).chances("closed", "open")
    assert chances["entailment"] == pytest.approx(chances["contradiction"])


def test_a_long_post_is_cut_to_what_the_model_takes(tmp_path):
    """The claim stays."""
    judge = NliFolder(write(tmp_path))
    assert len(judge._tokenizer.encode("closed " * 5_000, "the bridge").ids) == 384
    assert judge.chances("closed " * 5_000, "the bridge")["entailment"] == pytest.approx(1)


def test_a_quantised_model_is_taken_before_a_full_one(tmp_path):
    """It is several times as fast on a processor."""
    folder = write(tmp_path)
    full = folder / "onnx" / "model.onnx"
    (folder / "onnx" / "model_quantized.onnx").write_bytes(full.read_bytes())
    full.write_bytes(b"broken")
    assert NliFolder(folder).chances("closed", "open")["entailment"] > 0.9


def break_it(folder: Path, what: str) -> None:
    """Break one thing of a folder."""
    {
        "labels": lambda: (folder / "config.json").write_text('{"id2label": {"0": "yes", "1": "no"}}'),
        "config": lambda: (folder / "config.json").unlink(),
        "tokenizer": lambda: (folder / "tokenizer.json").write_text("{}"),
        "model": lambda: (folder / "onnx" / "model.onnx").write_bytes(b"no model"),
        "files": lambda: (folder / "onnx" / "model.onnx").unlink(),
    }[what]()


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("labels", "entailment and contradiction must be among them"),
        ("config", "does not name the labels"),
        ("tokenizer", "tokenizer.json cannot be read"),
        ("model", "no model that onnxruntime can run"),
        ("files", "has no onnx/"),
    ],
)
def test_a_folder_that_is_none_says_what_is_wrong(tmp_path, what, why):
    """At the start, not at the first question."""
    folder = write(tmp_path)
    break_it(folder, what)
    with pytest.raises(NliError, match=why):
        NliFolder(folder)


def test_a_model_of_something_else_is_refused(tmp_path):
    """By its inputs at once; by the number of its answers when it shows."""
    with pytest.raises(NliError, match="no classifier of text pairs"):
        NliFolder(write(tmp_path / "a", inputs=("pixels",)))
    judge = NliFolder(write(tmp_path / "b", scores=SCORES[:, :2].copy()))
    with pytest.raises(NliError, match="not one number for each"):
        judge.chances("closed", "open")

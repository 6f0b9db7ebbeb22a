"""Write multilingual-e5-small as an ONNX model: int8 matrices, 4-bit word vectors, one text a call.

The encoder is BERT's (Devlin et al. 2019, arXiv:1810.04805): word, position and type vectors summed; twelve
layers of attention and feed-forward, each added to its input and normalised. The operators that onnxruntime
alone knows (domain ``com.microsoft``) are its fused forms of quantised products and attention.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.embedding.weights import BLOCK, Weights

OPSET: Final = 17
IR_VERSION: Final = 10
LEVELS: Final = 63
"""Largest int8 weight used. Twice 255 times 127 overflows the 16-bit sums of CPUs without VNNI, whose vectors
would then differ from other CPUs'; twice 255 times 63 does not (onnxruntime's ``reduce_range``)."""
FUSED: Final = "com.microsoft"


def build_graph(weights: Weights, progress: Callable[[float], None]) -> Any:
    """Give the model as an `onnx.ModelProto`: ``input_ids`` (1, tokens) to ``last_hidden_state``."""
    graph = _Graph(weights)
    hidden = graph.normalised(graph.embeddings(), "emb.ln")
    layers = weights.sizes.num_hidden_layers
    for number in range(layers):
        hidden = graph.layer(hidden, f"l{number}.")
        progress((number + 1) / layers)
    return graph.model(hidden)


class _Graph:
    def __init__(self, weights: Weights) -> None:
        self._weights, self._sizes = weights, weights.sizes
        self._nodes: list[Any] = []
        self._tensors: list[Any] = []
        thirds = np.full(3, self._sizes.hidden_size, np.int64)
        self._thirds = self._tensor("thirds", thirds)

    def embeddings(self) -> str:
        """Sum of word and position vectors; every token is of type 0, so its vector is in the positions."""
        words = self._weights.matrix("emb.word", self._sizes.vocab_size)
        packed = words.quants[..., 0::2] | (words.quants[..., 1::2] << 4)
        table = self._tensor("emb.word", packed.reshape(len(packed), -1))
        scales = self._tensor("emb.word.scales", words.scales)
        word = self._fused(
            "GatherBlockQuantized", [table, "input_ids", scales], "word", bits=4, block_size=BLOCK,
            gather_axis=0, quantize_axis=1,
        )  # fmt: skip
        return self._node("Add", [word, self._positions()], "summed")

    def _positions(self) -> str:
        size = self._sizes.hidden_size
        positions = self._weights.floats("emb.pos").reshape(-1, size)
        kind = self._weights.floats("emb.type").reshape(-1, size)[0]
        table = self._tensor("emb.pos", (positions + kind)[None])
        zero, one = self._tensor("zero", np.array([0])), self._tensor("one", np.array([1]))
        length = self._node("Shape", ["input_ids"], "length", start=1, end=2)
        return self._node("Slice", [table, zero, length, one], "position")

    def layer(self, given: str, at: str) -> str:
        """Attention and feed-forward, each with its residual and normalisation."""
        heads = self._sizes.num_attention_heads
        three = [f"{at}query", f"{at}key", f"{at}value"]
        qkv = self._product(given, [f"{at}q", f"{at}k", f"{at}v"], f"{at}qkv")
        self._nodes.append(_onnx().helper.make_node("Split", [qkv, self._thirds], three, axis=-1))
        context = self._fused("MultiHeadAttention", three, f"{at}context", num_heads=heads)
        out = self._product(context, [f"{at}ao"], f"{at}out")
        attended = self._node("Add", [given, out], f"{at}attended")
        middle = self.normalised(attended, f"{at}aln")
        wide = self._fused("Gelu", [self._product(middle, [f"{at}fi"], f"{at}wide")], f"{at}gelu")
        narrow = self._product(wide, [f"{at}fo"], f"{at}narrow")
        summed = self._node("Add", [middle, narrow], f"{at}summed")
        return self.normalised(summed, f"{at}oln")

    def normalised(self, given: str, name: str) -> str:
        """Layer normalisation with its own weights."""
        weight = self._tensor(f"{name}.w", self._weights.floats(f"{name}.w"))
        bias = self._tensor(f"{name}.b", self._weights.floats(f"{name}.b"))
        epsilon = self._sizes.layer_norm_eps
        return self._node("LayerNormalization", [given, weight, bias], f"{name}.y", axis=-1, epsilon=epsilon)

    def model(self, hidden: str) -> Any:
        """Close the graph."""
        onnx = _onnx()
        make = onnx.helper
        self._nodes.append(make.make_node("Identity", [hidden], ["last_hidden_state"]))
        ids = make.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, [1, "tokens"])
        shape = [1, "tokens", self._sizes.hidden_size]
        out = make.make_tensor_value_info("last_hidden_state", onnx.TensorProto.FLOAT, shape)
        graph = make.make_graph(self._nodes, "multilingual-e5-small", [ids], [out], self._tensors)
        opsets = [make.make_opsetid("", OPSET), make.make_opsetid(FUSED, 1)]
        return make.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _product(self, given: str, names: Sequence[str], out: str) -> str:
        """Multiply by one or more matrices side by side; activations are quantised as they come."""
        floats = np.concatenate([self._matrix(name) for name in names])
        quants, scales = quantised(floats)
        bias = np.concatenate([self._weights.floats(f"{name}.b") for name in names])
        inputs = [
            given,
            self._tensor(f"{out}.weights", quants.T),
            self._tensor(f"{out}.scales", scales),
            self._tensor(f"{out}.zeros", np.zeros(len(scales), np.int8)),
            self._tensor(f"{out}.bias", bias),
        ]
        return self._fused("DynamicQuantizeMatMul", inputs, out)

    def _matrix(self, name: str) -> NDArray[np.float32]:
        rows = len(self._weights.floats(f"{name}.b"))
        return self._weights.matrix(f"{name}.w", rows).floats()

    def _tensor(self, name: str, values: NDArray[Any]) -> str:
        self._tensors.append(_onnx().numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, inputs: Sequence[str], out: str, **attributes: Any) -> str:
        self._nodes.append(_onnx().helper.make_node(kind, inputs, [out], **attributes))
        return out

    def _fused(self, kind: str, inputs: Sequence[str], out: str, **attributes: Any) -> str:
        return self._node(kind, inputs, out, domain=FUSED, **attributes)


LEAST: Final = 1e-30
"""Largest number of a row that counts as zero: its scale would be no normal float."""


def quantised(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round each row to whole numbers within ``LEVELS`` and give its scale: ``rows ≈ quants * scales``."""
    largest = np.abs(rows).max(axis=1)
    scales = (np.where(largest > LEAST, largest, LEVELS) / LEVELS).astype(np.float32)
    return np.rint(rows / scales[:, None]).astype(np.int8), scales


def _onnx() -> Any:
    import onnx

    return onnx

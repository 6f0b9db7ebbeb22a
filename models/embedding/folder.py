"""An embedder from a folder laid out as ``intfloat/multilingual-e5-small`` is on its hub.

Read are ``onnx/*.onnx``, ``tokenizer.json`` and, if there, ``config.json``. Activations are quantised with
one scale per call: a text embedded with others would get another vector, so each call embeds one text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.embedding.embedder import DIMENSIONS, PREFIX, EmbedderError, clean, unit
from models.reading import Vector

MOST_TOKENS: Final = 512
"""Positions the model has; `clean` has cut the text well below that except in a few scripts."""
INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})


class OnnxFolder:
    """Embeds on the calling thread, one text a call; about 130 short posts per CPU second in int8."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        """Load model and tokenizer; raise `EmbedderError` that names what is missing or wrong."""
        self.name = name or folder.name
        _check_config(folder / "config.json")
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        self._session = _session(model_file(folder))
        self._inputs = frozenset(given.name for given in self._session.get_inputs())
        if "input_ids" not in self._inputs or not self._inputs <= INPUTS:
            raise EmbedderError(f"{folder} wants inputs {sorted(self._inputs)}: it is no plain text encoder")

    def embed(self, text: str) -> Vector:
        """Give the raw vector of a text, 384 floats of length 1: the mean over tokens, as e5 was trained."""
        tokens = self._tokenizer.encode(PREFIX + clean(text)).ids
        hidden: NDArray[np.float32] = self._session.run(None, self._feed(tokens))[0]
        if hidden.shape != (1, len(tokens), DIMENSIONS):
            raise EmbedderError(f"{self.name} gives {hidden.shape}, not (1, tokens, {DIMENSIONS})")
        return unit(hidden[0].mean(axis=0))

    def _feed(self, tokens: list[int]) -> dict[str, NDArray[np.int64]]:
        ids = np.array([tokens], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return {name: value for name, value in feed.items() if name in self._inputs}


def model_file(folder: Path) -> Path:
    """Choose the model of a folder: a quantised one before a full one, else by name."""
    files = sorted((folder / "onnx").glob("*.onnx"), key=lambda file: ("int8" not in file.name, file.name))
    if not files:
        raise EmbedderError(f"{folder} has no onnx/*.onnx: lay it out as intfloat/multilingual-e5-small")
    return files[0]


def _check_config(file: Path) -> None:
    if not file.exists():
        return
    try:
        size = json.loads(file.read_text(encoding="utf-8"))["hidden_size"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EmbedderError(f"{file} cannot be read ({error}): fetch or build the folder anew") from error
    if size != DIMENSIONS:
        raise EmbedderError(f"{file} says hidden_size {size}: a model with {DIMENSIONS} dimensions is needed")


def _tokenizer(file: Path) -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise EmbedderError("tokenizers is not installed: pip install 'rumor-monitor[onnx]'") from error
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises bare Exception for whatever is wrong with the file
        raise EmbedderError(f"{file} cannot be read ({error}): fetch or build the folder anew") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def _session(file: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise EmbedderError("onnxruntime is not installed: pip install 'rumor-monitor[onnx]'") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no public base class
        raise EmbedderError(f"{file} cannot be loaded ({error}): fetch or build the folder anew") from error

"""A second opinion from an NLI model: whether a post entails the claim or contradicts it.

The folder is laid out as ``MoritzLaurer/mDeBERTa-v3-base-xnli-multilingual-nli-2mil7`` is on its hub; read
are ``onnx/*.onnx`` (or ``model.onnx``), ``tokenizer.json`` and ``id2label`` of ``config.json``. Entailment is
support and contradiction denial (Yin et al. 2019, arXiv:1909.00161, use NLI so for what it was not trained
on). It knows no questions: "did the bank close?" nearly entails that it did, so of these it says nothing.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.errors import RumorError
from models.judge import Question, Verdict
from models.mention import Stance

SURE: Final = 0.8
"""Probability from which it has an opinion."""
MOST_TOKENS: Final = 384
"""Tokens of post and claim together: the head of a post is some 250, a wording below 100."""
INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_STANCES: Final[dict[str, Stance]] = {"entailment": "support", "contradiction": "deny"}
_ASKS: Final = "?？؟\u037e"


class NliError(RumorError):
    """A folder that holds no model of this kind; the message names what is missing or wrong."""


class NliFolder:
    """Judges on a thread of its own, one question at a time."""

    def __init__(self, folder: Path) -> None:
        """Load model and tokenizer; raise `NliError`."""
        self._folder = folder
        self._labels = _labels(folder / "config.json")
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        self._session = _session(_model(folder))
        self._inputs = frozenset(given.name for given in self._session.get_inputs())
        if "input_ids" not in self._inputs or not self._inputs <= INPUTS:
            raise NliError(f"{folder} wants inputs {sorted(self._inputs)}: it is no classifier of text pairs")

    @property
    def name(self) -> str:
        """Say which folder it is."""
        return f"nli:{self._folder.name}"

    async def ask(self, question: Question) -> Verdict | None:
        """Judge a post; None where the model is not sure, or the post asks."""
        if question.mention.stance == "query" or any(sign in question.text for sign in _ASKS):
            return None
        return await asyncio.to_thread(self._judged, question.text, question.wording)

    def _judged(self, premise: str, hypothesis: str) -> Verdict | None:
        chances = self.chances(premise, hypothesis)
        label, chance = max(chances.items(), key=lambda pair: pair[1])
        stance = _STANCES.get(label)
        return Verdict(stance, round(chance, 4)) if stance and chance >= SURE else None

    def chances(self, premise: str, hypothesis: str) -> dict[str, float]:
        """Give the probability of each label for a pair of texts."""
        encoded = self._tokenizer.encode(premise, hypothesis)
        feed = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        given = {name: np.array([row], np.int64) for name, row in feed.items() if name in self._inputs}
        logits: NDArray[np.float32] = self._session.run(None, given)[0]
        if logits.shape != (1, len(self._labels)):
            raise NliError(f"{self._folder} gives {logits.shape}, not one number for each of {self._labels}")
        powers = np.exp(logits[0].astype(np.float64) - float(logits.max()))
        return dict(zip(self._labels, (powers / powers.sum()).tolist(), strict=True))


def _labels(file: Path) -> tuple[str, ...]:
    """Give the labels in the order of the model's numbers."""
    try:
        named = json.loads(file.read_text(encoding="utf-8"))["id2label"]
        labels = tuple(str(named[str(number)]).lower() for number in range(len(named)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NliError(f"{file} does not name the labels of an NLI model ({error}): fetch it anew") from None
    if not _STANCES.keys() <= set(labels):
        raise NliError(f"{file} names {', '.join(labels)}: entailment and contradiction must be among them")
    return labels


def _model(folder: Path) -> Path:
    """Choose the model: a quantised one before a full one, else by name."""
    files = [*(folder / "onnx").glob("*.onnx"), *folder.glob("*.onnx")]
    if not files:
        raise NliError(f"{folder} has no onnx/*.onnx: fetch the model's ONNX files, or export them")
    return min(files, key=lambda file: ("quant" not in file.name and "int8" not in file.name, file.name))


def _tokenizer(file: Path) -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise NliError("tokenizers is not installed: pip install 'rumor-monitor[onnx]'") from error
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # noqa: BLE001  the library raises bare Exception for whatever is wrong
        raise NliError(f"{file} cannot be read ({error}): fetch it anew") from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS, strategy="longest_first")
    return tokenizer


def _session(file: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise NliError("onnxruntime is not installed: pip install 'rumor-monitor[onnx]'") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001  its errors share no base class but Exception
        raise NliError(f"{file} is no model that onnxruntime can run ({error}): fetch it anew") from None

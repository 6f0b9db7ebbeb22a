"""The model is written whole or not at all, and a damaged one is noticed and written anew."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.embedding import EmbedderError, build_model, load_embedder, model_folder
from models.embedding.build import intact
from models.embedding.manifest import MANIFEST, fault


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """Make a cache of our own with the built model in it, which a test may damage."""
    folder = model_folder(tmp_path)
    shutil.copytree(built, folder)
    return folder


def _cut(folder: Path) -> None:
    file = folder / "onnx" / "model_int8.onnx"
    os.truncate(file, file.stat().st_size // 2)


def _flip(folder: Path) -> None:
    file = folder / "onnx" / "model_int8.onnx"
    with file.open("r+b") as stream:
        stream.seek(file.stat().st_size // 2)
        byte = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte[0] ^ 1]))


def _older(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"made_by": "an older recipe"}))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a model cut short": _cut,
    "one bit of the model": _flip,
    "a tokenizer that is gone": lambda folder: (folder / "tokenizer.json").unlink(),
    "a second model": lambda folder: (folder / "onnx" / "a.onnx").write_bytes(b"x"),
    "no manifest": lambda folder: (folder / MANIFEST).unlink(),
    "a manifest of nothing": lambda folder: (folder / MANIFEST).write_text("[]"),
    "a manifest cut short": lambda folder: (folder / MANIFEST).write_text('{"files": {'),
    "an older recipe": _older,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_noticed(copy: Path, damage: Callable[[Path], object]) -> None:
    assert intact(copy)
    damage(copy)
    assert not intact(copy)


def test_a_damaged_model_is_built_anew_and_gives_the_same_vectors(copy: Path, built: Path) -> None:
    _flip(copy)
    again = load_embedder(copy.parent.parent, "auto")
    assert intact(copy)
    assert again.name == copy.name
    before = load_embedder(built.parent.parent, "onnx")
    assert again.embed("a text").tobytes() == before.embed("a text").tobytes()


def test_a_whole_model_is_left_alone(copy: Path) -> None:
    before = (copy / "onnx" / "model_int8.onnx").stat().st_mtime_ns
    said: list[tuple[float, str]] = []
    assert build_model(copy.parent.parent, lambda part, words: said.append((part, words))) == copy
    assert (copy / "onnx" / "model_int8.onnx").stat().st_mtime_ns == before
    assert said[-1] == (1.0, f"{copy.name} is there")


def test_two_builders_at_once_leave_one_whole_model(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        folders = list(pool.map(build_model, [tmp_path, tmp_path]))
    assert folders == [model_folder(tmp_path)] * 2
    assert intact(folders[0])
    assert list(folders[0].parent.iterdir()) == [folders[0]], "no scratch folder is left"


def test_progress_only_grows_and_ends_at_one(tmp_path: Path) -> None:
    parts: list[float] = []
    build_model(tmp_path, lambda part, _words: parts.append(part))
    assert parts == sorted(parts)
    assert (parts[0], parts[-1]) == (0.0, 1.0)


def test_a_builder_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    def stop(part: float, _words: str) -> None:
        if part > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_model(tmp_path, stop)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_cache_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(EmbedderError, match="cannot be written"):
        build_model(tmp_path)


def test_the_manifest_lists_every_file_but_itself(built: Path) -> None:
    files = json.loads((built / MANIFEST).read_text())["files"]
    assert sorted(files) == ["config.json", "onnx/model_int8.onnx", "tokenizer.json"]
    assert fault(built) is None

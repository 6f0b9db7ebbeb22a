"""The parallel sentences: the same in every language, so that means differ by the language alone."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

PARALLEL = Path(__file__).parents[2] / "models/data/parallel"
FILES = sorted(PARALLEL.glob("*.toml"))
GROUPING = re.compile(r"(?<=\d)[.,٫٬ \u00a0\u202f](?=\d)")
MARKS = re.compile(r"\d+(?![\d月])|@\w+|[⚡❤\U0001f300-\U0001faff]")
"""Not the number of a month, which Chinese writes where others have a name."""


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _marks(sentence: str) -> Counter[str]:
    """Count what stays as it is in a translation: numbers, handles and emoji."""
    found = MARKS.findall(GROUPING.sub("", sentence))
    return Counter(str(int(mark)) if mark.isdecimal() else mark for mark in found)


def test_there_are_languages_enough() -> None:
    """At least 22, those of the first newsrooms among them."""
    assert len(FILES) >= 22
    assert {"en", "ru", "uk", "kk"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_its_language_and_80_sentences(path: Path) -> None:
    """Its name is its language; no sentence is blank, padded or broken over lines."""
    content = _read(path)
    assert content["lang"] == path.stem
    assert len(content["sentences"]) == 80
    assert all(sentence == " ".join(sentence.split()) != "" for sentence in content["sentences"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_sentences_stand_in_the_order_of_the_english_ones(path: Path) -> None:
    """Line by line, the numbers, handles and emoji agree."""
    english = _read(PARALLEL / "en.toml")["sentences"]
    assert list(map(_marks, _read(path)["sentences"])) == list(map(_marks, english))


def test_no_sentence_stands_twice() -> None:
    """Neither in one file nor in two: each is in the words of its own language."""
    counts = Counter(sentence for path in FILES for sentence in _read(path)["sentences"])
    assert [sentence for sentence, count in counts.items() if count > 1] == []

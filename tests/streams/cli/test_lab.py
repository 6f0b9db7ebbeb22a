"""``rumor lab`` answers line by line; a bad line costs itself alone. All texts are synthetic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from streams.cli.lab import LabError, read_claims

ROOT = Path(__file__).parents[3]


def lab(lines: list[Any], *words: str, cache: Path) -> tuple[list[dict[str, Any]], str, int]:
    """Run the command on lines; give answers, error output and exit code."""
    given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    done = subprocess.run(
        [sys.executable, "-m", "streams", "lab", *words],
        cwd=ROOT, input=given, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "RUMOR_CACHE": str(cache)},
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode


def test_a_bad_line_has_no_answer_and_the_others_keep_theirs(cache: Path) -> None:
    """Its number and the mend are told, and the command ends with 1."""
    same = {"id": 1, "a": "The Orlan bridge is closed", "b": "The Orlan bridge is closed"}
    answers, told, code = lab(
        [same, "nope", "", {"id": "x", "a": 1}, {**same, "id": "last"}], "pair", cache=cache
    )
    assert [(answer["id"], answer["same"]) for answer in answers] == [("1", True), ("last", True)]
    assert "line 2: no JSON" in told
    assert "line 4: a is a int" in told
    assert code == 1
    assert "Traceback" not in told


def test_a_denial_is_told_from_its_claim(cache: Path) -> None:
    """By the stance model of the stream."""
    claim = "The Orlan bridge in Tarvell will be closed for a year"
    lines = [
        {"id": "again", "claim": claim, "text": claim},
        {
            "id": "no",
            "claim": claim,
            "text": "This is false: the Orlan bridge in Tarvell will not be closed.",
        },
    ]
    answers, told, code = lab(lines, "stance", cache=cache)
    assert answers == [{"id": "again", "stance": "support"}, {"id": "no", "stance": "deny"}]
    assert (told, code) == ("", 0)


def test_known_claims_are_found_across_languages(cache: Path, tmp_path: Path) -> None:
    """Best first, five at most."""
    claims = tmp_path / "claims.jsonl"
    known = [
        {
            "id": "bridge",
            "title": "The bridge",
            "text": "The bridge over the river will be closed for a year",
        },
        {"id": "wolves", "text": "Wolves were seen in the park"},
    ]
    claims.write_text("\n".join(map(json.dumps, known)))
    lines = [{"id": "ru", "text": "Мост через реку закроют на год"}, {"id": "empty", "text": ""}]
    answers, _, code = lab(lines, "match", "--claims", str(claims), cache=cache)
    assert answers[0]["claims"] == ["bridge", "wolves"]
    assert answers[0]["similarities"][0] > answers[0]["similarities"][1]
    assert answers[1] == {"id": "empty", "claims": [], "similarities": []}
    assert code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "there twice"),
        ('{"id": "a", "text": "x"}\n{"id": "b"}', "line 2: text is missing"),
    ],
)
def test_a_list_of_claims_that_is_wrong_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """With the line or the id."""
    file = tmp_path / "claims.jsonl"
    file.write_text(content)
    with pytest.raises(LabError, match=said):
        read_claims(file)
    with pytest.raises(LabError, match="cannot be read"):
        read_claims(tmp_path / "nowhere.jsonl")


def test_reshares_are_foretold_line_by_line(cache: Path) -> None:
    """With an interval, and without the embedding model."""
    lines = [
        {"id": 1, "at": 3600, "audience0": 900, "events": [[60 * i, 50] for i in range(1, 40)]},
        {"id": "bad", "at": "soon", "events": []},
        {"at": 5, "events": []},
        {"id": "none", "at": 5, "events": []},
    ]
    answers, told, code = lab(lines, "spread", cache=cache)
    assert [answer["id"] for answer in answers] == ["1", "bad", None, "none"]
    assert answers[1]["predicted"] is not None
    assert 39 <= answers[0]["low"] <= answers[0]["predicted"] <= answers[0]["high"]
    assert "line 2: at is no number" in told
    assert "line 3: id is missing" in told
    assert code == 1

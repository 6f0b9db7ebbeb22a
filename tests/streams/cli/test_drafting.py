"""``rumor check``, by its files and exit codes; all claims are synthetic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from models.draft import MOST_DRAFT, Found, Passage
from streams.cli.drafting import DraftError, draft_of, exit_code
from streams.cli.entry import app

ROOT = Path(__file__).parents[3]
CLAIM = {
    "claim": "3f9a", "text": "The Orlan bridge in Tarvell will be closed for a year", "lang": "en",
    "status": "denied", "first_seen": "2026-03-02T12:00:00Z", "origin": "telegram:velmar/1", "posts": 5,
    "channels": 4, "independent_sources": 2, "denials": [], "own_pages": [],
}  # fmt: skip


def claims(folder: Path, *records: dict[str, Any]) -> Path:
    """Write the claims of a replay."""
    (folder / "claims.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    return folder


def rumor(*words: str, given: str = "", cache: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "streams", "check", *words],
        cwd=ROOT, input=given, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "RUMOR_CACHE": str(cache)},
    )  # fmt: skip


def test_a_denied_claim_in_the_draft_ends_with_3(tmp_path: Path, cache: Path) -> None:
    """By the stream's own model, in other words, from standard input, against the files of a replay."""
    draft = "Tarvell's Orlan bridge is going to be closed for one year.\nThe jam festival begins on Friday.\n"
    done = rumor("-", "--out", str(claims(tmp_path, CLAIM)), given=draft, cache=cache)
    assert done.returncode == 3
    assert "state\tdenied" in done.stdout
    assert "going to be closed for one year" in done.stdout
    assert "jam festival" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_draft_of_nothing_known_ends_with_0_and_prints_nothing(tmp_path: Path, cache: Path) -> None:
    """A pipe that counts lines counts none."""
    file = tmp_path / "draft.txt"
    file.write_text("The jam festival of Wexley begins on Friday.")
    done = rumor("--file", str(file), "--out", str(claims(tmp_path, CLAIM)), cache=cache)
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 asserting sentences, 1 claims, 0 of them in the draft" in done.stderr


def test_exit_codes() -> None:
    """3 is for a draft that makes a denied claim; one that only reports the denial makes none."""
    says, denies = Passage("a", 0.5, "support"), Passage("b", 0.5, "deny")
    free = CLAIM | {"status": "emerging"}
    assert exit_code([]) == 0
    assert exit_code([Found(free, (says,)), Found(CLAIM, (denies,))]) == 4
    assert exit_code([Found(free, (says,)), Found(CLAIM, (denies, says))]) == 3


def test_the_draft_comes_from_one_place(tmp_path: Path) -> None:
    """Whatever is wrong with it is told with the mend."""
    bad = tmp_path / "draft.docx"
    bad.write_bytes(b"PK\xff\xfe")
    for words, file, said in (
        (None, None, "one of these"),
        ("text", bad, "one of these"),
        (None, bad, "no UTF-8 text (byte 2)"),
        (None, tmp_path / "nowhere.txt", "nowhere.txt cannot be read"),
        ("  ", None, "empty"),
        ("x" * (MOST_DRAFT + 1), None, "check it in parts"),
    ):
        with pytest.raises(DraftError, match=said.replace("(", r"\(").replace(")", r"\)")):
            draft_of(words, file)
    bad.write_bytes("\ufeffA draft.".encode())
    assert draft_of(None, bad) == "A draft."


@pytest.mark.parametrize(
    ("line", "said"),
    [("nope", "line 2"), ('{"claim": "x"}', "line 2 is no claim"), (None, "name a folder that")],
)
def test_files_that_are_no_replays_are_named(tmp_path: Path, line: str | None, said: str) -> None:
    """With the line, before any model is loaded."""
    if line is not None:
        (tmp_path / "claims.jsonl").write_text(json.dumps(CLAIM) + "\n" + line + "\n")
    answer = CliRunner().invoke(app, ["check", "A draft.", "--out", str(tmp_path)])
    assert isinstance(answer.exception, DraftError)
    assert said in str(answer.exception)


def test_without_files_the_read_model_is_asked(tmp_path: Path) -> None:
    """And one that is missing is named."""
    answer = CliRunner(env={"RUMOR_DATA": str(tmp_path), "RUMOR_SQL": ""}).invoke(app, ["check", "A draft."])
    assert "does not exist" in str(answer.exception)
    assert "Example: rumor check" in CliRunner().invoke(app, ["check", "--help"]).output

"""``rumor record`` and ``rumor import``: what a person gives wrongly is told before anything is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from connectors.exports import ExportError
from connectors.recording import RecordingError
from streams.cli import importing, recording
from streams.cli.recording import parse_duration

app = typer.Typer()
recording.add_to(app)
importing.add_to(app)


def rumor(*words: str) -> Result:
    return CliRunner(env={"RUMOR_BROKER": "127.0.0.1:1"}).invoke(app, list(words))


@pytest.mark.parametrize("command", ["record", "import"])
def test_each_command_has_an_example(command: str) -> None:
    assert f"Example: rumor {command}" in rumor(command, "--help").output


def test_a_duration_is_a_number_and_a_unit() -> None:
    assert [parse_duration(given) for given in ("90s", "10m", "2h", "1D", None)] == [
        90,
        600,
        7200,
        86400,
        None,
    ]


@pytest.mark.parametrize("given", ["", "10", "m", "0s", "-5m", "1.5h", "ten minutes"])
def test_what_is_no_duration_is_told_with_the_mend(given: str) -> None:
    with pytest.raises(RecordingError, match="like 90s, 10m, 2h or 1d"):
        parse_duration(given)


def test_a_start_is_beginning_or_now(tmp_path: Path) -> None:
    answer = rumor("record", "--out", str(tmp_path / "p.jsonl"), "--from", "yesterday")
    assert isinstance(answer.exception, RecordingError)
    assert not list(tmp_path.iterdir())


def test_an_export_comes_out_as_posts_and_the_counts_are_told_apart(tmp_path: Path) -> None:
    """Posts on standard output, the rest on the error output; bad rows in a file."""
    good = {"id": 1, "type": "message", "date_unixtime": "1772452800", "text": "The Velmar bridge closes."}
    export = {"name": "Velmar", "type": "public_channel", "id": 5, "messages": [good, {"id": "x"}]}
    (tmp_path / "result.json").write_text(json.dumps(export, indent=1))
    rejected = tmp_path / "bad.jsonl"
    answer = rumor(
        "import", "telegram-desktop", str(tmp_path / "result.json"),
        "--rejected", str(rejected), "--channel", "@velmar_news",
    )  # fmt: skip
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["channel"] == "velmar_news"
    assert "1 posts, 1 rows rejected, 0 left out" in answer.stderr
    assert json.loads(rejected.read_text())["line"] == 12


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("vkontakte", "result.json"), "telegram-desktop, 4cat-csv, x-archive"),
        (("x-archive", "nowhere.js"), r"nowhere\.js cannot be read: No such file"),
        (("x-archive", "nowhere.js", "--zone", "Mars"), "Europe/Kyiv"),
    ],
)
def test_a_wrong_word_is_told_with_the_right_ones(words: tuple[str, ...], mend: str) -> None:
    answer = rumor("import", *words)
    assert isinstance(answer.exception, ExportError)
    with pytest.raises(ExportError, match=mend):
        raise answer.exception

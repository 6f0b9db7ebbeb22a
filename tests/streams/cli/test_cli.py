"""The command line tells what a person can mend in one sentence, and ends with 1."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.errors import RumorError
from streams.cli.entry import app
from streams.cli.replaying import parse_speed
from streams.topics import TABLES, TOPICS

ROOT = Path(__file__).parents[3]


def rumor(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "streams", *words],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_groups_commands_and_each_has_an_example() -> None:
    """Whoever reads it can start."""
    answer = CliRunner().invoke(app, ["--help"])
    for group in ("See it work", "Follow claims", "Read the world", "Run it", "Keep its lists"):
        assert group in answer.output
    commands = [
        ("demo",),
        ("replay",),
        ("run",),
        ("broker",),
        ("topics",),
        ("settings",),
        ("model", "build"),
        ("show",),
        ("top",),
        ("subscribe",),
        ("connect", "telegram"),
        ("connect", "twitter"),
        ("connect", "feeds"),
        ("connect", "preview"),
        ("officials", "check"),
        ("explain",),
        ("rules", "check"),
        ("rules", "test"),
        ("rules", "figures"),
        ("lab", "stance"),
        ("lab", "match"),
        ("lab", "pair"),
    ]
    for command in commands:
        assert "Example: rumor" in CliRunner().invoke(app, [*command, "--help"]).output.replace(
            "RUMOR_BROKER=kafka:9092 ", ""
        )


def test_topics_prints_every_topic_and_table() -> None:
    """One table a person can read."""
    output = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["topics"]).output
    assert all(topic.name in output for topic in (*TOPICS, *TABLES))


@pytest.mark.parametrize(
    ("words", "environ", "said"),
    [
        (("replay", "nowhere.jsonl"), {}, "nowhere.jsonl"),
        (("replay", "seeds"), {}, "seeds is a folder"),
        (("replay", "seeds/story/posts.jsonl", "--speed", "-3"), {}, "--speed"),
        (
            ("replay", "seeds/story/posts.jsonl", "--officials", "nowhere.toml"),
            {},
            "nowhere.toml does not exist",
        ),
        (("replay", "seeds/story/posts.jsonl", "--officials", "README.md"), {}, "README.md"),
        (("replay", "seeds/story/posts.jsonl"), {"RUMOR_BROKER": "127.0.0.1:1"}, "127.0.0.1:1"),
        (("replay", "seeds/story/posts.jsonl"), {"RUMOR_PARTITIONS": "many"}, "RUMOR_PARTITIONS"),
        (("show", "cafe"), {"RUMOR_DATA": "nowhere"}, "does not exist"),
        (("officials", "check", "seeds/aliases.toml"), {}, "seeds/aliases.toml"),
        (("opinions",), {}, "RUMOR_OPINIONS is not set"),
        (("opinions",), {"RUMOR_OPINIONS": "nowhere"}, "RUMOR_BROKER is not set"),
        (("opinions",), {"RUMOR_OPINIONS": "nowhere", "RUMOR_BROKER": "127.0.0.1:1"}, "127.0.0.1:1"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_bad_input_is_one_clear_sentence_and_exit_code_1(
    words: tuple[str, ...], environ: dict[str, str], said: str
) -> None:
    """No traceback."""
    answer = rumor(*words, **environ)
    assert answer.returncode == 1, answer.stderr
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("speed", ["fast", "0", "-1", "nan", "inf", ""])
def test_a_speed_is_max_or_a_positive_number(speed: str) -> None:
    """Seconds of the recording per second."""
    assert parse_speed("max") is None
    assert parse_speed("2.5") == 2.5
    with pytest.raises(RumorError, match="--speed"):
        parse_speed(speed)


@pytest.mark.integration
@pytest.mark.parametrize("after", [0.5, 4.0, 8.0])
def test_ctrl_c_at_any_moment_stops_cleanly_and_leaves_nothing_running(
    after: float, cache: Path, tmp_path: Path
) -> None:
    """While the model loads, while Kafka starts, while posts flow."""
    environ = {**os.environ, "RUMOR_CACHE": str(cache), "RUMOR_BROKER": "", "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "streams", "demo", "--speed", "900", "--out", str(tmp_path / "out")],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(tmp_path) not in running

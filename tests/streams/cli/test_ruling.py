"""``rumor rules``: checked, read back, and tried out on a recording."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from connectors.recording import RecordingError
from models.post import show_time
from models.rules import RulesError
from models.track.trial import Trial
from streams.cli.entry import app
from streams.cli.ruling import BothRules
from streams.parts import PartsError, load_parts, load_rules
from streams.replay import replay
from streams.settings import Settings, from_env
from streams.worker import run_to_end

ROOT = Path(__file__).parents[3]
STORY = ROOT / "seeds" / "story"
NEW = """
[[rule]]
name = "early"
lang = "ru"
about = ["Kazakhstan"]
when = { asserting_posts = ">= 2", doubling_minutes = "< 1_000.5" }
[[rule]]
name = "many"
when = { independent_sources = ">= 12" }
"""


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Write rules of a newsroom."""
    path = tmp_path / "new.toml"
    path.write_text(NEW, encoding="utf-8")
    return path


def test_rules_are_read_back_in_words(new: Path) -> None:
    """What somebody wrote in figures and signs, as a sentence says it."""
    answer = CliRunner().invoke(app, ["rules", "check", str(new)])
    assert answer.exit_code == 0
    for said in (
        "posts that assert it: at least 2",
        "and time to double: under 1,000.5 min (once ten posts",
        "with a post in ru",
        "about Kazakhstan",
        "2 rules; any one that holds is enough",
    ):
        assert said in answer.output
    assert "\x1b" not in answer.output


def test_the_rules_in_force_are_checked_without_a_name() -> None:
    """Those that RUMOR_RULES names."""
    answer = CliRunner(env={"RUMOR_RULES": str(ROOT / "seeds" / "rules.toml")}).invoke(
        app, ["rules", "check"]
    )
    assert "1 rule" in answer.output


def test_no_rules_are_said_to_be_none(tmp_path: Path) -> None:
    """A newsroom that wants silence sees that it has it."""
    path = tmp_path / "none.toml"
    path.write_text("rule = []")
    answer = CliRunner().invoke(app, ["rules", "check", str(path)])
    assert "nobody is told that a claim spreads" in answer.output


def test_the_figures_are_listed() -> None:
    """With what each is, and from when on it can be told."""
    answer = CliRunner(env={"COLUMNS": "160"}).invoke(app, ["rules", "figures"])
    assert "independent_sources" in answer.output
    assert "once ten posts show a trend" in answer.output


def test_rules_that_cannot_be_used_stop_before_anything_starts(new: Path, tmp_path: Path) -> None:
    """A wrong rule, a missing file, a missing recording."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[[rule]]\nname = "a"\nwhen = { postz = ">= 1" }')
    for words, error in (
        (["check", str(wrong)], RulesError),
        (["test", str(wrong), str(STORY / "posts.jsonl")], RulesError),
        (["test", str(tmp_path / "nowhere.toml"), str(STORY / "posts.jsonl")], PartsError),
        (["test", str(new), str(tmp_path)], RecordingError),
    ):
        assert isinstance(CliRunner().invoke(app, ["rules", *words]).exception, error)


def test_the_default_file_may_be_missing_but_not_a_named_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who installed the package alone has the usual rules; a slip in RUMOR_RULES must not pass for them."""
    monkeypatch.chdir(tmp_path)
    assert len(load_rules(Settings().rules).rules) == 1
    with pytest.raises(PartsError, match="does not exist"):
        load_rules(Path("rulez.toml"))


@pytest.mark.integration
def test_what_is_tried_out_fires_as_the_stream_does(broker: str, cache: Path, tmp_path: Path) -> None:
    """By the same rules every alert, of every kind, is the one that the stream sent, at the same time."""
    settings = replace(
        from_env(), broker=broker, cache=cache, data=tmp_path, officials=STORY / "officials.toml",
        aliases=ROOT / "seeds" / "aliases.toml", newsroom=ROOT / "seeds" / "newsroom.toml",
        rules=ROOT / "seeds" / "rules.toml",
    )  # fmt: skip
    parts = load_parts(settings)
    both = BothRules(Trial(parts.track_settings, parts.weigh), Trial(parts.track_settings, parts.weigh))
    run_to_end(replay(STORY / "posts.jsonl", settings, parts, both.listen))
    sent = {id_: (alert["kind"], alert["fired_at"]) for id_, alert in both.gathered.alerts.items()}
    tried = {alert.alert: (alert.kind, show_time(alert.fired_at)) for alert in both.now.alerts}
    assert len(sent) > 5
    assert tried == sent


@pytest.mark.integration
def test_a_recording_shows_what_new_rules_would_have_told(new: Path, broker: str, cache: Path) -> None:
    """The seeds' own rules change nothing; others give other alerts, counted beside those in force."""
    environ = {
        "RUMOR_BROKER": broker,
        "RUMOR_CACHE": str(cache),
        "RUMOR_RULES": str(ROOT / "seeds" / "rules.toml"),
    }
    for path, closing in (
        (ROOT / "seeds" / "rules.toml", "alerts, as many as now"),
        (new, "fewer than now: "),
    ):
        words = ["rules", "test", str(path), str(STORY / "posts.jsonl")]
        answer = CliRunner(env=environ).invoke(app, [*words, "--officials", str(STORY / "officials.toml")])
        assert answer.exit_code == 0, answer.exception
        *rows, last = answer.stdout.splitlines()
        assert closing in last
        assert all(len(row.split("\t")) == 6 for row in rows)
        counted = sum(row.split("\t")[1] != "gone" for row in rows)
        assert last.startswith(f"{counted} alert")

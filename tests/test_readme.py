"""The README is true: its paths exist, its commands are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from streams.cli.entry import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"\b(?:streams|connectors|models|seeds|deploy|tests)/[\w./-]*\w", README)))
TARGETS = sorted(set(re.findall(r"\bmake (\w+)\b(?=\s+#|`)", README)))
COMMANDS = sorted(set(re.findall(r"(?m)^\.venv/bin/rumor ([a-z]+)", README)))


@pytest.mark.parametrize("path", PATHS)
def test_every_path_it_names_exists(path: str) -> None:
    """Folders and files alike."""
    assert (ROOT / path).exists()


def test_it_names_the_two_commands_of_a_fresh_machine() -> None:
    """And the Makefile has every target it names."""
    assert {"demo", "test"} <= set(TARGETS)
    assert all(re.search(rf"(?m)^{target}:", MAKEFILE) for target in TARGETS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_it_names_is_there_with_an_example(command: str) -> None:
    """Groups show their commands."""
    answer = CliRunner().invoke(app, [command, "--help"])
    assert answer.exit_code == 0
    assert "Example: " in answer.output or "Commands" in answer.output


def test_settings_it_names_are_settings_or_secrets() -> None:
    """A variable that nothing reads would be a lie."""
    sources = "".join(
        p.read_text() for p in (*ROOT.glob("streams/**/*.py"), *ROOT.glob("connectors/**/*.py"))
    )
    from streams.settings import Settings

    known = {f"RUMOR_{name.upper()}" for name in Settings.__dataclass_fields__}
    named = set(re.findall(r"RUMOR_[A-Z_]+[A-Z]", README))
    assert all(name in known or f'"{name}"' in sources for name in named)

"""``rumor claims``: what an editor can mend is told in one sentence, before anything is written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from connectors.editing import EditingError
from models.mention import Mention
from models.reading import Facts, Reading
from streams.cli.claims import _name, _read
from streams.cli.entry import app

COMMANDS = {
    "merge": ("3f9a", "77c0"),
    "split": ("3f9a", "telegram:velmar/1"),
    "move": ("telegram:velmar/1", "3f9a"),
    "rename": ("3f9a", "The bridge"),
    "set-status": ("3f9a", "confirmed"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_an_example(command):
    """Whoever reads it can start."""
    answer = CliRunner().invoke(app, ["claims", command, "--help"])
    assert f"Example: rumor claims {command}" in answer.output


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_stream_to_write_to_nothing_is_edited(command):
    """And the mend is named; an embedded Kafka of the command's own would help nobody."""
    answer = CliRunner(env={"RUMOR_BROKER": ""}).invoke(app, ["claims", command, *COMMANDS[command]])
    assert isinstance(answer.exception, EditingError)
    assert "RUMOR_BROKER" in str(answer.exception)


def test_an_editor_has_a_name():
    """That of the account, or a given one; on one line."""
    assert _name("Inês\nof the desk") == "editor:Inês of the desk"
    assert _name("").startswith("editor:")


class Reader:
    """Reads nothing out of a text but its length."""

    def read(self, post):
        assert (post.key, post.text) == ("telegram:velmar/1", "The bridge closes.")
        return Reading(post, post.lang, post.text, True, None, Facts(names=frozenset({"bridge"})), None)


def test_a_moved_post_is_read_from_its_claim_sentence():
    """Its text is kept nowhere; an edit becomes a post again."""
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    mention = Mention(
        post="telegram:Velmar/1", claim="a", kind="edit", primary=True, stance="deny", similarity=0.9,
        path="vector", why=(), offset=1, published_at=noon, read_at=noon, platform="telegram",
        channel="telegram:velmar", lang="en", sentence="The bridge closes.", asserts=True, source="x",
    )  # fmt: skip
    moved = _read(Reader(), mention)
    assert (moved.mention.kind, moved.was, moved.vector) == ("post", "deny", None)
    assert moved.facts.names == {"bridge"}


def test_a_state_that_is_none_is_refused_before_anything_is_written():
    """With those there are."""
    answer = CliRunner(env={"RUMOR_BROKER": ""}).invoke(app, ["claims", "set-status", "3f9a", "false"])
    assert "'false' is no state: give emerging, spreading, denied" in str(answer.exception)

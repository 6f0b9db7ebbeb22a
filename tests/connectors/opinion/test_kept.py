"""Opinions in a file: what was written is read, and a line that is none is named."""

from __future__ import annotations

import pytest

from connectors.opinion import Keeper, KeptError, read_kept
from models.judge import Verdict, opinion_of


@pytest.fixture
def opinions(question, clock):
    """Give opinions on three questions."""
    return [opinion_of(question(number=n), "oracle:one", Verdict("deny"), clock()) for n in range(3)]


def test_what_was_kept_is_read_in_order(tmp_path, opinions):
    """A file that is there is added to."""
    file = tmp_path / "out" / "opinions.jsonl"
    for one in (opinions[:1], opinions[1:]):
        with Keeper(file) as keep:
            for opinion in one:
                keep(opinion)
    assert list(read_kept(file)) == opinions


def test_a_line_that_is_no_opinion_is_named(tmp_path, opinions):
    """With its number and the mend; blank lines are none."""
    file = tmp_path / "opinions.jsonl"
    with Keeper(file) as keep:
        keep(opinions[0])
    with file.open("ab") as lines:
        lines.write(b"\n{}\n")
    with pytest.raises(KeptError, match=r"opinions.jsonl, line 3 is no opinion .* `rumor opinions` wrote"):
        list(read_kept(file))


def test_a_file_that_cannot_be_used_is_named(tmp_path, opinions):
    """To read or to write."""
    with pytest.raises(KeptError, match="cannot be read"):
        list(read_kept(tmp_path / "none"))
    with pytest.raises(KeptError, match="cannot be written"), Keeper(tmp_path):
        pass
    with pytest.raises(KeptError, match="not open"):
        Keeper(tmp_path / "x")(opinions[0])

"""A recording gives its good lines whatever stands between them. All posts are synthetic."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.recording import (
    MAX_LINE,
    Answered,
    Recorded,
    RecordingError,
    Rejected,
    read_recording,
    reading_times,
)
from models.judge import Verdict, opinion_bytes, opinion_of, question_of
from models.mention import Mention
from models.post import parse_post, show_time

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def row(minute: int = 0, **given: Any) -> dict[str, Any]:
    usual = {
        "platform": "telegram",
        "channel": "velmar_news",
        "post_id": str(minute),
        "published_at": show_time(NOON + timedelta(minutes=minute)),
        "text": "The Velmar bridge closes tomorrow.",
    }
    return usual | given


def record(path: Path, *lines: bytes) -> list[Recorded | Rejected]:
    path.write_bytes(b"\n".join(lines))
    return list(read_recording(path))


def packed(minute: int = 0, **given: Any) -> bytes:
    return json.dumps(row(minute, **given)).encode()


def clocks(lines: Sequence[Recorded | Rejected]) -> list[datetime | None]:
    return [line.post.read_at for line in reading_times(lines) if isinstance(line, Recorded)]


BAD = [
    (b'{"platform": "telegram"', "no JSON object"),
    (b"[1, 2]", "a post is a JSON object"),
    (b"\xff\xfe{}", "not UTF-8"),
    (b"[" * 100_000, "brackets within brackets"),
    (packed(published_at="yesterday"), "published_at must be a time"),
    (packed(published_at="2026-03-02T12:00:00"), "no time zone"),
    (packed(platform="pigeon"), "platform must be one of"),
    (packed(kind="whisper"), "kind must be one of"),
    (packed(channel=None), "channel is missing"),
    (packed(views=-1), "views must be a whole number"),
    (packed(reply_to="nobody"), "reply_to"),
    (b'{"text": "' + b"x" * (MAX_LINE + 5) + b'"}', "more than"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_bad_line_is_told_with_its_number_and_the_lines_around_it_go_through(
    tmp_path: Path, bad: bytes, reason: str
) -> None:
    """Line 2 is rejected, 1 and 3 are posts."""
    first, second, third = record(tmp_path / "posts.jsonl", packed(1), bad, packed(3))
    assert isinstance(second, Rejected)
    assert (second.number, reason in second.error) == (2, True), second.error
    assert [line.post.post_id for line in (first, third) if isinstance(line, Recorded)] == ["1", "3"]


def test_blank_lines_are_no_lines_but_keep_the_numbers(tmp_path: Path) -> None:
    """An editor's line number is what a person looks for."""
    (line,) = record(tmp_path / "posts.jsonl", b"", b"  ", packed(7), b"")
    assert line.number == 3


def test_half_a_surrogate_pair_and_a_nul_are_taken_out_and_the_post_stays(tmp_path: Path) -> None:
    """Platforms cut emoji in two; a database ends a string at NUL."""
    raw = packed().replace(b"bridge", rb"bri\ud83ddge\u0000")
    (line,) = record(tmp_path / "posts.jsonl", raw)
    assert isinstance(line, Recorded)
    assert line.post.text == "The Velmar bridge closes tomorrow."


def test_a_gzipped_recording_is_read_as_it_is(tmp_path: Path) -> None:
    """Whatever its name: the first bytes tell."""
    path = tmp_path / "posts.jsonl"
    path.write_bytes(gzip.compress(packed(1) + b"\n" + packed(2)))
    assert [line.number for line in read_recording(path)] == [1, 2]


@pytest.mark.parametrize("make", ["missing", "folder", "cut"])
def test_what_is_no_recording_is_told_in_one_sentence_with_its_name(tmp_path: Path, make: str) -> None:
    """A missing file, a folder, a gzip file that ends too soon."""
    path = tmp_path / "posts.jsonl"
    if make == "folder":
        path.mkdir()
    elif make == "cut":
        path.write_bytes(gzip.compress(packed(1) * 50)[:-20])
    with pytest.raises(RecordingError, match=r"posts\.jsonl"):
        list(read_recording(path))


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_no_bytes_stop_the_reading(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    """Whatever stands before it, the last good line comes through."""
    path = tmp_path_factory.mktemp("any") / "posts.jsonl"
    found = record(path, b"x", *lines, packed(9))
    assert isinstance(found[-1], Recorded)


def test_reading_time_follows_the_lines_and_never_runs_back() -> None:
    """A post older than the one before it was read late; a given time is kept unless it runs back."""
    lines = [Recorded(i, parse_post(row(minute)), 0) for i, minute in enumerate((0, 5, 3, 8), 1)]
    minutes = [(read - NOON).total_seconds() / 60 for read in clocks(lines) if read]
    assert minutes == [0, 5, 5, 8]


def test_one_post_from_the_future_does_not_move_the_clock() -> None:
    """A feed item dated next year is read when its neighbours are."""
    far = row(0, post_id="far", published_at="2027-03-02T12:00:00Z")
    rows = [row(0), far, *(row(minute) for minute in range(1, 9))]
    lines = [Recorded(i, parse_post(r), 0) for i, r in enumerate(rows, 1)]
    assert max(read for read in clocks(lines) if read) == NOON + timedelta(minutes=8)


@given(st.lists(st.integers(min_value=-10_000, max_value=10_000), min_size=1, max_size=120))
def test_reading_times_are_in_order_for_any_lines(minutes: list[int]) -> None:
    """Sorted, and one for each line."""
    found = clocks([Recorded(i, parse_post(row(minute)), 0) for i, minute in enumerate(minutes, 1)])
    assert len(found) == len(minutes)
    assert found == sorted(found, key=lambda read: read or NOON)


def opined(number: int = 7) -> bytes:
    """Give a line of an opinion on an invented post, as it is recorded."""
    mention = Mention(
        f"telegram:velmar_invented/{number}", "c1", "post", True, "comment", 0.6, "vector", (), number, NOON,
        NOON, "telegram", "telegram:velmar_invented", "en", "", True, "telegram:velmar_invented",
    )  # fmt: skip
    given = opinion_of(
        question_of(mention, NOON, "It closes.", "Closed?"), "nli:small", Verdict("deny"), NOON
    )
    return opinion_bytes(given).removesuffix(b"}") + b',"kafka":{"offset":3}}'


def test_an_opinion_among_the_posts_is_read_as_one(tmp_path: Path) -> None:
    """In its place; it moves no reading time, and one that is broken is told with its line."""
    path = tmp_path / "posts.jsonl"
    post = json.dumps(row()).encode()
    path.write_bytes(b"\n".join([post, opined(), b'{"opinion":"x","stance":"obey"}', post]))
    lines = list(reading_times(read_recording(path)))
    assert [type(line) for line in lines] == [Recorded, Answered, Rejected, Recorded]
    assert isinstance(lines[1], Answered)
    assert (lines[1].number, lines[1].opinion.by, lines[1].opinion.stance) == (2, "nli:small", "deny")
    assert isinstance(lines[2], Rejected)
    assert "no opinion as `rumor record` writes it" in lines[2].error

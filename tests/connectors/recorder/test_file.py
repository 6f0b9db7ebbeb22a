"""A recording that grows holds whole lines only, and knows where to go on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from connectors.recorder.file import RecordingFile
from connectors.recording import Recorded, RecordingError, read_recording


def line(offset: int, partition: int = 0, **given: str) -> bytes:
    post = {
        "platform": "telegram",
        "channel": "velmar_news",
        "post_id": f"{partition}-{offset}",
        "published_at": "2026-03-02T12:00:00Z",
        "text": "The Velmar bridge closes. " * 20,
    }
    origin = {"topic": "rumor.posts", "partition": partition, "offset": offset, "time": 1_000 + offset}
    return json.dumps({**post, "kafka": {**origin, **given}}).encode() + b"\n"


def ids(path: Path) -> list[str]:
    return [line.post.post_id for line in read_recording(path) if isinstance(line, Recorded)]


@pytest.fixture(params=["posts.jsonl", "posts.jsonl.gz"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(tmp_path / request.param)


def test_what_is_appended_is_a_recording_and_goes_on_where_it_ends(path: Path) -> None:
    with RecordingFile.open(path) as file:
        file.append([line(4), line(7, 1)])
        file.append([])
    with RecordingFile.open(path) as file:
        assert file.reached.lines == 2
        assert file.reached.topic == "rumor.posts"
        assert file.reached.next_offsets == {0: 5, 1: 8}
        assert file.reached.since == 1_004
        file.append([line(5)])
    assert ids(path) == ["0-4", "1-7", "0-5"]


def test_a_torn_end_is_cut_off_wherever_the_writer_died(path: Path) -> None:
    """At every byte of the last write: the lines before it stay, and nothing is half there."""
    with RecordingFile.open(path) as file:
        file.append([line(1), line(2)])
        whole = path.stat().st_size
        file.append([line(3)])
    content = path.read_bytes()
    for size in (*range(whole, whole + 40), len(content) - 9, len(content) - 1):
        path.write_bytes(content[:size])
        with RecordingFile.open(path) as file:
            assert file.reached.next_offsets == {0: 3}
            file.append([line(3)])
        assert ids(path) == ["0-1", "0-2", "0-3"]


def test_a_file_of_something_else_is_left_alone(path: Path) -> None:
    """A recording from elsewhere has no place to go on from."""
    foreign = b'{"platform": "telegram"}\n'
    path.write_bytes(gzip.compress(foreign) if path.suffix == ".gz" else foreign)
    before = path.read_bytes()
    with pytest.raises(RecordingError, match=r"line 1: it was not written by `rumor record`"):
        RecordingFile.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_not_gzipped_though_its_name_says_so_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(line(1))
    with pytest.raises(RecordingError, match="is not gzipped"):
        RecordingFile.open(path)
    assert path.read_bytes() == line(1)


def test_two_topics_in_one_file_are_refused(path: Path) -> None:
    with RecordingFile.open(path) as file:
        file.append([line(1), line(2, topic="other.posts")])
    with pytest.raises(RecordingError, match=r"topics rumor\.posts and other\.posts"):
        RecordingFile.open(path)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="cannot be written"):
        RecordingFile.open(tmp_path / "absent" / "posts.jsonl")
    with pytest.raises(RecordingError, match="cannot be written"):
        RecordingFile.open(tmp_path)


def test_two_writers_do_not_write_into_one_file(path: Path) -> None:
    with RecordingFile.open(path) as file:
        file.append([line(1)])
        with pytest.raises(RecordingError, match="is recorded to by another process"):
            RecordingFile.open(path)
        file.append([line(2)])
    assert ids(path) == ["0-1", "0-2"]

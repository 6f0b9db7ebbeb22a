"""Jars are in the folder whole, checked and pinned, or there is one clear sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from connectors.broker.error import BrokerError
from connectors.broker.jars import KAFKA_VERSION, Jar, class_path, fetch_jars, jar_folder, pinned_jars


def jar(name: str, content: bytes) -> Jar:
    return Jar(PurePosixPath(f"org/example/{name}/1.0/{name}-1.0.jar"), hashlib.sha256(content).hexdigest())


A, B = jar("a", b"content of a"), jar("b", b"content of b")


class Shelf:
    """A source that has what it was given, and remembers what it was asked for."""

    def __init__(self, **contents: bytes) -> None:
        self.contents = contents
        self.asked: list[str] = []

    def __call__(self, wanted: Jar, room: Path) -> Path:
        self.asked.append(wanted.artifact)
        if wanted.artifact not in self.contents:
            raise BrokerError(f"{wanted.path.name} cannot be fetched")
        path = room / "anything.jar"
        path.write_bytes(self.contents[wanted.artifact])
        return path


def test_fetched_jars_stand_in_the_versions_folder(tmp_path: Path) -> None:
    folder = fetch_jars(tmp_path, jars=[A, B], source=Shelf(a=b"content of a", b=b"content of b"))
    assert folder == jar_folder(tmp_path)
    assert (folder / A.path).read_bytes() == b"content of a"
    assert [path for path in folder.iterdir() if path.name.startswith(".fetch")] == []


def test_a_changed_jar_is_refused_and_does_not_appear(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=r"b-1\.0\.jar is not the jar that was pinned"):
        fetch_jars(tmp_path, jars=[A, B], source=Shelf(a=b"content of a", b=b"content of a thief"))
    assert not (jar_folder(tmp_path) / B.path).exists()


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    fetch_jars(tmp_path, jars=[A], source=Shelf(a=b"content of a"))
    shelf = Shelf(b=b"content of b")
    fetch_jars(tmp_path, jars=[A, B], source=shelf)
    assert shelf.asked == ["b"]


def test_a_jar_that_was_damaged_later_is_fetched_again(tmp_path: Path) -> None:
    shelf = Shelf(a=b"content of a")
    damaged = fetch_jars(tmp_path, jars=[A], source=shelf) / A.path
    damaged.write_bytes(b"bit rot")
    fetch_jars(tmp_path, jars=[A], source=shelf)
    assert damaged.read_bytes() == b"content of a"


def test_progress_counts_to_the_number_of_jars(tmp_path: Path) -> None:
    fetch_jars(tmp_path, jars=[A], source=Shelf(a=b"content of a"))
    seen: list[tuple[int, int]] = []
    progress: Callable[[int, int], None] = lambda done, of: seen.append((done, of))  # noqa: E731
    fetch_jars(tmp_path, progress, jars=[A, B], source=Shelf(b=b"content of b"))
    assert seen == [(1, 2), (2, 2)]


def test_a_source_that_fails_is_told_and_the_good_jars_stay(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=r"b-1\.0\.jar cannot be fetched"):
        fetch_jars(tmp_path, jars=[A, B], source=Shelf(a=b"content of a"))
    shelf = Shelf(b=b"content of b")
    fetch_jars(tmp_path, jars=[A, B], source=shelf)
    assert shelf.asked in (["b"], ["a", "b"])


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BrokerError, match=r"cannot be stored in .*file"):
        fetch_jars(tmp_path / "file", jars=[A], source=Shelf(a=b"content of a"))


def test_the_pinned_set_is_kafka_with_every_name_once() -> None:
    jars = pinned_jars()
    kafka = [each for each in jars if each.artifact == "kafka_2.13"]
    assert [(each.group, each.version) for each in kafka] == [("org.apache.kafka", KAFKA_VERSION)]
    assert len({each.path for each in jars}) == len(jars)
    assert all(len(each.sha256) == 64 for each in jars)


def test_the_class_path_is_absolute_and_in_the_pinned_order(tmp_path: Path) -> None:
    assert class_path(tmp_path, [B, A]) == f"{tmp_path / B.path}:{tmp_path / A.path}"

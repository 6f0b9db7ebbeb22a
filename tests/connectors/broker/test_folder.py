"""A folder that cannot hold a broker is told before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.broker.error import BrokerError
from connectors.broker.folder import clear_traces, prepare_folder


def test_a_folder_that_cannot_be_made_is_told_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BrokerError, match=r"file/kafka cannot be written to .* set RUMOR_DATA"):
        prepare_folder(tmp_path / "file" / "kafka", needed=0)


def test_too_little_room_is_told_before_the_start(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=r"has \d+ MB free and Kafka needs 1099511627776"):
        prepare_folder(tmp_path, needed=2**60)


def test_the_last_runs_log_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "kafka.log").write_text("Kafka Server started")
    clear_traces(tmp_path)
    assert not (tmp_path / "kafka.log").exists()
    assert (tmp_path / "kafka.previous.log").read_text() == "Kafka Server started"

"""The reason why Kafka stopped is found in its logs and told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.broker.reasons import started, why_stopped


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("java.io.IOException: No space left on device", "its disk is full"),
        ("java.lang.OutOfMemoryError: Java heap space", "out of memory"),
        ("java.net.SocketException: Too many open files", "ulimit -n"),
        (
            "# There is insufficient memory for the Java Runtime Environment to continue.",
            "too little free memory",
        ),
    ],
)
def test_a_known_reason_is_put_in_words_with_its_mend(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "kafka.log").write_text(
        f"2026-01-01 ERROR LogManager: something\n{line}\n\tat a.b.C.d(C.java:1)\n"
    )
    assert reason in why_stopped(tmp_path, 1)


def test_an_unknown_reason_quotes_the_lines_that_tell_most(tmp_path: Path) -> None:
    (tmp_path / "kafka.log").write_text(
        "2026-01-01 WARN Noise: first\n2026-01-01 ERROR Kafka: Exiting due to fatal exception\n"
        "org.apache.kafka.common.config.ConfigException: Invalid value\n\tat a.b.C.d(C.java:1)\n"
    )
    told = why_stopped(tmp_path, 1)
    assert "Exiting due to fatal exception" in told
    assert "ConfigException: Invalid value" in told
    assert "Noise" not in told
    assert "C.java" not in told
    assert "\n" not in told


def test_a_huge_log_gives_a_short_sentence(tmp_path: Path) -> None:
    (tmp_path / "kafka.log").write_text(("x" * 500_000 + "\n") * 3)
    assert len(why_stopped(tmp_path, 1)) < 1_000


def test_no_log_at_all_is_told_too(tmp_path: Path) -> None:
    assert "(nothing)" in why_stopped(tmp_path, 127)


def test_kafka_has_started_when_its_own_log_says_so(tmp_path: Path) -> None:
    assert not started(tmp_path)
    (tmp_path / "kafka.log").write_text(
        "INFO KafkaRaftServer: [KafkaRaftServer nodeId=1] Kafka Server started\n"
    )
    assert started(tmp_path)

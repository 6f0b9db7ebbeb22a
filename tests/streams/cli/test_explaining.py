"""``rumor explain`` says why a post is where it is; all posts are synthetic."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from typer.testing import CliRunner

from models.mention import Mention
from models.post import PostError
from streams.cli.entry import app
from streams.cli.explaining import ExplainError, from_files, live, told_of
from streams.codec import encode
from streams.settings import Settings
from streams.topics import TopicNames, create_topics
from streams.trail import Trail

AT = datetime(2022, 9, 14, 18, 5, tzinfo=UTC)
LINE = {
    "post": "telegram:Tarvell_news/7", "claim": "aaaa", "primary": True, "stance": "support",
    "stance_now": "deny", "similarity": 0.62, "published_at": "2022-09-14T18:05:00Z", "path": "vector",
    "why": ["cosine 0.62", "not bbbb: speaks of KZ, not AM"], "lang": "en",
}  # fmt: skip
POST = Mention(
    post="telegram:Tarvell_news/7", claim="aaaa", kind="post", primary=True, stance="support",
    similarity=0.62, path="vector", why=("cosine 0.62",), offset=3, published_at=AT, read_at=AT,
    platform="telegram", channel="telegram:tarvell_news", lang="en", sentence="The bridge will be closed.",
    asserts=True, source="telegram:tarvell_news",
)  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give a folder as a replay writes it."""
    (tmp_path / "mentions.jsonl").write_text(json.dumps(LINE) + "\n")
    claim = {"claim": "aaaa", "text": "The Orlan bridge \u202e[red]will be closed"}
    (tmp_path / "claims.jsonl").write_text(json.dumps(claim) + "\n")
    return tmp_path


def test_a_replays_files_tell_claim_path_reasons_and_turns(out: Path) -> None:
    """Handles compare without case; nothing in a text is taken for markup."""
    answer = CliRunner().invoke(app, ["explain", "telegram:tarvell_NEWS/7", "--out", str(out)])
    assert answer.exit_code == 0
    for said in ("aaaa", "[red]will be closed", "0.62", "speaks of KZ, not AM", "support -> deny", "vector"):
        assert said in answer.output
    assert "\u202e" not in answer.output


def test_a_post_in_no_claim_is_told_so(out: Path) -> None:
    """With the path that says why."""
    line = LINE | {"claim": None, "path": "none", "why": [], "stance_now": None, "deleted": True}
    (out / "mentions.jsonl").write_text(json.dumps(line) + "\n")
    told = dict(from_files(out, "telegram:tarvell_news/7"))
    assert told["claim"] == "none"
    assert told["path"].startswith("none: is in no claim")
    assert "deleted" in told


@pytest.mark.parametrize(
    ("post", "error", "said"),
    [
        ("telegram:tarvell_news/8", ExplainError, "never read"),
        ("nonsense", PostError, "platform:channel/post_id"),
    ],
)
def test_a_post_that_was_never_read_gets_a_plain_answer(
    out: Path, post: str, error: type[Exception], said: str
) -> None:
    """And one that is none."""
    with pytest.raises(error, match=said):
        from_files(out, post)


def test_a_folder_that_is_no_replays_is_named(tmp_path: Path, out: Path) -> None:
    """As is a broken line in it."""
    with pytest.raises(ExplainError, match="rumor replay"):
        from_files(tmp_path / "nowhere", "telegram:a/1")
    (out / "mentions.jsonl").write_text("{")
    with pytest.raises(ExplainError, match="line 1"):
        from_files(out, "telegram:a/1")


def explained(*mentions: Mention, known: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """Explain the post from records of the stream."""
    trail = Trail(POST.post)
    for mention in mentions:
        trail.take(encode(mention))
    return told_of(trail, POST.post, lambda _claim: known)


def test_the_stream_tells_what_each_edit_turned_and_a_deletion() -> None:
    """In their order."""
    told = explained(
        POST,
        replace(POST, kind="edit", offset=5),
        replace(POST, kind="edit", offset=8, stance="deny"),
        replace(POST, kind="delete", offset=9, stance="deny"),
    )
    assert [words.partition(": ")[2] for name, words in told if name == "edited"] == [
        "nothing turned",
        "stance support -> deny",
    ]
    assert told[-1][0] == "deleted"


def test_a_claim_that_was_merged_is_told_by_its_survivor() -> None:
    """With the wording of the read model."""
    told = dict(explained(POST, known={"claim": "ffff", "text": "The bridge closes"}))
    assert told["claim"] == "ffff (into which aaaa was merged): The bridge closes"


def test_a_post_the_stream_does_not_hold_gets_a_plain_answer() -> None:
    """It was never read, or it is older."""
    with pytest.raises(ExplainError, match="never read"):
        explained()


@pytest.mark.integration
def test_the_topic_of_a_real_kafka_is_read_to_its_end(broker: str, tmp_path: Path) -> None:
    """Without a read model the claim is told by its id."""
    settings = Settings(broker=broker, prefix="explain-", partitions=2, data=tmp_path)
    asyncio.run(_write(settings, [encode(replace(POST, post=f"telegram:other/{n}")) for n in range(50)]))
    asyncio.run(_write(settings, [encode(POST)]))
    told = dict(live(settings, POST.post))
    assert told["claim"] == "aaaa"
    assert told["says"] == "The bridge will be closed."
    with pytest.raises(ExplainError, match="never read"):
        live(settings, "telegram:tarvell_news/8")


def test_without_a_broker_it_says_what_to_set(tmp_path: Path) -> None:
    """Or to name a folder."""
    with pytest.raises(ExplainError, match="RUMOR_BROKER"):
        live(Settings(broker="", data=tmp_path), POST.post)


async def _write(settings: Settings, values: list[bytes]) -> None:
    names = TopicNames(settings.prefix, settings.partitions)
    await create_topics(settings.broker, names.all(1))
    producer = AIOKafkaProducer(bootstrap_servers=settings.broker)
    await producer.start()
    for number, value in enumerate(values):
        await producer.send_and_wait(names.of("mentions"), value, partition=number % settings.partitions)
    await producer.stop()


def test_a_second_opinion_is_told_with_its_judge() -> None:
    """No edit, no words of the post: who said what, and what it had been."""
    trail = Trail(POST.post)
    why = ("cosine 0.62", "second opinion of nli:small: deny (0.91), was support")
    for one in (POST, replace(POST, kind="opinion", stance="deny", offset=9, why=why)):
        trail.take(encode(one))
    rows = told_of(trail, POST.post, lambda _: None)
    assert ("turned", f"stance support -> deny: {why[1]}") in rows
    assert not [words for name, words in rows if name == "edited"]

"""The books of a replay can fail: a post that is nowhere is told."""

from __future__ import annotations

import base64
import json
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest

from connectors.recording import Rejected
from models.post import parse_post, post_record
from streams.collect import Gathered
from streams.feed import Fed
from streams.replay import write_out


def mention(number: int, **given: Any) -> dict[str, Any]:
    usual = {
        "post": f"telegram:Velmar/{number}",
        "claim": "c",
        "kind": "post",
        "primary": True,
        "stance": "support",
        "similarity": 1.0,
        "published_at": "2026-03-02T12:00:00Z",
        "path": "founds",
        "why": [],
        "lang": "en",
    }
    return usual | given


def fed(**lines: int) -> Fed:
    return Fed(
        lines=sum(lines.values()), lines_of=Counter({f"telegram:velmar/{k[1:]}": n for k, n in lines.items()})
    )


def letter(number: int, line: int) -> dict[str, Any]:
    post = parse_post(
        {
            "platform": "telegram",
            "channel": "Velmar",
            "post_id": str(number),
            "published_at": "2026-03-02T12:00:00Z",
            "text": "x",
        }
    )
    value = base64.b64encode(orjson.dumps(post_record(post))).decode()
    return {"step": "embed", "headers": {"line": str(line)}, "reason": "ValueError: no", "value": value}


def gathered(*mentions: dict[str, Any], dead: tuple[dict[str, Any], ...] = ()) -> Gathered:
    found = Gathered()
    for record in mentions:
        found.take("mentions", record)
    for record in dead:
        found.take("dead-letters", record)
    return found


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    """In a claim, in none, folded into its post, or rejected."""
    book = fed(p1=1, p2=3, p3=1)
    book.lines += 1
    book.rejected.append(Rejected(9, "no JSON object"))
    found = gathered(mention(1), mention(2), mention(2, kind="edit"), mention(3, claim=None))
    summary = write_out(tmp_path, book, found)
    assert (summary.lines, summary.mentioned, summary.unclaimed, summary.folded, summary.rejected) == (
        6,
        2,
        1,
        2,
        1,
    )
    assert summary.balanced
    rejected = [json.loads(line) for line in (tmp_path / "rejected.jsonl").read_text().splitlines()]
    assert rejected == [{"line": 9, "error": "no JSON object"}]


def test_a_post_that_is_nowhere_is_told(tmp_path: Path) -> None:
    """Lost: the replay has failed."""
    summary = write_out(tmp_path, fed(p1=1, p2=1), gathered(mention(1)))
    assert (summary.lost, summary.balanced) == (1, False)


@pytest.mark.parametrize("number", [1, 2])
def test_a_dead_letter_is_a_rejected_line_whether_or_not_its_post_lives(tmp_path: Path, number: int) -> None:
    """The post itself died, or only an edit of it."""
    found = gathered(mention(1), dead=(letter(number, 4),))
    summary = write_out(tmp_path, fed(p1=2) if number == 1 else fed(p1=1, p2=1), found)
    assert summary.balanced
    assert summary.rejected == 1
    assert json.loads((tmp_path / "rejected.jsonl").read_text())["line"] == 4


def test_a_stance_that_an_edit_turned_stands_beside_the_first(tmp_path: Path) -> None:
    """`stance` as first published, `stance_now` where an edit changed it, unless one changed it back."""
    found = gathered(mention(1), mention(1, kind="edit", stance="deny"))
    assert found.mentions["telegram:velmar/1"]["stance_now"] == "deny"
    found.take("mentions", mention(1, kind="edit", stance="support"))
    assert "stance_now" not in found.mentions["telegram:velmar/1"]
    write_out(tmp_path, fed(p1=3), found)


def test_an_alert_that_comes_twice_is_there_once() -> None:
    """Kafka holds it twice after a crash."""
    found = gathered()
    for _ in range(2):
        found.take("alerts", {"alert": "a", "kind": "denied"})
    assert list(found.alerts) == ["a"]


def test_deleted_words_are_in_no_file(tmp_path: Path) -> None:
    """The mention is marked, the claim has no text, the alert is mended; the counts stay."""
    found = gathered(mention(1), mention(1, kind="delete"))
    found.take("claims", {"claim": "c", "text": "", "deleted_words": ["telegram:Velmar/1"]})
    found.take(
        "alerts",
        {
            "alert": "a", "claim": "c", "claim_text": "It closes.", "claim_post": "telegram:Velmar/1",
            "text": 'SPREADING — claim: "It closes."', "own_pages": [],
        },
    )  # fmt: skip
    write_out(tmp_path, fed(p1=2), found)
    assert json.loads((tmp_path / "mentions.jsonl").read_text())["deleted"] is True
    assert json.loads((tmp_path / "alerts.jsonl").read_text())["text"] == "SPREADING — claim: [deleted]"
    assert all("It closes" not in file.read_text() for file in tmp_path.iterdir())


def test_a_deletion_that_was_read_before_its_post_is_marked() -> None:
    """The post itself was never read, or comes later."""
    found = gathered(mention(1, kind="delete"), mention(1))
    assert found.mentions["telegram:velmar/1"]["deleted"] is True


def test_a_post_of_two_claims_has_two_lines_and_is_one_post_in_the_books(tmp_path: Path) -> None:
    """One of the lines is primary; the counts are of posts."""
    found = gathered(mention(1), mention(2, claim="d"), mention(2, primary=False), mention(2, primary=False))
    summary = write_out(tmp_path, fed(p1=1, p2=1), found)
    assert (summary.mentioned, summary.balanced) == (2, True)
    lines = [json.loads(line) for line in (tmp_path / "mentions.jsonl").read_text().splitlines()]
    assert [(line["post"][-1], line["claim"], line["primary"]) for line in lines] == [
        ("1", "c", True), ("2", "d", True), ("2", "c", False),
    ]  # fmt: skip


def test_two_claims_of_a_post_that_were_merged_are_one_line(tmp_path: Path) -> None:
    """The primary one."""
    found = gathered(mention(1, claim="d"), mention(1, primary=False))
    found.take("claims", {"claim": "c", "merged_into": "d"})
    write_out(tmp_path, fed(p1=1), found)
    (line,) = (tmp_path / "mentions.jsonl").read_text().splitlines()
    assert json.loads(line)["primary"] is True


def test_the_words_of_a_deleted_post_are_no_reason_any_more(tmp_path: Path) -> None:
    """A further mention quotes the sentence it goes by."""
    quoted = mention(1, claim="d", primary=False, why=["in the sentence: It closes."])
    found = gathered(mention(1), quoted, mention(1, kind="delete"))
    found.take("mentions", quoted | {"kind": "delete", "why": []})
    write_out(tmp_path, fed(p1=2), found)
    assert "It closes" not in (tmp_path / "mentions.jsonl").read_text()


def test_a_second_opinion_is_told_as_the_stance_now_with_its_reason() -> None:
    """It turns the post as an edit would, and says who did it; one that turns it back is told so."""
    turned = mention(1, kind="opinion", stance="deny", why=["near", "second opinion of nli:small: deny"])
    found = gathered(mention(1), turned)
    (line,) = found.lines()
    assert (line["stance"], line["stance_now"]) == ("support", "deny")
    assert line["why"][-1] == "second opinion of nli:small: deny"
    found.take("mentions", mention(1, kind="opinion", stance="support", why=["near", "another"]))
    (line,) = found.lines()
    assert "stance_now" not in line

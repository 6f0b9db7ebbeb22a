"""``rumor explain``: why a post is where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer
from rich.console import Console
from rich.text import Text

from connectors.broker import reachable
from connectors.store import Store, UnknownClaimError, default_url
from models.errors import RumorError
from models.mention import Mention
from models.post import fold_uid, show_time
from models.text import one_line
from streams.cli.scanning import scan_mentions
from streams.settings import Settings, from_env
from streams.trail import Trail

PANEL: Final = "Follow claims"
MOST: Final = 300
PATHS: Final = {
    "founds": "founded the claim: no live claim was near enough",
    "forward": "forwards a post of the claim",
    "quote": "quotes a post of the claim",
    "reply": "answers a post of the claim",
    "copy": "has the same text as a post of the claim",
    "near_copy": "has nearly the same text as a post of the claim",
    "link": "links to a page of the claim, without words of its own",
    "vector": "means what the claim says",
    "none": "is in no claim: it asserts nothing, or nothing that a claim could be made of",
}
"""Path -> what it says, for a person."""

Row = tuple[str, str]


class ExplainError(RumorError):
    """Nothing can be said of a post; the message says where was looked and what to do."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", rich_help_panel=PANEL)(explain)


def explain(
    post: Annotated[str, typer.Argument(help="A post's uid: platform:channel/post_id.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder that a replay wrote; else the live stream.")
    ] = None,
) -> None:
    """Say why a post is in its claim: the way it came there, how alike, what joined and what kept it apart.

    Example: rumor explain telegram:yellow_folder/4711
    """
    rows = from_files(out, post) if out is not None else live(from_env(), post)
    console = Console()
    for name, words in rows:
        console.print(Text.assemble((f"{name:>12}  ", "cyan"), one_line(words, MOST)), soft_wrap=True)


def from_files(out: Path, post: str) -> list[Row]:
    """Explain a post from ``mentions.jsonl`` and ``claims.jsonl`` of a replay."""
    key = fold_uid(post)
    found = [line for line in _lines(out / "mentions.jsonl") if fold_uid(str(line["post"])) == key]
    if not found:
        raise ExplainError(
            f"{post} is in no line of {out / 'mentions.jsonl'}: it was never read, or rejected.jsonl says why"
        )
    claims = {line["claim"]: line for line in _lines(out / "claims.jsonl")}
    return [row for line in found for row in _told(line, claims.get(line.get("claim")))]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    raise ExplainError(f"{file}, line {number}: {error}; replay it again") from None
    except OSError as error:
        told = f"{file} cannot be read ({error.strerror}): name a folder that `rumor replay` wrote"
        raise ExplainError(told) from None


def _told(line: dict[str, Any], claim: dict[str, Any] | None) -> Iterator[Row]:
    """Say what one line of ``mentions.jsonl`` tells."""
    yield "post", f"{line['post']}, published {line['published_at']}, {line.get('lang') or 'und'}"
    yield "claim" if line.get("primary", True) else "also", _claim_words(line.get("claim"), claim)
    yield from _path(line["path"], line["similarity"], line["why"])
    yield "stance", line["stance"]
    if line.get("stance_now"):
        yield "edited", f"its stance turned: {line['stance']} -> {line['stance_now']}"
    if line.get("deleted"):
        yield "deleted", "its author took it back; it still counts"


def _path(path: str, similarity: float, why: list[str] | tuple[str, ...]) -> Iterator[Row]:
    yield "path", f"{path}: {PATHS.get(path, path)}"
    if path == "vector":
        yield "similarity", f"{similarity:.2f}"
    for reason in why:
        yield "kept from" if reason.startswith("not ") else "because", reason.removeprefix("not ")


def _claim_words(claim: str | None, record: dict[str, Any] | None) -> str:
    if claim is None:
        return "none"
    if record is None:
        return claim
    merged = f" (into which {claim} was merged)" if record["claim"] != claim else ""
    return f"{record['claim']}{merged}: {record['text']}"


def live(settings: Settings, post: str) -> list[Row]:
    """Explain a post from the topic ``mentions``, which holds 90 days, and the read model."""
    trail = Trail(post)
    if not settings.broker:
        raise ExplainError(
            "the records of the stream are in Kafka: set RUMOR_BROKER, or name a replay's folder with --out"
        )
    reachable(settings.broker)
    scan_mentions(settings, trail.take)
    return told_of(trail, post, lambda claim: _known(settings, claim))


def told_of(trail: Trail, post: str, known: Callable[[str], dict[str, Any] | None]) -> list[Row]:
    """Say what a trail tells; ``known`` gives the read model's record of a claim, or None."""
    steps = trail.steps()
    if not steps:
        raise ExplainError(
            f"{post} is not among the mentions of the last 90 days: it was never read, or it is older"
        )
    first = steps[0]
    rows = [("post", f"{first.post}, published {show_time(first.published_at)}, {first.lang}")]
    rows += [("says", first.sentence)] if first.sentence else []
    claim = first.claim
    for order in trail.moves():
        claim = order.to or claim
    rows.append(("claim", _claim_words(claim, known(claim) if claim else None)))
    rows += [
        *_path(first.path, first.similarity, first.why),
        ("stance", first.stance),
        ("source", first.source),
    ]
    rows += [row for before, after in pairwise(steps) for row in _turned(before, after)]
    rows += [
        ("moved", f"{order.order}: from {order.claim} to {order.to or order.claim}")
        for order in trail.moves()
    ]
    for one in trail.further():
        rows += [("also", _claim_words(one.claim, known(one.claim or ""))), ("stance", one.stance)]
        rows += _path(one.path, one.similarity, one.why)
    return rows


def _turned(before: Mention, after: Mention) -> Iterator[Row]:
    if after.kind == "delete":
        yield "deleted", f"{show_time(after.published_at)}: its words are gone, its count stays"
        return
    if after.kind == "opinion":
        yield "turned", f"stance {before.stance} -> {after.stance}: {after.why[-1]}"
        return
    turned = [
        f"{name} {one} -> {other}"
        for name, one, other in (
            ("claim", before.claim or "none", after.claim or "none"),
            ("stance", before.stance, after.stance),
        )
        if one != other
    ]
    yield "edited", f"{show_time(after.published_at)}: {'; '.join(turned) or 'nothing turned'}"


def _known(settings: Settings, claim: str) -> dict[str, Any] | None:
    """Give the read model's record of a claim; None where there is no read model, or it has none."""
    url = settings.sql or default_url(settings.data)
    file = url.removeprefix("sqlite:///")
    if not settings.sql and not Path(file).exists():
        return None
    with Store(url) as store:
        try:
            return store.claim(claim)
        except UnknownClaimError:
            return None

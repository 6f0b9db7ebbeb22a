"""``rumor claims``: an editor's second thoughts on what the machine put together, or kept apart."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.text import Text

from connectors.broker import reachable
from connectors.editing import EditingError, submit
from connectors.store import Store, UnknownClaimError
from models import centring
from models.claim.edit import (
    AUTO,
    EDITOR,
    MOST_MOVED,
    MOST_TEXT,
    Edit,
    Merge,
    Move,
    Moved,
    Rename,
    SetStatus,
    Split,
    edit_id,
    split_claim,
)
from models.mention import Mention
from models.order import STATUSES
from models.post import Post, fold_uid
from models.reader import Reader
from models.text import one_line
from streams.carried import Carried
from streams.cli.following import existing
from streams.cli.scanning import scan_mentions
from streams.codec import edit_bytes
from streams.parts import load_parts
from streams.settings import Settings, from_env
from streams.topics import TopicNames
from streams.worker import run_to_end

WAIT: Final = 15.0
"""Seconds until an edit that nobody applies is left to the stream."""
MOST_REASON: Final = 500
claims = typer.Typer(no_args_is_help=True, help="Correct what belongs together; the machine never undoes it.")

Claim = Annotated[str, typer.Argument(help="A claim's id, or the beginning of it.")]
Uid = Annotated[str, typer.Argument(help="A post's uid: platform:channel/post_id.")]
By = Annotated[str, typer.Option("--by", help="Who does it; else the name of this account.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the edit.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(claims, name="claims", rich_help_panel="Follow claims")


@claims.command("merge")
def merge(into: Claim, other: Claim, by: By = "", reason: Reason = "") -> None:
    """Put all of a second claim into the first: one rumour, told in two claims.

    Example: rumor claims merge 3f9a12 77c01b --reason "the same bridge"
    """
    settings = _settings()
    with existing(settings) as store:
        one, gone = _claim(store, into), _claim(store, other)
    if one["claim"] == gone["claim"]:
        raise EditingError(f"{into} and {other} are one claim already: {one['claim']}")
    edit = Merge(into=one["claim"], gone=gone["claim"], by=_name(by), at=_now(), reason=_reason(reason))
    _submit(settings, edit, (), f"{gone['claim']} is in {one['claim']} now: {_words(one)}")


@claims.command("split")
def split(claim: Claim, posts: list[str], by: By = "", reason: Reason = "") -> None:
    """Make posts of a claim a claim of their own; the machine never merges the two again.

    Example: rumor claims split 3f9a12 telegram:yellow_folder/4711 twitter:desk/99
    """
    settings, keys = _settings(), [fold_uid(uid) for uid in dict.fromkeys(posts)]
    if len(keys) > MOST_MOVED:
        raise EditingError(f"one split moves at most {MOST_MOVED} posts, not {len(keys)}")
    with existing(settings) as store:
        old = _claim(store, claim)
        found = _found(settings, keys)
        for key, mention in found.items():
            if (home := _home(store, mention)) != old["claim"]:
                raise EditingError(
                    f"the post {key} is not in the claim {old['claim']} but in {home or 'none'}"
                )
    edit = Split(claim=old["claim"], posts=tuple(found), by=_name(by), at=_now(), reason=_reason(reason))
    moved = _moved(settings, list(found.values()))
    if all(one.vector is None for one in moved):
        raise EditingError("none of these posts has words of its own: a claim of theirs could not be found")
    _submit(settings, edit, moved, f"{len(moved)} posts are the claim {split_claim(edit)} now")


@claims.command("move")
def move(post: Uid, claim: Claim, by: By = "", reason: Reason = "") -> None:
    """Put one post into another claim; the machine leaves it there.

    Example: rumor claims move telegram:yellow_folder/4711 3f9a12
    """
    settings, key = _settings(), fold_uid(post)
    with existing(settings) as store:
        to = _claim(store, claim)
        mention = _found(settings, [key])[key]
        if _home(store, mention) == to["claim"]:
            raise EditingError(f"the post {post} is in the claim {to['claim']} already")
    edit = Move(post=key, to=to["claim"], by=_name(by), at=_now(), reason=_reason(reason))
    _submit(settings, edit, _moved(settings, [mention]), f"{key} is in {to['claim']} now: {_words(to)}")


@claims.command("rename")
def rename(
    claim: Claim,
    text: Annotated[str, typer.Argument(help="What the claim is to be known by.")],
    by: By = "",
    reason: Reason = "",
) -> None:
    """Give a claim a wording of your own; it keeps it until it is renamed again.

    Example: rumor claims rename 3f9a12 "The Velmar bridge is said to close"
    """
    settings, words = _settings(), one_line(text, MOST_TEXT)
    if not words.strip():
        raise EditingError("the new wording is empty")
    with existing(settings) as store:
        known = _claim(store, claim)
    edit = Rename(
        claim=known["claim"], text=words, was=known["text"], by=_name(by), at=_now(), reason=_reason(reason)
    )
    _submit(settings, edit, (), f"{known['claim']} is known as: {words}")


@claims.command("set-status")
def set_status(
    claim: Claim,
    status: Annotated[str, typer.Argument(help=f"{', '.join(STATUSES)}; {AUTO} for the machine's word.")],
    by: By = "",
    reason: Reason = "",
) -> None:
    """Show a claim in a state of your own, for good; alerts go on firing as they would without it.

    Example: rumor claims set-status 3f9a12 confirmed --reason "seen by our reporter"
    """
    if status not in (*STATUSES, AUTO):
        raise EditingError(f"{status!r} is no state: give {', '.join(STATUSES)} or {AUTO}")
    settings = _settings()
    with existing(settings) as store:
        known = _claim(store, claim)
    edit = SetStatus(
        claim=known["claim"],
        status=status,
        was=known["status"],
        by=_name(by),
        at=_now(),
        reason=_reason(reason),
    )
    told = (
        "is shown as the machine finds it" if status == AUTO else f"is shown as {status} until you change it"
    )
    _submit(settings, edit, (), f"{known['claim']} {told}: {_words(known)}")


def _settings() -> Settings:
    settings = from_env()
    if not settings.broker:
        raise EditingError(
            "RUMOR_BROKER is not set: an edit goes to the Kafka of a running `rumor run`, which prints its "
            "address when it starts"
        )
    reachable(settings.broker)
    return settings


def _claim(store: Store, wanted: str) -> dict[str, Any]:
    return store.claim(wanted)


def _home(store: Store, mention: Mention) -> str | None:
    """Give the claim a post is in, through all merges; one too new for the read model is itself."""
    if mention.claim is None:
        return None
    try:
        return str(store.claim(mention.claim)["claim"])
    except UnknownClaimError:
        return mention.claim


def _found(settings: Settings, keys: Sequence[str]) -> dict[str, Mention]:
    """Read posts out of the topic ``mentions``; raise `EditingError` for one that is not there."""
    carried = Carried(keys)
    scan_mentions(settings, carried.take)
    posts = carried.posts()
    for key in keys:
        if key not in posts:
            raise EditingError(f"no post {key} is among the mentions of the last 90 days")
    return {key: posts[key] for key in keys}


def _moved(settings: Settings, mentions: Sequence[Mention]) -> tuple[Moved, ...]:
    """Give posts with the vectors and facts of their claim sentences, for the claim that gets them."""
    reader = load_parts(settings).reader
    return tuple(_read(reader, mention) for mention in mentions)


def _read(reader: Reader, mention: Mention) -> Moved:
    _, _, rest = fold_uid(mention.post).partition(":")
    channel, _, post_id = rest.partition("/")
    post = Post(
        platform=mention.platform,  # type: ignore[arg-type]
        channel=channel,
        post_id=post_id,
        published_at=mention.published_at,
        text=mention.sentence,
        lang=mention.lang,
    )
    reading = reader.read(post)
    vector = None if reading.vector is None else centring.centre(reading.vector, reading.lang)
    return Moved(replace(mention, kind="post"), mention.stance, vector, reading.facts)


def _submit(settings: Settings, edit: Edit, moved: Sequence[Moved], done: str) -> None:
    names = TopicNames(settings.prefix, settings.partitions)
    written = submit(
        settings.broker, names.of("vectors"), names.of("audit"), edit_bytes(edit, moved), edit_id(edit), WAIT
    )
    record = run_to_end(written)
    if record is None:
        done = f"the edit {edit_id(edit)} is written; no stream has applied it yet"
    elif record["outcome"] == "refused":
        raise EditingError(f"refused: {record['refused']}")
    Console().print(Text(done), soft_wrap=True)


def _name(by: str) -> str:
    try:
        return EDITOR + one_line(by or getpass.getuser(), 80)
    except (KeyError, OSError):
        raise EditingError("this account has no name: say who you are with --by") from None


def _now() -> datetime:
    return datetime.now(UTC)


def _reason(words: str) -> str:
    return one_line(words, MOST_REASON)


def _words(claim: dict[str, Any]) -> str:
    return one_line(claim["text"], 120)

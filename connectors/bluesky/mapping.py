"""An event of Jetstream as the contract's post: a pure function of what the stream sent.

**Names.** A watched account goes by the handle (or DID) of the watchlist, whatever it calls itself meanwhile;
everybody else by the DID, ``bluesky:did:plc:…/<rkey>``, since events name nobody by a handle. So a post has
one uid however often it is sent, and whoever refers to it: a reference is named by the same rule. The DID is
the ``channel_id`` in any case.

**Time.** ``createdAt`` is what the author's program says, and may be anything. It is believed as far as it is
no earlier than `BELIEVED` before the stream first saw the post; else the stream's time counts, so that nobody
becomes the origin of a rumour by dating a post back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from connectors import bounds
from connectors.bluesky.error import EventError
from models.post import Kind, Post, PostError, parse_time, uid_of

POSTS: Final = "app.bsky.feed.post"
REPOSTS: Final = "app.bsky.feed.repost"
BELIEVED: Final = timedelta(days=1)
"""How far a post's own time may lie before the stream's: posts are written offline and sent later."""
KINDS: Final[Mapping[str, Kind]] = {"create": "post", "update": "edit", "delete": "delete"}
MOST_FACETS: Final = 100

DID: Final = re.compile(r"did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,240}")
"""Stable id of an account (https://atproto.com/specs/did)."""
_RKEY: Final = re.compile(r"[A-Za-z0-9._:~-]{1,512}")
"""https://atproto.com/specs/record-key"""
_URI: Final = re.compile(rf"at://({DID.pattern})/{re.escape(POSTS)}/({_RKEY.pattern})")
_LANG: Final = re.compile(r"([a-z]{2})(?:-[A-Za-z0-9-]{1,16})?")

Raw = Mapping[str, Any]
Names = Mapping[str, str]
"""DID of a watched account -> the name it goes by here."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One change of one post or repost."""

    did: str
    time: datetime
    """When the stream saw it."""
    kind: Kind
    collection: str
    rkey: str
    record: Raw

    @property
    def key(self) -> str:
        """What the post is called in the network."""
        return f"{self.did}/{self.rkey}"


def commit_of(event: Raw) -> Commit | None:
    """Read an event; None where it is of another kind, raise `EventError` where it is broken."""
    commit = event.get("commit")
    if event.get("kind") != "commit" or not isinstance(commit, Mapping):
        return None
    did, rkey, collection = event.get("did"), commit.get("rkey"), commit.get("collection")
    kind = KINDS.get(str(commit.get("operation")))
    if collection not in (POSTS, REPOSTS) or kind is None:
        return None
    if not isinstance(did, str) or not DID.fullmatch(did):
        raise EventError("an event without an author")
    if not isinstance(rkey, str) or not _RKEY.fullmatch(rkey):
        raise EventError("an event without the key of its post")
    record = commit.get("record")
    if kind != "delete" and not isinstance(record, Mapping):
        raise EventError("a post without its record")
    return Commit(did, time_of(event), kind, collection, rkey, _mapping(record))


def time_of(event: Raw) -> datetime:
    """Give when the stream saw an event; raise `EventError`."""
    micros = event.get("time_us")
    if isinstance(micros, bool) or not isinstance(micros, int) or not 10**15 <= micros < 10**16:
        raise EventError("an event without its time")
    return datetime.fromtimestamp(micros // 10**6, UTC) + timedelta(microseconds=micros % 10**6)


def subject_of(commit: Commit) -> str | None:
    """Give the address of the post that a new repost is of."""
    uri = _mapping(commit.record.get("subject")).get("uri")
    if commit.collection != REPOSTS or commit.kind != "post" or not isinstance(uri, str):
        return None
    return uri if _URI.fullmatch(uri) else None


def commit_to_post(
    commit: Commit,
    names: Names,
    read_at: datetime,
    title: str | None = None,
    original: Raw | None = None,
) -> Post:
    """Make a post, an edit or a deletion; a repost is a post that forwards another, and has its words.

    ``title`` is what the account calls itself now, ``original`` the record that is reposted, where it is
    known. What is too long is cut.
    """
    record, reposts = commit.record, commit.collection == REPOSTS
    said = (original or {}) if reposts else record
    channel = names.get(commit.did, commit.did)
    return Post(
        platform="bluesky",
        channel=channel,
        post_id=commit.rkey,
        kind=commit.kind,
        published_at=_published(commit, read_at),
        read_at=read_at,
        text=full_text(said),
        channel_id=commit.did,
        channel_name=title,
        lang=_lang(said),
        url=f"https://bsky.app/profile/{commit.did}/post/{commit.rkey}" if not reposts else None,
        forward_of=_reference(record.get("subject"), names) if reposts else None,
        quote_of=None if reposts else _quoted(record, names),
        reply_to=None if reposts else _reference(_mapping(record.get("reply")).get("parent"), names),
    )


def full_text(record: Raw) -> str:
    """Give the text with links whole, as the app shortens them, and the page of a card behind it."""
    text = record.get("text")
    whole = _with_links(text if isinstance(text, str) else "", record.get("facets"))
    page = _card(_mapping(record.get("embed")))
    return bounds.text(whole if page is None or page in whole else f"{whole}\n{page}".lstrip())


def langs_of(record: Raw) -> list[str]:
    """List the languages a post says it is in, by two letters."""
    given = record.get("langs")
    tags = [tag for tag in given if isinstance(tag, str)] if isinstance(given, list) else []
    return [match[1] for tag in tags[:3] if (match := _LANG.fullmatch(tag))]


def _lang(record: Raw) -> str | None:
    return next(iter(langs_of(record)), None)


def _published(commit: Commit, read_at: datetime) -> datetime:
    seen = min(commit.time, read_at)
    if commit.kind != "post":
        return seen
    try:
        created = parse_time(commit.record.get("createdAt"), "createdAt")
    except PostError:
        return seen
    return created if seen - BELIEVED <= created <= seen else seen


def _with_links(text: str, facets: object) -> str:
    """Put links in the place of what is shown of them; facets count bytes of UTF-8."""
    raw, at = text.encode("utf-8", "ignore"), 0
    pieces: list[bytes] = []
    for start, end, link in sorted(_spans(facets, len(raw))):
        if start >= at:
            pieces += [raw[at:start], link.encode("utf-8", "ignore")]
            at = end
    return b"".join([*pieces, raw[at:]]).decode("utf-8", "ignore")


def _spans(facets: object, length: int) -> list[tuple[int, int, str]]:
    spans = []
    for facet in _mappings(facets)[:MOST_FACETS]:
        index = _mapping(facet.get("index"))
        start, end = bounds.counter(index.get("byteStart")), bounds.counter(index.get("byteEnd"))
        links = [_page(one.get("uri")) for one in _mappings(facet.get("features"))]
        link = next(filter(None, links), None)
        if link and start is not None and end is not None and start < end <= length:
            spans.append((start, end, link))
    return spans


def _card(embed: Raw) -> str | None:
    card = _mapping(embed.get("external")) or _mapping(_mapping(embed.get("media")).get("external"))
    return _page(card.get("uri"))


def _page(value: object) -> str | None:
    link = bounds.address(value)
    return link if link and link.startswith(("https://", "http://")) and not re.search(r"\s", link) else None


def _quoted(record: Raw, names: Names) -> str | None:
    quoted = _mapping(_mapping(record.get("embed")).get("record"))
    # Beside pictures the reference lies one deeper (app.bsky.embed.recordWithMedia).
    return _reference(quoted, names) or _reference(quoted.get("record"), names)


def _reference(value: object, names: Names) -> str | None:
    uri = _mapping(value).get("uri")
    match = _URI.fullmatch(uri) if isinstance(uri, str) else None
    return uid_of("bluesky", names.get(match[1], match[1]), match[2]) if match else None


def _mapping(value: object) -> Raw:
    return cast(Raw, value) if isinstance(value, Mapping) else {}


def _mappings(value: object) -> Sequence[Raw]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []

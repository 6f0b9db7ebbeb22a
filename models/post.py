"""What enters the monitor: one post, in the words of the contract.

A post is named by its uid, ``platform:channel/post_id``. It splits at the first ``/``; a ``/`` inside a
channel is written ``%2F``; handles compare without case.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Literal, cast, get_args

from models.errors import RumorError

Platform = Literal["telegram", "twitter", "feed", "bluesky"]
Kind = Literal["post", "edit", "delete"]

MAX_TEXT: Final = 200_000
"""Characters of one post; Telegram ends at 4,096, X at 25,000, a feed's whole article well below this."""
MAX_LABEL: Final = 512
"""Characters of a channel, an id or a display name."""
MAX_URL: Final = 4_096
FOLDED: Final = 16_384
"""Names of posts that are kept as they compare: each is asked for several times on its way."""
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""No platform read here is older; an earlier time is a source's mistake (0, 1970, 1900)."""


class PostError(RumorError):
    """A record that is no post; the message says which key is wrong and what it should be."""


def uid_of(platform: str, channel: str, post_id: str) -> str:
    """Name a post as it is shown: ``telegram:yellow_folder/4711``, the case of the handle kept."""
    return f"{platform}:{channel.lstrip('@').replace('/', '%2F')}/{post_id}"


def channel_key(platform: str, channel: str) -> str:
    """Fold a channel so that two spellings of one handle are equal: ``twitter:mfa_kz``."""
    return f"{platform}:{channel.lstrip('@').lower().replace('/', '%2f')}"


@lru_cache(maxsize=FOLDED)
def fold_uid(uid: str) -> str:
    """Fold a uid so that two spellings of one post are equal; raise `PostError` if it is none."""
    platform, colon, rest = uid.partition(":")
    channel, slash, post_id = rest.partition("/")
    if not (colon and slash and platform and channel and post_id):
        raise PostError(f"uid {uid[:80]!r} is not platform:channel/post_id")
    return f"{channel_key(platform, channel)}/{post_id}"


def channel_of(uid: str) -> str:
    """Give the folded channel of a uid: ``telegram:yellow_folder`` of ``telegram:Yellow_folder/4711``."""
    return fold_uid(uid).partition("/")[0]


@dataclass(frozen=True, slots=True)
class Post:
    """One post, edit or deletion as a connector read it (see the contract for each key)."""

    platform: Platform
    channel: str
    post_id: str
    published_at: datetime
    kind: Kind = "post"
    text: str = ""
    read_at: datetime | None = None
    channel_id: str | None = None
    lang: str | None = None
    url: str | None = None
    channel_name: str | None = None
    audience: int | None = None
    forward_of: str | None = None
    quote_of: str | None = None
    reply_to: str | None = None
    views: int | None = None
    forwards: int | None = None
    likes: int | None = None
    replies: int | None = None
    same_text: bool = False
    """Of an edit: the text is as it was, told again for its counters alone."""

    @property
    def uid(self) -> str:
        """The post's name as it is shown and written to files."""
        return uid_of(self.platform, self.channel, self.post_id)

    @property
    def key(self) -> str:
        """The post's name as it is compared and stored: the handle in lower case."""
        return fold_uid(self.uid)

    @property
    def channel_uid(self) -> str:
        """Key of the topic ``posts``: an edit follows its post because both carry it."""
        return channel_key(self.platform, self.channel)

    @property
    def at(self) -> datetime:
        """Event time: when it was published, but never later than it was read."""
        return min(self.published_at, self.read_at) if self.read_at else self.published_at

    def read(self, at: datetime) -> Post:
        """Stamp the time of reading on a post that lacks one."""
        return self if self.read_at else replace(self, read_at=at)


def parse_time(value: object, key: str) -> datetime:
    """Read an ISO 8601 time as UTC; a time without zone is refused, since it could be any hour."""
    if not isinstance(value, str):
        raise PostError(f"{key} must be a time like 2022-09-14T18:05:00Z, not {_shown(value)}")
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise PostError(f"{key} must be a time like 2022-09-14T18:05:00Z, not {_shown(value)}") from None
    if time.tzinfo is None:
        raise PostError(f"{key} has no time zone: write {value}Z if it is UTC")
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise PostError(f"{key} is out of range: {_shown(value)}") from None


def show_time(time: datetime) -> str:
    """Write a time as the contract does: UTC with ``Z``, to the second, or to the millisecond if needed."""
    unit = "milliseconds" if time.microsecond else "seconds"
    return time.astimezone(UTC).isoformat(timespec=unit).removesuffix("+00:00") + "Z"


def parse_post(record: object) -> Post:
    """Make a post of a decoded JSON object; keys beyond the contract are ignored.

    Raises `PostError` that names the key and the mend.
    """
    if not isinstance(record, dict):
        raise PostError(f"a post is a JSON object, not {_shown(record)}")
    published = parse_time(_needed(record, "published_at"), "published_at")
    if published < EARLIEST:
        raise PostError(f"published_at {record['published_at']} is before 2000: the source's clock is wrong")
    given = record.get("read_at")
    kind = _one_of("kind", record.get("kind") or "post", get_args(Kind))
    return Post(
        platform=cast(Platform, _one_of("platform", _needed(record, "platform"), get_args(Platform))),
        kind=cast(Kind, kind),
        channel=_label(record, "channel"),
        post_id=_label(record, "post_id"),
        published_at=published,
        read_at=None if given is None else parse_time(given, "read_at"),
        text=_text(record, kind),
        channel_id=_optional_label(record, "channel_id"),
        lang=_optional_label(record, "lang"),
        url=_optional_label(record, "url", MAX_URL),
        channel_name=_optional_label(record, "channel_name"),
        audience=_counter(record, "audience"),
        forward_of=_reference(record, "forward_of"),
        quote_of=_reference(record, "quote_of"),
        reply_to=_reference(record, "reply_to"),
        views=_counter(record, "views"),
        forwards=_counter(record, "forwards"),
        likes=_counter(record, "likes"),
        replies=_counter(record, "replies"),
        same_text=kind == "edit" and record.get("same_text") is True,
    )


def post_record(post: Post) -> dict[str, Any]:
    """Write a post as the contract's JSON object; the reverse of `parse_post`."""
    record: dict[str, Any] = {field.name: getattr(post, field.name) for field in fields(post)}
    record["published_at"] = show_time(post.published_at)
    record["read_at"] = show_time(post.read_at) if post.read_at else None
    if not post.same_text:
        del record["same_text"]
    return record


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _needed(record: dict[str, Any], key: str) -> Any:
    if record.get(key) is None:
        raise PostError(f"{key} is missing")
    return record[key]


def _one_of(key: str, value: object, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise PostError(f"{key} must be one of {', '.join(allowed)}, not {_shown(value)}")
    return value


def _storable(key: str, value: str, most: int) -> str:
    if len(value) > most:
        raise PostError(f"{key} has {len(value)} characters, more than {most}")
    # A lone surrogate has no UTF-8, a NUL ends a string in SQL: both are dropped, nothing else is touched.
    return value.encode("utf-8", "ignore").decode().replace("\0", "")


def _label(record: dict[str, Any], key: str) -> str:
    value = _needed(record, key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not (clean := _storable(key, value, MAX_LABEL).strip().lstrip("@")):
        raise PostError(f"{key} must be a non-empty string, not {_shown(value)}")
    return clean


def _optional_label(record: dict[str, Any], key: str, most: int = MAX_LABEL) -> str | None:
    value = record.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise PostError(f"{key} must be a string or null, not {_shown(value)}")
    return _storable(key, value, most)


def _text(record: dict[str, Any], kind: str) -> str:
    value = record.get("text")
    if value is None:
        if kind == "delete":
            return ""
        raise PostError("text is missing")
    if not isinstance(value, str):
        raise PostError(f"text must be a string, not {_shown(value)}")
    # Whatever else a source sends along with a deletion: the text is deleted.
    return "" if kind == "delete" else _storable("text", value, MAX_TEXT)


def _reference(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise PostError(f"{key} must be a uid or null, not {_shown(value)}")
    uid = _storable(key, value, 2 * MAX_LABEL)
    try:
        fold_uid(uid)
    except PostError as error:
        raise PostError(f"{key}: {error}") from None
    return uid


def _counter(record: dict[str, Any], key: str) -> int | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise PostError(f"{key} must be a whole number from 0, or null, not {_shown(value)}")
    return value

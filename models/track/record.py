"""Everything that is kept of one claim: bounded, however large the claim grows."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, NamedTuple

import msgspec

from models.denial import Denial
from models.mention import Mention
from models.order import Order, Pin, Status
from models.reading import Statement
from models.track.channels import Channels
from models.track.sketch import Distinct, Weights
from models.track.tree import Circle, Tree
from models.track.windows import Buckets

PageState = Literal["standing", "corrected", "removed"]

MOST_BYTES: Final = 8_192
"""Size of a serialized record; `models.track.bounds` keeps it."""


class Origin(NamedTuple):
    """The earliest post read."""

    uid: str
    at: datetime
    unread: str | None = None
    """An older post that it forwards and that was never read."""


class First(NamedTuple):
    """When a platform or a language was first seen, and how many posts it has."""

    uid: str
    at: datetime
    posts: int
    last: int = 0
    """Minute of the newest post that moved a window, counted from 1970."""


class Wording(NamedTuple):
    """A sentence that asserts the claim, as one of its posts has it."""

    post: str
    lang: str
    text: str
    lent: bool = False
    """The words are not the post's own: it forwards them from a post that was never read, or copies them."""
    outline: str = ""
    """Where its post lies (`models.outline`); empty where that is not known."""
    also: tuple[str, ...] = ()
    """Other posts with the same words: the words stand as long as one of them does."""
    led: int = 0
    """Asserting posts in a row at which it was clearly better than the claim's wording."""
    turned: bool = False
    """An edit made it say something else: it stays only as long as there is nothing better."""
    subjects: tuple[str, ...] = ()
    """Terms of offices' remits that its post names in other sentences."""


class Turn(NamedTuple):
    """A change of state, with what brought it about."""

    status: Status
    at: datetime
    """Stream time."""
    event: str
    """`models.track.status.Event`."""
    evidence: str = ""
    """uid of the post that did it, or the rule of the newsroom; empty where time did, or an editor's move."""


class OwnPage(NamedTuple):
    """A post of our own outlet that asserts the claim."""

    uid: str
    url: str | None
    sentence: str
    published_at: datetime
    state: PageState = "standing"
    alerted: bool = False
    read_again_at: datetime | None = None
    """Event time of its last edit or deletion."""


class Repeat(NamedTuple):
    """An account that asserts the claim though the denial had reached it (`models.track.aftermath`)."""

    channel: str
    posts: int
    last_at: datetime
    knew: str
    """``carried``: it had carried or answered a denial; ``again``: it had long had the time to know."""


class Heard(NamedTuple):
    """A denying statement of an office, with what must be known of the post that carried it.

    ``statement`` waits until there is a rumour within the office's remit; then ``denial`` takes its place.
    """

    post: str
    channel: str
    lang: str
    published_at: datetime
    read_at: datetime
    url: str | None
    """Moves into the denial with the statement."""
    said_at: str | None
    statement: Statement | None
    denial: Denial | None = None
    relays: int = 0
    """Later posts that carried the same."""
    fired: bool = False
    gone: bool = False
    """The post was deleted. Words that an office was quoted with stay on record, but name no claim."""

    def stated(self) -> Statement:
        """Give the statement, out of the denial where it has become one."""
        if self.denial is None:
            assert self.statement is not None, "what is heard is a statement or a denial"
            return self.statement
        return Statement(
            office=self.denial.office,
            official=self.denial.official,
            standing=self.denial.standing,
            first_hand=self.denial.first_hand,
            unnamed="unnamed" in self.denial.cautions,
            quote=self.denial.quote,
            said_at=self.said_at,
        )

    def mention(self, claim: str) -> Mention:
        """Give the carrying post again, as far as a statement is weighed by it."""
        statement = self.stated()
        return Mention(
            post=self.post,
            claim=claim,
            kind="post",
            primary=True,
            stance="deny",
            similarity=0.0,
            path="none",
            why=(),
            offset=0,
            published_at=self.published_at,
            read_at=self.read_at,
            platform=self.channel.partition(":")[0],
            channel=self.channel,
            lang=self.lang,
            sentence=statement.quote,
            asserts=False,
            source=self.channel,
            url=self.denial.url if self.denial else self.url,
            statements=(statement,),
        )


_NOBODY: Final = Channels()
_NOTHING: Final = Distinct()
_WEIGHTLESS: Final = Weights()
_EMPTY: Final = Buckets()


class ClaimRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """One claim as it stands after the mention at `offset`.

    A struct where others are dataclasses: it has some fifty fields, and a step changes it a few times.
    """

    claim: str
    offset: int
    """Offset of the last mention applied; what is not above it was applied already."""
    now: datetime
    """The stream's time: the latest time of reading."""
    last_at: datetime
    """Event time of the newest post."""
    origin: Origin
    status: Status = "emerging"
    status_since: datetime | None = None
    slept_from: Status | None = None
    """Status before the claim fell dormant."""
    turns: tuple[Turn, ...] = ()
    """Its last changes of state, oldest first."""
    returns: int = 0
    """How often it came back."""
    rumour_at: datetime | None = None
    """When it was first asserted by anyone who is not an office."""
    asserted_at: datetime | None = None
    """Event time of the newest post that asserts it."""
    office_said: dict[str, datetime] = msgspec.field(default_factory=dict)
    """Office that asserted it first-hand -> when first."""
    posts: int = 0
    deleted: int = 0
    stances: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Posts by stance as they stand now, in the order of `models.track.recent.STANCES`."""
    channels: Channels = _NOBODY
    sources: Distinct = _NOTHING
    """Independent sources of asserting posts."""
    audience: Weights = _WEIGHTLESS
    views: int | None = None
    platforms: dict[str, First] = msgspec.field(default_factory=dict)
    languages: dict[str, First] = msgspec.field(default_factory=dict)
    recent: bytes = b""
    minutes: Buckets = _EMPTY
    """Posts, assertions, relayed assertions and views by the minute, of the last hour."""
    shape: Buckets = _EMPTY
    """Posts, assertions and relayed assertions since birth."""
    hours: Buckets = _EMPTY
    """Posts and assertions by the hour, of the last week."""
    tree: Tree = ()
    """The posts that most others have it from."""
    links: bytes = b""
    """Which channels cite which (`models.track.tree`)."""
    circles: tuple[Circle, ...] = ()
    wordings: tuple[Wording, ...] = ()
    """The first is the one the claim is known by."""
    middle: str = ""
    """Mean of the outlines of those who assert the claim in words of their own (`models.outline`)."""
    about: str = ""
    """The words, without order, of a claim whose last sentence was deleted: what offices may speak of."""
    told: dict[str, bool] = msgspec.field(default_factory=dict)
    """Post whose words an alert carries -> whether it was deleted since."""
    heard: tuple[Heard, ...] = ()
    own_pages: tuple[OwnPage, ...] = ()
    fired: tuple[str, ...] = ()
    """Kinds of alert that fire once and did."""
    retold: int = 0
    """How often all its denials went to another claim: from then on a denial is news once more."""
    name: str = ""
    """What an editor named it."""
    pin: Pin | None = None
    """The state an editor wants it shown in; `status` goes on as the machine finds it, and so do alerts."""
    taken: bytes = b""
    """What other claims handed over, and when (`models.track.taken`)."""
    waiting: tuple[Order, ...] = ()
    """Orders about posts that are still on their way here."""
    merged_into: str | None = None
    """The claim it was merged into: nothing is counted here any more."""
    emptied_into: str | None = None
    """The claim that got its last post: it is shown again once somebody tells it anew."""
    denied_at: datetime | None = None
    """When the first strong denial was taken in."""
    asserting_at_denial: int = 0
    posts_at_denial: int = 0
    hour_before_denial: int = 0
    """Posts that asserted it in the last hour before."""
    informed: bytes = b""
    """Accounts that carried a denial, or spoke of the claim well after it (`models.track.aftermath`)."""
    repeats: tuple[Repeat, ...] = ()
    """Accounts that repeat the claim knowing of the denial."""

    @property
    def vacant(self) -> bool:
        """Tell whether it has no posts: they are in another claim, or on their way here."""
        return self.emptied_into is not None or not self.origin.uid

    @property
    def shown_status(self) -> str:
        """The state a newsroom sees: an editor's word, else the machine's."""
        return self.pin.status if self.pin else self.status

    @property
    def asserting(self) -> int:
        """Posts that assert the claim now."""
        return self.stances[0]

    @property
    def denials(self) -> tuple[Denial, ...]:
        """What offices said against it, as it was read; withdrawn ones included."""
        return tuple(heard.denial for heard in self.heard if heard.denial)

    @property
    def strong_denials(self) -> tuple[Denial, ...]:
        """The denials that stand and carry weight."""
        return tuple(d for d in self.denials if not d.weak and d.withdrawn_at is None)

    @property
    def began(self) -> datetime:
        """When the rumour began as far as was read: its first assertion, else the first post."""
        return self.rumour_at or self.origin.at

    def to_bytes(self) -> bytes:
        """Serialize as MessagePack, so that `from_bytes` gives an equal record."""
        return _encode(self)

    @classmethod
    def from_bytes(cls, value: bytes) -> ClaimRecord:
        """Read what `to_bytes` wrote; raise `msgspec.DecodeError` where it is something else."""
        return _decode(value)


class Glance(msgspec.Struct, frozen=True):
    """The little of a record that tells whether time changes it: read in a tenth of the whole's time."""

    now: datetime
    last_at: datetime
    status: Status = "emerging"

    @classmethod
    def from_bytes(cls, value: bytes) -> Glance:
        """Read it out of a whole record; raise `msgspec.DecodeError` where it is something else."""
        return _decode_glance(value)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(ClaimRecord).decode
_decode_glance = msgspec.msgpack.Decoder(Glance).decode

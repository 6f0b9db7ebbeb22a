"""Synthetic posts about an invented claim by invented channels and offices, and a hand-written weigher."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.denial import Denial
from models.mention import Mention
from models.reading import Statement
from models.track import Alert, ClaimRecord, TrackSettings, step

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class Weigher:
    """Weighs as told: offices out of remit, cautions by what the statement shows."""

    out_of_remit: set[str] = field(default_factory=set)
    calls: list[tuple[str, tuple[str, ...], datetime]] = field(default_factory=list)

    def __call__(
        self, mention: Mention, statement: Statement, wordings: Sequence[str], first_seen: datetime
    ) -> Denial | None:
        self.calls.append((statement.office, tuple(wordings), first_seen))
        if statement.office in self.out_of_remit or not wordings:
            return None
        said = statement.said_at or mention.published_at.date().isoformat()
        cautions = {
            "stale": said < first_seen.date().isoformat()
            or mention.published_at < first_seen - timedelta(days=1),
            "scope": "wider" in statement.quote,
            "second_hand": not statement.first_hand,
            "unnamed": statement.unnamed,
        }
        return Denial(
            post=mention.post,
            office=statement.office,
            official=statement.official,
            first_hand=statement.first_hand,
            quote=statement.quote,
            published_at=mention.published_at,
            cautions=tuple(name for name, holds in cautions.items() if holds),
            standing=statement.standing,
            reported_at=mention.read_at,
            said_at=statement.said_at,
            reasons=(),
            url=mention.url,
        )


def make_mention(number: int = 0, **given: Any) -> Mention:
    """Make post ``number`` of its own channel, ``number`` minutes after noon, unless told otherwise."""
    at = given.pop("at", NOON + timedelta(minutes=given.pop("minute", number)))
    channel = given.pop("channel", f"telegram:invented_{number}")
    usual = Mention(
        post=given.pop("post", f"{channel}/{number}"),
        claim="c1",
        kind="post",
        primary=True,
        stance="support",
        similarity=0.9,
        path="vector",
        why=(),
        offset=number,
        published_at=at,
        read_at=given.pop("read_at", at),
        platform=channel.partition(":")[0],
        channel=channel,
        lang="en",
        sentence=f"The Velmar bridge closes, says source number {number}.",
        asserts=True,
        source=given.pop("source", channel),
    )
    return replace(usual, **given)


def make_statement(**given: Any) -> Statement:
    """Make a first-hand denial of an invented ministry, unless told otherwise."""
    usual = Statement("ministry", None, 3, first_hand=True, unnamed=False, quote="The bridge stays open.")
    return replace(usual, **given)


def make_denial(number: int, *statements: Statement, **given: Any) -> Mention:
    """Make a post that denies in an office's name."""
    kept = statements or (make_statement(),)
    return make_mention(number, **{"stance": "deny", "sentence": kept[0].quote, "statements": kept, **given})


class Told:
    """A claim and all the alerts it fired so far."""

    def __init__(self, weigher: Weigher, settings: TrackSettings) -> None:
        self.weigher, self.settings = weigher, settings
        self.record: ClaimRecord | None = None
        self.alerts: list[Alert] = []

    def __call__(self, *mentions: Mention) -> ClaimRecord:
        """Take mentions in and give the record."""
        for mention in mentions:
            self.record, fired = step(self.record, mention, self.settings, self.weigher)
            self.alerts += fired
        assert self.record is not None
        return self.record

    @property
    def kinds(self) -> list[str]:
        """The kinds of the alerts so far."""
        return [alert.kind for alert in self.alerts]


@pytest.fixture
def weigher() -> Weigher:
    """Give a weigher whose offices are all in their remit."""
    return Weigher()


@pytest.fixture
def told(weigher: Weigher) -> Told:
    """Give a claim nobody has told yet."""
    return Told(weigher, TrackSettings())


@pytest.fixture(scope="session")
def tell() -> Callable[[Sequence[Mention]], Told]:
    """Tell a claim from its beginning."""

    def telling(mentions: Sequence[Mention]) -> Told:
        story = Told(Weigher(), TrackSettings())
        story(*mentions)
        return story

    return telling


@pytest.fixture(scope="session")
def mention() -> Callable[..., Mention]:
    """Make a mention."""
    return make_mention


@pytest.fixture(scope="session")
def statement() -> Callable[..., Statement]:
    """Make a statement."""
    return make_statement


@pytest.fixture(scope="session")
def denial() -> Callable[..., Mention]:
    """Make a mention that denies."""
    return make_denial


@pytest.fixture(scope="session")
def noon() -> datetime:
    """When the stories begin."""
    return NOON

"""What is known of each source while it is read: a number from it means little without its gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from connectors.silence import Habit
from models.post import Post

MAX_GAPS: Final = 50
"""Gaps kept of one source, the latest; those before are counted only."""
STALE: Final = timedelta(seconds=90)
"""A state told longer ago is of a process that has died: three times the usual interval of telling."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a source was not read, and which its history has not brought back."""

    since: datetime
    until: datetime | None
    """None: it lasts."""
    why: str


@dataclass(slots=True)
class SourceState:
    """One channel, stream or feed; the connector that reads it writes here, whoever asks reads."""

    source: str = ""
    """Its uid: ``telegram:yellow_folder``, ``twitter:#stream``, ``feed:mfa.gov.kz``."""
    kind: str = "channel"
    """What is read: channel, stream, feed, preview ..."""
    connected: bool = False
    """Whether it is read now: its line is up, or its last request went well."""
    read_at: datetime | None = None
    """When its history was last read whole, or its stream last said anything."""
    posted_at: datetime | None = None
    """Time of its latest post."""
    posts: int = 0
    connects: int = 0
    floods: int = 0
    """How often the source asked to wait."""
    waits_until: datetime | None = None
    overflows: int = 0
    """Live events dropped since the sink was slow; its history brings them again."""
    problem: str | None = None
    """Why it is not read now, in words."""
    gaps: list[Gap] = field(default_factory=list)
    gaps_total: int = 0
    """Gaps that are over and were not brought back."""
    budget: str | None = None
    """What may still be read of it, in words, where reading costs."""
    budget_left: float | None = None
    """Share of the tightest budget that is left, 0 to 1."""
    reads_day: int = 0
    reads_month: int = 0
    """Paid reads, this day and this month."""
    habit: Habit = field(default_factory=Habit)
    told_at: datetime | None = None
    """When this was last told to others."""

    @property
    def platform(self) -> str:
        """The platform its uid begins with."""
        return self.source.partition(":")[0]

    def note(self, post: Post) -> None:
        """Count what was handed on; only a new post tells that the source speaks, and how often."""
        self.posts += 1
        if post.kind == "post":
            self.habit = self.habit.after(self.posted_at, post.at)
            self.posted_at = max(self.posted_at or post.at, post.at)

    def interrupt(self, at: datetime, why: str) -> None:
        """Say that it is not read from now on; the gap began when it was last read whole."""
        self.connected, self.problem = False, why
        if not self.open_gap:
            self._add(Gap(min(self.read_at or at, at), None, why))

    def resume(self, at: datetime, *, bridged: bool) -> None:
        """Say that it is read again; ``bridged``: what was posted meanwhile has been read, no gap is left."""
        self.connected, self.problem, self.read_at = True, None, at
        if gap := self.open_gap:
            self.gaps.remove(gap)
            if not bridged:
                self.miss(gap.since, at, gap.why)

    def miss(self, since: datetime, until: datetime, why: str) -> None:
        """Say that what was posted between two times cannot be read any more."""
        gap = Gap(since, until, why)
        if gap not in self.gaps:
            self._add(gap)
            self.gaps_total += 1

    def silent_since(self, now: datetime) -> datetime | None:
        """Tell since when it says nothing although it is read and is wont to speak; None: all is as ever."""
        silent = self.connected and self.habit.broken(self.posted_at, now)
        return self.posted_at if silent else None

    @property
    def open_gap(self) -> Gap | None:
        """The gap that lasts, if there is one."""
        return next((gap for gap in self.gaps if gap.until is None), None)

    def _add(self, gap: Gap) -> None:
        gaps = [*self.gaps, gap]
        # The open one stays, however many others come: it ends by `resume`.
        over = [one for one in gaps if one.until][-(MAX_GAPS - 1) :]
        self.gaps = [one for one in gaps if one in over or not one.until]


@dataclass(slots=True)
class Coverage:
    """All sources of a connector, by their uid."""

    sources: dict[str, SourceState] = field(default_factory=dict)

    def of(self, source: str, kind: str = "channel") -> SourceState:
        """Give the state of a source; a new one where there was none."""
        if source not in self.sources:
            self.sources[source] = SourceState(source, kind)
        return self.sources[source]

    def keep(self, sources: Iterable[str]) -> None:
        """Forget all sources but these: the others are not watched any more."""
        kept = set(sources)
        self.sources = {uid: state for uid, state in self.sources.items() if uid in kept}

    def leave(self, at: datetime, why: str) -> None:
        """Say of all sources that are read that nobody reads them from now on."""
        for state in self.sources.values():
            if state.connected:
                state.interrupt(at, why)


def unwatched(states: Iterable[SourceState], since: datetime, until: datetime) -> list[str]:
    """Say of each source what of a time span was not read, one sentence each, in order of their names.

    A source whose state has not been told for `STALE` counts as not read from then on.
    """
    told: list[str] = []
    for state in sorted(states, key=lambda state: state.source):
        spans = [(gap.since, gap.until or until, gap.why) for gap in state.gaps]
        if state.told_at and state.told_at + STALE < until and not state.open_gap:
            spans.append((state.told_at, until, "its connector does not run"))
        told += [
            f"{state.source} was not read from {_clock(max(begin, since), since, until)}"
            f" to {_clock(min(end, until), since, until)}: {why}"
            for begin, end, why in spans
            if begin < until and end > since
        ]
    return told


def _clock(time: datetime, since: datetime, until: datetime) -> str:
    """Write hours and minutes, and the day where the span lasts more than one."""
    return f"{time:%H:%M}" if since.date() == until.date() else f"{time:%d %b %H:%M}"

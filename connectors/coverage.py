"""What is known of each source while it is read: a number from it means little without its gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class SourceState:
    """One channel or stream; the connector that reads it writes here, whoever asks reads."""

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


@dataclass(slots=True)
class Coverage:
    """All sources of a connector, by channel uid."""

    sources: dict[str, SourceState] = field(default_factory=dict)

    def of(self, source: str) -> SourceState:
        """Give the state of a source; a new one where there was none."""
        return self.sources.setdefault(source, SourceState())

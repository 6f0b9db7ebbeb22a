"""How often the pages of channels are asked for, and how long a wait is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, but where said otherwise; the usual ones ask for 100 channels about once a second."""

    every: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({1: 60, 2: 120, 3: 600}))
    """Between two looks at a channel, by its priority."""
    gap: float = 1.0
    """Between two requests, all channels together."""
    history: int = 5
    """Pages of about 20 posts that are read of a channel never read before."""
    back: int = 50
    """Pages that are read back at most to the latest known post; what is older is a gap."""
    deep: int = 10
    """Each so manieth look goes back to all posts whose edits and deletions are still noticed; so does one
    after a failure, and one that shall make a deletion certain."""
    standing: float = 900.0
    """Between two rounds of the posts that live claims stand on."""
    longest: float = 1800.0
    """Until a channel that fails is asked for again: doubled from look to look up to this."""
    refused: float = 3600.0
    """Until a channel is asked for again that shows no page."""
    patient: float = 60.0
    """For all channels, when t.me is busy and does not say for how long."""

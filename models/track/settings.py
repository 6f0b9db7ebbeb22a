"""What a newsroom may set about following a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from models.rules import USUAL, Rules


@dataclass(frozen=True, slots=True)
class TrackSettings:
    """Thresholds of the ``track`` stage."""

    lateness: timedelta = timedelta(minutes=10)
    """A post older than this when it is read moves no window; totals and origin it still corrects."""
    dormant_after: timedelta = timedelta(days=14)
    """Silence after which a claim sleeps, and after which its return is news."""
    reignited_after: timedelta = timedelta(hours=24)
    """Silence after which a denied claim that spreads is back; at most a week."""
    rules: Rules = USUAL
    """When a claim counts as spreading."""
    offices: Mapping[str, str] = field(default_factory=dict)
    """Office -> its name, for the line that a newsroom may put under a page of its own."""


DEFAULTS: Final = TrackSettings()

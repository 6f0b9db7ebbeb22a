"""The screen where there is no terminal: a line for each thing that happened."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from connectors.screen.card import alert_card
from connectors.screen.watch import Watch
from models.text import one_line


class PlainScreen:
    """Prints jumps and alerts as lines, for a log or a pipe."""

    def __init__(self, console: Console) -> None:
        self._console, self._watch = console, Watch()

    def advance(self, position: int) -> None:
        """Say nothing: a bar in a log is noise."""

    def take(self, topic: str, record: dict[str, Any]) -> None:
        """Print what a record tells."""
        if topic == "claims":
            for jump in self._watch.see(record):
                self._print(f"{jump.line()} — {self._watch.wording(jump.claim)}")
        elif topic == "alerts":
            self._console.print(alert_card(record, self._watch.wording(record["claim"])))
        elif topic == "dead-letters":
            self._print(f"dead letter of {record['step']}, offset {record['offset']}: {record['reason']}")

    def _print(self, line: str) -> None:
        self._console.print(Text(one_line(line, 240)), soft_wrap=True)

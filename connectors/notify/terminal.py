"""The terminal: the card of an alert, printed."""

from __future__ import annotations

from collections.abc import Callable

from connectors.notify.card import plain_card
from connectors.notify.target import Alert, Retry


class Terminal:
    """Hands the lines of alerts to a callable that prints them."""

    pause = 0.0

    def __init__(self, show: Callable[[str], object]) -> None:
        self._show = show

    async def send(self, alert: Alert, key: str) -> None:
        """Print an alert; raise `Retry` where the output is closed."""
        del key
        try:
            self._show(plain_card(alert))
        except OSError as error:
            raise Retry(f"the terminal cannot be written: {error.strerror}") from None

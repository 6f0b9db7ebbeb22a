"""The one error of the broker."""

from __future__ import annotations

from models.errors import RumorError


class BrokerError(RumorError):
    """There is no Kafka to work with; the message is one sentence that says why and how to mend it."""

"""Tell a newsroom: alerts as deliveries to Telegram chats, web hooks and the terminal."""

from connectors.notify.card import html_card, plain_card
from connectors.notify.outbox import Outbox
from connectors.notify.target import Address, Refused, Retry, Target, TargetError, parse_target, parse_targets
from connectors.notify.targets import Targets

__all__ = [
    "Address",
    "Outbox",
    "Refused",
    "Retry",
    "Target",
    "TargetError",
    "Targets",
    "html_card",
    "parse_target",
    "parse_targets",
    "plain_card",
]

"""The terminal face: claims that grow, the way a rumour travels, alerts with their cards, the books."""

from connectors.screen.card import alert_card
from connectors.screen.claim_page import claim_page
from connectors.screen.closing import closing_summary
from connectors.screen.live import LiveScreen
from connectors.screen.plain import PlainScreen
from connectors.screen.watch import Screen

__all__ = ["LiveScreen", "PlainScreen", "Screen", "alert_card", "claim_page", "closing_summary"]

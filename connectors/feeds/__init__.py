"""RSS and Atom feeds of offices, news sites and our own outlet, and the articles behind their teasers."""

from connectors.feeds.document import Document, FeedError, Item, read_feed
from connectors.feeds.pace import Pace
from connectors.feeds.run import run_feeds
from connectors.feeds.standing import DenialPages, LivePage, LivePages

__all__ = [
    "DenialPages",
    "Document",
    "FeedError",
    "Item",
    "LivePage",
    "LivePages",
    "Pace",
    "read_feed",
    "run_feeds",
]

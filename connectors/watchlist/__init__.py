"""The watchlist: which channels, rules, feeds and accounts the connectors follow, and which come first."""

from connectors.watchlist.entries import (
    PRIORITIES,
    USUAL_PRIORITY,
    BlueskyAccount,
    BlueskyEntry,
    BlueskyKeyword,
    Feed,
    TelegramChannel,
    TwitterRule,
    Via,
    Watchlist,
)
from connectors.watchlist.error import WatchlistError
from connectors.watchlist.fields import MAX_RULE
from connectors.watchlist.read import MAX_DIDS, MAX_RULES, load_watchlist, parse_watchlist

__all__ = [
    "MAX_DIDS",
    "MAX_RULE",
    "MAX_RULES",
    "PRIORITIES",
    "USUAL_PRIORITY",
    "BlueskyAccount",
    "BlueskyEntry",
    "BlueskyKeyword",
    "Feed",
    "TelegramChannel",
    "TwitterRule",
    "Via",
    "Watchlist",
    "WatchlistError",
    "load_watchlist",
    "parse_watchlist",
]

"""What a person can mend about the watchlist."""

from models.errors import RumorError


class WatchlistError(RumorError):
    """A watchlist that cannot be used; the message names file, line and mend."""

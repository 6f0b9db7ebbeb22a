"""What a person can mend about Bluesky."""

from models.errors import RumorError


class BlueskyError(RumorError):
    """Bluesky cannot be read at all; the message says why and what to do."""


class EventError(RumorError):
    """An event of the stream that is no post: without an author, an id or a record."""

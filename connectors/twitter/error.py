"""What a person can mend about X."""

from models.errors import RumorError


class TwitterError(RumorError):
    """X cannot be read at all; the message says why and what to do."""


class TweetError(RumorError):
    """A record of X that is no post: without an id or an author."""

"""Bluesky, by its public stream of all that happens there (Jetstream); no account is needed."""

from connectors.bluesky.error import BlueskyError
from connectors.bluesky.run import run_bluesky

__all__ = ["BlueskyError", "run_bluesky"]

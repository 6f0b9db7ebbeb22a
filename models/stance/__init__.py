"""The stance of a post to a claim: support, deny, query or comment."""

from models.stance.model import StanceModel

__all__ = ["StanceModel"]

"""The stance of a post to a claim."""

from models.stance.features import Parent
from models.stance.model import StanceModel
from models.stance.weights import STANCES, StanceError

__all__ = ["STANCES", "Parent", "StanceError", "StanceModel"]

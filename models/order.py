"""What the ordered stage tells whoever follows a claim, beside mentions: the claim's posts go elsewhere.

An order has the key of the claim that it takes something from. That claim's record hands over what goes, as a
record of its own, to the claim that gets it: in the same partition at once, else by the topic ``mentions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple, get_args

from models.mention import Mention, Stance

Status = Literal["emerging", "spreading", "denied", "confirmed", "dormant", "reignited"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)


class Pin(NamedTuple):
    """The state in which an editor wants a claim shown."""

    status: str
    """One of `STATUSES`; empty where the machine's word counts again."""
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MovedPost:
    """A post that goes to another claim."""

    mention: Mention
    """As it is counted there."""
    was: Stance
    """As it was counted until now."""


@dataclass(frozen=True, slots=True)
class Order:
    """A change of one claim's record."""

    order: Literal["merge", "move", "join", "rename", "set-status"]
    """``join`` is for posts that were in no claim: ``claim`` gets them."""
    claim: str
    """Whose record it changes."""
    offset: int
    """Offset in ``vectors`` at which it was decided; a record applies it once."""
    to: str | None = None
    """The claim that gets what goes."""
    moved: tuple[MovedPost, ...] = ()
    needs: tuple[int, ...] = ()
    """Offsets of earlier orders by which the posts came to this claim: this one waits for what they bring."""
    text: str = ""
    """The new name, of a claim that is renamed."""
    pin: Pin | None = None
    """The state that is set, of a claim whose state is."""

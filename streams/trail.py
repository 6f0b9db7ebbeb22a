"""Follow one post through ``mentions``: how it was decided, what its edits turned, where it was moved."""

from __future__ import annotations

from models.mention import Mention
from models.order import Order
from models.post import fold_uid
from streams.codec import decode_mention, decode_order, encode, is_handover, is_order, parse_control


class Trail:
    """Takes in records in any order, and keeps those that tell of one post."""

    def __init__(self, uid: str) -> None:
        """Look for a post; raise `PostError` where the uid is none."""
        self._key = fold_uid(uid)
        # As JSON writes the end of a uid: most records are passed over without being read.
        self._end = encode(self._key.partition("/")[2])[1:]
        self._mentions: list[Mention] = []
        self._orders: list[Order] = []

    def take(self, value: bytes) -> None:
        """Take in one record; a control record, or one of other posts, is passed over."""
        if self._end not in value or parse_control(value) or is_handover(value):
            return
        if is_order(value):
            order = decode_order(value)
            if any(fold_uid(moved.mention.post) == self._key for moved in order.moved):
                self._orders.append(order)
        elif fold_uid((mention := decode_mention(value)).post) == self._key:
            self._mentions.append(mention)

    def steps(self) -> list[Mention]:
        """Give what was decided of the post, oldest first: itself, then each edit and its deletion."""
        latest = {(one.offset, one.claim): one for one in self._mentions if one.primary}
        return [latest[at] for at in sorted(latest, key=lambda at: at[0])]

    def further(self) -> list[Mention]:
        """Give what the post says of further claims, the newest of each, in the order of their ids."""
        latest: dict[str, Mention] = {}
        for one in sorted(self._mentions, key=lambda mention: mention.offset):
            if one.claim and not one.primary:
                latest[one.claim] = one
        return [latest[claim] for claim in sorted(latest)]

    def moves(self) -> list[Order]:
        """Give the orders by which the post went to another claim, oldest first."""
        latest = {(order.offset, order.claim, order.to): order for order in self._orders}
        return [latest[at] for at in sorted(latest, key=lambda at: at[0])]

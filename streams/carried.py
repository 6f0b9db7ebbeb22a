"""Find the posts an edit moves, as they are counted now, among the records of ``mentions``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from models.mention import Mention
from models.order import Order
from models.post import fold_uid
from streams.codec import decode_mention, decode_order, encode, is_handover, is_order, parse_control


class Carried:
    """Takes in records in any order, and gives what they leave of the posts that are wanted."""

    def __init__(self, wanted: Collection[str]) -> None:
        """Look for posts by their folded uids."""
        self._wanted = frozenset(wanted)
        # As JSON writes the end of a uid: most records are passed over without being read.
        self._ends = [encode(key.partition("/")[2])[1:] for key in self._wanted]
        self._found: list[Mention | Order] = []

    def take(self, value: bytes) -> None:
        """Take in one record; a control record, or one of other posts, is passed over."""
        if not any(end in value for end in self._ends) or parse_control(value) or is_handover(value):
            return
        if is_order(value):
            self._found.append(decode_order(value))
        elif (mention := decode_mention(value)).primary and fold_uid(mention.post) in self._wanted:
            self._found.append(mention)

    def posts(self) -> dict[str, Mention]:
        """Give each post that was found, in the claim it was last put in; that may be merged away by now."""
        posts: dict[str, Mention] = {}
        for found in sorted(self._found, key=lambda one: one.offset):
            mentions = [moved.mention for moved in found.moved] if isinstance(found, Order) else [found]
            for mention in mentions:
                if (key := fold_uid(mention.post)) in self._wanted:
                    posts[key] = _after(posts.get(key), mention, moved=isinstance(found, Order))
        return posts


def _after(known: Mention | None, mention: Mention, *, moved: bool) -> Mention:
    """Give a post after one more record of it: with the words and the stance of its newest edit."""
    if known is None or moved:
        return replace(mention, kind="post")
    if mention.kind == "delete":
        return replace(known, sentence="", outline=None)
    if mention.kind == "opinion":
        return replace(known, stance=mention.stance)
    if mention.kind == "edit":
        return replace(
            known,
            claim=mention.claim,
            stance=mention.stance,
            sentence=mention.sentence,
            asserts=mention.asserts,
            lang=mention.lang,
            statements=mention.statements,
            outline=mention.outline,
        )
    return known

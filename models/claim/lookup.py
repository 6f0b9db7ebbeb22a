"""Find an earlier decision by what a later post shares with it: a uid, an unread parent, a text."""

from __future__ import annotations

from models.claim.decision import Decision


class Lookups:
    """Decisions by post, and by what makes another post the same story without any likeness of meaning."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._decisions: dict[str, Decision] = {}
        self._origins: dict[str, str] = {}
        self._copies: dict[str, str] = {}
        self._channels: set[str] = set()

    def decision(self, key: str) -> Decision | None:
        """Give what was decided of a post."""
        return self._decisions.get(key)

    def of_unread(self, key: str) -> Decision | None:
        """Give the first decision that forwarded, quoted or answered a post that was never read."""
        return self._decisions.get(self._origins.get(key, ""))

    def original(self, copy_key: str | None) -> Decision | None:
        """Give the first decision of a text, of which a post with this key is a copy."""
        return self._decisions.get(self._copies.get(copy_key or "", ""))

    def knows_channel(self, channel: str) -> bool:
        """Tell whether a post of this channel was ever read."""
        return channel in self._channels

    def remember(self, decision: Decision) -> None:
        """Take in what was decided of a post; the first of its text and of its unread parent stays first."""
        self._decisions[decision.key] = decision
        self._channels.add(decision.channel)
        if decision.claim is None:
            return
        if decision.copy_key:
            self._copies.setdefault(decision.copy_key, decision.key)
        if decision.parent and not decision.parent_read:
            self._origins.setdefault(decision.parent, decision.key)

    def forget(self, decision: Decision) -> None:
        """Drop every entry that points to an expired decision; its channel stays known."""
        self._decisions.pop(decision.key, None)
        _drop(self._copies, decision.copy_key, decision.key)
        _drop(self._origins, decision.parent, decision.key)


def _drop(entries: dict[str, str], name: str | None, key: str) -> None:
    if name is not None and entries.get(name) == key:
        del entries[name]

"""Ask after the posts that live claims stand on, however old: a page shows the latest alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import Final

from connectors.claim_posts import LivePosts
from connectors.preview.page import Page
from connectors.preview.sync import Change

MOST: Final = 20
"""Posts of one channel and round: each costs a request."""


@dataclass(slots=True)
class Standing:
    """What became of posts at the last round; not kept over a restart, which costs a round."""

    texts: dict[int, str] = field(default_factory=dict)
    """Post id -> digest of its text."""
    missing: set[int] = field(default_factory=set)
    """Not there at the last round: one page without a post may be of a server that lags."""
    gone: set[int] = field(default_factory=set)
    """Deleted, as was told."""

    async def look(
        self, ids: Iterable[int], compared: Container[int], page_before: Callable[[int], Awaitable[Page]]
    ) -> list[Change]:
        """Ask after posts; give what is news: a text that is another one, a post twice not found.

        Those that the latest pages are ``compared`` for are left out.
        """
        wanted = [one for one in ids if one not in compared and one not in self.gone][:MOST]
        news = [await self._ask(one, page_before) for one in wanted]
        return [change for change in news if change]

    async def _ask(self, post_id: int, page_before: Callable[[int], Awaitable[Page]]) -> Change | None:
        page = await page_before(post_id + 1)
        shown = next((post for post in page.posts if post_id in post.pieces), None)
        if shown is None:
            return self._absent(post_id) if page.lowest is not None else None
        self.missing.discard(post_id)
        if shown.hidden:
            return None
        before = self.texts.get(post_id)
        self.texts[post_id] = shown.digest
        return Change("edit", post_id, shown) if before not in (None, shown.digest) else None

    def _absent(self, post_id: int) -> Change | None:
        if post_id not in self.missing:
            self.missing.add(post_id)
            return None
        self.missing.discard(post_id)
        self.gone.add(post_id)
        return Change("delete", post_id)


def ids_of(live: LivePosts, channel: str) -> tuple[int, ...]:
    """Give the ids of a channel's posts (``telegram:name``) that live claims stand on, denials first."""
    own = [post for post in live.posts() if post.channel == channel and post.post_id.isdecimal()]
    return tuple(id_ for _, id_ in sorted((not post.denial, int(post.post_id)) for post in own))

"""What lives on the hosts of a soak that must be asked, feeds and pages of channels; all synthetic."""

from __future__ import annotations

import random
from collections import deque
from email.utils import format_datetime
from typing import Final

from soak_servers import FEEDS, Servers
from soak_stages import LATEST, Item

WINDOW: Final = 60
"""Items that a feed shows."""
LONG: Final = "The harbour stays open and all ships sail as planned, says the invented ministry. " * 6


class FeedsStage:
    """Feeds that are windows; what is taken down while nobody runs is not noticed, so nothing is."""

    edits, deletions = 0.1, 0.0

    def __init__(self, servers: Servers, chance: random.Random, feeds: int) -> None:
        self._host, self._clock, self._chance = servers.feeds, servers.clock, chance
        self.windows: dict[str, deque[Item]] = {f"/rss{n}": deque(maxlen=WINDOW) for n in range(feeds)}
        self._dates: dict[str, str] = {}
        self._count = 0
        for path in self.windows:
            self._show(path)

    async def publish(self, text: str) -> Item:
        path = self._chance.choice(list(self.windows))
        self._count += 1
        key = f"n{self._count}"
        self._dates[key] = format_datetime(self._clock())
        item = Item(f"feed:127.0.0.1/{key}", path, [self._count], self._whole(self._count, text))
        self.windows[path].appendleft(item)
        self._show(path)
        return item

    async def edit(self, item: Item, text: str) -> str:
        item.text = self._whole(item.ids[0], text)
        self._show(item.place)
        return item.text

    async def delete(self, item: Item) -> None:
        raise NotImplementedError("feeds take nothing down here")

    def may_change(self, item: Item) -> bool:
        return item in list(self.windows[item.place])[: WINDOW // 2]

    def _whole(self, number: int, text: str) -> str:
        return f"Statement {number}\n\n{LONG}{text}"

    def _show(self, path: str) -> None:
        items = [
            FEEDS.item(
                one.ids[0], one.text.partition("\n\n")[2], date=self._dates[f"n{one.ids[0]}"],
                link=self._host.url(f"/news/{one.ids[0]}"),
            )
            for one in self.windows[path]
        ]  # fmt: skip
        document = FEEDS.rss(*items)
        self._host.give(path, document, ETag=f'"{hash(document)}"')


class PreviewStage:
    """Channels that are read by their pages."""

    edits, deletions = 0.15, 0.07

    def __init__(self, servers: Servers, chance: random.Random, channels: int) -> None:
        self._chance = chance
        self.channels = [servers.preview.channel(f"pages_{n}", id=2_000 + n) for n in range(channels)]

    async def publish(self, text: str) -> Item:
        channel = self._chance.choice(self.channels)
        pieces = 3 if self._chance.random() < 0.06 else 1
        number = channel.post(text, pieces=pieces)
        return Item(f"telegram:{channel.name}/{number}", channel, [number], text)

    async def edit(self, item: Item, text: str) -> str:
        item.place.messages[item.ids[0]].text = text
        return text

    async def delete(self, item: Item) -> None:
        del item.place.messages[item.ids[0]]

    def everywhere(self, text: str) -> list[str]:
        """Publish a post in every channel; return their uids."""
        return [f"telegram:{channel.name}/{channel.post(text)}" for channel in self.channels]

    def may_change(self, item: Item) -> bool:
        return item.ids[0] in sorted(item.place.messages)[-LATEST:-1]

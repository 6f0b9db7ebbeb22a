"""All that lives on the servers of a soak, and how much of it on each."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from typing import Final, NoReturn

from soak_ledger import Ledger
from soak_pages import FeedsStage, PreviewStage
from soak_servers import Servers
from soak_stages import BlueskyStage, Claim, Stage, TelegramStage, XStage

SHARES: Final[Mapping[str, float]] = {
    "telegram": 0.34, "twitter": 0.24, "bluesky": 0.4, "feeds": 0.008, "preview": 0.012,
}  # fmt: skip
"""Of all posts; what tells by itself has most, as in the world."""
CHANNELS_A_RATE: Final = 4
"""Channels of Telegram for each post a second: 200 for 50."""
ACCOUNTS: Final = 20
FEEDS: Final = 4
PAGES: Final = 16
KEEP_ALIVE: Final = 15.0
"""Seconds between two signs of life of a stream that has nothing to say."""
EVERYWHERE: Final = "Said in every channel"


class World:
    """All stages, chosen by a seed; ``rate``: how many posts a second they show together."""

    def __init__(self, servers: Servers, rate: float, seed: int, claim: Claim) -> None:
        def chance(name: str) -> random.Random:
            return random.Random(f"{seed} {name}, where")

        self._servers = servers
        self.telegram = TelegramStage(servers, chance("telegram"), max(4, int(CHANNELS_A_RATE * rate)))
        self.twitter = XStage(servers, chance("twitter"), claim)
        self.bluesky = BlueskyStage(servers, chance("bluesky"), ACCOUNTS)
        self.feeds = FeedsStage(servers, chance("feeds"), FEEDS)
        self.preview = PreviewStage(servers, chance("preview"), PAGES)

    def stage(self, name: str) -> Stage:
        """Give the stage of a server."""
        stage: Stage = getattr(self, name)
        return stage

    def speak_everywhere(self, name: str, ledger: Ledger) -> None:
        """Publish a post in every channel of a server."""
        for uid in getattr(self, name).everywhere(EVERYWHERE):
            ledger.show(name, uid, "post", EVERYWHERE)

    async def keep_alive(self) -> NoReturn:
        """Let the streams give their signs of life, until cancelled."""
        while True:
            await asyncio.sleep(KEEP_ALIVE)
            self._servers.x.say(b"\r\n")
            await self.bluesky.murmur()

    def watchlist(self) -> str:
        """Write what the connectors are to read."""
        told = [f'[[telegram]]\nchannel = "{one.name}"\n' for one in self.telegram.channels]
        pages = 'via = "preview"\npriority = 1\n'
        told += [f'[[telegram]]\nchannel = "{one.name}"\n{pages}' for one in self.preview.channels]
        told += [
            f'[[feed]]\nurl = "{self._servers.feeds.url(path)}"\npriority = 1\n'
            for path in self.feeds.windows
        ]
        told += [f'[[bluesky]]\nhandle = "{handle}"\n' for handle in self.bluesky.handles]
        told += ['[[bluesky]]\nkeyword = "ferry"\n', '[[twitter]]\nquery = "ferry"\ntag = "ferry"\n']
        return "".join(told)

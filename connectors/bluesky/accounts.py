"""The watched accounts: by which DID each is read, and what it calls itself now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final, NoReturn

from connectors.bluesky.api import ApiError
from connectors.bluesky.handles import NOBODY, resolve
from connectors.bluesky.mapping import DID
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.posting import Clock, SinkError, Sleep
from connectors.watchlist import BlueskyAccount

log = logging.getLogger(__name__)

GAP: Final = 0.2
"""Seconds between two questions; the public API takes 3,000 in five minutes."""
AGAIN: Final = 300.0
"""Seconds until those are asked for again whose DID is not known."""


class Accounts:
    """Names and DIDs of what is watched."""

    def __init__(self, api: str, cursors: Cursors, clock: Clock, coverage: Coverage, sleep: Sleep) -> None:
        self._api, self._cursors, self._clock = api, cursors, clock
        self._coverage, self._sleep = coverage, sleep
        self.names: dict[str, str] = {}
        """DID -> the name of the watchlist."""
        self.titles: dict[str, str] = {}
        """DID -> what the account calls itself, where that is another name."""

    async def hold(
        self, accounts: Sequence[BlueskyAccount], changed: Callable[[], Awaitable[None]]
    ) -> NoReturn:
        """Read these from now on; call ``changed`` when they are known, and whenever one more is found.

        Every DID is asked for before anything is read, unless the API does not answer: a post that words
        find must not go by another name than its author's other posts.
        """
        names: dict[str, str] = {}
        missing = [
            one.handle for one in accounts if not self._take(names, one.handle, self._known(one.handle))
        ]
        missing = await self._ask_for(missing, names)
        self.names = names
        await changed()
        while missing:
            await self._sleep(AGAIN)
            before, missing = missing, await self._ask_for(missing, names)
            if missing != before:
                await changed()
        while True:
            await asyncio.Event().wait()

    async def rename(self, did: str, handle: str) -> None:
        """Note what a watched account calls itself now."""
        name = self.names[did]
        if handle in (name, self.titles.get(did)):
            return
        self.titles[did] = handle
        log.warning("bluesky:%s is called %s now: it is read on; name it so in the watchlist", name, handle)
        await self._save(name, did)

    def source(self, name: str) -> str:
        """Name an account in coverage and among the cursors."""
        return f"bluesky:{name}"

    def _known(self, handle: str) -> str | None:
        if DID.fullmatch(handle):
            return handle
        kept: Mapping[str, object] = self._cursors.get(self.source(handle)) or {}
        did, title = kept.get("did"), kept.get("handle")
        if not isinstance(did, str) or not DID.fullmatch(did):
            return None
        if isinstance(title, str):
            self.titles[did] = title
        return did

    def _take(self, names: dict[str, str], handle: str, did: str | None) -> bool:
        if did is None:
            return False
        if names.setdefault(did, handle) != handle:
            log.warning("bluesky:%s and bluesky:%s are one account", handle, names[did])
        return True

    async def _ask_for(self, handles: Sequence[str], names: dict[str, str]) -> list[str]:
        """Find the accounts of handles; return those not found, all from where the API does not answer."""
        missing: list[str] = []
        for number, handle in enumerate(handles):
            await self._sleep(GAP)
            try:
                did = await resolve(self._api, handle)
            except ApiError as error:
                self._tell_missing(handle, str(error))
                missing.append(handle)
                if error.status != NOBODY:
                    return [*missing, *handles[number + 1 :]]
                continue
            self._coverage.of(self.source(handle), "account").waits_until = None
            self._take(names, handle, did)
            await self._save(handle, did)
        return missing

    def _tell_missing(self, handle: str, why: str) -> None:
        log.warning("bluesky:%s is not read yet: %s", handle, why)
        state, now = self._coverage.of(self.source(handle), "account"), self._clock()
        state.interrupt(now, why)
        state.waits_until = now + timedelta(seconds=AGAIN)

    async def _save(self, handle: str, did: str) -> None:
        kept = {"last_id": 0, "did": did} | ({"handle": self.titles[did]} if did in self.titles else {})
        try:
            await self._cursors.save(self.source(handle), kept)
        except SinkError as error:
            log.warning("the DID of bluesky:%s is asked for again after a restart: %s", handle, error)

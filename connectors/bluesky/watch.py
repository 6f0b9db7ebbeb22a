"""Keep one subscription to Jetstream open, and hand on what the watchlist asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, NoReturn

from connectors.bluesky.accounts import Accounts
from connectors.bluesky.backoff import STABLE, Backoff, EndedError
from connectors.bluesky.error import EventError
from connectors.bluesky.mapping import Commit, Names, commit_of, commit_to_post, time_of
from connectors.bluesky.matching import Keyword
from connectors.bluesky.originals import Originals
from connectors.bluesky.progress import SAVE_EVERY, STREAM, Progress
from connectors.bluesky.stream import Jetstream, Pace, TooLargeError
from connectors.bluesky.wanted import Wanted
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.posting import Clock, Sink, Sleep, deliver
from connectors.together import together
from connectors.watchlist import BlueskyAccount, BlueskyEntry, BlueskyKeyword

log = logging.getLogger(__name__)

TELL_EVERY: Final = 1_000
"""Broken events of which one is told in the log."""
MAX_HANDLE: Final = 253


class Watch:
    """The stream, its posts handed to a sink."""

    def __init__(
        self,
        sink: Sink,
        cursors: Cursors,
        clock: Clock,
        *,
        servers: Sequence[str],
        api: str,
        coverage: Coverage | None = None,
        sleep: Sleep = asyncio.sleep,
        pace: Pace | None = None,
    ) -> None:
        self._sink, self._clock, self._sleep, self._servers = sink, clock, sleep, servers
        self._coverage = coverage or Coverage()
        self._state = self._coverage.of(STREAM, "stream")
        self._accounts = Accounts(api, cursors, clock, self._coverage, sleep)
        self._originals = Originals(api, clock)
        self._progress = Progress(cursors, clock, self._state)
        self._wanted = Wanted()
        self._any = asyncio.Event()
        self._broken = 0
        self._stream = Jetstream(
            lambda: self._wanted, self._take, self._connected, self._tell_broken, pace or Pace()
        )

    async def hold(self, entries: Sequence[BlueskyEntry]) -> NoReturn:
        """Read these entries from now on; a running connection is asked anew, not replaced."""
        accounts = [entry for entry in entries if isinstance(entry, BlueskyAccount)]
        keywords = tuple(Keyword.of(entry) for entry in entries if isinstance(entry, BlueskyKeyword))
        self._coverage.keep([STREAM, *(self._accounts.source(one.handle) for one in accounts)])

        async def changed() -> None:
            await self._progress.save()  # what was found by words so far keeps its name
            self._wanted = Wanted(dict(self._accounts.names), keywords)
            self._any.set() if self._wanted else self._any.clear()
            if self._stream.is_open:
                self._resume_accounts(bridged=True)
            await self._stream.change()

        await self._accounts.hold(accounts, changed)

    async def run(self) -> None:
        """Read until cancelled."""
        await together(self._read(), self._keep())

    async def _read(self) -> NoReturn:
        """Read the stream, and connect again whenever it ended, slower with every failure."""
        backoff, turn = Backoff(), 0
        while True:
            await self._any.wait()
            began = self._clock()
            try:
                await self._stream.read(self._servers[turn % len(self._servers)], self._progress.cursor())
            except EndedError as end:
                if isinstance(end, TooLargeError):
                    self._progress.skip()
                lived = (self._clock() - began).total_seconds()
                turn += lived < STABLE  # times are cursors, and those are good on all servers
                if self._wanted:
                    await self._pause(backoff.wait(end, lived), end)

    async def _keep(self) -> NoReturn:
        """Save how far the stream was read, also while nobody posts."""
        while True:
            await self._sleep(SAVE_EVERY.total_seconds())
            if self._stream.is_open:
                self._progress.alive()
                await self._progress.save()

    async def _pause(self, seconds: float, end: EndedError) -> None:
        now = self._clock()
        for state in (self._state, *self._account_states()):
            state.interrupt(now, str(end))
        self._state.floods += end.status == 429
        self._state.waits_until = now + timedelta(seconds=seconds)
        log.warning("Bluesky is asked again in %.1f s: %s", seconds, end)
        await self._progress.save()
        await self._sleep(seconds)

    def _connected(self) -> None:
        self._state.connects += 1
        self._state.waits_until = None
        self._progress.connected()
        self._resume_accounts(bridged=True)
        log.info("connected to the stream of Bluesky")

    def _resume_accounts(self, *, bridged: bool) -> None:
        for state in self._account_states():
            if not state.connected:
                state.resume(self._clock(), bridged=bridged)

    def _account_states(self) -> list[Any]:
        names = self._accounts.names.values()
        return [self._coverage.of(self._accounts.source(name), "account") for name in names]

    async def _take(self, event: Mapping[str, Any]) -> None:
        try:
            seen, commit = time_of(event), commit_of(event)
        except EventError as error:
            self._tell_broken(str(error))
            return
        if commit is not None and self._wanted.takes(commit, self._progress.memory):
            await self._hand_on(commit)
        elif event.get("kind") == "identity":
            await self._note_name(event)
        self._progress.done(seen)
        self._progress.alive()
        await self._progress.save_sometimes()

    async def _hand_on(self, commit: Commit) -> None:
        names, title = self._names_for(commit), self._accounts.titles.get(commit.did)
        original = await self._originals.of(commit)
        post = commit_to_post(commit, names, self._clock(), title, original)
        await deliver(self._sink, post, self._sleep)
        self._state.note(post)
        if commit.did in names:
            self._coverage.of(self._accounts.source(names[commit.did]), "account").note(post)
        elif commit.kind != "delete":
            self._progress.memory.add(commit.key)

    def _names_for(self, commit: Commit) -> Names:
        """Name a post that was found by words as it was then, though its author is watched by now."""
        names = self._wanted.names
        if commit.key not in self._progress.memory:
            return names
        return {did: name for did, name in names.items() if did != commit.did}

    async def _note_name(self, event: Mapping[str, Any]) -> None:
        identity, did = event.get("identity"), event.get("did")
        handle = identity.get("handle") if isinstance(identity, Mapping) else None
        if isinstance(did, str) and did in self._accounts.names and isinstance(handle, str):
            await self._accounts.rename(did, handle[:MAX_HANDLE].lower())

    def _tell_broken(self, why: str) -> None:
        self._broken += 1
        if self._broken % TELL_EVERY == 1:
            log.warning("%d events of Bluesky are left out so far, the latest: %s", self._broken, why)

"""Deliver what the store holds ready: at least once, in order, no faster than a target takes it.

A delivery is leased, sent, then marked. A crash between sending and marking sends it again when the lease has
run out: a web hook is told by ``Idempotency-Key``, a reader of Telegram by the alert's id at the foot of the
card. No protocol of these targets allows exactly once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from connectors.notify.answer import bounded
from connectors.notify.target import Alert, Refused, Retry, Target, parse_target
from connectors.store import Deliveries, Delivery, StoreBusyError, utc_now
from models.errors import RumorError

log: Final = logging.getLogger(__name__)

POLL: Final = 0.3
"""Seconds between two looks for what is due."""
SEND_WITHIN: Final = 20.0
"""Seconds for one attempt; longer than the targets' own limits."""
LEASE: Final = timedelta(seconds=60)
"""How long an attempt holds its row: several times as long as it may take."""
GIVE_UP: Final = timedelta(days=3)
FIRST_WAIT: Final = 5.0
LONGEST_BACKOFF: Final = 3_600.0
BUSY_WAIT: Final = 2.0

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[object]]
Outcome = Retry | Refused | None
"""What an attempt came to; None: delivered."""


class Outbox:
    """Sends due deliveries; ``opened`` gives the target of a name (see `Targets`)."""

    def __init__(
        self, deliveries: Deliveries, opened: Callable[[str], Target], give_up: timedelta = GIVE_UP
    ) -> None:
        self._deliveries, self._opened, self._give_up = deliveries, opened, give_up

    async def run(self, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep) -> None:
        """Deliver until cancelled; targets do not wait for each other."""
        busy = dict[str, asyncio.Task[int]]()
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    for target in await self._due(clock):
                        if target not in busy or busy[target].done():
                            busy[target] = group.create_task(self._serve(target, clock, sleep))
                    await sleep(POLL)
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def settle(self, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep) -> int:
        """Send what is due now, once, and return; give how many attempts that made."""
        async with asyncio.TaskGroup() as group:
            served = [group.create_task(self._serve(t, clock, sleep)) for t in await self._due(clock)]
        return sum(task.result() for task in served)

    async def _due(self, clock: Clock) -> list[str]:
        try:
            return await asyncio.to_thread(self._deliveries.due_targets, clock())
        except StoreBusyError as error:
            log.warning("%s", error)
            return []

    async def _serve(self, target: str, clock: Clock, sleep: Sleep) -> int:
        attempts = 0
        try:
            while await self._serve_one(target, clock, sleep):
                attempts += 1
        except StoreBusyError as error:
            log.warning("%s", error)
        return attempts

    async def _serve_one(self, name: str, clock: Clock, sleep: Sleep) -> bool:
        """Make one attempt; False where nothing is due or the target is not free."""
        try:
            target: Target | None = self._opened(name)
            closed = ""
        except RumorError as error:
            target, closed = None, str(error)
        pause = timedelta(seconds=target.pause if target else 0.0)
        now = clock()
        delivery = await asyncio.to_thread(self._deliveries.lease, name, now, now + LEASE, now + pause)
        if delivery is None:
            return False
        outcome = await _attempt(target, delivery) if target else Retry(closed)
        await self._note_patiently(delivery, outcome, pause, clock, sleep)
        return True

    async def _note_patiently(
        self, delivery: Delivery, outcome: Outcome, pause: timedelta, clock: Clock, sleep: Sleep
    ) -> None:
        """Note what became of a delivery; a busy store is waited for: what is not noted is sent twice."""
        while True:
            try:
                await asyncio.to_thread(self._note, delivery, outcome, clock(), pause)
            except StoreBusyError as error:
                log.warning("%s", error)
                await sleep(BUSY_WAIT)
            else:
                return

    def _note(self, delivery: Delivery, outcome: Outcome, now: datetime, pause: timedelta) -> None:
        """Write the outcome down; the pause counts from the end of the attempt, however long it took."""
        if outcome is None:
            self._deliveries.delivered(delivery, now, now + pause)
        elif isinstance(outcome, Refused):
            log.warning("%s refused alert %s: %s", *_named(delivery), outcome.reason)
            self._deliveries.failed(delivery, outcome.reason, now + pause)
        else:
            self._put_off(delivery, outcome, now, pause)

    def _put_off(self, delivery: Delivery, outcome: Retry, now: datetime, pause: timedelta) -> None:
        asked = timedelta(seconds=bounded(outcome.after or 0.0))
        due_at = now + (asked or timedelta(seconds=backoff(delivery)))
        free_at = now + max(asked, pause)
        if due_at - delivery.created <= self._give_up:
            log.info("%s did not take alert %s: %s", *_named(delivery), outcome.reason)
            self._deliveries.again(delivery, due_at, outcome.reason, free_at)
            return
        days = self._give_up.total_seconds() / 86_400
        told = f"given up after {delivery.attempt} attempts in {days:g} days: {outcome.reason}"
        log.warning("alert to %s, %s: %s", *_named(delivery), told)
        self._deliveries.failed(delivery, told, free_at)


def backoff(delivery: Delivery) -> float:
    """Give the seconds until the next attempt: doubled each time, up to an hour.

    Between half and all of that, told by the row and not by chance: rows of one outage do not come back at
    once, and a test or a log can be followed.
    """
    seed = f"{delivery.id}/{delivery.target}/{delivery.attempt}".encode()
    share = int.from_bytes(blake2b(seed, digest_size=4).digest()) / 2**32
    longest = min(FIRST_WAIT * 2.0 ** min(delivery.attempt - 1, 30), LONGEST_BACKOFF)
    return float(longest * (1 + share) / 2)


async def _attempt(target: Target, delivery: Delivery) -> Outcome:
    alert: Alert = delivery.alert
    try:
        async with asyncio.timeout(SEND_WITHIN):
            await target.send(alert, alert["alert"])
    except (Retry, Refused) as outcome:
        return outcome
    except TimeoutError:
        return Retry("no answer in time")
    except Exception as error:  # noqa: BLE001  one alert that cannot be shown must not stop the others
        # Its text may hold a secret or hostile words.
        log.error("sending alert %s failed: %s", alert["alert"], type(error).__name__)
        return Retry(f"sending failed: {type(error).__name__}")
    return None


def _named(delivery: Delivery) -> tuple[str, str]:
    try:
        target = parse_target(delivery.target).shown
    except RumorError:
        target = "an unreadable target"
    return target, delivery.alert["alert"]

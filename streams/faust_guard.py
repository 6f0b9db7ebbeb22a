"""What Faust 0.15.3 gets wrong for a stream that may lose nothing, mended in one place.

Each mend wraps a function of a version that is pinned exactly, and each has a test that fails without it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Final

from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread

FETCH_WAIT_MS: Final = 15
"""How long the broker may hold a fetch back. Faust's 1,500 ms makes an alert wait for up to two of them."""

_QUIET: Final = {
    # Said at each stop of a healthy worker; the producer is closed by Faust a moment later.
    "aiokafka.producer.producer": logging.CRITICAL,
    # Said whenever a group gains or loses a worker, which is no fault.
    "aiokafka.consumer.group_coordinator": logging.CRITICAL,
    "aiokafka.cluster": logging.CRITICAL,
    "faust.transport.drivers.aiokafka": logging.ERROR,
}


def guard_restart(method: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Stop the flow before partitions are resumed and sought to their committed offsets.

    Faust resumes them first: what is fetched in between is yielded, the seek then resets the read offset,
    the next message looks like a hole in the log, and the hole is acknowledged, that is, lost.
    """

    @wraps(method)
    async def guarded(self: Any, generation_id: int = 0) -> None:
        self.app.flow_control.suspend()
        self.app.consumer.stop_flow()
        await method(self, generation_id)

    return guarded


def guard_fetch_wait(method: Callable[..., Any]) -> Callable[..., Any]:
    """Shorten the fetch wait that Faust hard-codes."""

    @wraps(method)
    def guarded(self: Any, transport: Any) -> Any:
        consumer = method(self, transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS
        return consumer

    return guarded


def guard_start(_method: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Start the tables at once: the original sleeps for a second first, for tables declared late."""

    async def guarded(self: Any) -> None:
        await self.sleep(0.05)
        if not self.should_stop:
            await self._update_channels()
            await self.recovery.start()

    return guarded


_MENDS: Final = (
    (Recovery, "on_recovery_completed", guard_restart),
    (Recovery, "_resume_streams", guard_restart),
    (AIOKafkaConsumerThread, "_create_worker_consumer", guard_fetch_wait),
    (TableManager, "on_start", guard_start),
)


def mend_faust() -> None:
    """Put every mend in place; calling it again changes nothing."""
    for owner, name, mend in _MENDS:
        original = getattr(owner, name)
        if "mended" not in vars(original):
            mended = mend(original)
            vars(mended)["mended"] = True
            setattr(owner, name, mended)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)

"""Join the channels, slowly: Telegram tells an account at once only of what it has joined.

Whoever joins hundreds at once is made to wait for hours. Channels that are not joined yet, or can never be,
are read by their history alone, a few minutes late.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from telethon import errors

from connectors.telegram.desk import Desk
from connectors.telegram.error import FATAL
from connectors.telegram.place import Place

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 5.0
"""Seconds until those that were not found yet are looked at again."""


async def join_all(places: Sequence[Place], desk: Desk) -> None:
    """Join all that are found, in order of priority, a pause between two; return never.

    One that refuses is left alone until the next start.
    """
    left = list(places)
    while True:
        place = next((one for one in left if one.source), None)
        if place is None:
            await desk.sleep(min(LOOK_EVERY, desk.pace.join))
            continue
        left.remove(place)
        if place.source and not place.source.joined:
            await desk.sleep(await _join(place, left, desk))


async def _join(place: Place, left: list[Place], desk: Desk) -> float:
    """Join one; give the seconds until the next may be joined."""
    try:
        await place.join()
    except FATAL:
        raise
    except errors.FloodError as flood:
        left.insert(0, place)
        seconds = float(getattr(flood, "seconds", None) or desk.pace.retry)
        log.warning("Telegram asks to wait %.0f s before the next channel is joined", seconds)
        return max(seconds + 1, desk.pace.join)
    except errors.ChannelsTooMuchError:
        log.warning(
            "the account has joined as many channels as Telegram lets it: %d are read by their history",
            len(left) + 1,
        )
        left.clear()
    except (errors.RPCError, OSError) as error:
        log.info("a channel is read without being joined: %s", error)
    return desk.pace.join

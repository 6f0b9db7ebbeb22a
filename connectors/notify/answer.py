"""What a target's HTTP answer means for the alert."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from aiohttp import ClientConnectorError, ClientError

LONGEST_WAIT: Final = 24 * 3600.0
"""Seconds; a target that asks for more is asked again after these."""
_SECONDS: Final = re.compile(r"\d{1,9}", re.ASCII)


def retry_after(header: str | None, now: datetime) -> float | None:
    """Read ``Retry-After`` (RFC 9110, 10.2.3) as seconds from now; None where there is none to be read."""
    if not header:
        return None
    header = header.strip()
    if _SECONDS.fullmatch(header):
        return bounded(float(header))
    try:
        return bounded((parsedate_to_datetime(header) - now).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a zone
        return None


def bounded(seconds: float) -> float:
    """Give a wait that is neither negative nor longer than a day."""
    return min(max(seconds, 0.0), LONGEST_WAIT)


def why(error: ClientError | TimeoutError | OSError) -> str:
    """Say why there was no answer. Never the error's own text: it may hold the URL, and that a secret."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ClientConnectorError):
        return f"no connection: {error.os_error.strerror or type(error.os_error).__name__}"
    return f"the connection failed ({type(error).__name__})"

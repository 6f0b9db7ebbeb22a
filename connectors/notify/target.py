"""Where an alert can go: a Telegram chat, a web hook, the terminal; and what may become of it on the way."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol
from urllib.parse import SplitResult, urlsplit

from models.errors import RumorError

Alert = dict[str, Any]
"""An alert of the contract, with ``claim_text`` where the claim's wording is known."""

MOST_URL: Final = 2_000
_CHAT: Final = re.compile(r"-?[1-9]\d{0,18}|@[A-Za-z]\w{3,31}", re.ASCII)
_PRINTABLE: Final = re.compile(r"[\x21-\x7e\u00a1-\U0010ffff]+")
_EXAMPLES: Final = "telegram:-1001234567890, telegram:@channel, https://host/path or terminal"


class TargetError(RumorError):
    """A target that cannot be used; the message says why and shows what one looks like."""


class Retry(Exception):  # noqa: N818  an outcome, not a fault
    """The alert did not arrive and may later; ``after`` is how many seconds the target asked to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after


class Refused(Exception):  # noqa: N818  an outcome, not a fault
    """The target will not take this alert, however often it is sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Target(Protocol):
    """One place alerts go to."""

    @property
    def pause(self) -> float:
        """Seconds between two alerts."""

    async def send(self, alert: Alert, key: str) -> None:
        """Deliver an alert; the key is the same whenever it is sent. Raise `Retry` or `Refused`."""


@dataclass(frozen=True, slots=True)
class Address:
    """A target as parsed."""

    kind: Literal["telegram", "webhook", "terminal"]
    value: str
    """Chat id or @channel, URL, or nothing."""

    def __str__(self) -> str:
        return {"telegram": f"telegram:{self.value}", "webhook": self.value, "terminal": "terminal"}[
            self.kind
        ]

    @property
    def shown(self) -> str:
        """The target as it may be logged: the path of a web hook is often its secret."""
        parts = urlsplit(self.value)
        return f"{parts.scheme}://{parts.netloc}/…" if self.kind == "webhook" else str(self)


def parse_target(text: str) -> Address:
    """Read a target; raise `TargetError`."""
    text = text.strip()
    if text == "terminal":
        return Address("terminal", "")
    kind, _, value = text.partition(":")
    if kind == "telegram":
        return _chat(value)
    if kind.lower() in ("https", "http"):
        return Address("webhook", _url(text))
    raise TargetError(f"{text[:80]!r} is no target: write {_EXAMPLES}")


def parse_targets(text: str) -> tuple[str, ...]:
    """Read targets parted by blanks, as a setting holds them; raise `TargetError`."""
    return tuple(dict.fromkeys(str(parse_target(part)) for part in text.split()))


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine by its name alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _chat(value: str) -> Address:
    if not _CHAT.fullmatch(value):
        raise TargetError(
            f"telegram:{value[:80]} names no chat: write its number, like telegram:-1001234567890, "
            "or telegram:@channel"
        )
    return Address("telegram", value)


def _url(text: str) -> str:
    if len(text) > MOST_URL or not _PRINTABLE.fullmatch(text):
        raise TargetError(f"a web hook's URL has at most {MOST_URL} characters and no blanks in it")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise TargetError(f"a web hook's URL cannot be read: {error}") from None
    _check(parts, host)
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def _check(parts: SplitResult, host: str | None) -> None:
    if not host:
        raise TargetError("a web hook's URL needs a host: https://host/path")
    if "@" in parts.netloc:
        raise TargetError("a web hook's URL must not hold a name or password: requests are signed instead")
    if parts.fragment:
        raise TargetError("a web hook's URL must not have a # part: it is never sent")
    if parts.scheme.lower() == "http" and not is_loopback(host):
        raise TargetError("a web hook needs https: alerts and their signature would go in the clear")

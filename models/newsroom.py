"""What the newsroom calls its own: a claim that one of its pages asserts, and that is denied, concerns it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from models.errors import RumorError
from models.post import Post, channel_key


class NewsroomError(RumorError):
    """A `newsroom.toml` that cannot be used; the message names the file and the mend."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Hosts and accounts of our own outlet."""

    domains: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

    def owns(self, post: Post) -> bool:
        """Tell whether a post is one of ours: by its account, or by the host of its feed."""
        if post.platform != "feed":
            return post.channel_uid in self.accounts
        host = post.channel.lower().rstrip(".")
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)


def parse_newsroom(text: str, source: str) -> Newsroom:
    """Read ``[own] domains = [...] accounts = ["telegram:name"]``; raise `NewsroomError`."""
    try:
        own = tomllib.loads(text).get("own", {})
    except tomllib.TOMLDecodeError as error:
        raise NewsroomError(f"{source}: {error}") from None
    domains, accounts = own.get("domains", []), own.get("accounts", [])
    for name, values in (("domains", domains), ("accounts", accounts)):
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise NewsroomError(f"{source}: [own] {name} must be a list of strings")
    return Newsroom(frozenset(d.lower() for d in domains), frozenset(_account(a, source) for a in accounts))


def _account(account: str, source: str) -> str:
    platform, colon, channel = account.partition(":")
    if not (colon and channel):
        raise NewsroomError(f"{source}: account {account!r} must be like telegram:our_channel")
    return channel_key(platform, channel)

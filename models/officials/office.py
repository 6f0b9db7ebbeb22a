"""Offices and persons, and whether a post is an office's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from models.facts.aliases import Names
from models.facts.fold import skeleton, slug, words
from models.post import Post


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks for an office."""

    name: str
    names: tuple[str, ...] = ()
    """Other spellings, and the surname alone where that is nobody else's."""
    role: str = ""
    standing: int | None = None
    """Where it differs from the office's."""

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name and every other spelling, each once."""
        return tuple(dict.fromkeys((self.name, *self.names)))


@dataclass(frozen=True, slots=True)
class Account:
    """An account whose posts are an office's own."""

    channel: str
    """Folded: ``twitter:mfa_kz``."""
    channel_id: str | None = None
    """The platform's stable id, where it is pinned: it wins over the handle, which can be hijacked."""

    def made(self, post: Post) -> bool:
        """Tell whether it is this account that posted."""
        if self.channel_id is None or post.channel_id is None:
            return post.channel_uid == self.channel
        return post.channel_id == self.channel_id and post.platform == self.channel.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Office:
    """An institution that can deny a rumour about what it is there for."""

    id: str
    name: str
    standing: int
    """3 head of state, government, ministry, the company itself; 2 parliament, agency, regional; 1 less."""
    about: tuple[str, ...] = ()
    """What it can speak for; an office without such terms is never heard."""
    accounts: tuple[Account, ...] = ()
    domains: tuple[str, ...] = ()
    """Hosts in lower case, international ones as ``xn--``."""
    names: tuple[str, ...] = ()
    persons: tuple[Person, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name and what others call it, each once."""
        return tuple(dict.fromkeys((self.name, *self.names)))

    def standing_of(self, person: Person | None) -> int:
        """Give the weight of a person's word, the office's own where it does not differ."""
        return self.standing if person is None or person.standing is None else person.standing


@dataclass(frozen=True, slots=True)
class Registry:
    """All offices that are listened to."""

    offices: tuple[Office, ...] = ()
    _by_id: dict[str, Office] = field(init=False, repr=False, compare=False, default_factory=dict)
    _accounts: dict[str, list[tuple[int, Account]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """By handle and by stable id, with the place of the office that has it: each post is looked up."""
    _hosts: dict[str, Office] = field(init=False, repr=False, compare=False, default_factory=dict)
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        self._by_id.update((office.id, office) for office in self.offices)
        for at, office in enumerate(self.offices):
            for domain in office.domains:
                self._hosts.setdefault(domain, office)
            for account in office.accounts:
                for name in {account.channel, account.channel_id or account.channel}:
                    self._accounts.setdefault(name, []).append((at, account))
        # A registry is the key of what is made ready for it: hashed for each post, it would be hashed whole.
        object.__setattr__(self, "_hash", hash(self.offices))

    def __hash__(self) -> int:
        return self._hash

    def office(self, office_id: str) -> Office | None:
        """Give the office of an id; None where there is none (any more)."""
        return self._by_id.get(office_id)

    def first_hand(self, post: Post) -> Office | None:
        """Give the office whose own account or host a post was read at.

        Of two offices that share a host the one with the longer entry is meant. What a post links to, or
        forwards, is never first-hand.
        """
        if post.platform == "feed":
            return self.of_host(post.channel)
        named = (*self._accounts.get(post.channel_uid, ()), *self._accounts.get(post.channel_id or "", ()))
        first = min((at for at, account in named if account.made(post)), default=None)
        return None if first is None else self.offices[first]

    def of_host(self, host: str) -> Office | None:
        """Give the office whose domain a host is, or lies under."""
        left = fold_host(host)
        while left:
            if left in self._hosts:
                return self._hosts[left]
            left = left.partition(".")[2]
        return None

    def of_channel(self, channel: str) -> Office | None:
        """Give the office of a folded channel (``telegram:name``) by its handle alone."""
        platform, _, name = channel.partition(":")
        if platform == "feed":
            return self.of_host(name)
        named = (at for at, account in self._accounts.get(channel, ()) if account.channel == channel)
        first = min(named, default=None)
        return None if first is None else self.offices[first]

    def names(self) -> Names:
        """Give all names by key for the gazetteer: ``office:kz-mfa``, ``person:aidos-sarym``."""
        names: dict[str, tuple[str, ...]] = {}
        for key, own in self._named():
            names[key] = tuple(dict.fromkeys((*names.get(key, ()), *own)))
        return names

    def _named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for office in self.offices:
            yield f"office:{office.id}", office.all_names
            for person in office.persons:
                yield f"person:{_slug(person.name)}", person.all_names


def fold_host(host: str) -> str:
    """Fold a host so that two spellings are equal: lower case, ``xn--`` for other letters, no last dot."""
    host = host.strip().lower().rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def under(host: str, domain: str) -> bool:
    """Tell whether a folded host is a domain or one of its subdomains."""
    return host == domain or host.endswith(f".{domain}")


def _slug(name: str) -> str:
    return slug(" ".join(skeleton(word.text) for word in words(name))) if not name.isascii() else slug(name)

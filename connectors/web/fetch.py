"""Ask for one address: bounded in size and time, every redirect looked at before it is followed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self
from urllib.parse import urldefrag, urljoin

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    InvalidURL,
    TCPConnector,
)

from connectors.notify.answer import why
from connectors.notify.public import PrivateAddressError, PublicResolver
from connectors.web.origins import ALLOW, AddressError, Origins
from models.errors import RumorError
from models.post import MAX_URL

MAX_BODY: Final = 5_000_000
"""Bytes of a feed or page, unpacked; what is beyond is not read."""
TIMEOUT: Final = 25.0
"""Seconds from the first byte asked for to the last one read: a server that dribbles gets no more."""
SILENCE: Final = 12.0
"""Seconds without a byte."""
MAX_HOPS: Final = 5
"""Redirects of one answer."""
CONTACT: Final = "RUMOR_CONTACT"
"""Variable: an address or mailbox that is told to the hosts that are read."""
AGENT: Final = "rumor-monitor"
"""What we are called in a host's robots.txt."""
PERMANENT: Final = frozenset((301, 308))
REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))


class FetchError(RumorError):
    """An address that gave no answer; the message says why and never holds the address: it may be secret."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said."""

    status: int
    url: str
    """Where it was said, after redirects."""
    moved: str | None
    """Where the asked address has moved to for good, if it has."""
    headers: Mapping[str, str]
    body: bytes = b""
    cut: bool = False
    """More was there than is read of one answer."""

    def header(self, name: str) -> str | None:
        """Give a header by its name in lower case, or None."""
        return self.headers.get(name)


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of an address has been read (RFC 9110, 8.8): of another one it says nothing."""

    of: str
    """The mark of the address (`address_mark`)."""
    etag: str | None = None
    modified: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """Give the headers that ask for what is newer than this version."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value}


def address_mark(address: str) -> str:
    """Shorten an address to 16 hexadecimal digits: what is kept of it holds no secret."""
    return hashlib.blake2s(address.encode("utf-8", "replace"), digest_size=8).hexdigest()


def user_agent(environ: Mapping[str, str]) -> str:
    """Say who reads, and whom to write to if that is set."""
    contact = " ".join(environ.get(CONTACT, "").split())
    told = "".join(letter for letter in contact if letter.isascii() and letter.isprintable())[:200]
    return f"{AGENT}/0.1 (+{told})" if told else f"{AGENT}/0.1"


class Web:
    """Asks on behalf of one source; an async context manager."""

    def __init__(
        self, origins: Origins, agent: str, *, timeout: float = TIMEOUT, most: int = MAX_BODY
    ) -> None:
        self._origins, self._agent, self._most = origins, agent, most
        self._timeout = ClientTimeout(total=timeout, sock_connect=SILENCE, sock_read=SILENCE)
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = TCPConnector(resolver=PublicResolver(self._origins.inner), limit=4)
        self._session = ClientSession(
            connector=connector,
            headers={"User-Agent": self._agent},
            timeout=self._timeout,
            trust_env=True,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, address: str, version: Version | None = None, **headers: str) -> Answer:
        """Ask for an address and follow its redirects; raise `FetchError` where there is no answer.

        ``version``: what is known already, so that 304 is an answer; it is sent to its own address alone.
        """
        moved, permanent = None, True
        for _ in range(MAX_HOPS + 1):
            known = version.conditions if version and version.of == address_mark(address) else {}
            answer, goes_to = await self._hop(address, {**headers, **known})
            if goes_to is None:
                return Answer(answer.status, answer.url, moved, answer.headers, answer.body, answer.cut)
            permanent = permanent and answer.status in PERMANENT
            address = goes_to
            moved = address if permanent else moved
        raise FetchError(f"it redirects more than {MAX_HOPS} times")

    async def _hop(self, address: str, headers: Mapping[str, str]) -> tuple[Answer, str | None]:
        if self._session is None:
            raise FetchError("the session is not open: use it in `async with`")
        try:
            self._origins.check(address)
            async with self._session.get(address, headers=headers, allow_redirects=False) as response:
                return await self._read(address, response)
        except AddressError as error:
            raise FetchError(f"not followed: {error}") from None
        except ClientConnectorCertificateError:
            told = "its certificate is not trusted: if it is right, put its authority into SSL_CERT_FILE"
            raise FetchError(told) from None
        except ClientConnectorError as error:
            raise FetchError(_unconnected(error)) from None
        except InvalidURL:
            raise FetchError("not followed: an address that cannot be read") from None
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise FetchError(_why(error)) from None

    async def _read(self, address: str, response: ClientResponse) -> tuple[Answer, str | None]:
        headers = {name.lower(): value for name, value in response.headers.items()}
        if response.status in REDIRECTS and (location := headers.get("location")):
            goes_to = urldefrag(urljoin(address, location)).url
            if len(goes_to) > MAX_URL:
                raise FetchError("it redirects to an address that is too long")
            return Answer(response.status, address, None, headers), goes_to
        body, cut = await self._body(response) if response.status == 200 else (b"", False)
        return Answer(response.status, address, None, headers, body, cut), None

    async def _body(self, response: ClientResponse) -> tuple[bytes, bool]:
        body = bytearray()
        async for piece in response.content.iter_any():  # unpacked piece by piece
            body += piece
            if len(body) > self._most:
                response.close()  # the rest is not wanted
                return bytes(body[: self._most]), True
        return bytes(body), False


def _unconnected(error: ClientConnectorError) -> str:
    inner = error.os_error
    if isinstance(inner, PrivateAddressError):
        return f"not followed: {inner}; if it is meant, put it into {ALLOW}"
    return why(error)


def _why(error: ClientError | TimeoutError | OSError | ValueError) -> str:
    return "it cannot be asked for" if isinstance(error, ValueError) else why(error)

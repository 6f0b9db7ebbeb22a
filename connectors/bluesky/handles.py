"""Whose a handle is: a handle is a name that can be given up and taken by others, a DID is for good.

Asked once by the public ``com.atproto.identity.resolveHandle`` and then kept among the cursors, so that an
account is read on when it is renamed, and nobody is read instead who takes its old name.
"""

from __future__ import annotations

import json
from typing import Final

import aiohttp

from connectors.bluesky.mapping import DID

PATH: Final = "/xrpc/com.atproto.identity.resolveHandle"
MAX_ANSWER: Final = 65_536
TIMEOUT: Final = 20.0


class ResolveError(Exception):
    """A handle that could not be asked for now; ``final``: nobody has it."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


async def resolve(session: aiohttp.ClientSession, api: str, handle: str) -> str:
    """Give the DID of a handle; raise `ResolveError`."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    try:
        async with session.get(
            api + PATH, params={"handle": handle}, timeout=timeout, allow_redirects=False
        ) as answer:
            body = await answer.content.read(MAX_ANSWER)
            if answer.status == 400:
                raise ResolveError("nobody has this handle: write it as on the account's page", final=True)
            if answer.status != 200:
                raise ResolveError(f"its owner could not be asked for: {answer.status}")
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise ResolveError(f"its owner could not be asked for: {type(error).__name__}") from None
    return _did(body)


def _did(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    did = answer.get("did") if isinstance(answer, dict) else None
    if not isinstance(did, str) or not DID.fullmatch(did):
        raise ResolveError("its owner could not be asked for: the answer holds no DID")
    return did

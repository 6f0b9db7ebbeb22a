"""Questions to Bluesky's public API: bounded in size and time, redirects not followed."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

import aiohttp

MAX_ANSWER: Final = 1_000_000
TIMEOUT: Final = 10.0


class ApiError(Exception):
    """No answer of use; ``status`` where there was one."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


async def ask(api: str, method: str, timeout: float = TIMEOUT, **params: str) -> dict[str, Any]:
    """Call a method (``com.atproto.…``) and give its answer; raise `ApiError`."""
    try:
        async with (
            asyncio.timeout(timeout),
            aiohttp.ClientSession() as session,
            session.get(f"{api}/xrpc/{method}", params=params, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise ApiError(f"the API answered {answer.status}", answer.status)
            return _object(await _body(answer))
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise ApiError(f"the API does not answer: {type(error).__name__}") from None


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in answer.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > MAX_ANSWER:
            raise ApiError(f"the API's answer has more than {MAX_ANSWER} bytes")
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise ApiError("the API's answer is no JSON object")
    return answer

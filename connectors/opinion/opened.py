"""Open the judge that the settings name."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from connectors.notify.public import PublicResolver
from connectors.opinion.endpoint import ALLOW, KEY, Endpoint
from connectors.opinion.nli import NliFolder
from connectors.secret import secret
from models.judge import Judge


@asynccontextmanager
async def opened(
    who: str,
    model: str,
    within: float,
    clock: Callable[[], datetime],
    environ: Mapping[str, str] = os.environ,
) -> AsyncIterator[Judge]:
    """Give a judge: ``who`` is the base URL of an endpoint, or a folder of an NLI model.

    Raises `EndpointError`, `NliError`, or `SecretError` for a key that is named but cannot be read.
    """
    if not who.lower().startswith(("http:", "https:")):
        yield NliFolder(Path(who))
        return
    allowed = frozenset(host.strip().lower() for host in environ.get(ALLOW, "").split(",") if host.strip())
    named = environ.get(KEY) or environ.get(f"{KEY}_FILE")
    key = secret(KEY, environ) if named else ""
    # No cookies, no proxy of the environment, no cached names: each request is checked by itself.
    connector = TCPConnector(resolver=PublicResolver(allowed), use_dns_cache=False)
    async with ClientSession(connector=connector, cookie_jar=DummyCookieJar()) as session:
        yield Endpoint(session, who, model, key=key, allowed=allowed, within=within, clock=clock)

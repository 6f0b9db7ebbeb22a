"""Whose a handle is: a handle is a name that can be given up and taken by others, a DID is for good.

Asked once by the public ``com.atproto.identity.resolveHandle`` and then kept among the cursors, so that an
account is read on when it is renamed, and nobody is read instead who takes its old name.
"""

from __future__ import annotations

from typing import Final

from connectors.bluesky.api import ApiError, ask
from connectors.bluesky.mapping import DID

METHOD: Final = "com.atproto.identity.resolveHandle"
NOBODY: Final = 400
"""Status of the answer that nobody has a handle."""


async def resolve(api: str, handle: str) -> str:
    """Give the DID of a handle; raise `ApiError`."""
    try:
        did = (await ask(api, METHOD, handle=handle)).get("did")
    except ApiError as error:
        if error.status == NOBODY:
            raise ApiError("nobody has this handle: write it as on the account's page", NOBODY) from None
        raise
    if not isinstance(did, str) or not DID.fullmatch(did):
        raise ApiError("the API's answer holds no DID")
    return did

"""Why X did not answer as it should: one error for what tweepy, aiohttp and X call by many names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

import aiohttp
import tweepy

from connectors.twitter.session import Api

Reason = Literal["network", "closed", "http", "fault", "budget"]

MAX_DETAIL: Final = 300
REFUSALS: Final = (400, 413, 414, 422)
"""Answers to a request that is wrong by itself."""


class FailedError(Exception):
    """A request or a stream that came to nothing; the reason decides how long to wait.

    Never carries what was sent: the headers hold the token.
    """

    def __init__(
        self, reason: Reason, status: int | None = None, detail: str = "", *, refused: bool = False
    ) -> None:
        """Prepare; ``refused`` where X itself says that the same will be refused again."""
        super().__init__(" ".join(f"{reason} {status or ''} {detail}".split())[:MAX_DETAIL])
        self.reason, self.status, self.refused = reason, status, refused

    @property
    def shut_out(self) -> bool:
        """Whether X does not let us in, or not to this."""
        return self.status in (401, 402, 403, 404)


@contextmanager
def failures(api: Api, path: str) -> Iterator[None]:
    """Raise `FailedError` for whatever goes wrong in a request to a path."""
    try:
        yield
    except tweepy.HTTPException as error:
        status = error.response.status
        raise FailedError("http", status, str(error), refused=status in REFUSALS) from None
    except aiohttp.ClientResponseError as error:
        raise FailedError("http", error.status, "an answer that is no JSON") from None
    except (aiohttp.ClientError, OSError) as error:
        raise FailedError("network", detail=type(error).__name__) from None
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        # An answer of another shape than tweepy expects, as of a proxy in between.
        raise FailedError("http", api.status(path), f"a strange answer ({type(error).__name__})") from None

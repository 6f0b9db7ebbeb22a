"""Sessions for tweepy: where they lead, and what they keep of an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.twitter.client import LOOKUP, SEARCH, Client
from connectors.twitter.failure import FailedError
from connectors.twitter.session import Api


async def test_each_path_has_its_own_reset(x: Any, play: Any, token: str) -> None:
    """One path's wait is not another's."""
    api = Api(x.url)
    resets = {SEARCH: 1_800_000_000, LOOKUP: 1_900_000_000}
    for path, reset in resets.items():
        x.answers[path] = [play(status=429, headers={"x-rate-limit-reset": str(reset)})]
    x.strict = False
    for path, asked in ((SEARCH, {"query": "ferry"}), (LOOKUP, {"ids": "7"})):
        with pytest.raises(FailedError, match="429"):
            await Client(token, api).posts(path, asked)
    assert {path: api.reset(path) for path in resets} == {
        path: datetime.fromtimestamp(reset, UTC) for path, reset in resets.items()
    }
    assert api.reset("/2/users") is None


@pytest.mark.parametrize("reset", ["soon", "-5", "9" * 40, ""])
async def test_a_reset_that_is_none_is_none(x: Any, play: Any, token: str, reset: str) -> None:
    api = Api(x.url)
    x.answers[LOOKUP] = [play(status=429, headers={"x-rate-limit-reset": reset})]
    x.strict = False
    with pytest.raises(FailedError, match="429"):
        await Client(token, api).posts(LOOKUP, {"ids": "7"})
    assert api.reset(LOOKUP) is None


@pytest.mark.parametrize(("ahead", "warnings"), [(0, 0), (3_600, 1), (-3_600, 1)])
async def test_a_clock_that_is_wrong_is_told_once(
    x: Any, token: str, ahead: float, warnings: int, caplog: pytest.LogCaptureFixture
) -> None:
    api = Api(x.url, clock=lambda: datetime.now(UTC) + timedelta(seconds=ahead))
    for _ in range(3):
        await Client(token, api).posts(LOOKUP, {"ids": "7"})
    assert len([message for message in caplog.messages if "the clock here is" in message]) == warnings

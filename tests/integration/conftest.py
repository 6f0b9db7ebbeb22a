"""What the tests on a real Kafka share."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

_SPEC = importlib.util.spec_from_file_location("rumor_test_stage", Path(__file__).with_name("stage.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
_STAGE = importlib.util.module_from_spec(_SPEC)
sys.modules["rumor_test_stage"] = _STAGE
_SPEC.loader.exec_module(_STAGE)


@pytest.fixture(scope="session")
def play() -> ModuleType:
    """Give the module that plays recordings to workers."""
    return _STAGE


@pytest.fixture(scope="session")
def undisturbed(broker: str, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give what the seed story ends with when nobody dies."""

    async def run() -> dict[str, Any]:
        async with _STAGE.stage(broker, cache, tmp_path_factory.mktemp("undisturbed")) as stage:
            await stage.feed(_STAGE.STORY / "posts.jsonl")
            await stage.worker()
            try:
                return dict(_STAGE.outcome(await stage.gathered(90)))
            except TimeoutError:
                pytest.fail(stage.logs())

    return asyncio.run(run())

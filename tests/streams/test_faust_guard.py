"""Each mend of Faust, by itself; `tests/integration/test_restart.py` proves the first on a real broker."""

from __future__ import annotations

from types import SimpleNamespace

from streams import faust_guard
from streams.faust_guard import FETCH_WAIT_MS, guard_fetch_wait, guard_restart, mend_faust


async def test_the_flow_is_stopped_before_partitions_are_resumed() -> None:
    """What is fetched before the seek must not be yielded."""
    calls: list[str] = []
    app = SimpleNamespace(
        flow_control=SimpleNamespace(suspend=lambda: calls.append("suspend")),
        consumer=SimpleNamespace(stop_flow=lambda: calls.append("stop_flow")),
    )

    async def resume(_self: object, generation_id: int = 0) -> None:
        calls.append(f"resume {generation_id}")

    await guard_restart(resume)(SimpleNamespace(app=app), 7)
    assert calls == ["suspend", "stop_flow", "resume 7"]


def test_the_fetch_wait_is_shortened() -> None:
    """Faust hard-codes a second and a half."""
    made = guard_fetch_wait(lambda _self, _transport: SimpleNamespace(_fetch_max_wait_ms=1500))
    assert made(None, None)._fetch_max_wait_ms == FETCH_WAIT_MS


def test_mending_twice_changes_nothing() -> None:
    """Every app of a process calls it."""
    mend_faust()
    before = [getattr(owner, name) for owner, name, _ in faust_guard._MENDS]
    mend_faust()
    assert [getattr(owner, name) for owner, name, _ in faust_guard._MENDS] == before
    assert all("mended" in vars(method) for method in before)

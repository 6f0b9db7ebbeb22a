"""What a step does with a record it cannot process: keep it with its reason, and go on."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from typing import Any, Final

import orjson

from streams import metrics
from streams.firm import Output

MOST_REASON: Final = 1_000
"""Characters of a reason: an error may quote the hostile text that caused it."""


def guarded(topic: str, step: str, event: Any, work: Callable[[], Iterable[Output]]) -> list[Output]:
    """Give the outputs of one record, or its dead letter for ``topic`` if anything goes wrong with it."""
    try:
        return list(work())
    except Exception as error:  # noqa: BLE001  whatever it is: one bad record must not stop the stream
        return [dead_letter(topic, step, event, error)]


def dead_letter(topic: str, step: str, event: Any, error: Exception) -> Output:
    """Make the dead letter of a record that a step could not process, with its place and the reason."""
    metrics.DEAD_LETTERS.labels(step).inc()
    message = event.message
    headers = dict(message.headers or ())
    record = {
        "step": step,
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "reason": f"{type(error).__name__}: {error}"[:MOST_REASON],
        "headers": {name: value.decode("utf-8", "replace") for name, value in headers.items()},
        "value": base64.b64encode(message.value or b"").decode(),
    }
    return Output(topic, step.encode(), orjson.dumps(record))

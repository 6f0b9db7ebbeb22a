"""An office's own sentence weighs in the stance of its post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from models.claim.live import LiveClaim
from models.post import Post
from models.reading import Facts, Reading, Statement
from models.stance import STANCES
from streams.parts import stance_judge

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
CLAIM = LiveClaim("c", "The Velmar bridge has cracked", "en", np.zeros(384, np.float32), 1, {}, 1, 1, NOON)


class Unsure:
    """A stance model with these chances of support, denial, query and comment."""

    def __init__(self, **chances: float) -> None:
        self._chances = np.array([chances.get(stance, 0.0) for stance in STANCES])

    def chances(self, *_: Any, **__: Any) -> Any:
        return self._chances

    def judge(self, *_: Any, **__: Any) -> Any:
        best = int(np.argmax(self._chances))
        return STANCES[best], float(self._chances[best])


def stance(text: str, *, office: bool = True, **chances: float) -> str:
    said = (Statement("port", None, 2, first_hand=True, unnamed=False, quote=text),) if office else ()
    post = Post("telegram", "velmar_port", "1", NOON, text=text)
    reading = Reading(post, "en", text, True, None, Facts(), None, statements=said)
    judge: Any = stance_judge(Unsure(**chances))  # type: ignore[arg-type]  # a model of four numbers
    return str(judge(reading, None, CLAIM, False))


@pytest.mark.parametrize(("support", "deny"), [(0.5, 0.4), (0.4, 0.42)])
def test_an_office_that_says_not_denies_where_anybody_else_would_not(support: float, deny: float) -> None:
    """Whether the model leans to the one side or to the other."""
    assert stance("The bridge has no crack.", support=support, deny=deny) == "deny"
    assert stance("The bridge has no crack.", office=False, support=support, deny=deny) == "support"


def test_an_office_without_a_word_of_denial_denies_only_where_the_stance_is_sure() -> None:
    """Numbers may contradict a claim, and may not."""
    assert stance("Stocks last for 23 days.", support=0.2, deny=0.7) == "comment"
    assert stance("Stocks last for 23 days.", support=0.05, deny=0.9) == "deny"


def test_a_question_stays_one() -> None:
    """An office that asks denies nothing."""
    assert stance("Is there no crack?", query=0.5, deny=0.4) == "query"

"""Where questions are answered: within the budget, not too late, not twice, and not for ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from connectors.opinion.budget import Budget
from models.judge import BadAnswerError, Judge, NoAnswerError, Opinion, Question, Verdict, opinion_of

log: Final = logging.getLogger(__name__)

TOO_LATE: Final = timedelta(hours=1)
"""Age of a post from which nobody is asked any more: who reads a recording again has the answers in it."""
ATTEMPTS: Final = 3
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
"""Seconds until a judge that did not answer is asked again: five times as long each time."""
REMEMBERED: Final = 10_000
"""Questions that were answered, and are not asked again when they come again."""

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[object]]


class Desk:
    """Asks one judge, one question at a time."""

    def __init__(self, judge: Judge, budget: Budget, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._judge, self._budget, self._clock, self._sleep = judge, budget, clock, sleep
        self._done = dict[str, None]()
        self._poor_on: object = None

    async def answer(self, question: Question) -> Opinion | None:
        """Give the judge's opinion; None where it has none, or is not asked."""
        if question.question in self._done:
            return None
        found = await self._asked(question)
        self._done[question.question] = None
        if len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]
        return found and opinion_of(question, self._judge.name, found, self._clock())

    async def _asked(self, question: Question) -> Verdict | None:
        pause = FIRST_PAUSE
        for left in reversed(range(ATTEMPTS)):
            if not await self._allowed(question):
                return None
            self._budget.spend(self._clock())
            try:
                return await self._judge.ask(question)
            except BadAnswerError as error:
                log.warning("%s on question %s: %s", self._judge.name, question.question, error)
                return None
            except NoAnswerError as error:
                log.warning("%s on question %s: %s", self._judge.name, question.question, error)
                if left:
                    await self._sleep(min(max(error.after or 0.0, pause), LONGEST_PAUSE))
                pause *= 5
        return None

    async def _allowed(self, question: Question) -> bool:
        """Wait for the budget; False where the question is too old, or all of today's is spent."""
        while (wait := self._budget.wait(self._clock())) is not None:
            if self._clock() - question.mention.read_at > TOO_LATE:
                return False
            if wait <= 0:
                return True
            await self._sleep(wait)
        if self._poor_on != (today := self._clock().date()):
            self._poor_on = today
            log.warning("%s: the second opinions of today are spent", self._judge.name)
        return False

"""How a claim came to its state: each change with what brought it about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from connectors.screen.denial_panel import speaker
from connectors.screen.words import moment
from models.text import one_line

MOST: Final = 400
MOST_STEPS: Final = 12

Record = dict[str, Any]
Step = tuple[str, str]
"""Time, words."""


def history(claim: Record, alerts: Iterable[Record]) -> Iterator[str]:
    """Give a line for each change of state, the oldest first; ``alerts`` are those of the claim.

    The claim's record knows the last few changes; alerts know older ones, and denials that changed nothing.
    """
    seen = [alert for alert in alerts if alert["kind"] in _ALERTS]
    turns = claim.get("history") or ()
    told = {(turn["at"], turn["event"]) for turn in turns}
    steps = [(claim["first_seen"], f"first read, by {claim['origin']}")]
    steps += [(turn["at"], _turned(turn, claim, seen)) for turn in turns]
    steps += [
        (alert["fired_at"], _ALERTS[alert["kind"]](alert))
        for alert in seen
        if not any((alert["fired_at"], event) in told for event in _EVENTS.get(alert["kind"], ()))
    ]
    for at, words in _shortened(sorted(steps, key=lambda step: str(step[0]))):
        yield one_line(f"{moment(at)}  {words}", MOST)


def _shortened(steps: Sequence[Step]) -> Sequence[Step]:
    left = len(steps) - MOST_STEPS
    if left <= 0:
        return steps
    kept = steps[left + 1 :]
    return [steps[0], (kept[0][0], f"({left} more before) {kept[0][1]}"), *kept[1:]]


def _turned(turn: Record, claim: Record, alerts: Iterable[Record]) -> str:
    """Say what a change of the claim's record was: to which state, and by what."""
    evidence, state = turn["evidence"], turn["status"]
    if turn["event"] == "spreads":
        same = (a for a in alerts if a["kind"] == "spreading" and a["fired_at"] == turn["at"])
        alert = next(same, None)
        return _spreading(alert) if alert else f"{state}, by the rule “{evidence}”" if evidence else state
    if turn["event"] == "denied":
        found = (denial for denial in claim["denials"] if denial["post"].lower() == evidence.lower())
        denial = next(found, None)
        if denial is not None:
            return _denied("denied")({"denial": denial})
    if turn["event"] == "silent":
        return f"{state}: nobody posts about it"
    return f"{state}{_WHY.get(turn['event'], '')}: {evidence}" if evidence else state


_WHY: Final = {
    "withdrawn": ", for the last denial was withdrawn",
    "confirmed": " by an office, first-hand",
}


def _spreading(alert: Record) -> str:
    rule = f", by the rule “{alert['rule']}”" if alert.get("rule") else ""
    sources, channels = alert["independent_sources"], alert["channels"]
    return f"spreading: {alert['posts']} posts, {channels} channels, {sources} independent sources{rule}"


def _denied(word: str) -> Callable[[Record], str]:
    def step(alert: Record) -> str:
        denial = alert.get("denial")
        if not denial:
            return word
        hand = "first-hand" if denial["first_hand"] else "second-hand"
        return f"{word} by {speaker(denial)}, {hand}"

    return step


def _back(alert: Record) -> str:
    return f"reignited: {alert['rule']}" if alert.get("rule") else "reignited"


_ALERTS: Final[dict[str, Callable[[Record], str]]] = {
    "spreading": _spreading,
    "unconfirmed_denial": _denied("a weak denial, which changes nothing,"),
    "denied": _denied("denied"),
    "denial_update": _denied("denied again"),
    "denial_withdrawn": _denied("a denial withdrawn"),
    "confirmed": lambda _: "confirmed by an office, first-hand",
    "reignited": _back,
}
"""Kind of alert -> what it tells of the claim's state."""
_EVENTS: Final = {
    "spreading": ("spreads",),
    "denied": ("denied",),
    "denial_withdrawn": ("withdrawn",),
    "confirmed": ("confirmed",),
    "reignited": ("returned", "faster"),
}
"""Kind of alert -> events that it tells of."""

"""The rules of the filtered stream, made equal to the watchlist by as few changes as possible."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tweepy import StreamRule
from tweepy.asynchronous import AsyncStreamingClient

from connectors.watchlist import TwitterRule

log = logging.getLogger(__name__)

BATCH: Final = 100
"""Rules of one request."""


@dataclass(frozen=True, slots=True)
class RulesDiff:
    """What must change on X's side."""

    add: tuple[TwitterRule, ...]
    delete: tuple[str, ...]
    """Ids that X gave."""


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A rule that X did not take, and why."""

    query: str
    reason: str


def rules_diff(wanted: Sequence[TwitterRule], existing: Iterable[StreamRule]) -> RulesDiff:
    """Tell which rules are to be added and deleted.

    One without a tag, or with another one, is not ours: it costs posts that nobody asked for. Of two that
    are equal one stays.
    """
    missing = {(rule.query, rule.tag): rule for rule in wanted}
    unwanted = [rule.id for rule in existing if missing.pop((rule.value, rule.tag), None) is None]
    return RulesDiff(tuple(missing.values()), tuple(unwanted))


async def apply_rules(client: AsyncStreamingClient, wanted: Sequence[TwitterRule]) -> tuple[RuleProblem, ...]:
    """Make X's rules those of the watchlist; return those it did not take.

    X answers 200 and tells the errors inside; a bad rule must not cost the good ones that came with it, so
    those are sent once more without it. Raises tweepy's and aiohttp's errors.
    """
    diff = rules_diff(wanted, (await client.get_rules()).data or ())
    # Deleted first: a rule with a new tag is a duplicate while the old one stands, and the number is capped.
    for batch in _batches(diff.delete):
        _tell((await client.delete_rules(list(batch))).errors)
    problems: dict[str, RuleProblem] = {}
    for batch in _batches(diff.add):
        refused = await _add(client, batch)
        unexplained = [rule for rule, why in refused.items() if why is None]
        if unexplained and len(unexplained) < len(batch):
            for rule in unexplained:
                del refused[rule]
            refused |= await _add(client, unexplained)
        problems |= {r.query: RuleProblem(r.query, why or "X did not say why") for r, why in refused.items()}
    for problem in problems.values():
        log.error("X did not take the rule %.80r: %s", problem.query, problem.reason)
    log.info("rules on X: %d added, %d deleted", len(diff.add) - len(problems), len(diff.delete))
    return tuple(problems.values())


async def _add(client: AsyncStreamingClient, rules: Sequence[TwitterRule]) -> dict[TwitterRule, str | None]:
    """Add rules; return those not taken with X's reason, None where it gave none."""
    answer = await client.add_rules([StreamRule(value=rule.query, tag=rule.tag) for rule in rules])
    taken = {rule.value for rule in answer.data or ()}
    reasons = {str(error.get("value")): _reason(error) for error in answer.errors if isinstance(error, dict)}
    return {rule: reasons.get(rule.query) for rule in rules if rule.query not in taken}


def _tell(errors: Iterable[Any]) -> None:
    for error in errors:
        log.error(
            "X did not delete a rule: %s", _reason(error) if isinstance(error, dict) else str(error)[:200]
        )


def _reason(error: dict[str, Any]) -> str:
    details = error.get("details")
    detail = details[0] if isinstance(details, list) and details else error.get("detail", "")
    return f"{error.get('title', 'refused')}: {detail}"[:300]


def _batches(entries: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (entries[start : start + BATCH] for start in range(0, len(entries), BATCH))

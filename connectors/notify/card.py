"""The card of an alert as a message: plain text, or Telegram's HTML. Every word of a post stays a word."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final, Literal

from connectors.notify.target import Alert
from models.text import one_line, shorten

MOST_MESSAGE: Final = 4_096
"""UTF-16 units of a Telegram message (https://core.telegram.org/bots/api#sendmessage); with its markup."""
MOST_TEXT: Final = 400
MOST_NAME: Final = 120
MOST_LINK: Final = 300
MOST_PAGES: Final = 5
MOST_CAUTIONS: Final = 4
MOST_REASON: Final = 200

TITLES: Final = {
    "spreading": "SPREADING",
    "unconfirmed_denial": "DENIAL, UNCONFIRMED",
    "denied": "DENIED",
    "denial_update": "DENIED AGAIN, BY MORE",
    "denial_withdrawn": "DENIAL WITHDRAWN",
    "confirmed": "CONFIRMED",
    "reignited": "IT IS BACK",
    "our_page": "OUR OWN PAGE SAYS THIS",
}
CAUTIONS: Final = {
    "stale": "said before the rumour began",
    "scope": "denies something wider or narrower than the claim",
    "second_hand": "reported by others, not by the office itself",
    "unnamed": "the speaker is not named",
}

"""What a caution means, where its denial does not tell the reason."""
HIGHEST: Final = 3
"""Standing of a head of state, a government, a ministry, the company itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card."""

    name: str
    text: str
    look: Literal["plain", "title", "strong", "quote", "link", "code"] = "plain"
    weight: int = 0
    """What must go is dropped by weight, the heaviest first; 0 stays."""


def plain_card(alert: Alert) -> str:
    """Write an alert as lines of plain text."""
    return "\n".join(f"{line.name}: {line.text}" if line.name else line.text for line in card_lines(alert))


def html_card(alert: Alert, most: int = MOST_MESSAGE) -> str:
    """Write an alert in Telegram's HTML, everything escaped; lines are left out or cut until it fits."""
    lines = list(card_lines(alert))
    while len((text := "\n".join(map(_html, lines))).encode("utf-16-le")) > 2 * most:
        heaviest = max(reversed(lines), key=lambda line: line.weight)
        if heaviest.weight:
            lines.remove(heaviest)
        else:
            longest = max(range(len(lines)), key=lambda number: len(lines[number].text))
            line = lines[longest]
            lines[longest] = replace(line, text=shorten(line.text, len(line.text) // 2))
    return text


def card_lines(alert: Alert) -> Iterator[Line]:
    """Give the lines of an alert's card: what happened, who says so, what to beware of, where to look."""
    yield Line("", TITLES.get(alert["kind"], one_line(alert["kind"], MOST_NAME)), "title")
    if wording := alert.get("claim_text"):
        yield Line("Claim", one_line(wording, MOST_TEXT), "strong")
    else:
        yield Line("", one_line(alert["text"], 2 * MOST_TEXT))
    if rule := alert.get("rule"):
        yield Line("Why", one_line(str(rule), MOST_NAME), weight=1)
    said = alert.get("denial") or alert.get("confirmation")
    if said:
        yield from _said_lines(said)
        yield Line("Delay", _delay(alert), weight=2)
    yield from _page_lines(alert.get("own_pages") or [])
    if alert.get("update_line"):
        yield Line("Draft", one_line(alert["update_line"], 2 * MOST_TEXT), "quote")
    yield from _spread_lines(alert)
    link = (said or {}).get("url")
    if link:
        yield Line("Link", one_line(link, MOST_LINK), "link")
    yield Line("Alert", one_line(alert["alert"], MOST_NAME), "code")


def _said_lines(denial: dict[str, Any]) -> Iterator[Line]:
    yield Line("Quote", one_line(denial["quote"], MOST_TEXT), "quote")
    yield Line("By", speaker(denial))
    yield from _when(denial)
    yield from _caution_lines(denial)
    yield Line("Post", one_line(denial["post"], MOST_LINK), weight=3)


def speaker(denial: dict[str, Any]) -> str:
    """Say who denies: the person, the office by its name, its standing, first-hand or not."""
    office = one_line(denial.get("office_name") or denial["office"], MOST_NAME)
    who = [one_line(denial["official"], MOST_NAME)] if denial.get("official") else []
    standing = denial.get("standing")
    hand = "first-hand" if denial.get("first_hand") else "second-hand"
    rank = [f"standing {standing} of {HIGHEST}"] if isinstance(standing, int) else []
    return ", ".join((*who, office, *rank, hand))


def _when(denial: dict[str, Any]) -> Iterator[Line]:
    """Say when the words were spoken, when they were published, and when they reached us."""
    published, read = _time(denial.get("published_at")), denial.get("reported_at")
    said = denial.get("said_at")
    yield Line("Said", one_line(said, MOST_NAME) if said else published)
    told = f"{published}, read {_time(read)}" if read and read != denial.get("published_at") else published
    yield Line("Reported", told, weight=1)
    if denial.get("withdrawn_at"):
        yield Line("Withdrawn", _time(denial["withdrawn_at"]))


def _caution_lines(denial: dict[str, Any]) -> Iterator[Line]:
    """Give each caution with its reason, which stand in the same order."""
    reasons = denial.get("reasons") or []
    for caution, reason in zip_longest((denial.get("cautions") or [])[:MOST_CAUTIONS], reasons):
        if caution:
            why = one_line(str(reason or CAUTIONS.get(caution, "no reason is given")), MOST_REASON)
            yield Line("Caution", f"{one_line(str(caution), MOST_NAME)}: {why}")


def _page_lines(pages: list[dict[str, Any]]) -> Iterator[Line]:
    for number, page in enumerate(pages[:MOST_PAGES]):
        where = one_line(page.get("url") or page["post"], MOST_LINK)
        told = f"{where}, {_time(page.get('published_at'))}: {one_line(page['sentence'], 200)}"
        state = page.get("state")
        yield Line(
            "Our page", f"{told} ({state})" if state in ("corrected", "removed") else told, weight=number
        )
    if len(pages) > MOST_PAGES:
        yield Line("", f"and {len(pages) - MOST_PAGES} more of our own pages")


def _spread_lines(alert: Alert) -> Iterator[Line]:
    counts = (("posts", "posts"), ("channels", "channels"), ("independent_sources", "independent sources"))
    told = ", ".join(f"{alert[key]} {name}" for key, name in counts if key in alert)
    if told:
        yield Line("Spread", told, weight=2)
    if rule := alert.get("rule"):
        yield Line("Rule", one_line(rule, MOST_NAME), weight=3)
    if alert.get("first_seen"):
        origin = one_line(alert.get("origin") or "unknown", MOST_LINK)
        yield Line("First seen", f"{_time(alert['first_seen'])} by {origin}", weight=1)


def _delay(alert: Alert) -> str:
    seconds = alert.get("delay_seconds") or 0
    when = "before" if seconds < 0 else "after"
    baseline = alert.get("baseline")
    return f"{_span(seconds)} {when} the claim was first seen" + (
        f"; {one_line(baseline, 200)}" if baseline and seconds >= 0 else ""
    )


def _time(value: str | None) -> str:
    """Show a time of the contract; one that is none as it is."""
    try:
        return datetime.fromisoformat(value or "").strftime("%d %b %Y %H:%M UTC")
    except ValueError:
        return one_line(value or "–", MOST_NAME)


def _span(seconds: float) -> str:
    minutes = round(abs(seconds) / 60)
    if abs(seconds) < 60:
        return f"{abs(seconds):.0f} s"
    if minutes >= 48 * 60:
        return f"{minutes // (24 * 60)} days"
    hours, left = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{left} min" if left else "")))


def _html(line: Line) -> str:
    text = _escape(line.text)
    name = f"{line.name}: " if line.name else ""
    if line.look == "title":
        return f"<b>{text}</b>"
    if line.look == "quote":
        return f"<blockquote>{text}</blockquote>"
    if line.look == "link" and line.text.startswith(("https://", "http://")):
        return f'{name}<a href="{html.escape(line.text)}">{text}</a>'
    tag = {"strong": "b", "code": "code"}.get(line.look)
    return f"{name}<{tag}>{text}</{tag}>" if tag else name + text


def _escape(text: str) -> str:
    """Escape markup, and part ``@`` from what follows: a rumour shall not call members of the chat."""
    return html.escape(text, quote=True).replace("@", "@\u2060")

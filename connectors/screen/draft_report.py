"""What is known of the claims that a draft makes: a table in a terminal, lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from connectors.screen.card import quoted
from connectors.screen.words import STATUS_STYLE, day_clock
from models.draft import Found
from models.text import one_line

MOST: Final = 300
MOST_DENIALS: Final = 5

Row = tuple[str, str, str]
"""Name, words, style."""


def draft_table(found: Sequence[Found]) -> Table:
    """Draw the claims, one block each; every word of a post or draft is shown as text, never as markup."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="cyan", justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for number, one in enumerate(found):
        if number:
            table.add_section()
            table.add_row("", "")
        for name, words, style in _rows(one):
            table.add_row(name, Text(words, style=style))
    return table


def draft_lines(found: Sequence[Found]) -> Iterator[str]:
    """Say the same in lines, for a pipe: name, tab, words; a blank line between claims."""
    for number, one in enumerate(found):
        if number:
            yield ""
        yield from (f"{name}\t{words}" for name, words, _ in _rows(one))


def _rows(found: Found) -> Iterator[Row]:
    record = found.record
    status = record["status"]
    yield "state", _state(found), "bold red" if found.denied else STATUS_STYLE.get(status, "")
    yield "claim", one_line(f"{record['claim']}: {record['text'] or '[deleted]'}", MOST), "bold"
    for passage in found.passages:
        says = "denies it" if passage.stance == "deny" else "your draft"
        yield says, one_line(f"{passage.sentence} ({passage.score:.2f})", MOST), ""
    unread = f", older, unread: {record['origin_unread']}" if record.get("origin_unread") else ""
    yield "origin", one_line(f"{day_clock(record['first_seen'])} by {record['origin']}{unread}", MOST), ""
    sources, posts = record["independent_sources"], record["posts"]
    yield "sources", f"{sources} independent, in {posts} posts of {record['channels']} channels", ""
    for denial in record["denials"][:MOST_DENIALS]:
        yield _kind(denial), one_line(_said(denial), 2 * MOST), "yellow" if denial.get("cautions") else "red"
    for page in (record.get("own_pages") or ())[:MOST_DENIALS]:
        told = f"{page['url'] or page['post']} ({page['state']}): {page['sentence']}"
        yield "our page", one_line(told, MOST), "red"


def _state(found: Found) -> str:
    record = found.record
    set_by = " (set by an editor)" if record.get("pinned") else ""
    against = ", and an office denies it" if found.denied and record["status"] != "denied" else ""
    return f"{record['status']}{set_by}{against}"


def _kind(denial: Mapping[str, Any]) -> str:
    if denial.get("withdrawn_at"):
        return "withdrawn"
    return "weak denial" if denial.get("weak") else "denial"


def _said(denial: Mapping[str, Any]) -> str:
    who = f"{denial['official']}, {denial['office']}" if denial.get("official") else denial["office"]
    hand = "first-hand" if denial.get("first_hand") else "second-hand"
    cautions = denial.get("cautions") or ()
    beware = f"; beware: {'; '.join(denial.get('reasons') or cautions)}" if cautions else ""
    link = denial.get("url") or denial["post"]
    return f"{quoted(denial['quote'])} {who}, {hand}, {day_clock(denial['published_at'])}{beware}; {link}"

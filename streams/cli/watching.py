"""``rumor watch``: what is read, looked at and changed without an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from connectors.watchlist import (
    MAX_RULES,
    BlueskyAccount,
    BlueskyKeyword,
    Watchlist,
    WatchlistError,
    load_watchlist,
)
from connectors.watchlist.edit import PART, AnyEntry, add_entry, all_entries, name_of, remove_entry
from connectors.watchlist.given import given_entry
from streams.settings import from_env

PANEL: Final = "Keep its lists"
watch = typer.Typer(no_args_is_help=True, help="What the connectors read: channels, rules, feeds, accounts.")

File = Annotated[Path | None, typer.Option("--file", help="The list; else what RUMOR_WATCHLIST names.")]
Given = Annotated[str, typer.Argument(help="telegram:CHANNEL, twitter:QUERY, feed:URL, bluesky:HANDLE|WORDS")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(watch, name="watch", rich_help_panel=PANEL)


@watch.command("add")
def add(
    what: Given,
    lang: Annotated[str | None, typer.Option(help="Language, two letters of ISO 639-1.")] = None,
    priority: Annotated[int | None, typer.Option(help="1 first, 2 usual, 3 last.")] = None,
    tag: Annotated[str | None, typer.Option(help="Name of a rule of X.")] = None,
    via: Annotated[str | None, typer.Option(help="Telegram: account or preview.")] = None,
    file: File = None,
) -> None:
    """Watch something more; running connectors take it up within seconds.

    Example: rumor watch add telegram:yellow_folder --lang ru --priority 1
    """
    path = file or from_env().watchlist
    entry = given_entry(what, lang=lang, priority=priority, tag=tag, via=via)
    line = add_entry(path, entry)
    _say(f"{path}, line {line}: {name_of(entry)} is watched")


@watch.command("remove")
def remove(what: Given, file: File = None) -> None:
    """Watch something no more; a rule of X may be given by its tag.

    Example: rumor watch remove telegram:yellow_folder
    """
    path = file or from_env().watchlist
    entry = _meant(load_watchlist(path), what)
    line = remove_entry(path, entry)
    _say(f"{path}, line {line}: {name_of(entry)} is watched no more")


@watch.command("list")
def list_entries(file: File = None) -> None:
    """Print what is watched, by platform and priority, with totals.

    Example: rumor watch list
    """
    path = file or from_env().watchlist
    watchlist = load_watchlist(path)
    table = Table("platform", "prio", "lang", "what", "how", header_style="bold cyan")
    for entry in all_entries(watchlist):
        table.add_row(
            PART[type(entry)], str(entry.priority), getattr(entry, "lang", None) or "", *_cells(entry)
        )
    Console().print(table)
    _say(totals(watchlist))


@watch.command("check")
def check(path: Annotated[Path | None, typer.Argument(help="watchlist.toml")] = None) -> None:
    """Check a watchlist: an error names line and mend, and ends with 1.

    Example: rumor watch check seeds/watchlist.toml
    """
    path = path or from_env().watchlist
    _say(f"{path}: {totals(load_watchlist(path))}")


def totals(watchlist: Watchlist) -> str:
    """Count what is watched, and what of X's allowance its rules take."""
    preview = len(watchlist.telegram_via("preview"))
    characters = sum(len(rule.query) for rule in watchlist.twitter)
    accounts = sum(isinstance(entry, BlueskyAccount) for entry in watchlist.bluesky)
    return (
        f"{len(watchlist.telegram)} channels of Telegram ({preview} by their web page), "
        f"{len(watchlist.twitter)} of {MAX_RULES:,} rules of X ({characters:,} characters), "
        f"{len(watchlist.feeds)} feeds, "
        f"{accounts} accounts and {len(watchlist.bluesky) - accounts} keywords of Bluesky"
    )


def _cells(entry: AnyEntry) -> tuple[Text, str]:
    value = Text(name_of(entry).partition(":")[2])
    match entry:
        case BlueskyKeyword():
            return value, "keyword"
        case BlueskyAccount():
            return value, "account"
        case _:
            return value, str(getattr(entry, "tag", None) or getattr(entry, "via", ""))


def _meant(watchlist: Watchlist, what: str) -> AnyEntry:
    """Find a rule by its tag, too: its query is long."""
    platform, _, value = what.partition(":")
    if platform.lower() in ("twitter", "x"):
        for rule in watchlist.twitter:
            if value.strip() in (rule.tag, rule.query):
                return rule
        raise WatchlistError(
            f"no rule of X has the tag or query {value[:80]!r}; `rumor watch list` shows them"
        )
    return given_entry(what)


def _say(sentence: str) -> None:
    Console().print(Text(sentence), soft_wrap=True)

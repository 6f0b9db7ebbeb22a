"""``rumor check``: before publishing, what is known of the claims that a draft makes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final

import orjson
import typer
from rich.console import Console
from rich.text import Text

from connectors.screen.draft_report import draft_lines, draft_table
from models import language
from models.draft import MOST_DRAFT, MOST_PASSAGES, Found, KnownClaims, passages_of
from models.draft import check as looked_up
from models.errors import RumorError
from streams.cli.following import existing
from streams.parts import load_parts
from streams.settings import Settings, from_env

PANEL: Final = "Follow claims"
DENIED: Final = 3
"""Exit code where the draft makes a denied claim."""
KNOWN: Final = 4
"""Exit code where it makes known claims, none of them denied, or denies them itself."""
MOST_CLAIMS: Final = 10_000
"""Claims of the read model that are compared, those that were heard of last."""
_MOST_BYTES: Final = 4 * MOST_DRAFT


class DraftError(RumorError):
    """A draft, or a replay's file, that cannot be read; the message says which and the mend."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", rich_help_panel=PANEL)(check)


def check(
    words: Annotated[str | None, typer.Argument(metavar="TEXT", help="The draft; - for stdin.")] = None,
    file: Annotated[Path | None, typer.Option(help="File that holds the draft.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder that a replay wrote; else the read model of the monitor.")
    ] = None,
) -> None:
    """Tell which known claims a draft makes: their state, origin, independent sources, denials.

    Ends with 0 where nothing of it is known, 3 where it makes a claim that is denied, 4 where it tells known
    claims of which none is denied.

    Example: rumor check "The Velmar bridge closes on Monday." || echo "look again"
    """
    draft, settings = draft_of(words, file), from_env()
    found = found_in(settings, draft, _claims(settings, out))
    console = Console()
    if console.is_terminal:
        console.print(draft_table(found) if found else Text("nothing of this is known"))
    else:
        for line in draft_lines(found):
            sys.stdout.write(line + "\n")
    raise typer.Exit(exit_code(found))


def draft_of(words: str | None, file: Path | None) -> str:
    """Give the draft from the one place it was given in; raise `DraftError`."""
    if (words is None) == (file is None):
        raise DraftError("give the draft as TEXT, as - (standard input) or with --file: one of these")
    if file is not None:
        try:
            with file.open("rb") as source:
                draft = _read(source, str(file))
        except OSError as error:
            raise DraftError(f"{file} cannot be read: {error.strerror}") from None
    else:
        draft = _read(sys.stdin.buffer, "standard input") if words == "-" else words or ""
    if len(draft) > MOST_DRAFT:
        raise DraftError(f"the draft has more than {MOST_DRAFT} characters: check it in parts")
    if not draft.strip():
        raise DraftError("the draft is empty")
    return draft


def _read(source: BinaryIO, name: str) -> str:
    try:
        return source.read(_MOST_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{name} is no UTF-8 text (byte {error.start}): save the draft as plain text"
        ) from None


def found_in(settings: Settings, draft: str, records: list[dict[str, Any]]) -> list[Found]:
    """Give the claims among these that a draft tells; say on the error output what was left out."""
    told = Console(stderr=True)
    with told.status("reading the draft"):
        parts = load_parts(settings)
        passages = list(passages_of(draft))
        known = KnownClaims(records, parts.reader)
        lang = language.detect(draft, None)
        found = looked_up(passages, lang, known, parts.reader, parts.judge, parts.assign_rules)
    looked = min(len(passages), MOST_PASSAGES)
    rest = f" ({len(passages) - looked} more were left out)" if looked < len(passages) else ""
    summary = f"{looked} asserting sentences{rest}, {len(known)} claims, {len(found)} of them in the draft"
    told.print(Text(summary), style="dim")
    return found


def exit_code(found: list[Found]) -> int:
    """Give the exit code for what was found."""
    if any(one.denied and one.made for one in found):
        return DENIED
    return KNOWN if found else 0


def _claims(settings: Settings, out: Path | None) -> list[dict[str, Any]]:
    if out is not None:
        return list(_lines(out / "claims.jsonl"))
    with existing(settings) as store:
        return store.claims("updated", MOST_CLAIMS)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield _claim(file, number, line)
    except OSError as error:
        raise DraftError(
            f"{file} cannot be read ({error.strerror}): name a folder that `rumor replay` wrote"
        ) from None


def _claim(file: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise DraftError(f"{file}, line {number}: {error}; replay it again") from None
    if not isinstance(record, dict) or not {"claim", "text", "lang", "status", "denials"} <= record.keys():
        raise DraftError(f"{file}, line {number} is no claim; replay it again")
    return record

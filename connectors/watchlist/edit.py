"""Edit the watchlist's file as a careful person would: whole entries, everything else left as it stands.

Only the lines of one entry are put in or taken out; comments, order and line ends of the rest are the user's.
Before anything is written the new text is read again, and must say what was wanted and nothing else.
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from connectors.watchlist.entries import (
    USUAL_PRIORITY,
    BlueskyAccount,
    BlueskyKeyword,
    Feed,
    TelegramChannel,
    TwitterRule,
    Watchlist,
)
from connectors.watchlist.error import WatchlistError
from connectors.watchlist.read import HEADING, fold_handle, parse_watchlist, read_text

AnyEntry = TelegramChannel | TwitterRule | Feed | BlueskyAccount | BlueskyKeyword

PART: Final[dict[type, str]] = {
    TelegramChannel: "telegram",
    TwitterRule: "twitter",
    Feed: "feed",
    BlueskyAccount: "bluesky",
    BlueskyKeyword: "bluesky",
}
"""Kind of entry -> what stands in its heading."""


@dataclass(frozen=True, slots=True)
class _Block:
    part: str
    first: int
    """Its heading's line, counted from 0."""
    end: int
    """The line after its last key."""


def add_entry(path: Path, entry: AnyEntry) -> int:
    """Put an entry behind the last of its kind and return its line; raise `WatchlistError` if it is there."""
    text = read_text(path) if path.exists() else ""
    watchlist = parse_watchlist(text, str(path))
    if (line := line_of(text, entry)) is not None:
        raise WatchlistError(f"{path}, line {line}: {name_of(entry)} is watched already")
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    part = PART[type(entry)]
    at = max((block.end for block in _blocks(lines) if block.part == part), default=len(lines))
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += newline
    block = [line + newline for line in ("", *entry_lines(entry))][0 if at else 1 :]
    if at < len(lines) and lines[at].strip():
        block.append(newline)
    lines[at:at] = block
    _write(path, text, "".join(lines), [*all_entries(watchlist), entry])
    return at + (2 if at else 1)


def remove_entry(path: Path, wanted: AnyEntry) -> int:
    """Take an entry out; return the line it stood in, raise `WatchlistError` if there is none."""
    text = read_text(path)
    watchlist = parse_watchlist(text, str(path))
    found = next((entry for entry in all_entries(watchlist) if is_same(entry, wanted)), None)
    line = line_of(text, wanted)
    if found is None or line is None:
        raise WatchlistError(f"{path}: {name_of(wanted)} is not watched; `rumor watch list` shows what is")
    lines = text.splitlines(keepends=True)
    block = next((block for block in _blocks(lines) if block.first == line - 1), None)
    if block is None:
        raise WatchlistError(f"{path}, line {line}: write each entry under its own [[…]] line to edit it so")
    end = block.end
    while end < len(lines) and not lines[end].strip():
        end += 1
    first = block.first
    while end == len(lines) and first and not lines[first - 1].strip():
        first -= 1  # the last entry: the blank line above it goes, too
    lines[first:end] = []
    rest = [entry for entry in all_entries(watchlist) if entry is not found]
    _write(path, text, "".join(lines), rest)
    return line


def all_entries(watchlist: Watchlist) -> list[AnyEntry]:
    """List every entry of a watchlist."""
    return [*watchlist.telegram, *watchlist.twitter, *watchlist.feeds, *watchlist.bluesky]


def is_same(one: AnyEntry, other: AnyEntry) -> bool:
    """Tell whether two entries are of the same channel, rule, feed, account or words."""
    return type(one) is type(other) and _identity(one) & _identity(other) != set()


def name_of(entry: AnyEntry) -> str:
    """Name an entry as it is given on the command line."""
    value = next(getattr(entry, field.name) for field in fields(entry))
    return f"{PART[type(entry)]}:{value}"


def entry_lines(entry: AnyEntry) -> list[str]:
    """Write an entry as lines of TOML; what is as usual is left out."""
    lines = [f"[[{PART[type(entry)]}]]"]
    for field in fields(entry):
        value = getattr(entry, field.name)
        if value is None or (field.name == "via" and value == "account"):
            continue
        if field.name == "priority":
            lines += [f"priority = {value}"] if value != USUAL_PRIORITY else []
        else:
            lines.append(f"{field.name} = {_quoted(value)}")
    return lines


def line_of(text: str, wanted: AnyEntry) -> int | None:
    """Give the line where an entry begins, counted from 1; None where it is not in the file."""
    part = PART[type(wanted)]
    tables = tomllib.loads(text).get(part, [])
    blocks = [block for block in _blocks(text.splitlines(keepends=True)) if block.part == part]
    for number, table in enumerate(tables):
        one = next(iter(all_entries(parse_watchlist(_alone(part, table), ""))))
        if is_same(one, wanted):
            return blocks[number].first + 1 if len(blocks) == len(tables) else 1
    return None


def _alone(part: str, table: dict[str, object]) -> str:
    return "\n".join([f"[[{part}]]", *(f"{key} = {_quoted(value)}" for key, value in table.items())])


def _identity(entry: AnyEntry) -> set[str]:
    match entry:
        case TelegramChannel():
            return {fold_handle(entry.channel)}
        case TwitterRule():
            return {f"query {entry.query}", f"tag {entry.tag}"}
        case Feed():
            return {entry.url}
        case BlueskyAccount():
            return {fold_handle(entry.handle)}
        case BlueskyKeyword():
            return {entry.keyword.casefold()}


def _blocks(lines: list[str]) -> list[_Block]:
    heads = [(number, match[1]) for number, line in enumerate(lines) if (match := HEADING.match(line))]
    nexts = [*(number for number, _ in heads[1:]), len(lines)][: len(heads)]
    return [
        _Block(part, first, _last_key(lines, first, end))
        for (first, part), end in zip(heads, nexts, strict=True)
    ]


def _last_key(lines: list[str], first: int, end: int) -> int:
    """Leave the comments and blank lines behind an entry to what follows it."""
    while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _quoted(value: object) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"  # as a rule of X reads best
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(path: Path, before: str, after: str, wanted: list[AnyEntry]) -> None:
    found = all_entries(parse_watchlist(after, str(path)))
    if sorted(map(repr, found)) != sorted(map(repr, wanted)):
        raise WatchlistError(f"{path}: this entry cannot be edited safely; change the file by hand")
    if path.exists() and read_text(path) != before:
        raise WatchlistError(f"{path} was changed by somebody else meanwhile; try again")
    replace_file(path, after)


def replace_file(path: Path, text: str) -> None:
    """Put a text in a file's place at one moment, keeping its permissions; raise `WatchlistError`."""
    target = path.resolve()  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with open(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
            Path(name).replace(target)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise WatchlistError(f"{path} cannot be written: {error.strerror}") from None

"""``rumor lab``: judge lines from standard input, one answer a line on standard output, for measuring.

A line that cannot be judged has no answer; its number and what is wrong with it go to the error output, and
the command ends with 1. Answers carry the ``id`` of their line and keep the order, so the rest stay matched.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final

import orjson
import typer
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn, track

from models.errors import RumorError
from models.forecast import load_forecaster
from models.lab.lines import MAX_LINE, LineError, Row, read_row
from models.lab.match import ClaimList, Listed, meaning
from models.lab.pair import compare, see
from models.lab.spread import foretell
from models.lab.stance import stance_of
from models.reader import Reader
from streams.parts import Parts, load_parts
from streams.settings import from_env

lab = typer.Typer(
    no_args_is_help=True, help="Judge lines one by one, by the stream's own code, for measuring."
)
Judged = Callable[[Row], dict[str, Any]]
PANEL: Final = "Measure it"
_MOST_TOLD: Final = 20
"""Bad lines told one by one; of more, the number is told."""


class LabError(RumorError):
    """Lines that could not be judged; each was named on the error output."""


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(lab, name="lab", rich_help_panel=PANEL)


@lab.command("stance")
def stance() -> None:
    """Judge the stance of texts to claims: {"id", "claim", "text", "parent"?} -> {"id", "stance"}.

    Example: rumor lab stance < lines.jsonl > stances.jsonl
    """
    parts = _parts()

    def judged(row: Row) -> dict[str, Any]:
        found = stance_of(parts.reader, parts.judge, row["claim"], row["text"], row.get("parent", ""))
        return {"id": row["id"], "stance": found}

    _answer(judged, ("claim", "text"), ("parent",))


@lab.command("match")
def match(
    claims: Annotated[Path, typer.Option(help='Known claims, a line each: {"id", "text", "title"?}.')],
) -> None:
    """Find the claims that texts repeat: {"id", "text"} -> {"id", "claims", "similarities"}, up to five.

    Example: rumor lab match --claims claims.jsonl < texts.jsonl > matches.jsonl
    """
    listed = read_claims(claims)
    parts = _parts()
    known = ClaimList(listed, _vectors(parts.reader, [claim.text for claim in listed]))

    def judged(row: Row) -> dict[str, Any]:
        near = known.nearest(row["text"], meaning(parts.reader, row["text"]))
        return {"id": row["id"], "claims": [one for one, _ in near], "similarities": [s for _, s in near]}

    _answer(judged, ("text",))


@lab.command("pair")
def pair() -> None:
    """Tell whether two posts are one claim, or one event: {"id", "a", "b"} -> {"id", "same", "similarity"}.

    Example: rumor lab pair < pairs.jsonl > verdicts.jsonl
    """
    reader = _parts().reader

    def judged(row: Row) -> dict[str, Any]:
        found = compare(see(reader, row["a"]), see(reader, row["b"]))
        return {"id": row["id"], "same": found.same, "similarity": found.similarity}

    _answer(judged, ("a", "b"))


@lab.command("spread")
def spread() -> None:
    """Foretell reshares: {"id", "at", "audience0"?, "events"} -> {"id", "predicted", "low", "high"}.

    ``events`` are the reshares seen until ``at`` seconds after the first post, each [seconds, audience or
    null]; ``low`` and ``high`` hold the final number of reshares four times of five. Each line gets an
    answer; what could not be used of it is told under "error".

    Example: rumor lab spread < cascades.jsonl > forecasts.jsonl
    """
    forecaster = load_forecaster()
    _answer_lines(lambda line: foretell(forecaster, line))


def read_claims(path: Path) -> list[Listed]:
    """Read a file of claims; raise `LabError` that names the line or the id to mend."""
    try:
        with path.open("rb") as file:
            listed = [_listed(path, number, line) for number, line in _lines(file)]
    except OSError as error:
        raise LabError(f"{path} cannot be read: {error.strerror}") from None
    seen = set[str]()
    for claim in listed:
        if claim.id in seen:
            raise LabError(f"{path}: the id {claim.id!r} is there twice; ids must differ")
        seen.add(claim.id)
    return listed


def _listed(path: Path, number: int, line: bytes) -> Listed:
    try:
        row = read_row(line, ("text",), ("title",))
    except LineError as error:
        raise LabError(f"{path}, line {number}: {error}") from None
    title = row.get("title", "").strip()
    return Listed(row["id"], f"{title}. {row['text']}" if title else row["text"])


def _vectors(reader: Reader, texts: Sequence[str]) -> list[Any]:
    """Give a vector for each text, on as many threads as this process may use."""
    none = reader.embedder.embed(".") * 0.0
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        found = pool.map(lambda text: meaning(reader, text), texts)
        shown: Iterable[Any] = found
        if sys.stderr.isatty():
            shown = track(found, "reading the claims", len(texts), console=Console(stderr=True))
        return [none if vector is None else vector for vector in shown]


def _parts() -> Parts:
    console = Console(stderr=True)
    if not console.is_terminal:
        return load_parts(from_env())
    with console.status("loading the model"):
        return load_parts(from_env())


def _answer(judged: Judged, needed: Sequence[str], optional: Sequence[str] = ()) -> None:
    """Answer lines of texts."""
    _answer_lines(lambda line: judged(read_row(line, needed, optional)))


def _answer_lines(judged: Callable[[bytes], dict[str, Any]]) -> None:
    """Answer line by line; raise `LabError` at the end where some could not be taken, or only in part."""
    bad = total = 0
    with _counter() as counter:
        task = counter.add_task("judged", total=None)
        for number, line in _lines(sys.stdin.buffer):
            total += 1
            try:
                answer = judged(line)
            except LineError as error:
                bad += 1
                _tell(bad, f"line {number}: {error}")
                continue
            sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
            sys.stdout.buffer.flush()
            if "error" in answer:
                bad += 1
                _tell(bad, f"line {number}: {answer['error']}")
            counter.advance(task)
    if bad:
        raise LabError(f"{bad} of {total} lines could not be judged, or only in part; the others were")


def _tell(bad: int, sentence: str) -> None:
    if bad <= _MOST_TOLD:
        sys.stderr.write(f"rumor: {sentence}\n")
    elif bad == _MOST_TOLD + 1:
        sys.stderr.write("rumor: more lines like these are counted only\n")


def _counter() -> Progress:
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed}"), TimeElapsedColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not blank with their numbers; of one too long only the beginning."""
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        while not line.endswith(b"\n") and len(line) > MAX_LINE and (rest := file.readline(MAX_LINE)):
            if rest.endswith(b"\n"):
                break
        if line.strip():
            yield number, line

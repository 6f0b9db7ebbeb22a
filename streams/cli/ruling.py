"""``rumor rules``: when a newsroom is told that a claim spreads, and what other rules would have told."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from connectors.recording import RecordingError
from connectors.screen.rules_report import figures_table, rule_lines, trial_lines, trial_table
from models.track.trial import Trial, compared, summed_up
from streams.cli.broker_of import Running, broker_of
from streams.codec import decode_mention, decode_order
from streams.collect import Gathered
from streams.feed import Fed
from streams.parts import Parts, load_parts, load_rules
from streams.replay import replay
from streams.settings import from_env
from streams.worker import run_to_end

PANEL: Final = "Keep its lists"
rules = typer.Typer(no_args_is_help=True, help="When a claim counts as spreading, and the newsroom is told.")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(rules, name="rules", rich_help_panel=PANEL)


@rules.command("check")
def check(path: Annotated[Path | None, typer.Argument(help="rules.toml")] = None) -> None:
    """Check the rules and read them back in words; what is wrong is told with its line and the mend.

    Example: rumor rules check seeds/rules.toml
    """
    path = path or from_env().rules
    found, console = load_rules(path).rules, Console()
    for rule in found:
        for line in rule_lines(rule):
            console.print(line, soft_wrap=True)
    told = f"{path}: {len(found)} {'rule' if len(found) == 1 else 'rules'}; any one that holds is enough"
    console.print(
        Text(told if found else f"{path}: no rules; nobody is told that a claim spreads"), soft_wrap=True
    )


@rules.command("figures")
def figures() -> None:
    """List the figures of a claim that a rule can speak of.

    Example: rumor rules figures
    """
    Console().print(figures_table())


@rules.command("test")
def try_out(
    path: Annotated[Path, typer.Argument(metavar="RULES", help="The new rules, a TOML file.")],
    recording: Annotated[
        Path, typer.Argument(help="Posts of the contract, one JSON object a line, maybe gzipped.")
    ],
    officials: Annotated[Path | None, typer.Option(help="Registry of officials.")] = None,
) -> None:
    """Replay a recorded day once, and show which alerts new rules would give beside those in force.

    Example: rumor rules test new.toml posts.jsonl --officials officials.toml
    """
    settings = from_env()
    if officials is not None:
        settings = replace(settings, officials=officials)
    new, console, errors = load_rules(path), Console(), Console(stderr=True)
    if not recording.is_file():
        raise RecordingError(f"{recording} cannot be read: name a file of posts, one JSON object a line")
    with errors.status("loading the model") if errors.is_terminal else nullcontext():
        parts = load_parts(settings)
    both = BothRules(
        Trial(replace(parts.track_settings, rules=new), parts.weigh),
        Trial(parts.track_settings, parts.weigh),
    )
    with broker_of(settings, lasting=False) as running:
        _replayed(recording, running, parts, both, errors)
    verdicts = compared(both.new.spreading(), both.now.spreading(), both.gathered.survivor)
    if console.is_terminal and verdicts:
        console.print(trial_table(verdicts, both.wording))
    elif verdicts:
        for line in trial_lines(verdicts, both.wording):
            typer.echo(line)
    console.print(Text(summed_up(verdicts), style="bold"), soft_wrap=True)


class BothRules:
    """Follows one run by new rules and by those in force: what a claim is does not depend on rules."""

    def __init__(self, new: Trial, now: Trial) -> None:
        self.new, self.now, self.gathered = new, now, Gathered()

    def listen(self, topic: str, record: dict[str, Any]) -> None:
        """Take in a record of the run."""
        self.gathered.take(topic, record)
        if topic == "mentions":
            mention = decode_mention(orjson.dumps(record))
            self.new.hear(mention)
            self.now.hear(mention)
        elif topic == "orders":
            order = decode_order(orjson.dumps(record))
            self.new.follow(order)
            self.now.follow(order)

    def wording(self, claim: str) -> str:
        """Give a claim's wording as it is at the end."""
        known = self.gathered.claims.get(self.gathered.survivor(claim))
        return (known["text"] if known else "") or claim


def _replayed(recording: Path, running: Running, parts: Parts, both: BothRules, errors: Console) -> None:
    fed = Fed()
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(), console=errors, transient=True, disable=not errors.is_terminal,
    )  # fmt: skip

    async def main() -> None:
        with bar:
            task = bar.add_task(recording.name, total=None)
            async with asyncio.TaskGroup() as tasks:
                watch = tasks.create_task(running.watch())

                def listen(topic: str, record: dict[str, Any]) -> None:
                    both.listen(topic, record)
                    bar.update(task, completed=len(both.gathered.mentions), total=fed.lines)

                await replay(recording, running.settings, parts, listen, fed=fed)
                watch.cancel()

    run_to_end(main())
    if fed.lines == len(fed.rejected):
        raise RecordingError(f"{recording}: no line could be taken; `rumor replay` tells why of each")

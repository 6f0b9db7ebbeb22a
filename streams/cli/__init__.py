"""The command line: ``rumor ...``. It puts the parts together; it decides nothing."""

from streams.cli.entry import main

__all__ = ["main"]

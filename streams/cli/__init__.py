"""The command line: ``rumor ...``. It puts the parts together; it decides nothing."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command ``rumor``."""
    try:
        # Here, so that Ctrl-C while libraries load is a clean stop as at any other moment.
        from streams.cli.entry import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()

"""Run ``python -m streams ...``: the same as the command ``rumor``."""

from streams.cli import main

main()

"""Draw a row of counts as a line of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

BLOCKS: Final = "▁▂▃▄▅▆▇█"


def sparkline(counts: Sequence[int], width: int) -> str:
    """Draw counts in at most ``width`` characters; neighbours are added up where there are more."""
    merged = _merged(counts, width)
    most = max(merged, default=0)
    if most == 0:
        return ""
    top = len(BLOCKS) - 1
    return "".join(BLOCKS[-(-count * top // most)] if count else BLOCKS[0] for count in merged)


def _merged(counts: Sequence[int], width: int) -> list[int]:
    step = -(-len(counts) // width) or 1
    return [sum(counts[start : start + step]) for start in range(0, len(counts), step)]

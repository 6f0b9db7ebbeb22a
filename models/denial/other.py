"""Tell whether a denial names another one of the claim's kind: the Z5 where the claim is of the Z4.

Only what is called by letters and a number at once (models, roads, aircraft, formats): two such names with
the same letters are two things. Bare numbers are no such names, since a denial often gives the right one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

_CODE: Final = re.compile(r"(?<![\w.-])([^\W\d_]{1,4})[-‐‑–]?(\d{1,4})(?![\w]|[.,]\d)")


def other_one(quote: str, wordings: Sequence[str]) -> str | None:
    """Give in words which other one a denial is of; None where it names none, or the claim's own too.

    The claim's own are those that half of its wordings name at least.
    """
    said = _codes(quote)
    told = Counter(code for wording in wordings for code in _codes(wording))
    own = {code for code, times in told.items() if 2 * times >= len(wordings)}
    others = {code for code in said if code[0] in {letters for letters, _ in own}}
    if not others or said & own:
        return None
    return f"it speaks of {_shown(others)}, the claim of {_shown(own)}"


def _codes(text: str) -> set[tuple[str, str]]:
    return {(match[1].upper(), match[2].lstrip("0") or "0") for match in _CODE.finditer(text)}


def _shown(codes: Iterable[tuple[str, str]]) -> str:
    return ", ".join(sorted(f"{letters}{number}" for letters, number in codes))

"""How a text speaks: as an answer, as a headline, or as a post of its own; each has its own weights.

"Really?" is a question in an answer and a headline's bait; a headline that says "reportedly" only observes,
while a post that says it passes the rumour on. One set of weights for all three serves none of them well.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Voice = Literal["answer", "headline", "post"]

SHORTEST: Final = 15
LONGEST: Final = 150
"""Characters of a headline."""
_NOT_PRINTED: Final = re.compile(r"[@#\n]|https?:|www\.|[\u2190-\u2bff\U0001f000-\U0001faff]")
"""Handles, tags, links, line breaks and emoji: no newspaper prints them in a headline."""
_PERSONAL: Final = re.compile(r"\b(?:i|i'm|i've|my|me|mine|we|we're|our|us|you|your|u|lol)\b", re.IGNORECASE)


def voice(text: str, lang: str, *, reply: bool) -> Voice:
    """Tell how a text speaks; headlines are known in English only, the language their weights come from."""
    text = text.strip()
    if reply or text.startswith("@"):
        return "answer"
    return "headline" if lang == "en" and _is_headline(text) else "post"


def _is_headline(text: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST or text[0].islower() or text[-1] in ".!…":
        return False
    return not (_NOT_PRINTED.search(text) or _PERSONAL.search(text))

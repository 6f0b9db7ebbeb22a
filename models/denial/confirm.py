"""Tell whether an office's words confirm a claim, and do not merely speak of what it is about.

An office that inspects the dam, or has read everybody's questions, sides with nobody, though its post lies
near the claim and denies nothing. A false confirmation does as much harm as a false denial.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from models.cues import support_cue
from models.cues.phrases import fold
from models.denial.against import CUE, says_no
from models.mention import Mention
from models.reading import Statement
from models.statement.speech import phrases, settled

STEM: Final = 5
"""Letters by which two inflections of a word are taken for one."""
LEAST_COMMON: Final = 3
RETOLD: Final = 0.7
"""Share of a statement's words that one wording of the claim holds where it tells the same."""
_WORD: Final = re.compile(r"[^\W\d_]{4,40}")


def confirms(mention: Mention, statement: Statement, wordings: Sequence[str]) -> bool:
    """Tell whether a statement says that a claim is so: in so many words, or in those of others who told it.

    Of a post that supports the claim as a whole; ``wordings`` are sentences that assert it, its own among
    them.
    """
    quote = settled(statement.quote)
    if support_cue(quote, mention.lang) >= CUE or phrases("confirms").search(quote.lower()):
        return True
    own = _stems(mention.sentence)
    others = (wording for wording in wordings if not _stems(wording) <= own)
    return not says_no(statement, mention.lang) and any(retells(quote, other) for other in others)


def retells(quote: str, wording: str) -> bool:
    """Tell whether a sentence is told mostly in the words of another one."""
    said, told = _stems(quote), _stems(wording)
    common = len(said & told)
    return common >= LEAST_COMMON and common >= RETOLD * len(said)


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(fold(text))}

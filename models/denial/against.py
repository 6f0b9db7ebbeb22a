"""Tell whether an office's words go against a claim, where the stance of the whole post leaves it open.

The stance model weighs a post as anybody's. Of an office's words more is known: who speaks, and which
sentence is his. Where that sentence denies, or turns a clause around that the claim does not, the model need
not be sure any more; it must only not be sure of the opposite.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from models.cues import denial_cue, negation_cue
from models.reading import Statement
from models.statement.speech import phrases, settled

CUE: Final = 0.5
"""Cue from which a sentence denies or negates."""
DENIED: Final = 0.25
"""Chance of denial that must be left where the office's sentence denies ("such reports are false")."""
NEGATED: Final = 0.25
"""The same where it only says "not". Of the sentences of offices in recorded stories that the model took for
support, those that denied had .11 to .58 and those that confirmed .04 to .12; a false alert costs more than a
missed one."""
ANNOUNCED: Final = 0.4
"""The same for an office's own post: it also announces what there will not be ("no water on Monday")."""
BOTH_NEGATED: Final = 0.35
"""The same where the claim is a negation too: then "not" may well repeat it."""
WORDLESS: Final = 0.8
"""Certainty from which an office's post denies without any word for it: "stocks last for 23 days"."""
UNKNOWN: Final = "und"


def goes_against(statements: Iterable[Statement], lang: str, claim: str, chance: float) -> bool:
    """Tell whether one of a post's statements denies a claim.

    ``claim`` is the claim's wording in any language, ``chance`` the post's chance of denial by its stance
    alone, 0..1. Never for a sentence that confirms.
    """
    return any(chance >= _least(statement, lang, claim) for statement in statements)


def says_no(statement: Statement, lang: str) -> bool:
    """Tell whether a statement has any word of denial: denies, negates, or says that all stays as it was."""
    quote = settled(statement.quote)
    cues = max(denial_cue(quote, lang), negation_cue(quote, lang))
    return cues >= CUE or phrases("reassures").search(quote.lower()) is not None


def _least(statement: Statement, lang: str, claim: str) -> float:
    """Give the chance from which a statement is a denial; more than 1 for one that is none."""
    quote = settled(statement.quote)
    if denial_cue(quote, lang) >= CUE:
        return DENIED
    if negation_cue(quote, lang) < CUE or phrases("confirms").search(quote.lower()):
        return 2.0
    if negation_cue(claim, UNKNOWN) >= CUE or denial_cue(claim, UNKNOWN) >= CUE:
        return BOTH_NEGATED
    return ANNOUNCED if statement.first_hand else NEGATED

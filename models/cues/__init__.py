"""Words that tell how a text stands to what it speaks of, in a dozen languages and more."""

from models.cues.cue import (
    CUES,
    comment_cue,
    denial_cue,
    doubt_cue,
    evasion_cue,
    hedge_cue,
    languages,
    negation_cue,
    query_cue,
    refutes_denial_cue,
    support_cue,
)
from models.cues.phrases import CuesError, parse_phrases

__all__ = [
    "CUES",
    "CuesError",
    "comment_cue",
    "denial_cue",
    "doubt_cue",
    "evasion_cue",
    "hedge_cue",
    "languages",
    "negation_cue",
    "parse_phrases",
    "query_cue",
    "refutes_denial_cue",
    "support_cue",
]

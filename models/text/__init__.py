"""What a post's text is as words: one spelling of it, its sentences, the one that asserts, its links."""

from __future__ import annotations

from models.text.assertion import asserts, claim_sentence
from models.text.links import urls
from models.text.sentence import one_line, sentences, shorten
from models.text.spelling import copy_key, normalise, plain

__all__ = [
    "asserts",
    "claim_sentence",
    "copy_key",
    "normalise",
    "one_line",
    "plain",
    "sentences",
    "shorten",
    "urls",
]

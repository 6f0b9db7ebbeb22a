"""What a post's text is as words: one spelling of it, its sentences, the one that asserts, its links."""

from __future__ import annotations

from models.text.assertion import assertions, asserts, claim_sentence
from models.text.links import urls
from models.text.near_copy import Sketch, likeness, sketch
from models.text.sentence import one_line, sentences, shorten
from models.text.spelling import copy_key, normalise, plain
from models.text.story_links import own_words, story_page, story_pages

__all__ = [
    "Sketch",
    "assertions",
    "asserts",
    "claim_sentence",
    "copy_key",
    "likeness",
    "normalise",
    "one_line",
    "own_words",
    "plain",
    "sentences",
    "shorten",
    "sketch",
    "story_page",
    "story_pages",
    "urls",
]

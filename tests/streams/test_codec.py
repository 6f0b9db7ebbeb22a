"""Records keep what they say on the wire, and old ones are still read."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import orjson

from models.claim.decision import Decision
from models.post import Post
from models.reading import Facts, Reading
from models.text import normalise, sketch
from streams.codec import decode_decision, decode_reading, encode

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAID = "The harbour of Sandrock closes to all ferries on Monday because the old pier is sinking"
PAGE = "page:0123456789abcdef"
POST = Post("telegram", "sandrock_evening", "1", AT, text=SAID)
NEW_KEYS = ("sketch", "own_words", "page", "pages")


def reading() -> Reading:
    """Make a reading with all its keys."""
    vector = np.full(384, 384**-0.5, np.float32)
    return Reading(
        POST, "en", SAID, True, vector, Facts(), "k",
        sketch=sketch(normalise(SAID)), own_words=16, page=PAGE, pages=(PAGE,),
    )  # fmt: skip


def decision() -> Decision:
    """Make a decision with all its keys."""
    return Decision(
        POST.key, "c1", "support", 1.0, "near_copy", ("why",), POST.channel_uid, POST.channel_uid, 7, AT,
        copy_key="k", sketch=sketch(normalise(SAID)), page=PAGE, pages=(PAGE,),
    )  # fmt: skip


def test_a_decision_comes_back_as_it_was() -> None:
    """Bands and words of its sketch too."""
    assert decode_decision(encode(decision())) == decision()


def test_a_reading_comes_back_as_it_was() -> None:
    """Its vector to the last bit."""
    back = decode_reading(encode(reading()))
    assert np.array_equal(back.vector, reading().vector)
    assert [getattr(back, key) for key in NEW_KEYS] == [getattr(reading(), key) for key in NEW_KEYS]


def test_records_without_the_newer_keys_are_read() -> None:
    """As they lie in the topics and tables of an older version."""
    old = {key: value for key, value in orjson.loads(encode(decision())).items() if key not in NEW_KEYS}
    assert decode_decision(orjson.dumps(old)).sketch is None
    old = {key: value for key, value in orjson.loads(encode(reading())).items() if key not in NEW_KEYS}
    back = decode_reading(orjson.dumps(old))
    assert (back.sketch, back.own_words, back.page, back.pages) == (None, None, None, ())

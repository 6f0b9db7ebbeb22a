"""Plain clusterings that the monitor is measured against, and the measure: no identity, no facts, no memory.

`nearest_before` and `first_stories` are the single pass over TF-IDF vectors as first story detection does it
(Petrović, Osborne, Lavrenko 2010): a post goes to the group of the earlier post that is most like it.
`single_pass` takes dense vectors and compares with the groups' centres instead, which is better for these.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Partition = Mapping[str, Hashable]
"""Post -> its group."""

_LINK: Final = re.compile(r"https?://\S+")
_WORD: Final = re.compile(r"\w+")


class Scored(NamedTuple):
    """B-cubed over posts, each 0..1 (Bagga and Baldwin 1998; Amigó et al. 2009)."""

    precision: float
    recall: float
    f1: float


def b_cubed(gold: Partition, found: Partition) -> Scored:
    """Score a partition over the posts of the gold; a post that was left out is a group of its own."""
    placed = {post: found.get(post, ("alone", post)) for post in gold}
    true, told = Counter(gold.values()), Counter(placed.values())
    both = Counter((gold[post], placed[post]) for post in gold)
    precision = sum(n * n / told[group] for (_, group), n in both.items()) / len(gold)
    recall = sum(n * n / true[claim] for (claim, _), n in both.items()) / len(gold)
    return Scored(precision, recall, 2 * precision * recall / (precision + recall))


def words(text: str) -> list[str]:
    """Give the words of a text in small letters, links left out."""
    return _WORD.findall(_LINK.sub(" ", text).casefold())


def tf_idf(texts: Sequence[str]) -> list[dict[str, float]]:
    """Give word -> weight for each text, length 1; the document frequencies are those of all the texts."""
    counts = [Counter(words(text)) for text in texts]
    seen = Counter(word for count in counts for word in count)
    idf = {word: math.log((1 + len(texts)) / (1 + number)) + 1 for word, number in seen.items()}
    return [_unit({word: number * idf[word] for word, number in count.items()}) for count in counts]


def nearest_before(vectors: Sequence[Mapping[str, float]]) -> list[tuple[int, float]]:
    """Give for each vector the earlier one with the highest cosine, and that cosine; (-1, 0.0) for none."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    nearest = list[tuple[int, float]]()
    for number, vector in enumerate(vectors):
        cosines: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for other, theirs in holders[word]:
                cosines[other] += weight * theirs
            holders[word].append((number, weight))
        nearest.append(max(cosines.items(), key=lambda pair: (pair[1], -pair[0]), default=(-1, 0.0)))
    return nearest


def first_stories(nearest: Sequence[tuple[int, float]], threshold: float) -> list[int]:
    """Put each one into the group of its nearest earlier one from this cosine on, else into a new group."""
    groups = list[int]()
    for number, (other, cosine) in enumerate(nearest):
        groups.append(groups[other] if other >= 0 and cosine >= threshold else number)
    return groups


def single_pass(vectors: Matrix, threshold: float) -> list[int]:
    """Put each row into the group whose centre has the highest cosine from this one on, else into a new."""
    centres, sums = np.empty_like(vectors), np.empty_like(vectors)
    groups, made = list[int](), 0
    for vector in vectors:
        cosines = centres[:made] @ vector
        best = int(np.argmax(cosines)) if made else -1
        if best < 0 or cosines[best] < threshold:
            best, made = made, made + 1
            sums[best] = 0
        sums[best] += vector
        centres[best] = sums[best] / np.linalg.norm(sums[best])
        groups.append(best)
    return groups


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()}

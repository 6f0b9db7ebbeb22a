"""Fit the stance model: ``python -m models.training.stance DATA [MODEL_CACHE]``.

``DATA`` is a folder with RumourEval 2019, Emergent and the COVID-19 rumour set as ``NAME.stance.jsonl.gz``
(keys claim, text, stance, relation); the synthetic multilingual examples ship in ``models/data``. Prints
cross-validated F1 (five folds, a thread or claim never in two), then writes
``models/data/stance.npz`` with where it comes from. Needs scikit-learn: the dependency group ``train``.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models import text as texts
from models.centring import centre
from models.embedding import load_embedder
from models.language import detect
from models.stance.features import meaning, plain
from models.stance.model import STANCES, WEIGHTS

EXAMPLES: Final = WEIGHTS.with_name("stance_examples.jsonl")
SETS: Final = ("rumoureval2019", "emergent", "covid19")
CUES: Final = 13
"""Leading plain features that are words of a table: examples are shown without them too."""
OTHER_HEAD: Final = 0.03
"""Weight of answers in the head for posts, and the reverse."""
FOLDS: Final = 5
STRENGTH: Final = {"post": 0.3, "answer": 0.05}
"""Inverse of the regularisation of each head."""
SHARES: Final[dict[str, dict[str, float]]] = {
    "post": {"examples": 4.0},
    "answer": {"covid19": 0.3, "examples": 2.0},
}

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled post."""

    source: str
    group: str
    text: str
    lang: str
    claim: str
    answer: bool
    stance: str


def read_rows(data: Path) -> Iterator[Row]:
    """Give all labelled posts that have words."""
    for name in SETS:
        with gzip.open(data / f"{name}.stance.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                x = json.loads(line)
                answer = x.get("relation") == "reply" or name == "covid19"
                yield Row(
                    name, x.get("thread") or x["claim"], x["text"], "en", x["claim"], answer, x["stance"]
                )
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        x = json.loads(line)
        yield Row("examples", x["story"], x["text"], x["lang"], x["claim"], x["reply"], x["stance"])


def features(rows: list[Row], cache: Path) -> tuple[Array, int]:
    """Give the features of all rows, and how many of them are plain."""
    embedder, vectors = load_embedder(cache), dict[tuple[str, str], Array]()

    def vector(text: str, lang: str) -> Array:
        if (text, lang) not in vectors:
            vectors[text, lang] = centre(embedder.embed(texts.plain(text)), lang)
        return vectors[text, lang]

    made = []
    for number, row in enumerate(rows, 1):
        own = plain(row.text, row.lang, row.claim)
        claim = vector(row.claim, detect(row.claim, None if row.source == "examples" else "en"))
        made.append(np.concatenate([own, meaning(vector(row.text, row.lang), claim)]))
        if number % 2000 == 0:
            print(f"{number} of {len(rows)} read", flush=True)
    return np.array(made), len(own)


def weights_of(rows: list[Row], head: str) -> Array:
    """Weigh classes against their frequency, sets by `SHARES`, the other head's rows by little."""
    sources, stances = np.array([r.source for r in rows]), np.array([STANCES.index(r.stance) for r in rows])
    weights = np.ones(len(rows))
    for source in set(sources):
        of = sources == source
        count = np.maximum(np.bincount(stances[of], minlength=len(STANCES)), 1)
        found = np.sqrt(of.sum() / (len(STANCES) * count))[stances[of]]
        weights[of] = found * SHARES[head].get(source, 1.0) * of.sum() / found.sum()
    weights[np.array([r.answer for r in rows]) != (head == "answer")] *= OTHER_HEAD
    return weights


def fit(rows: list[Row], made: Array, head: str) -> Any:
    """Fit one head; examples are seen a second time without their cues."""
    from sklearn.linear_model import LogisticRegression

    weights = weights_of(rows, head)
    stances = np.array([STANCES.index(r.stance) for r in rows])
    again = np.array([i for i, r in enumerate(rows) if r.source == "examples"], dtype=int)
    without = made[again].copy()
    without[:, :CUES] = 0
    model = LogisticRegression(C=STRENGTH[head], max_iter=1000, tol=1e-3)
    return model.fit(
        np.vstack([made, without]),
        np.concatenate([stances, stances[again]]),
        sample_weight=np.concatenate([weights, 0.5 * weights[again]]),
    )


def cross_validated(rows: list[Row], made: Array, head: str) -> Array:
    """Give the predicted stance of each row of a head, from folds that did not see its thread or claim."""
    from sklearn.model_selection import GroupKFold

    predicted = np.full(len(rows), -1)
    groups = [row.source + row.group for row in rows]
    for seen, held in GroupKFold(FOLDS).split(made, groups=groups):
        model = fit([rows[i] for i in seen], made[seen], head)
        of_head = np.array([i for i in held if rows[i].answer == (head == "answer")], dtype=int)
        predicted[of_head] = model.predict(made[of_head])
    return predicted


def report(rows: list[Row], predicted: Array) -> str:
    """Say F1 of each stance and their mean, for each set."""
    from sklearn.metrics import f1_score

    lines = []
    for source in (*SETS, "examples"):
        of = [i for i, row in enumerate(rows) if row.source == source]
        true, said = [STANCES.index(rows[i].stance) for i in of], predicted[of]
        present = sorted(set(true))
        each = f1_score(true, said, labels=present, average=None, zero_division=0)
        shown = " ".join(f"{STANCES[n]} {f1:.3f}" for n, f1 in zip(present, each, strict=True))
        lines.append(f"{source}: macro F1 {each.mean():.3f} ({shown}), {len(of)} posts")
    return "\n".join(lines)


def main(data: Path, cache: Path) -> None:
    """Fit, print, write."""
    rows = [row for row in read_rows(data) if texts.plain(row.text).strip() and row.claim.strip()]
    made, count = features(rows, cache)
    predicted = np.full(len(rows), -1)
    kept: dict[str, Array] = {}
    for head in ("post", "answer"):
        found = cross_validated(rows, made, head)
        predicted = np.where(found >= 0, found, predicted)
        for name, seen in ((head, made), (f"{head} plain", made[:, :count])):
            model = fit(rows, seen, head)
            kept[f"{name} coefficients"] = model.coef_.astype(np.float32)
            kept[f"{name} intercepts"] = model.intercept_.astype(np.float32)
    figures = report(rows, predicted)
    print(figures)
    told = f"RumourEval 2019, Emergent, COVID-19 rumours, own examples; cross-validated:\n{figures}"
    np.savez_compressed(WEIGHTS, provenance=np.array(told), **kept)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]) if len(sys.argv) > 2 else Path.home() / ".cache" / "rumor-monitor",
    )

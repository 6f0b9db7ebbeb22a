"""The labelled posts that the stance model is fitted on: three public sets and our own examples.

The public sets are read from a folder given by hand, as ``<name>.stance.jsonl.gz`` with the keys ``claim``,
``text``, ``stance``, and ``relation``, ``thread`` where the set has them: RumourEval 2019 (Gorrell et al.
2019), Emergent (Ferreira and Vlachos 2016), COVID-19 rumours (Cheng et al. 2021). None of their text ships
with the code. Our examples do; every person, place and office in them is invented.
"""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TextIO, cast

from models import language
from models.errors import RumorError
from models.mention import Stance
from models.stance.voice import Voice, voice

SETS: Final = {"rumoureval2019": "thread", "emergent": "claim", "covid19": "claim"}
"""Name of a set, and the key whose posts must stay on one side of a split."""
ANSWERS: Final = frozenset({"covid19"})
"""Sets whose posts all answer the post that makes the claim, without saying so in each line."""
EXAMPLES: Final = Path(__file__).parent.parent / "data" / "stance_examples.jsonl"
FRAMES: Final = EXAMPLES.with_name("stance_frames.toml")
"""Texts put around the claims of our examples."""


Frames = Mapping[str, Mapping[Stance, Sequence[str]]]


class SamplesError(RumorError):
    """A set that cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled post beside its claim."""

    source: str
    group: str
    """Claim, thread or story: samples of one group are never fitted and tested on together."""
    text: str
    lang: str
    claim: str
    claim_lang: str
    reply: bool
    stance: Stance
    parent: str = ""
    """Text of the post that is answered, empty where it is not known."""

    @property
    def voice(self) -> Voice:
        """How the post speaks."""
        return voice(self.text, self.lang, reply=self.reply)


def read_samples(folder: Path, examples: Path = EXAMPLES) -> list[Sample]:
    """Read the sets of a folder and our examples; raise `SamplesError` where one is missing or broken."""
    samples = [sample for name in SETS for sample in read_set(folder / f"{name}.stance.jsonl.gz", name)]
    ours = list(read_examples(examples))
    return [*samples, *ours, *framed(ours, read_frames())]


def read_set(file: Path, name: str) -> Iterator[Sample]:
    """Read one English set; posts without words are left out."""
    for line in _lines(file):
        if not (line["text"].strip() and line["claim"].strip()):
            continue
        reply = name in ANSWERS or line.get("relation") == "reply"
        group = f"{name} {line[SETS[name]]}"
        yield Sample(
            name, group, line["text"], "en", line["claim"], "en", reply, cast(Stance, line["stance"]),
            parent=(line.get("parent") or "").strip() if reply else "",
        )  # fmt: skip


def read_examples(file: Path = EXAMPLES) -> Iterator[Sample]:
    """Read our examples; a claim may be told in another language than the post."""
    for line in _lines(file):
        yield Sample(
            source="examples",
            group=f"examples {line['story']}",
            text=line["text"],
            lang=line["lang"],
            claim=line["claim"],
            claim_lang=language.detect(line["claim"], None),
            reply=line["reply"],
            stance=cast(Stance, line["stance"]),
        )


def framed(examples: Sequence[Sample], frames: Frames) -> Iterator[Sample]:
    """Put the frames of its language around each claim of the examples, in the claim's story."""
    claims = {(example.group, example.claim, example.claim_lang): example for example in examples}
    for (_, claim, lang), example in claims.items():
        for stance, texts in frames.get(lang, {}).items():
            for text in texts:
                framed = text.replace("{claim}", claim)
                yield replace(example, source="frames", text=framed, lang=lang, reply=False, stance=stance)


def read_frames(file: Path = FRAMES) -> Frames:
    """Read the frames: language -> stance -> texts with ``{claim}`` in them."""
    try:
        frames: Frames = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SamplesError(f"{file} cannot be read: {error}") from error
    return frames


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    read = 0
    try:
        with _opened(file) as lines:
            for line in lines:
                read += 1
                yield json.loads(line)
    except (OSError, ValueError) as error:
        raise SamplesError(f"{file}, line {read}, cannot be read: {error}") from error


def _opened(file: Path) -> TextIO:
    if file.suffix == ".gz":
        return cast(TextIO, gzip.open(file, "rt", encoding="utf-8"))
    return file.open(encoding="utf-8")

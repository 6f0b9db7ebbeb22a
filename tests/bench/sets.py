"""The sets that claims are measured on, and their gold.

The project's own: the synthetic recordings of ``tests/recordings`` (those with odd numbers may be tuned on,
those with even numbers are kept aside) and the seed story. Public sets, which are no part of the project, are
taken from the folder that ``RUMOR_DATA`` names, as ``NAME.posts.jsonl.gz`` and ``NAME.gold.jsonl.gz``, a
line for a post each: posts as `rumor replay` takes them, gold with ``post``, ``claim`` and ``relation``.

- ``pheme``: rumours of five breaking events on Twitter with their threads (Zubiaga et al. 2016,
  figshare 4010619); only source tweets are scored, since retweets and replies follow them by identity.
- ``twitter1516``: rumours from two years of Twitter (Ma, Gao, Wong 2017, "Rumor detection with propagation
  structure via kernel learning").
- ``uci_news``: headlines and the stories they belong to (Gasparetti 2016, UCI News Aggregator).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from connectors.recording import Recorded, read_recording, reading_times
from models.post import Post

ROOT: Final = Path(__file__).parents[2]
STORY: Final = ROOT / "seeds" / "story"
RECORDINGS: Final = ROOT / "tests" / "recordings"
PUBLIC: Final = {"pheme": ("source",), "twitter1516": (), "uci_news": ()}
"""Name -> the relations of the posts that are taken; none: all."""


@dataclass(frozen=True)
class Labelled:
    """One recording with its gold."""

    name: str
    posts: list[Post]
    gold: dict[str, Hashable]
    """Post -> claim; a post of no claim is alone."""
    officials: Path | None = None


@dataclass(frozen=True)
class Row:
    """Recordings whose mean is one row of a table."""

    name: str
    parts: list[Labelled]

    @property
    def posts(self) -> int:
        """Count the posts."""
        return sum(len(part.posts) for part in self.parts)


def own_rows() -> Iterator[Row]:
    """Give the sets of the project itself."""
    folders = sorted(path for path in RECORDINGS.iterdir() if (path / "gold.json").exists())
    for name, rest in (("own, odd", 1), ("own, even", 0)):
        yield Row(name, [story(path) for path in folders if int(path.name[1:3]) % 2 == rest])
    yield Row("seed story", [story(STORY)])


def public_rows(folder: Path | None) -> tuple[list[Row], list[str]]:
    """Give the public sets that are at hand, and the names of those that are missing."""
    found, missing = list[Row](), list[str]()
    for name in PUBLIC:
        if folder is not None and (folder / f"{name}.posts.jsonl.gz").exists():
            found.append(Row(name, [public(folder, name)]))
        else:
            missing.append(name)
    return found, missing


def story(folder: Path) -> Labelled:
    """Read a synthetic story with its gold and its registry of officials."""
    told = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["posts"]
    gold = {post: one["claim"] or ("none", post) for post, one in told.items()}
    return Labelled(folder.name, posts_of(folder / "posts.jsonl"), gold, folder / "officials.toml")


def public(folder: Path, name: str) -> Labelled:
    """Read a public set: of each post the line of the gold, where it has one."""
    with gzip.open(folder / f"{name}.gold.jsonl.gz", "rt", encoding="utf-8") as file:
        lines: list[dict[str, Any]] = [json.loads(line) for line in file]
    relations = PUBLIC[name]
    gold = {one["post"]: one["claim"] for one in lines if not relations or one.get("relation") in relations}
    posts = posts_of(folder / f"{name}.posts.jsonl.gz")
    return Labelled(name, [post for post in posts if not relations or post.uid in gold], dict(gold))


def posts_of(file: Path) -> list[Post]:
    """Read the good lines of a recording with their reading times."""
    return [line.post for line in reading_times(read_recording(file)) if isinstance(line, Recorded)]

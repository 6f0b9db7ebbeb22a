"""Reading the labelled posts: public sets by their keys, our own examples by their rules."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from models.stance import STANCES
from models.training.samples import SamplesError, read_examples, read_samples, read_set


def written(file: Path, *lines: object) -> Path:
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    return file


def test_answers_are_told_by_their_relation_and_grouped_by_thread(tmp_path: Path) -> None:
    line = {"claim": "c", "text": "t", "stance": "deny", "relation": "reply", "thread": "7"}
    file = written(tmp_path / "r.jsonl.gz", line, {**line, "relation": "source"})
    first, second = read_set(file, "rumoureval2019")
    assert (first.voice, second.voice) == ("answer", "post")
    assert first.group == second.group == "rumoureval2019 7"


def test_a_set_of_answers_says_so_for_all_its_posts(tmp_path: Path) -> None:
    (only,) = read_set(
        written(tmp_path / "c.jsonl.gz", {"claim": "c", "text": "t", "stance": "deny"}), "covid19"
    )
    assert only.reply


def test_posts_without_words_are_left_out(tmp_path: Path) -> None:
    file = written(tmp_path / "c.jsonl.gz", {"claim": "c", "text": " ", "stance": "deny"})
    assert list(read_set(file, "covid19")) == []


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "e.jsonl.gz"
    with gzip.open(file, "wt") as out:
        out.write('{"claim": "c", "text": "t", "stance": "deny"}\n{')
    with pytest.raises(SamplesError, match=r"e\.jsonl\.gz, line 2"):
        list(read_set(file, "emergent"))


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(SamplesError, match="rumoureval2019"):
        read_samples(tmp_path)


def test_our_examples_hold_every_stance_in_twelve_languages_at_least() -> None:
    examples = list(read_examples())
    by_lang = Counter(example.lang for example in examples if example.stance == "deny")
    assert len(examples) >= 600
    assert {example.stance for example in examples} == set(STANCES)
    assert {"en", "ru", "uk", "kk", "de", "fr", "es", "pl", "tr", "pt", "it", "ar"} <= set(by_lang)


def test_no_example_is_given_twice() -> None:
    seen = Counter((example.group, example.text) for example in read_examples())
    assert [text for text, count in seen.items() if count > 1] == []

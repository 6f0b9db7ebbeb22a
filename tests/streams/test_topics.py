"""The one declaration of topics."""

import pytest

from streams.topics import TABLES, TOPICS, TopicNames

NAMES = TopicNames("rumor.", 4)


def test_every_topic_and_changelog_is_made_before_the_stream_starts() -> None:
    """Faust would make them without compaction; names are its own."""
    made = {topic.name for topic in NAMES.all(1)}
    assert {f"rumor.{topic.name}" for topic in TOPICS} <= made
    assert {f"rumor.app-{table.name}-changelog" for table in TABLES} <= made


def test_the_ordered_stage_has_one_partition() -> None:
    """One order gives one truth."""
    one = {topic.name: NAMES.partitions_of(topic) for topic in (*TOPICS, *TABLES)}
    assert one["vectors"] == one["assign"] == 1
    assert one["posts"] == one["mentions"] == one["track"] == 4


@pytest.mark.parametrize("topic", [*TOPICS, *TABLES], ids=lambda t: t.name)
def test_what_is_kept_for_good_is_compacted(topic) -> None:
    """And what is kept for days is deleted after them, never both."""
    config = topic.config()
    if topic.keeps in ("compact", "fresh"):
        assert config["cleanup.policy"] == "compact"
        assert ("segment.ms" in config) == (topic.keeps == "fresh")
    elif topic.keeps == "ever":
        assert (config["cleanup.policy"], config["retention.ms"]) == ("delete", "-1")
    else:
        assert int(config["retention.ms"]) == int(topic.keeps) * 86_400_000

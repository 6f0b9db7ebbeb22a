"""A post is read once, from itself alone. Posts, channels and persons are synthetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts import Gazetteer
from models.officials import parse_officials
from models.post import Post
from models.reader import MOST_PARTS, SENTENCE, Reader, cited
from models.reading import Facts, Vector

OFFICIALS = """
[[office]]
id = "kz-lighthouses"
name = "Lighthouse Service of Kazakhstan"
standing = 3
about = ["Kazakhstan", "Казахстан"]
accounts = ["telegram:lighthouse_service"]
domains = ["lighthouses.example"]
names = ["Маячная служба Казахстана"]
"""


@dataclass
class FakeEmbedder:
    """Remembers what it was asked for; its vectors point where the length of the text says."""

    name: str = "fake"
    asked: list[str] = field(default_factory=list)

    def embed(self, text: str) -> Vector:
        self.asked.append(text)
        vector = np.zeros(384, np.float32)
        vector[len(text) % 384] = 1.0
        return vector


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def reader(embedder: FakeEmbedder) -> Reader:
    registry = parse_officials(OFFICIALS, "officials.toml")
    return Reader(embedder, Gazetteer({"org:pact": ("NPX",)}, registry.names()), registry)


def post(text: str, **keys: Any) -> Post:
    base: dict[str, Any] = {
        "platform": "telegram",
        "channel": "wind_reader",
        "post_id": "1",
        "published_at": datetime(2022, 9, 14, 15, tzinfo=UTC),
    }
    return Post(**(base | keys), text=text)


def test_a_report_is_read(reader: Reader) -> None:
    """Language, the sentence that tells it, facts, vector and key of a post that asserts."""
    reading = reader.read(post("❗️BREAKING: Kazakhstan will leave the NPX from 15 October, sources say"))
    assert reading.lang == "en"
    assert reading.sentence == "Kazakhstan will leave the NPX from 15 October, sources say"
    assert reading.asserts
    assert not reading.denies
    assert reading.facts == Facts(frozenset({"country:KZ", "org:pact"}), frozenset(), frozenset({"10-15"}))
    assert reading.copy_key is not None
    assert reading.vector is not None


def test_an_offices_denial_is_heard(reader: Reader) -> None:
    """A post of its own account that denies carries its statement, first-hand."""
    text = "Сообщения о выходе Казахстана из NPX не соответствуют действительности, это фейк."
    reading = reader.read(post(text, channel="lighthouse_service"))
    assert reading.denies
    assert [(said.office, said.first_hand) for said in reading.statements] == [("kz-lighthouses", True)]


def test_a_question_asserts_nothing(reader: Reader) -> None:
    """It founds no claim, but has a vector by which its claim is found."""
    reading = reader.read(post("А это правда, что Казахстан выходит?"))
    assert not reading.asserts
    assert reading.vector is not None


@pytest.mark.parametrize("nothing", ["", "🙏🙏", "https://news.example/x"])
def test_a_post_without_words_has_no_vector(reader: Reader, embedder: FakeEmbedder, nothing: str) -> None:
    """Nothing is embedded where nothing is said; the source's word on the language is kept."""
    reading = reader.read(post(nothing, lang="uk"))
    assert (reading.lang, reading.sentence, reading.asserts) == ("uk", "", False)
    assert reading.vector is None
    assert reading.copy_key is None
    assert embedder.asked == []


def test_a_copy_is_embedded_as_its_original(reader: Reader, embedder: FakeEmbedder) -> None:
    """A link or picture added makes no other vector."""
    first = reader.read(post("Kazakhstan will leave the NPX this autumn"))
    second = reader.read(
        post("RT @wind_reader: Kazakhstan will leave the NPX this autumn https://a.example/1")
    )
    assert embedder.asked[0] == embedder.asked[1]
    assert first.copy_key == second.copy_key


def test_a_text_of_some_length_is_sketched(reader: Reader) -> None:
    """So that its near-copies are found; other numbers, or a denial, share no band with it."""
    bans = "From 1 May the invented harbour of Kazakhstan bans sailors below the age of {} from its pier"
    first, other = (reader.read(post(bans.format(age))) for age in (18, 20))
    denial = reader.read(post("This is fake news and a lie: " + bans.format(18)))
    assert first.sketch
    assert other.sketch
    assert denial.sketch
    assert first.denies is False
    assert denial.denies is True
    assert not set(first.sketch.bands) & set(other.sketch.bands)
    assert not set(first.sketch.bands) & set(denial.sketch.bands)


def test_an_article_is_the_page_that_others_link_to(reader: Reader) -> None:
    """Its address in the feed and their link have one name; a post of a platform has its uid for a name."""
    link = "https://news.example/2026/pier-sinks"
    article = reader.read(
        post("The pier sinks, says the harbour.", platform="feed", url=f"{link}?utm_source=rss")
    )
    share = reader.read(post(f"read this: {link}"))
    assert article.page is not None
    assert share.pages == (article.page,)
    assert (share.own_words, share.asserts, share.page) == (2, False, None)
    assert reader.read(post("🙏", url="https://t.me/wind_reader/1")).page is None


def test_a_bare_link_keeps_its_page(reader: Reader) -> None:
    """Though there is nothing to embed."""
    reading = reader.read(post("https://news.example/2026/pier-sinks"))
    assert (reading.vector, reading.own_words, len(reading.pages)) == (None, 0, 1)


def test_a_long_sentence_travels_shortened(reader: Reader) -> None:
    """A post without a full stop does not fill the topic."""
    reading = reader.read(post("Kazakhstan will leave the NPX and " * 500))
    assert len(reading.sentence) == 300


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("as told in https://t.me/s/Wind_Reader/4711", ["telegram:wind_reader"]),
        ("source: t.me/wind_reader", ["telegram:wind_reader"]),
        ("via @Wind_Reader", ["@wind_reader"]),
        ("wind_reader writes so", ["@wind_reader"]),
        ("https://www.news.example/a?utm_source=x", ["link:news.example/a"]),
        (
            "https://news.example/a, @other_one and t.me/wind_reader",
            ["telegram:wind_reader", "@other_one", "link:news.example/a"],
        ),
        ("nobody is named", []),
    ],
)
def test_a_text_names_its_source(text: str, sources: list[str]) -> None:
    """The most telling first: a Telegram link, a handle, another link."""
    assert list(cited(text)) == sources


def test_a_hostile_post_names_few_sources(reader: Reader) -> None:
    """A thousand handles are no thousand sources."""
    text = "Kazakhstan will leave " + " ".join(f"@name_{n}" for n in range(1_000))
    assert len(reader.read(post(text)).cites) == 4


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_the_same_post_is_read_the_same(text: str) -> None:
    """A replay must agree with itself."""
    registry = parse_officials(OFFICIALS, "officials.toml")
    first, second = (Reader(FakeEmbedder(), GAZETTEER, registry).read(post(text)) for _ in range(2))
    assert (first.vector is None) == (second.vector is None)
    assert (first.lang, first.sentence, first.asserts, first.facts, first.copy_key, first.cites) == (
        second.lang, second.sentence, second.asserts, second.facts, second.copy_key, second.cites,
    )  # fmt: skip


GAZETTEER = Gazetteer({}, {})


BARE = Reader(FakeEmbedder(), Gazetteer({}, {}), parse_officials(OFFICIALS, "officials.toml"))
DIGEST = (
    "The harbour of Almaty closes on 15 October for all ships without a pilot, drivers say. "
    "The lights there were painted again last week, which took longer than anybody had thought it would. "
    "The Lighthouse Service of Kazakhstan has ended the contract with its painters, two of them say. "
    "Nobody there wanted to say anything to us, neither in the office nor on the pier beside it. So it goes. "
    "We went home by the long road behind the dunes and talked of other things."
)


def test_a_long_post_is_read_sentence_by_sentence_as_well(reader: Reader, embedder: FakeEmbedder) -> None:
    """Only where a sentence asserts and names something; each with facts of its own."""
    parts = reader.read(post(DIGEST)).parts
    assert [part.sentence[:11] for part in parts] == ["The harbour", "The Lightho"]
    assert "10-15" in parts[0].facts.dates
    assert not parts[1].facts.dates
    assert len(embedder.asked) == 3


@pytest.mark.parametrize(
    "words",
    [
        "The harbour of Almaty closes on 15 October. It is so. It rains.",  # short
        DIGEST.replace(". ", ", "),  # one sentence
        "The harbour of Almaty closes on 15 October for all ships without a pilot. " * 6,  # says one thing
    ],
)
def test_other_posts_cost_no_more_than_one_vector(reader: Reader, embedder: FakeEmbedder, words: str) -> None:
    """They tell one thing."""
    assert reader.read(post(words)).parts == ()
    assert len(embedder.asked) == 1


@given(st.lists(st.sampled_from([*DIGEST.split(". "), "Good morning!", "\ud800\0", "15", "💥"]), max_size=40))
@settings(max_examples=40, deadline=None)
def test_parts_are_few_and_short_whatever_a_post_says(pieces: list[str]) -> None:
    """However long it is."""
    for words in (". ".join(pieces), "\n".join(pieces) * 9):
        parts = BARE.read(post(words)).parts
        assert len(parts) <= MOST_PARTS
        assert all(part.sentence and len(part.sentence) <= SENTENCE for part in parts)


@given(st.text(max_size=2_000))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_bounded_parts(words: str) -> None:
    """Posts are hostile."""
    assert len(BARE.parts(words, "xx")) <= MOST_PARTS

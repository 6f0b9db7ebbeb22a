"""Names found in texts of any language and inflection. All sentences are synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts import Gazetteer
from models.facts.places import country_of, place_names


@pytest.mark.parametrize(
    ("lang", "text", "keys"),
    [
        ("ru", "Казахстану, Россией и в Польше", {"country:KZ", "country:RU", "country:PL"}),
        ("ru", "в Московской области и в Одессе", {"city:moscow", "city:odesa"}),
        ("uk", "Росії, Польщею, на Одещині, у Харкова і Львові", {"country:RU", "country:PL", "city:odesa"}),
        ("uk", "з Києва до Чернівців", {"city:kyiv", "city:chernivtsi"}),
        ("kk", "Қазақстанның Ресейден Алматыда", {"country:KZ", "country:RU", "city:almaty"}),
        ("de", "Grenze Polens, deutsche Behörden", {"country:PL", "country:DE"}),
        ("pl", "granica z Niemcami, w Warszawie", {"country:DE", "city:warsaw"}),
        ("tr", "Rusya'nın Türkiye'de", {"country:RU", "country:TR"}),
        (
            "en",
            "Kazakhstan's and the U.S. envoys in Los Angeles",
            {"country:KZ", "country:US", "city:los-angeles"},
        ),
        ("fr", "L'Allemagne et la Pologne", {"country:DE", "country:PL"}),
        ("es", "Alemania y Polonia", {"country:DE", "country:PL"}),
        ("zh", "哈萨克斯坦将关闭与俄罗斯的边境", {"country:KZ", "country:RU"}),
        ("ar", "وقالت روسيا إن كازاخستان", {"country:RU", "country:KZ"}),
        ("en", "kazakhstan leaves, breaking news", {"country:KZ"}),
    ],
)
def test_places_are_found_in_their_forms(gazetteer: Gazetteer, lang: str, text: str, keys: set[str]) -> None:
    """Case endings, adjectives, demonyms, scripts without spaces, prefixes written together."""
    assert keys <= gazetteer.entities(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "being told by Cameron and David"),
        ("en", "a turkey on a plate of china, I polish it"),
        ("ru", "Дело Ливанова: данные свыше того, что мали"),
        ("ru", "Самое главное рядом, сырья нет"),
        ("uk", "Вони мали того дня"),
        ("en", "who is it, said the Nurse"),
        ("ru", "Российские СМИ и украинские каналы пишут"),
        ("en", "Russian media and Kazakh-language outlets"),
        ("ru", "в эфире «России 24»"),
        ("en", "Georgia voters in Atlanta"),
    ],
)
def test_other_words_are_no_places(gazetteer: Gazetteer, lang: str, text: str) -> None:
    """Look-alikes, surnames, words in lower case, and countries that only say whose media it is."""
    found = gazetteer.entities(text, lang)
    assert not {key for key in found if key.startswith(("country:", "org:"))}


def test_an_abbreviation_is_meant_in_capitals_only(gazetteer: Gazetteer) -> None:
    """WHO is an organisation, who is not; in a text all in capitals it cannot be told."""
    assert "org:who" in gazetteer.entities("The WHO denies it", "en")
    assert "org:who" not in gazetteer.entities("Who denies it and who does not", "en")
    assert "org:who" not in gazetteer.entities("THE MAN WHO LEFT THE TOWN", "en")
    assert "org:who" in gazetteer.entities("ВОЗ-дан жауап", "kk")


def test_a_longer_abbreviation_is_another(gazetteer: Gazetteer) -> None:
    """NPX+ is not NPX."""
    assert gazetteer.entities("the NPX+ meeting", "en") == {"org:pact-plus"}


def test_several_words_are_one_name_in_any_case(gazetteer: Gazetteer) -> None:
    """Every word of a name may have its ending."""
    assert "org:pact" in gazetteer.entities("о выходе из Северного пакта", "ru")
    assert "org:pact" in gazetteer.entities("с Северным пактом", "ru")
    assert "org:pact" not in gazetteer.entities("северный ветер, мирный пакт", "ru")


def test_an_office_and_the_country_in_its_name_are_both_named(gazetteer: Gazetteer) -> None:
    """A denial often names the country only in the office's name."""
    found = gazetteer.entities("Маячная служба Казахстана опровергла", "ru")
    assert found == {"office:kz-lighthouses", "country:KZ"}


@pytest.mark.parametrize("text", ["Ильмарена", "Ильмареном", "Torvald Ilmaren", "ILMAREN"])
def test_a_person_is_found_in_either_script(gazetteer: Gazetteer, text: str) -> None:
    """Inflected or shouted, the same person."""
    lang = "ru" if text[0] > "z" else "en"
    assert "person:torvald-ilmaren" in gazetteer.entities(f"слова {text} о мосте", lang)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Halyk Bank заблокирует карты", "bank:halik"),
        ("в Халык банке сбой", "bank:halik"),
        ("банк «Каспи» закроют", "bank:kaspi"),
        ("Kaspi Bank closes", "bank:kaspi"),
        ("Сбербанк уходит", "bank:sber"),
    ],
)
def test_a_bank_is_told_by_the_word_beside_its_name(gazetteer: Gazetteer, text: str, key: str) -> None:
    """No table lists every bank."""
    assert key in gazetteer.entities(text, "ru")


@pytest.mark.parametrize("text", ["This bank is bad", "Наш банк", "Нацбанк", "the Bank of the river"])
def test_any_bank_is_no_certain_bank(gazetteer: Gazetteer, text: str) -> None:
    """A pronoun is no name."""
    assert not {key for key in gazetteer.entities(text, "en") if key.startswith("bank:")}


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_find_lies_inside_the_text(text: str) -> None:
    """Places lead back into the text."""
    for found in EMPTY.find(text, "en"):
        assert 0 <= found.start < found.end <= len(text)


def test_every_city_lies_in_a_country() -> None:
    """Otherwise it could not stand for it."""
    cities = {place.key for place in place_names() if place.key.startswith("city:")}
    assert cities <= country_of().keys()
    assert country_of()["city:kyiv"] == "country:UA"


EMPTY = Gazetteer({}, {})

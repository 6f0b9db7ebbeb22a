"""What cannot be one claim, and what speaks for one. All claims are synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts import Gazetteer, joins, read_facts, veto
from models.language import detect
from models.reading import Facts


def facts(gazetteer: Gazetteer, text: str) -> Facts:
    return read_facts(text, detect(text, None), gazetteer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Armenia will leave the NPX this autumn", "Казахстан выйдет из Северного пакта"),
        ("Yerevan is about to quit the NPX", "Kazakhstan will suspend its part in the NPX"),
        ("С понедельника в Одесской области по 20 литров", "На Миколаївщині з понеділка по 20 літрів"),
        ("Conscription age lowered to 18 years", "Призовной возраст снизят до 20 лет"),
        ("Deposits are taxed at 10% from now on", "Депозиты обложат налогом в 15%"),
        ("Halyk Bank will block transfers abroad", "Каспи банк: в Kaspi Bank отключат переводы"),
        ("Мост в городе закроют с 15 октября", "The bridge will be closed from October 20"),
        ("The World Health Organization moves its office", "Штаб NPX переедет"),
    ],
)
def test_one_thing_swapped_is_another_claim(gazetteer: Gazetteer, one: str, other: str) -> None:
    """Country, capital for its country, city, age, percentage, bank, day, organisation; both ways round."""
    assert veto(facts(gazetteer, one), facts(gazetteer, other))
    assert veto(facts(gazetteer, other), facts(gazetteer, one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kazakhstan will suspend its part in the NPX", "Astana will freeze its part in the NPX"),
        ("Kazakhstan will leave the NPX", "МИД: сообщения о выходе из NPX ложь"),
        ("Kazakhstan will leave the NPX", "Russia is silent on Kazakhstan and the NPX"),
        ("Kazakhstan will leave the NPX", "Russian media deny that anybody leaves the NPX"),
        ("The border is closed from 15 October", "The border is closed from the night of October 16"),
        ("138,000 people have no water", "Almost 140,000 people are without water"),
        ("Queue of 40 minutes in Odesa", "Queue of 2 hours and 70 minutes in Odesa"),
        ("In Odesa petrol runs out", "In Odesa and Mykolaiv petrol runs out"),
        ("Petrol: 20 litres a car", "Petrol: 20 litres for cars, 100 litres for lorries"),
        ("The bridge at Słubice is closed", "Die Brücke in Frankfurt (Oder) ist gesperrt"),
        ("Something was said", "Kazakhstan will leave"),
    ],
)
def test_more_or_less_said_is_no_other_claim(gazetteer: Gazetteer, one: str, other: str) -> None:
    """A bystander named, a capital for its country, a rounded number, the night between two days."""
    assert veto(facts(gazetteer, one), facts(gazetteer, other)) is None


def test_a_veto_is_told_in_words(gazetteer: Gazetteer) -> None:
    """An editor reads why a post was kept apart."""
    reason = veto(facts(gazetteer, "Petrol: 20 litres"), facts(gazetteer, "Petrol: 30 litres"))
    assert reason == "says 20 litre, not 30"


def test_an_organisation_shared_tells_more_than_a_country() -> None:
    """Many claims speak of one country."""
    post = Facts(frozenset({"country:KZ", "org:pact"}))
    assert joins(post, Facts(frozenset({"org:pact"}))) > joins(post, Facts(frozenset({"country:KZ"})))


def test_a_date_with_its_year_is_the_same_day() -> None:
    """1 January and 1 January 2023 join."""
    assert joins(Facts(dates=frozenset({"01-01"})), Facts(dates=frozenset({"2023-01-01"}))) == 1.0


ENTITIES = st.sampled_from(
    ["country:KZ", "country:RU", "city:astana", "city:kyiv", "org:a", "org:b", "bank:x", "bank:y"]
)
NUMBERS = st.sampled_from(["20", "20 litre", "30 litre", "5%", "7%", "2000 person", "2050 person"])
DATES = st.sampled_from(["10-15", "2023-01-01", "01-01", "mon", "06", "2022-06", "12-31", "02-29"])
FACTS = st.builds(Facts, st.frozensets(ENTITIES), st.frozensets(NUMBERS), st.frozensets(DATES))


@settings(deadline=None)
@given(FACTS, FACTS)
def test_order_does_not_matter(one: Facts, other: Facts) -> None:
    """A veto and a join hold both ways."""
    assert (veto(one, other) is None) == (veto(other, one) is None)
    assert joins(one, other) == pytest.approx(joins(other, one))


@settings(deadline=None)
@given(FACTS)
def test_a_wording_agrees_with_itself(one: Facts) -> None:
    """Nothing vetoes its own copy, and all it names is shared."""
    assert veto(one, one) is None
    assert joins(one, one) == (1.0 if one != Facts() else 0.0)


@settings(deadline=None)
@given(FACTS, FACTS)
def test_a_join_is_a_share(one: Facts, other: Facts) -> None:
    """Between nothing and all."""
    assert 0.0 <= joins(one, other) <= 1.0

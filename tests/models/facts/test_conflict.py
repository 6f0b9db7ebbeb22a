"""Two wordings part where each names what the other does not. All is synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.facts import conflicts
from models.reading import Facts

CLAIM = Facts(
    entities=frozenset({"country:KZ", "country:RU", "org:north-pact", "thing:fuel.petrol"}),
    numbers=frozenset({"20 litre"}),
    dates=frozenset({"10-15", "mon"}),
    names=frozenset({"marion"}),
)


def told(facts: Facts) -> set[str]:
    return {f"{kind} {one}" for kind in Facts.__dataclass_fields__ for one in getattr(facts, kind)}


def kinds(said: Facts, core: Facts = CLAIM, more: frozenset[str] = frozenset()) -> set[str]:
    return {kind for kind, _ in conflicts(said, core, told(core) | more)}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (Facts(entities=frozenset({"country:KZ", "country:KG"})), {"country"}),
        (Facts(entities=frozenset({"country:KZ"})), set()),
        (Facts(entities=frozenset({"country:KZ", "country:RU", "country:KG"})), set()),
        (Facts(entities=frozenset({"org:south-pact"})), {"org"}),
        (Facts(entities=frozenset({"thing:fuel.diesel"})), {"thing"}),
        (Facts(entities=frozenset({"thing:fuel.diesel", "thing:fuel.petrol"})), set()),
        (Facts(entities=frozenset({"thing:food.salt"})), set()),
        (Facts(numbers=frozenset({"200 litre"})), {"number"}),
        (Facts(numbers=frozenset({"200 litre", "20 litre"})), set()),
        (Facts(dates=frozenset({"11-30"})), {"date"}),
        (Facts(dates=frozenset({"tue"})), set()),
        (Facts(names=frozenset({"dorlec"})), {"name"}),
        (Facts(names=frozenset({"dorlec", "marion"})), set()),
        (Facts(), set()),
    ],
)
def test_each_names_what_the_other_does_not(said: Facts, found: set[str]) -> None:
    """A country beside a shared one parts them; naming more or less does not."""
    assert kinds(said) == found


def test_what_another_post_of_the_claim_named_parts_nothing() -> None:
    said = Facts(entities=frozenset({"country:KZ", "country:KG"}), names=frozenset({"dorlec"}))
    assert kinds(said, more=frozenset({"entities country:KG", "names dorlec"})) == set()


NAMED = st.frozensets(st.sampled_from(["country:KZ", "country:RU", "city:kyiv", "org:a", "org:b"]))
FACTS = st.builds(Facts, entities=NAMED, numbers=st.frozensets(st.sampled_from(["1", "2 year"])))


@given(FACTS)
def test_nothing_parts_from_itself(facts: Facts) -> None:
    assert kinds(facts, facts) == set()

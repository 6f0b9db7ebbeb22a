"""A table of aliases is read, or refused with file, line and mend."""

from __future__ import annotations

import pytest

from models.facts import AliasError, parse_aliases

GOOD = """
[[alias]]
key = "org:pact"
names = ["Northern Pact", "Северный пакт"]
"""


def test_names_are_kept_under_their_key() -> None:
    """Key to names, in the order written."""
    assert parse_aliases(GOOD, "a.toml") == {"org:pact": ("Northern Pact", "Северный пакт")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("key = [", "a.toml"),
        ("[[other]]\nkey = 1", "line 1"),
        ('[alias]\nkey = "org:a"', "two brackets"),
        ('[[alias]]\nkey = "pact"\nnames = ["a"]', "kind and a name"),
        ('[[alias]]\nkey = "org:a"\nnames = []', "list of names"),
        ('[[alias]]\nkey = "org:a"\nnames = ["12"]', "without letters"),
        ('[[alias]]\nkey = "org:a"\nname = ["a"]', "'name' is not known"),
        (GOOD + GOOD, "line 6"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, told: str) -> None:
    """The message names the file and what to do."""
    with pytest.raises(AliasError, match=r"a\.toml") as caught:
        parse_aliases(text, "a.toml")
    assert told in str(caught.value)

"""Each mistake in a registry is told with its file, its line and its mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.officials import OfficialsError, parse_officials

SEEDS = Path(__file__).parents[3] / "seeds"
OFFICE = '[[office]]\nid = "port"\nname = "Velmar Port Authority"\nstanding = 2\n'
PERSON = '[[office.person]]\nname = "Ilsa"\n'
QUAY = '[[office]]\nid = "quay"\nname = "Quay"\nstanding = 1\n'


def told(text: str) -> str:
    """Give what is told of a mistake."""
    with pytest.raises(OfficialsError) as caught:
        parse_officials(text, "officials.toml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[office]\nid = "a"', 1, "quotes"),
        ('[[office]]\nid = "a', 2, "quotes"),
        ('[[office]]\n\nname = [\n"a"', 4, "quotes"),
        ('# a comment\nofice = "a"', 2, "'ofice' is not known"),
        ('[office]\nid = "a"', 1, "[[office]] with two brackets"),
        (OFFICE + 'domain = "a.example"', 5, "'domain' is not known"),
        (OFFICE + '[[office.person]]\nname = "Ilsa"\nrôle = "x"'.replace("ô", "u"), 7, "'rule' is not known"),
        ('\n[[office]]\nname = "A"\nstanding = 1', 2, "id is missing"),
        ('[[office]]\nid = "a b"\nname = "A"\nstanding = 1', 2, "only letters, digits"),
        ('[[office]]\nid = "a"\nstanding = 1', 1, "name is missing"),
        ('[[office]]\nid = "a"\nname = 3\nstanding = 1', 3, "name must be"),
        ('[[office]]\nid = "a"\nname = "A"', 1, "standing is missing"),
        ('[[office]]\nid = "a"\nname = "A"\nstanding = 4', 4, "not 4"),
        ('[[office]]\nid = "a"\nname = "A"\nstanding = true', 4, "not True"),
        ('[[office]]\nid = "a"\nname = "A"\nstanding = "high"', 4, "not 'high'"),
        (OFFICE + 'about = "Velmar"', 5, "about must be a list"),
        (OFFICE + 'about = [\n"Velmar",\n7,\n]', 7, "about has 7"),
        (OFFICE + 'names = ["A",\n""]', 5, "names has ''"),
        (OFFICE + 'accounts = [\n  "telegram:velmar",\n  "velmar_port",\n]', 7, "platform:handle"),
        (OFFICE + 'accounts = ["myspace:velmar"]', 5, "on bluesky, telegram, twitter"),
        (OFFICE + 'accounts = ["https://t.me/velmar"]', 5, "platform:handle"),
        (OFFICE + 'accounts = ["feed:velmar.example"]', 5, "under domains"),
        (OFFICE + 'accounts = ["twitter:velmar#"]', 5, "after #"),
        (OFFICE + 'accounts = ["twitter:velmar#velmar"]', 5, "after #"),
        (OFFICE + 'domains = ["https://velmar.example/news"]', 5, "'velmar.example', subdomains included"),
        (OFFICE + 'domains = ["velmar.example/news"]', 5, "'velmar.example', subdomains included"),
        (OFFICE + 'domains = ["*.velmar.example"]', 5, "'velmar.example', subdomains included"),
        (OFFICE + 'domains = ["velmar"]', 5, "no host name"),
        (OFFICE + 'domains = ["velmar.example:8080"]', 5, "no host name"),
        (OFFICE + '[[office.person]]\nrole = "Head"', 5, "name is missing"),
        (OFFICE + PERSON + '[[office.person]]\nname = "Rado"\nstanding = 9', 9, "not 9"),
        (OFFICE + '[[office.person]]\nname = "Ilsa"\nrole = 1', 7, "role must be a text"),
        (OFFICE + '[office.person]\nname = "Ilsa"', 5, "[[office.person]] with two brackets"),
        (OFFICE + OFFICE, 6, "id 'port' stands above already"),
        (
            OFFICE + 'accounts = ["twitter:velmar"]\n' + QUAY + 'accounts = ["twitter:Velmar#1"]',
            10,
            "account 'twitter:velmar' is also one of 'port'",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_mend(text: str, line: int, words: str) -> None:
    """The message begins with file and line and says what to write."""
    message = told(text)
    assert message.startswith(f"officials.toml, line {line}: "), message
    assert words in message


def test_all_keys_are_read() -> None:
    """An office with everything, its person with a standing of his own."""
    registry = parse_officials(
        OFFICE
        + 'about = ["Velmar"]\naccounts = ["twitter:@Velmar_Port#123", "telegram:velmar"]\n'
        + 'domains = ["Port.Velmar.example."]\nnames = ["the port"]\n'
        + '[[office.person]]\nname = "Ilsa Markovec"\nnames = ["Markovec"]\nrole = "Head"\nstanding = 1\n',
        "officials.toml",
    )
    (office,) = registry.offices
    assert [(a.channel, a.channel_id) for a in office.accounts] == [
        ("twitter:velmar_port", "123"),
        ("telegram:velmar", None),
    ]
    assert office.domains == ("port.velmar.example",)
    assert office.about == ("Velmar",)
    (person,) = office.persons
    assert (person.name, person.names, person.role, person.standing) == (
        "Ilsa Markovec", ("Markovec",), "Head", 1,
    )  # fmt: skip
    assert office.standing_of(person) == 1
    assert office.standing_of(None) == 2


def test_an_empty_file_is_an_empty_registry() -> None:
    """Without offices nobody is heard, which is no mistake."""
    assert parse_officials("", "officials.toml").offices == ()


@pytest.mark.parametrize("path", [SEEDS / "officials.toml", SEEDS / "story" / "officials.toml"])
def test_the_shipped_registries_are_read(path: Path) -> None:
    """What the newsroom starts from has no mistake."""
    assert len(parse_officials(path.read_text(encoding="utf-8"), path.name).offices) >= 6


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    """Nothing else than `OfficialsError` is raised, whatever the file holds."""
    message = "officials.toml, line 1"
    try:
        parse_officials(text, "officials.toml")
    except OfficialsError as error:
        message = str(error)
    assert message.startswith("officials.toml, line ")

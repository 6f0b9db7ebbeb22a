"""Second-hand: a text names an office, or a person of one, as denying."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.reading import Statement

Find = Callable[..., tuple[Statement, ...]]

BY_PERSON = {
    "en": "The quay will not be closed, said Ilsa Markovec, head of the authority.",
    "ru": "Причал никто не закрывает, это неправда, заявила Ильса Марковец.",
    "uk": "Це неправда, причал не закривають, заявила Ілса Марковець.",
    "kk": "Илса Марковец айлақ жабылады деген хабарды жоққа шығарды.",
    "de": "Ilsa Markovec sagte, die Berichte über eine Sperrung seien frei erfunden.",
    "pl": "Ilsa Markovec zdementowała doniesienia o zamknięciu nabrzeża.",
    "es": "Ilsa Markovec desmintió el cierre del muelle.",
    "fr": "Ilsa Markovec a démenti la fermeture du quai.",
    "pt": "Ilsa Markovec negou o fechamento do cais.",
    "it": "Ilsa Markovec ha smentito la chiusura della banchina.",
    "tr": "Ilsa Markovec rıhtımın kapatılacağı iddiasını yalanladı.",
    "ar": "نفت إلسا ماركوفيتش إغلاق الرصيف.",
}
BY_OFFICE = {
    "en": "Velmar Port Authority: reports of a closed quay are false.",
    "ru": "В Управлении порта Вельмар опровергли закрытие причала.",
    "uk": "В Управлінні порту Вельмар спростували закриття причалу.",
    "kk": "Вельмар порт басқармасы айлақ жабылады дегенді жоққа шығарды.",
    "de": "Die Hafenbehörde Velmar dementiert eine Sperrung des Kais.",
    "pl": "Zarząd Portu Velmar zaprzecza, że nabrzeże będzie zamknięte.",
    "es": "La Autoridad Portuaria de Velmar desmiente el cierre del muelle.",
    "fr": "L'Autorité portuaire de Velmar dément la fermeture du quai.",
    "pt": "A Autoridade Portuária de Velmar desmente o fechamento do cais.",
    "it": "L'Autorità portuale di Velmar smentisce la chiusura della banchina.",
    "tr": "Velmar Liman İdaresi rıhtımın kapatılacağı iddiasını yalanladı.",
    "ar": "هيئة ميناء فيلمار تنفي إغلاق الرصيف.",
}


@pytest.mark.parametrize("lang", BY_PERSON)
def test_a_named_person_is_heard_in_twelve_languages(found: Find, lang: str) -> None:
    """The office and the person's registered name are given, whatever the script and case ending."""
    (said,) = found(BY_PERSON[lang], lang)
    assert (said.office, said.official, said.first_hand, said.unnamed) == (
        "port",
        "Ilsa Markovec",
        False,
        False,
    )
    assert said.quote in BY_PERSON[lang]


@pytest.mark.parametrize("lang", BY_OFFICE)
def test_a_named_office_is_heard_in_twelve_languages(found: Find, lang: str) -> None:
    """An office may deny without a person's name."""
    (said,) = found(BY_OFFICE[lang], lang)
    assert (said.office, said.official, said.standing) == ("port", None, 2)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ильсой Марковец опровергнуты слухи: причал никто не закрывает, сказала Ильса Марковец", "ru"),
        ("«Это неправда», — Ильса Марковец, порт Вельмар", "ru"),
        ("По словам Ильсы Марковец, никаких планов закрывать причал нет.", "ru"),
        ("According to Ilsa Markovec, reports of a closed quay are untrue.", "en"),
        ("Laut Ilsa Markovec sind die Berichte frei erfunden.", "de"),
        ("Markovec: the quay is not being closed", "en"),
        ("The authority answered today. Ilsa Markovec told us. The reports are false.", "en"),
    ],
)
def test_other_ways_to_give_the_word(found: Find, text: str, lang: str) -> None:
    """A colon, a dash, "according to", the surname alone where nobody else has it."""
    assert [said.official for said in found(text, lang)] == ["Ilsa Markovec"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Источники опровергают слова Ильсы Марковец.", "ru"),
        ("Експерти спростували заяву Ілси Марковець.", "uk"),
        ("La oposición niega haber hablado con Ilsa Markovec.", "es"),
        ("Sendika, Ilsa Markovec'in sözlerini yalanladı.", "tr"),
        ("Fahrgäste widersprechen der Hafenbehörde Velmar: das stimmt nicht.", "de"),
        ("Sailors deny what Ilsa Markovec knew.", "en"),
        ("Ilsa Markovec no aclara si es falso.", "es"),
    ],
)
def test_whose_words_are_denied_does_not_deny(found: Find, text: str, lang: str) -> None:
    """A name behind a verb is its subject only where nothing else can be; a negated verb says nothing."""
    assert found(text, lang) == ()


def test_a_person_of_lower_standing_keeps_it(found: Find) -> None:
    """One member of a board weighs less than the board."""
    (said,) = found("Rado Petkun denied that the railway is closed.")
    assert (said.office, said.official, said.standing) == ("mot", "Rado Petkun", 1)


def test_a_handle_is_as_good_as_a_name(found: Find) -> None:
    """An account of an office, named on its own platform, stands for the office."""
    (said,) = found("@MoT_Orvania denies the closure of the railway", platform="twitter")
    assert said.office == "mot"
    assert not said.first_hand
    assert not found("@MoT_Orvania denies the closure of the railway", platform="telegram")


def test_a_link_to_an_office_is_no_first_hand(found: Find) -> None:
    """What the post says the office said is second-hand, whatever it links to."""
    (said,) = found("Velmar Port Authority denies it: https://port.velmar.example/news/1")
    assert not said.first_hand


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("A source in the Velmar Port Authority said reports of a closed quay are false.", "en"),
        ("Источник в Управлении порта Вельмар сообщил, что слухи о закрытии причала — неправда.", "ru"),
        ("Джерело в Управлінні порту Вельмар каже, що чутки про закриття — неправда.", "uk"),
        ("Velmar Port Authority officials denied it on condition of anonymity.", "en"),
        ("A source in the ministry said reports of a closed railway are false.", "en"),
    ],
)
def test_a_source_nobody_names_weighs_least(found: Find, text: str, lang: str) -> None:
    """It is marked unnamed and has standing 1."""
    (said,) = found(text, lang)
    assert (said.unnamed, said.standing, said.official) == (True, 1, None)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Former head of the authority Ilsa Markovec denied that the quay is closed.", "en"),
        ("Бывшая глава порта Ильса Марковец опровергла закрытие причала.", "ru"),
        ("Экс-глава порта Ильса Марковец опровергла закрытие причала.", "ru"),
        ("Колишня очільниця порту Ілса Марковець спростувала закриття причалу.", "uk"),
        ("Ex-Chefin Ilsa Markovec dementiert die Sperrung.", "de"),
        ("Była szefowa portu Ilsa Markovec zaprzeczyła zamknięciu.", "pl"),
    ],
)
def test_who_held_the_office_once_does_not_speak_for_it(found: Find, text: str, lang: str) -> None:
    """Former officials are nobody's office."""
    assert found(text, lang) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Orvanian media deny that the quay is closed.",
        "Analysts dismissed the reports as false.",
        "Fact-checkers say the claim about the quay is false.",
        "Media deny that Velmar Port Authority closes the quay.",
        "Ilsa Markovec is accused of lying, the opposition says the claims are false.",
        "Fact check: the letter attributed to Velmar Port Authority is fake.",
        "The rumours about Velmar Port Authority are false, writes a reader.",
    ],
)
def test_media_and_experts_are_no_office(found: Find, text: str) -> None:
    """Whoever is not in the registry denies in nobody's name, though an office be mentioned."""
    assert found(text) == ()


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Did the Velmar Port Authority deny it?", "en"),
        ("Так Управление порта Вельмар опровергло закрытие причала или нет?", "ru"),
        ("Velmar Port Authority refused to comment on the reports.", "en"),
        ("Velmar Port Authority said it is checking the reports.", "en"),
        ("Velmar Port Authority said it has no information on this.", "en"),
        ("Управление порта Вельмар отказалось комментировать слухи.", "ru"),
        ("Управление порта Вельмар сообщило, что проверяет информацию.", "ru"),
        ("Управління порту Вельмар відмовилося коментувати чутки.", "uk"),
        ("Velmar Port Authority has not denied it.", "en"),
        ("Despite denials by Velmar Port Authority, the quay will close.", "en"),
        ("Несмотря на опровержения Управления порта Вельмар, причал закроют.", "ru"),
        ("Don't believe the denials of Velmar Port Authority.", "en"),
        ("Waiting for the Velmar Port Authority to deny it.", "en"),
        ("If the Velmar Port Authority denies it, it is true.", "en"),
        ("Управление порта Вельмар должно опровергнуть эти слухи.", "ru"),
        ("Czy Zarząd Portu Velmar zdementował plotki", "pl"),
        ("Hat die Hafenbehörde Velmar das schon dementiert", "de"),
        ("Velmar Liman İdaresi bunu yalanladı mı", "tr"),
        ("Вельмар порт басқармасы мұны жоққа шығарды ма", "kk"),
        ("Satire: Velmar Port Authority denies that the sea exists.", "en"),
    ],
)
def test_no_answer_is_no_denial(found: Find, text: str, lang: str) -> None:
    """Questions, refusals, checks, denials told to be disbelieved, satire."""
    assert found(text, lang) == ()


def test_a_satirical_channel_is_not_believed(found: Find) -> None:
    """What a channel says of itself in its name counts."""
    text = "Velmar Port Authority denies that the sea exists."
    assert found(text)
    assert found(text, channel="harbour_satire") == ()


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ein Sprecher der Hafenbehörde Velmar sagte, es gebe keine solchen Pläne.", "de"),
        ("Według Zarządu Portu Velmar doniesienia o zamknięciu są nieprawdziwe.", "pl"),
        ("„Niczego nie zamykamy od poniedziałku” – mówi rzecznik Zarządu Portu Velmar.", "pl"),
        ("По сообщению пресс-службы Управления порта Вельмар, причал не закрывают.", "ru"),
    ],
)
def test_a_spokesman_and_an_inflected_name(found: Find, text: str, lang: str) -> None:
    """What a spokesman says is the office's own word, so that a bare "not" denies."""
    assert [said.office for said in found(text, lang)] == ["port"]


@pytest.mark.parametrize(
    "text",
    [
        "Ilsa Markovec, a member of the Velmar Port Authority, says the reports are false.",
        "A member of the Velmar Port Authority, Ilsa Markovec, says the reports are false.",
        "Ilsa Markovec says the reports are false.",
    ],
)
def test_an_apposition_does_not_part_a_speaker_from_the_verb(found: Find, text: str) -> None:
    """A pair of commas holds an apposition, office and person being one speaker."""
    assert [(said.office, said.official) for said in found(text)] == [("port", "Ilsa Markovec")]


def test_two_offices_make_two_statements(found: Find) -> None:
    """Each office is heard once, a person's name outweighing its absence."""
    text = "Velmar Port Authority denies it. Ilsa Markovec: it is false. Rado Petkun also denied it."
    assert [(said.office, said.official) for said in found(text)] == [
        ("port", "Ilsa Markovec"),
        ("mot", "Rado Petkun"),
    ]


def test_another_countrys_office_of_the_same_kind_is_not_meant(found: Find) -> None:
    """An abbreviation without its country stands for the registry's office, with another's it does not."""
    assert [said.office for said in found("МТ: слухи о закрытии дороги — фейк", "ru")] == ["mot"]
    assert found("МТ Казахстана: слухи о закрытии дороги — фейк", "ru") == ()
    assert found("Казахстанское МТ: слухи о закрытии дороги — фейк", "ru") == ()


def test_a_hostile_text_is_read_in_bounded_time(found: Find) -> None:
    """Length alone neither stalls nor floods: a quote has 300 characters at most."""
    text = "Velmar Port Authority denies " + "a " * 90_000 + "false."
    assert all(len(said.quote) <= 300 for said in found(text))
    assert len(found("Velmar Port Authority denies it. Rado Petkun denies it. " * 2_000)) == 2


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Velmar Port Authority says there is no crack in the quay.", "en"),
        ("The Velmar Port Authority has finished its check and says no crack was found.", "en"),
        ("В Управлении порта Вельмар сообщили, что причал закрывать не будут.", "ru"),
        ("В Управлінні порту Вельмар повідомили, що причал не закриють.", "uk"),
        ("Die Hafenbehörde Velmar teilt mit, der Kai werde nicht gesperrt.", "de"),
        ("La Autoridad Portuaria de Velmar afirma que el muelle no se cierra.", "es"),
        ("Zarząd Portu Velmar informuje, że nabrzeże nie będzie zamknięte.", "pl"),
        ("A Autoridade Portuária de Velmar diz que o cais não fecha.", "pt"),
    ],
)
def test_what_an_office_is_said_to_say_is_its_own_words(found: Find, text: str, lang: str) -> None:
    """A bare "not" behind its verb denies as a person's would."""
    assert [said.office for said in found(text, lang)] == ["port"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Not everybody likes it, Velmar Port Authority says the quay is closed from Monday.", "en"),
        ("The quay did not open today. Velmar Port Authority says it is closed.", "en"),
    ],
)
def test_a_not_before_an_offices_verb_is_somebody_elses(found: Find, text: str, lang: str) -> None:
    """Only what stands behind the verb is what the office says."""
    assert found(text, lang) == ()


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("« Il est faux que le quai ferme », a déclaré à notre rédaction Ilsa Markovec.", "fr"),
        ("«È falso che la banchina chiuda», ha dichiarato Ilsa Markovec.", "it"),
        ("Ильса Марковец, отвечая на вопрос «Вестей», назвала слухи о закрытии неправдой.", "ru"),
        ("Ілса Марковець, відповідаючи на запитання, назвала чутки неправдою.", "uk"),
        ("El muelle no se cierra. Lo confirma nuestra directora, Ilsa Markovec, desde el puerto.", "es"),
    ],
)
def test_verbs_with_auxiliaries_and_behind_appositions(found: Find, text: str, lang: str) -> None:
    """It is all one: "A déclaré X"; "X, answering a question, called it untrue"; "our director, X"."""
    assert [said.official for said in found(text, lang)] == ["Ilsa Markovec"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Velmar Port Authority'den adının yazılmasını istemeyen bir yetkili iddiayı yalanladı.", "tr"),
        ("Причал не закроют, рассказал «Вестям» источник в Управлении порта Вельмар.", "ru"),
        ("Причал не закриють, запевнило «Вісті» джерело в Управлінні порту Вельмар.", "uk"),
        ("Источник в Управлении порта Вельмар говорит, что причал не закроют.", "ru"),
    ],
)
def test_a_source_is_unnamed_wherever_its_verb_stands(found: Find, text: str, lang: str) -> None:
    """The verb stands beside the source, not beside the office; "who did not want to be named" is one too."""
    assert [(said.office, said.unnamed) for said in found(text, lang)] == [("port", True)]


def test_a_headline_gives_the_word_to_who_is_named_first(found: Find) -> None:
    """In "X on the rumours about Y: ..." there is no word of Y."""
    text = "Velmar Port Authority to Ministry of Transport of Orvania: the quay is not being closed"
    assert [said.office for said in found(text)] == ["port"]


@pytest.mark.parametrize(
    "text",
    [
        "L'Ilsa Markovec desmenteix que el moll es tanqui.",
        "«El moll no es tanca», ha dit Ilsa Markovec.",
        "Segons Ilsa Markovec, el moll no es tanca.",
    ],
)
def test_catalan_has_verbs_of_its_own(found: Find, text: str) -> None:
    """A language of its own, not a kind of Spanish."""
    assert [said.official for said in found(text, "ca")] == ["Ilsa Markovec"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("No closure planned, Velmar Port Authority insists", "en"),
        ("Velmar Port Authority slams 'fake news' about the quay", "en"),
        ("Чутки про закриття спростовані Управлінням порту Вельмар.", "uk"),
        ("La Autoridad Portuaria de Velmar tacha de bulo el cierre del muelle", "es"),
        ("La portavoz de la Autoridad Portuaria de Velmar explicó que el muelle no cerrará.", "es"),
        ("La fermeture a été démentie par l'Autorité portuaire de Velmar.", "fr"),
        ("Die Hafenbehörde Velmar hat Berichte über eine Sperrung zurückgewiesen.", "de"),
        ("Wie die Hafenbehörde Velmar mitteilte, wird der Kai nicht gesperrt.", "de"),
        ("O fechamento foi desmentido pela Autoridade Portuária de Velmar.", "pt"),
        ("La chiusura è stata smentita dall'Autorità portuale di Velmar.", "it"),
        ("Według Zarządu Portu Velmar nie ma planów zamknięcia.", "pl"),
        ("Velmar Liman İdaresi'nden yalanlama: rıhtım açık", "tr"),
        ("نفي رسمي من هيئة ميناء فيلمار لإغلاق الرصيف", "ar"),
        ("Вельмар порт басқармасының хабарлауынша, айлақты жабу жоспарланбаған.", "kk"),
    ],
)
def test_passives_headlines_and_verbs_at_the_end(found: Find, text: str, lang: str) -> None:
    """Newsrooms have many ways to say that an office denies."""
    assert [said.office for said in found(text, lang)] == ["port"]


def test_a_not_that_ends_a_quote_does_not_negate_the_verb_behind_it(found: Find) -> None:
    """The words "... ne ferme pas », assure X" assure."""
    (said,) = found("« Le quai ne ferme pas », assure Ilsa Markovec, directrice du port.", "fr")
    assert said.official == "Ilsa Markovec"


@pytest.mark.parametrize("verb", ["explicó", "expresó"])
def test_a_verb_that_begins_like_a_former_office_is_none(found: Find, verb: str) -> None:
    """An "exministra" is gone, who "expresó" is not."""
    assert found(f"Ilsa Markovec {verb} que es falso que el muelle cierre.", "es")
    assert not found("La exministra Ilsa Markovec dijo que es falso que el muelle cierre.", "es")


OPEN = [
    ("Velmar Port Authority said it does not rule out closing the quay.", "en"),
    ("Velmar Port Authority says no decision has been made yet.", "en"),
    ("Velmar Port Authority said it could not confirm the closure.", "en"),
    ("В Управлении порта Вельмар сообщили, что не исключают закрытия причала.", "ru"),
    ("В Управлении порта Вельмар сообщили, что решение пока не принято.", "ru"),
    ("В Управлінні порту Вельмар кажуть, що рішення ще не ухвалено.", "uk"),
    ("Вельмар порт басқармасы әлі шешім қабылданбағанын айтты.", "kk"),
    ("La Autoridad Portuaria de Velmar afirma que aún no hay decisión.", "es"),
    ("L'Autorité portuaire de Velmar affirme ne pas exclure une fermeture.", "fr"),
    ("Die Hafenbehörde Velmar sagt, es sei noch nichts entschieden.", "de"),
    ("Zarząd Portu Velmar mówi, że decyzja jeszcze nie zapadła.", "pl"),
    ("A Autoridade Portuária de Velmar diz que ainda não há decisão.", "pt"),
    ("L'Autorità portuale di Velmar dice di non escludere la chiusura.", "it"),
    ("Velmar Liman İdaresi henüz bir karar alınmadığını açıkladı.", "tr"),
    ("قالت هيئة ميناء فيلمار إنها لا تستبعد الإغلاق.", "ar"),
]


@pytest.mark.parametrize(("text", "lang"), OPEN)
def test_what_leaves_the_matter_open_denies_nothing(found: Find, text: str, lang: str) -> None:
    """Not ruled out, not decided yet, not confirmed: all hold a "not", and none is a denial."""
    assert found(text, lang) == ()


def test_a_denial_beside_what_is_open_is_one(found: Find) -> None:
    """Who calls the reports false has denied them, whatever else he does not rule out."""
    (said,) = found("Velmar Port Authority calls the reports false but does not rule out works later.")
    assert said.office == "port"

"""Names of months, weekdays and nearby days in the languages newsrooms read; ``*`` stands for any ending."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from models.facts.fold import word_set

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS: Final = (
    "january jan январ* янв січень січн* қаңтар* januar* jänner styczeń styczni* janvier enero janeiro"
    " gennaio ocak",
    "february feb феврал* фев лютий лютого лютому ақпан* februar* luty lutego lutym février febrero fevereiro"
    " febbraio şubat",
    "march mar март марта марте мартом березень березн* наурыз* märz marzec marca marcu"
    " mars marzo março mart",
    "april apr апрел* апр квітень квітн* сәуір* kwiecień kwietni* avril abril aprile nisan",
    "may мая мае май травень травн* мамыр* mai maj maja maju mayo maio maggio mayıs",
    "june jun июн* червень червн* маусым* juni czerwiec czerwca czerwcu juin junio junho giugno haziran",
    "july jul июл* липень липн* шілде* juli lipiec lipca lipcu juillet julio julho luglio temmuz",
    "august aug август* авг серпень серпн* тамыз* sierpień sierpni* août agosto ağustos",
    "september sept sep сентябр* сент вересень вересн* қыркүйек* wrzesień wrześni* septembre septiembre"
    " setembro settembre eylül",
    "october oct октябр* окт жовтень жовтн* қазан қазанда қазаннан қазанға қазанның oktober październik*"
    " octobre octubre outubro ottobre ekim",
    "november nov ноябр* нояб листопад* қараша* listopad listopada novembre noviembre novembro kasım",
    "december dec декабр* дек грудень грудн* желтоқсан* dezember grudzień grudni* décembre diciembre dezembro"
    " dicembre aralık",
)
_DAYS: Final = (
    "monday понедельник* понеділ* дүйсенбі* montag* poniedział* lundi lunes segunda-feira lunedì pazartesi",
    "tuesday вторник* вівтор* сейсенбі* dienstag* wtorek wtork* mardi martes martedì salı",
    "wednesday среду середа середи середу середі сәрсенбі* mittwoch* środa środę środy środzie"
    " mercredi miércoles mercoledì çarşamba",
    "thursday четверг* четвер четверга бейсенбі* donnerstag* czwartek czwartk* jeudi jueves giovedì perşembe",
    "friday пятниц* п'ятниц* жұма* freitag* piątek piątk* vendredi viernes venerdì cuma",
    "saturday суббот* субот* сенбі* samstag* sonnabend* sobot* samedi sábado sabato cumartesi",
    "sunday воскресень* неділя неділі неділю жексенбі* sonntag* niedziel* dimanche domingo domenica pazar",
)
_AGO: Final = {
    0: "today tonight сегодня сьогодні бүгін heute dziś dzisiaj aujourd'hui hoy hoje oggi bugün",
    1: "yesterday вчера вчора учора кеше gestern wczoraj hier ayer ontem ieri dün",
    2: "позавчера позавчора vorgestern przedwczoraj anteayer avant-hier",
    -1: "tomorrow завтра ертең morgen jutro demain mañana amanhã domani yarın",
}
ALONE_ARE_WORDS: Final = word_set(
    "may march august mar jan dec sep май мая мае mars mart maj maja maju mai nov marca marzo hier ocak"
    " pazar cuma"
    " morgen jun jul aug apr feb sept oct ekim salı mayo domingo лютий лютого лютому қазан середа середи"
)
"""Names that are other words too (may, mars, Nov.): months only beside a day or a year."""
ORDINALS: Final = {
    word: day
    for words in (
        "первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого одиннадцатого"
        " двенадцатого тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого"
        " девятнадцатого двадцатого",
        "першого другого третього четвертого п'ятого шостого сьомого восьмого дев'ятого десятого одинадцятого"
        " дванадцятого тринадцятого чотирнадцятого п'ятнадцятого шістнадцятого сімнадцятого вісімнадцятого"
        " дев'ятнадцятого двадцятого",
    )
    for day, word in enumerate(words.split(), 1)
} | {"тридцатого": 30, "тридцятого": 30}
IN_ORDINALS: Final = "го"
"""Letters that all of them have."""
TENS: Final = {"двадцать": 20, "двадцять": 20, "тридцать": 30, "тридцять": 30}
_SHORTEST: Final = 3


@lru_cache(maxsize=20_000)
def month_of(word: str) -> int:
    """Give the number of the month that a word in lower case names, or 0."""
    return _forms(_MONTHS).get(word) or _beginning(_MONTHS, word)


@lru_cache(maxsize=20_000)
def weekday_of(word: str) -> str:
    """Give the weekday that a word in lower case names (``mon``), or nothing."""
    at = _forms(_DAYS).get(word) or _beginning(_DAYS, word)
    return WEEKDAYS[at - 1] if at else ""


@cache
def _forms(lists: tuple[str, ...]) -> dict[str, int]:
    return {form: at for at, forms in enumerate(lists, 1) for form in forms.split() if not form.endswith("*")}


@cache
def _beginnings(lists: tuple[str, ...]) -> dict[str, int]:
    return {
        form[:-1]: at for at, forms in enumerate(lists, 1) for form in forms.split() if form.endswith("*")
    }


@cache
def _openings(lists: tuple[str, ...]) -> frozenset[str]:
    """Give the letters by which nearly all words are seen to begin like none."""
    return frozenset(beginning[:_SHORTEST] for beginning in _beginnings(lists))


def _beginning(lists: tuple[str, ...], word: str) -> int:
    known = _beginnings(lists)
    if word[:_SHORTEST] not in _openings(lists):
        return 0
    return next((known[word[:n]] for n in range(len(word), _SHORTEST - 1, -1) if word[:n] in known), 0)


@cache
def _ago() -> dict[str, int]:
    return {form: ago for ago, forms in _AGO.items() for form in forms.split()}


@lru_cache(maxsize=20_000)
def in_calendar(word: str) -> bool:
    """Tell whether a word is a month, a weekday or a day nearby, in any case: most are none."""
    low = word.lower()
    return bool(month_of(low) or weekday_of(low)) or ago_of(low) is not None


def ago_of(word: str) -> int | None:
    """Give how many days ago a word in lower case means: yesterday 1, tomorrow -1."""
    return _ago().get(word)

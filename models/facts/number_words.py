"""Numbers and units in words: what they are worth, and which forms of which languages mean them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from models.facts.fold import word_set

_ENGLISH: Final = """
two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13
fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40
fifty:50 sixty:60 seventy:70 eighty:80 ninety:90 hundred:100
"""
_RUSSIAN: Final = """
два:2 две:2 двух:2 двум:2 двумя:2 три:3 трёх:3 трех:3 трём:3 трем:3 четыре:4 четырёх:4 четырех:4 пять:5
пяти:5 шесть:6 шести:6 семь:7 семи:7 восемь:8 восьми:8 девять:9 девяти:9 десять:10 десяти:10
одиннадцать:11 одиннадцати:11 двенадцать:12 двенадцати:12 тринадцать:13 тринадцати:13 четырнадцать:14
четырнадцати:14 пятнадцать:15 пятнадцати:15 шестнадцать:16 шестнадцати:16 семнадцать:17 семнадцати:17
восемнадцать:18 восемнадцати:18 девятнадцать:19 девятнадцати:19 двадцать:20 двадцати:20 двадцатка:20
двадцатку:20 тридцать:30 тридцати:30 сорок:40 сорока:40 пятьдесят:50 пятидесяти:50 шестьдесят:60
шестидесяти:60 семьдесят:70 семидесяти:70 восемьдесят:80 восьмидесяти:80 девяносто:90 девяноста:90 сто:100
ста:100 двести:200 двухсот:200 триста:300 трёхсот:300 трехсот:300 четыреста:400 четырёхсот:400
четырехсот:400 пятьсот:500 пятисот:500 шестьсот:600 шестисот:600 семьсот:700 семисот:700 восемьсот:800
восьмисот:800 девятьсот:900 девятисот:900
"""
_UKRAINIAN: Final = """
два:2 дві:2 двох:2 двом:2 три:3 трьох:3 чотири:4 чотирьох:4 п'ять:5 п'яти:5 шість:6 шести:6 сім:7 семи:7
вісім:8 восьми:8 дев'ять:9 дев'яти:9 десять:10 десяти:10 одинадцять:11 дванадцять:12 дванадцяти:12
тринадцять:13 чотирнадцять:14 п'ятнадцять:15 п'ятнадцяти:15 шістнадцять:16 сімнадцять:17 вісімнадцять:18
дев'ятнадцять:19 двадцять:20 двадцяти:20 двадцятка:20 двадцятку:20 тридцять:30 тридцяти:30 сорок:40
сорока:40 п'ятдесят:50 п'ятдесяти:50 шістдесят:60 сімдесят:70 вісімдесят:80 дев'яносто:90 сто:100 ста:100
двісті:200 двохсот:200 триста:300 трьохсот:300 чотириста:400 п'ятсот:500 шістсот:600 сімсот:700
вісімсот:800 дев'ятсот:900
"""
_KAZAKH: Final = """
екі:2 үш:3 төрт:4 бес:5 алты:6 жеті:7 сегіз:8 тоғыз:9 он:10 жиырма:20 отыз:30 қырық:40 елу:50 алпыс:60
жетпіс:70 сексен:80 тоқсан:90 жүз:100
"""
_SCALES: Final = {
    1e3: "thousand thousands тысяча тысячи тысяч тысячам тысячами тысячу тыс тисяча тисячі тисяч тисячу тис"
    " мың"
    " tausend tys tysiąc tysiące tysięcy mille mil bin",
    1e6: "million millions mln mio млн миллион миллиона миллионов мільйон мільйона мільйонів millionen milion"
    " miliona milionów milione milioni millón millones milhão milhões milyon",
    1e9: "billion billions bn mrd mld млрд миллиард миллиарда миллиардов мільярд мільярда мільярдів milliarde"
    " milliarden milliard milliards miliard miliardów milyar",
}
SCALES: Final = {word: scale for scale, words in _SCALES.items() for word in words.split()}
"""What a number before one of these words is multiplied by."""
HUNDREDS: Final = word_set("hundred жүз")
"""Words for a hundred that a smaller number stands before: five hundred."""
JOINED_BY: Final = word_set("and")
"""Words inside a number: two hundred and five."""

_UNITS: Final = {
    "%": "процент* відсот* percent per_cent пайыз* prozent* procent* yüzde",
    "litre": "литр* л літр* liter* litre* l litr* litro*",
    "kilometre": "км km килом* кілом* kilom*",
    "metre": "метр* meter* metre* metro metros",
    "kilogram": "кг kg килогр* кілогр* kilog*",
    "tonne": "тонн* тонна* тон tonne* ton tons tonn* toneladas",
    "degree": "градус* degree* grad",
    "person": "человек* чел люд* людей осіб особ* житель* жител* мешкан* people person* resident* адам*"
    " menschen"
    " osób osoby einwohner* personas personnes pessoas kişi",
    "year": "год года году лет летн* рік року роки років річн* year* жыл* жас* jahr* lat lata rok ans"
    " años anos yıl",
    "month": "месяц* місяц* month* айға monat* miesi* mois meses ay",
    "week": "недел* тиж* тижн* week* апта* woche* tydz* tygod* semaine* semana* hafta",
    "day": "день дня дней дні днів сутки суток доба доби діб day* күн* tag tage tagen dni dzień jours días"
    " dias gün",
    "hour": "час часа часов годин* hour* сағат* stunde* godzin* heure* horas saat",
    "minute": "минут* мин хвилин* хв minute* minut* dakika minuten",
    "dollar": "доллар* долар* dollar* usd dolar* dólar*",
    "euro": "евро євро euro* еуро",
    "ruble": "рубл* руб rubl* ruble* rouble*",
    "hryvnia": "гривен* гривн* грн hryvn* uah",
    "tenge": "тенге теңге* tenge kzt",
    "zloty": "zł zło* злот* zloty*",
    "pound": "pound* фунт* pfund",
}
SOFT: Final = word_set("hour minute day week month degree kilometre metre")
"""Units of asides (how long a queue, how warm): reports of one event differ in them."""


@cache
def worth(lang: str) -> dict[str, int]:
    """Give what the number words of a language are worth; of an unknown one, English."""
    table = {"ru": _RUSSIAN, "uk": _UKRAINIAN, "kk": _KAZAKH}.get(lang, _ENGLISH)
    return {word: int(value) for word, _, value in (entry.partition(":") for entry in table.split())}


@lru_cache(maxsize=20_000)
def unit_of(word: str) -> str:
    """Give the unit that a word in lower case names, or nothing."""
    exact, beginnings = _unit_forms()
    if word in exact:
        return exact[word]
    return next((beginnings[word[:n]] for n in range(len(word), 2, -1) if word[:n] in beginnings), "")


@cache
def _unit_forms() -> tuple[dict[str, str], dict[str, str]]:
    forms = [(form, unit) for unit, words in _UNITS.items() for form in words.split()]
    exact = {form: unit for form, unit in forms if not form.endswith("*")}
    return exact, {form[:-1]: unit for form, unit in forms if form.endswith("*")}

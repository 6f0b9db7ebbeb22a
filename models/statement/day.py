"""Tell on which day words were spoken, where the text says that it was another than the post's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from models.facts.dates import dates_in
from models.post import Post
from models.statement.names import Sentence
from models.statement.speech import words_of

NEAR: Final = 4
"""Words between an occasion of speech and its date."""
_COLON: Final = re.compile(r"[^:;!?.\n]{0,60}:(?!\d|//)")
_PARTED: Final = re.compile(r"[,;:.!?()«»\"“”„—–\n]")


def said_day(told: Sequence[Sentence], at: int, post: Post) -> str | None:
    """Give the day (ISO) on which the words of sentence ``at`` were spoken, where it is before the post's.

    Only dates that stand with the saying count ("in an interview aired in June", "back in June he said"), in
    the sentence or the one after it: a date elsewhere is that of what is denied.
    """
    published = post.at.date()
    days: list[date] = []
    for sentence in told[at : at + 2]:
        for window in _windows(sentence):
            found = dates_in(window, sentence.lang, published)
            days += [day for day in found if day < published and not _this_month(day, published, window)]
    return max(days).isoformat() if days else None


def _this_month(day: date, published: date, window: str) -> bool:
    """Tell whether only the running month is named: that is no earlier day."""
    bare = not any(map(str.isdigit, window))
    return bare and day.day == 1 and (day.year, day.month) == (published.year, published.month)


def _windows(sentence: Sentence) -> Iterator[str]:
    """Give the stretches of a sentence whose dates are those of the saying."""
    lang = sentence.lang
    says, denies = words_of("says", lang), words_of("denies", lang)
    interviews, already = words_of("interviews", lang), words_of("already", lang)
    for i, word in enumerate(sentence.low):
        if word in interviews:
            yield _stretch(sentence, i - NEAR, i + NEAR, i)
        elif word in already and any(w in says or w in denies for w in sentence.low[i : i + 2 * NEAR]):
            yield _stretch(sentence, i, i + NEAR - 1, i)
        elif (word in says or word in denies) and _date_opens(sentence, i):
            yield _stretch(sentence, i + 1, i + NEAR, i)
    yield from _before_colon(sentence)


def _before_colon(sentence: Sentence) -> Iterator[str]:
    """Give what stands between a speaker and his colon: Markovec's words of March 2022: "..."."""
    not_of = words_of("not_of", sentence.lang)
    for hit in sentence.hits:
        head = _COLON.match(sentence.shown, sentence.words[hit.last].end)
        if head is None:
            continue
        end = head.end()
        subject = any(w.text.lower() in not_of for w in sentence.words[hit.last + 1 :] if w.start < end)
        if not subject:
            yield head[0][:-1]


def _date_opens(sentence: Sentence, verb: int) -> bool:
    """Tell whether a date follows a verb directly; farther off it is more often that of what is denied."""
    after = sentence.low[verb + 1] if verb + 1 < len(sentence.low) else ""
    return after in words_of("opens", sentence.lang) and not _PARTED.search(sentence.between(verb, verb + 1))


def _stretch(sentence: Sentence, first: int, last: int, middle: int) -> str:
    """Give the words from ``first`` to ``last`` around ``middle``, as far as no punctuation parts them."""
    first, last = max(0, first), min(last, len(sentence.words) - 1)
    while first < middle and _parts(sentence, first, middle):
        first += 1
    while last > middle and _parts(sentence, middle, last):
        last -= 1
    # Digits lie between words: take what follows the last one up to the next mark.
    start, end = sentence.words[first].start, sentence.words[last].end
    tail = re.match(r"[\s\d.]{0,8}", sentence.shown[end:])
    head = re.search(r"[\d\s.]{0,8}$", sentence.shown[:start])
    return (head[0] if head else "") + sentence.shown[start:end] + (tail[0] if tail else "")


def _parts(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a mark parts two words; short quoted names («Россия 24») do not."""
    between = re.sub(r"[«\"“„][^«»\"“”„]{1,24}[»\"”“]", " ", sentence.between(first, last))
    return bool(_PARTED.search(between))

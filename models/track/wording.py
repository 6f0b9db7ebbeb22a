"""The sentences a claim is told in: the one it is known by, and a few that may take its place.

The claim is known by its medoid, as far as a few kept sentences go: the one whose post is nearest to the
mean of all others that have words of their own, less a little for each flaw that makes it a poor headline.
Forwards and copies do not count, or whoever copies himself most would write the headline. It stays until
another one is clearly better at several asserting posts on end. All are measured against the same, newest
mean, since a cosine taken while the claim had two posts says little beside one taken at twenty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from models.mention import Mention
from models.outline import centralities, mean_with
from models.post import fold_uid
from models.text import one_line
from models.text.spelling import UNSPACED
from models.track.record import ClaimRecord, Wording

MOST_WORDINGS: Final = 6
MOST_TEXT: Final = 200
"""Characters of a wording."""
MOST_NAME: Final = 200
"""Characters of a uid; a post with a longer one lends its words only until another has some."""
MOST_ALSO: Final = 2
"""Other posts with the same words that are remembered, with uids of at most `MOST_ALSO_NAME` characters."""
MOST_ALSO_NAME: Final = 80
MARGIN: Final = 0.07
"""How much better another sentence must be: three times the error of comparing outlines."""
CONFIRMED: Final = 2
"""Asserting posts, after its own, that must find it so."""
FLAW: Final = 0.1
"""What a flaw takes off a cosine: any flaw outweighs the margin."""
SHORT: Final = 40
"""Characters below which a sentence lacks who or what; longer than `MOST_TEXT` means cut off."""
_WORD: Final = re.compile(r"\w{3,40}")
_ASKS: Final = re.compile("[?？؟\u037e⁇⁈]\\W*$")
_SHOUTED: Final = 12
"""Capital letters from which a sentence without a small one is shouted."""
_COPIED: Final = ("forward", "copy", "near_copy")


def canonical(record: ClaimRecord) -> Wording | None:
    """Give what a claim is known by: an editor's words, or a sentence; None where no post with one stands."""
    first = next(iter(record.wordings), None)
    if record.name:
        return Wording("", first.lang if first else next(iter(record.languages), "und"), record.name)
    return first


def reworded(record: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Give the record with a mention's sentence among its wordings, mended or taken out."""
    asserts = mention.stance == "support" and mention.kind != "delete" and bool(mention.sentence)
    before = record.wordings
    if mention.kind != "post":
        record = _revised(record, mention, asserts)
    if asserts:
        if mention.kind == "post" and mention.outline and not _lent(mention):
            record = replace(record, middle=mean_with(record.middle, mention.outline))
        record = _sifted(_with(record, mention))
    if before and not record.wordings:
        return replace(record, about=_about(before))
    return replace(record, about="") if record.about and record.wordings else record


def sentences_of(record: ClaimRecord) -> tuple[str, ...]:
    """Give the sentences that statements are weighed against; the bare words where none stands any more.

    Behind each stands what its post names in other sentences, as far as it is some office's business.
    """
    told = tuple(" · ".join((wording.text, *wording.subjects)) for wording in record.wordings)
    return told or ((record.about,) if record.about else ())


def best_first(record: ClaimRecord) -> ClaimRecord:
    """Give the record with its best sentence before the others; of equals the one that came first."""
    if len(record.wordings) < 2:
        return record
    scores = _scores(record, record.wordings)
    return _led_by(record, max(range(len(scores)), key=lambda i: (scores[i], -i)), record.wordings)


def _led_by(record: ClaimRecord, best: int, wordings: tuple[Wording, ...]) -> ClaimRecord:
    fresh = tuple(wording._replace(led=0) for wording in wordings)
    return replace(record, wordings=(fresh[best], *fresh[:best], *fresh[best + 1 :]))


def _revised(record: ClaimRecord, mention: Mention, asserts: bool) -> ClaimRecord:
    """Put an edit's sentence in place; take out what is asserted no more, or was deleted."""
    post, wordings = fold_uid(mention.post), record.wordings
    at = next((i for i, wording in enumerate(wordings) if fold_uid(wording.post) == post), None)
    wordings = tuple(_stands_without(wording, post) for wording in wordings)
    if at is None:
        return record if wordings == record.wordings else replace(record, wordings=wordings)
    if mention.kind in ("edit", "opinion") and mention.sentence and (asserts or len(wordings) == 1):
        new = wordings[at]._replace(
            text=_shown(mention), lang=mention.lang, outline=mention.outline or "", also=(), led=0,
            turned=not asserts, subjects=mention.subjects,
        )  # fmt: skip
        others = [w if i != at else new for i, w in enumerate(wordings) if i == at or not _same(w, new)]
        return replace(record, wordings=tuple(others))
    rest = wordings[:at] + wordings[at + 1 :]
    if not rest and (also := wordings[at].also):
        # Nobody else has words of his own, but these stand in other posts.
        rest = (wordings[at]._replace(post=also[0], also=also[1:], lent=True, led=0),)
    record = replace(record, wordings=rest)
    return record if at else best_first(record)


def _stands_without(wording: Wording, post: str) -> Wording:
    also = tuple(uid for uid in wording.also if fold_uid(uid) != post)
    return wording if also == wording.also else wording._replace(also=also)


def _with(record: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Add a sentence that is not there yet, be it one too many."""
    kept = record.wordings
    if any(wording.turned or len(wording.post) > MOST_NAME for wording in kept):
        kept = tuple(w for w in kept if len(w.post) <= MOST_NAME and not w.turned)
    if kept and len(mention.post) > MOST_NAME:
        return record if kept == record.wordings else replace(record, wordings=kept)
    new = Wording(
        mention.post,
        mention.lang,
        _shown(mention),
        _lent(mention),
        mention.outline or "",
        subjects=mention.subjects,
    )
    texts = [_folded(wording.text) for wording in kept]
    if (text := _folded(new.text)) in texts:
        at = texts.index(text)
        kept = (*kept[:at], _joined(kept[at], new), *kept[at + 1 :])
    elif new.text:
        kept = (*kept, new)
    return record if kept == record.wordings else replace(record, wordings=kept)


def _lent(mention: Mention) -> bool:
    return mention.path in _COPIED or (mention.forward_of is not None and not mention.parent_read)


def _joined(old: Wording, new: Wording) -> Wording:
    """Note another post with the same words; one whose own they are comes first."""
    first, other = (new, old) if old.lent and not new.lent else (old, new)
    names = {fold_uid(uid): uid for uid in (*old.also, other.post) if len(uid) <= MOST_ALSO_NAME}
    also = tuple(uid for key, uid in names.items() if key != fold_uid(first.post))[:MOST_ALSO]
    return first._replace(also=also, outline=first.outline or other.outline, led=old.led)


def _sifted(record: ClaimRecord) -> ClaimRecord:
    """Leave out the poorest of too many sentences, and let the claim be known by the best."""
    wordings = record.wordings
    if len(wordings) < 2:
        return record
    scores = _scores(record, wordings)
    if len(wordings) > MOST_WORDINGS:
        worst = _poorest(wordings, scores)
        wordings = wordings[:worst] + wordings[worst + 1 :]
        record = replace(record, wordings=wordings)
        del scores[worst]
    return _challenged(record, wordings, scores)


def _poorest(wordings: Sequence[Wording], scores: Sequence[float]) -> int:
    """Give the poorest of those whose language has another, but never the claim's wording."""
    langs = [wording.lang for wording in wordings]
    spare = [i for i, lang in enumerate(langs) if i and langs.count(lang) > 1]
    return min(spare, key=lambda i: (scores[i], -i), default=len(wordings) - 1)


def _challenged(record: ClaimRecord, wordings: Sequence[Wording], scores: Sequence[float]) -> ClaimRecord:
    """Count for each sentence how long it has been clearly better; the best that was so for long leads on."""
    led = [0, *(w.led + 1 if score >= scores[0] + MARGIN else 0
                for w, score in zip(wordings[1:], scores[1:], strict=True))]  # fmt: skip
    ready = [i for i, times in enumerate(led) if times > CONFIRMED]
    if ready:
        return _led_by(record, max(ready, key=lambda i: (scores[i], -i)), tuple(wordings))
    if led == [wording.led for wording in wordings]:
        return record
    counted = (w._replace(led=times) for w, times in zip(wordings, led, strict=True))
    return replace(record, wordings=tuple(counted))


def _scores(record: ClaimRecord, wordings: Sequence[Wording]) -> list[float]:
    """Give how well each sentence would stand for the claim: its centrality, less its flaws."""
    outlines = tuple([wording.outline for wording in wordings])
    near = centralities(outlines, tuple([not wording.lent for wording in wordings]), record.middle)
    langs = _told_in(record)
    return [round(n - FLAW * flaws(w, langs), 4) for n, w in zip(near, wordings, strict=True)]


def flaws(wording: Wording, langs: Collection[str]) -> int:
    """Count what speaks against a sentence as a headline, for readers of these languages."""
    return wording.lent + _flaws_of(wording.text) + (wording.lang not in langs) + 2 * wording.turned


@lru_cache(maxsize=4_096)
def _flaws_of(text: str) -> int:
    shouted = text.isupper() and sum(map(str.isupper, text)) >= _SHOUTED
    cut = _length(text) < SHORT or text.endswith("…")
    return cut + shouted + (_ASKS.search(text) is not None)


def _length(text: str) -> int:
    """Count characters; one of Chinese, Japanese or Thai says as much as three letters."""
    return len(text) + 2 * len(UNSPACED.findall(text))


def _told_in(record: ClaimRecord) -> Collection[str]:
    """Give the language of most posts and that of the first."""
    if not record.languages:
        return frozenset()
    if len(record.languages) == 1:
        return record.languages.keys()
    most = max(record.languages.items(), key=lambda item: (item[1].posts, item[0]))[0]
    first = min(record.languages.items(), key=lambda item: (item[1].at, item[0]))[0]
    return frozenset((most, first))


def _shown(mention: Mention) -> str:
    """Put the sentence on one line: it is hostile, and many show it."""
    return one_line(mention.sentence, MOST_TEXT)


def _same(one: Wording, other: Wording) -> bool:
    return _folded(one.text) == _folded(other.text)


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    return text.casefold()


def _about(wordings: Sequence[Wording]) -> str:
    """Give the words of deleted sentences, each once, in alphabetical order: a subject, and no sentence."""
    return " ".join(sorted({word for wording in wordings for word in _WORD.findall(wording.text)}))

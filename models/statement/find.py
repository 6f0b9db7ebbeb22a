"""Find the statements of a post: an office's own words, and words that the post says an office has spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.cues import denial_cue, evasion_cue, negation_cue, query_cue, refutes_denial_cue
from models.facts.fold import hides
from models.officials import Office, Person, Registry
from models.post import Post, channel_of
from models.reading import Statement
from models.statement.day import said_day
from models.statement.names import Sentence, names_of
from models.statement.speech import phrases, settled
from models.statement.voice import Voice, may_speak, signs, voices
from models.text import sentences, shorten

QUOTE: Final = 300
"""Characters of a quote."""
LOOK_AT: Final = 4_000
"""Characters of a post that are read."""
MOST_SENTENCES: Final = 24
MOST_STATEMENTS: Final = 4
DENIES_FROM: Final = 0.5
"""Cue from which a sentence denies something (see `models.cues.denial_cue`)."""
NEGATED: Final = 0.4
"""Share of a bare negation in a sentence's strength: always below `DENIES_FROM`."""
UNNAMED_STANDING: Final = 1
POINTS_BACK: Final = 8
"""Words up to which a denying sentence may lean on the one before it."""
_QUOTATION: Final = re.compile('[«"“„]([^«»"“”„]{12,})[»"”“]')
_SAYS_SOMETHING: Final = 3
"""Words from which a sentence can be a quote."""


def find_statements(post: Post, lang: str, registry: Registry) -> tuple[Statement, ...]:
    """Give what offices say in a post, its own office first; nothing for a deletion or a post without text.

    First-hand is a post of an office's account or host. Anything else is second-hand: a forward of such a
    post, or a text that names an office or a person of one as denying. Questions, refusals to comment,
    former officials, satire, and denials told to be disbelieved make no statement.
    """
    if post.kind == "delete" or not post.text.strip():
        return ()
    names, text = names_of(registry), post.text[:LOOK_AT]
    office, first_hand = _own_office(post, registry)
    if office is None and not hides(text) and not may_speak(text, lang, names):
        return ()  # most posts: nobody of the registry is named, so there is no sentence to look into
    told = [Sentence(part, lang, names, post.platform) for part in sentences(text)[:MOST_SENTENCES]]
    found = list(_own(told, office, first_hand, post)) if office else []
    quoted = [said for said in _quoted(told, post) if office is None or said.office != office.id]
    if quoted and not _mocks(post, lang):
        found += quoted
    return tuple(found[:MOST_STATEMENTS])


def _own_office(post: Post, registry: Registry) -> tuple[Office | None, bool]:
    """Give the office whose words a post is, and whether it is first-hand."""
    if post.forward_of is None:
        return registry.first_hand(post), True
    author = registry.of_channel(channel_of(post.forward_of))
    return author, author is not None and author == registry.first_hand(post)


def _own(told: Sequence[Sentence], office: Office, first_hand: bool, post: Post) -> Iterator[Statement]:
    """Give the statement of an office's own post; that it is checking, or has no answer, is none."""
    worth = [sentence for sentence in told if len(sentence.words) >= _SAYS_SOMETHING] or list(told)
    if not worth:
        return
    cues = [_strength(sentence) for sentence in worth]
    best = cues.index(max(cues))
    text = post.text[:LOOK_AT]
    evades = evasion_cue(text, worth[0].lang) >= DENIES_FROM or settled(text) != text
    if evades and cues[best] < DENIES_FROM:
        return
    spoken = (voice for sentence in told for voice in (*voices(sentence), *signs(sentence)))
    person = next((v.person for v in spoken if v.person and v.office == office), None)
    yield Statement(
        office=office.id,
        official=person.name if person else None,
        standing=office.standing_of(person),
        first_hand=first_hand,
        unnamed=False,
        quote=_quote(worth, best, own=True),
        said_at=said_day(told, best, post),
    )


def _mocks(post: Post, lang: str) -> bool:
    """Tell whether a text repeats a denial only to laugh at it or to dispute it."""
    text = post.text[:LOOK_AT]
    name = f"{post.channel} {post.channel_name or ''}".replace("_", " ").lower()
    return bool(
        phrases("satire").search(text.lower())
        or phrases("satire").search(name)
        or phrases("counters").search(text.lower())
        or refutes_denial_cue(text, lang) >= DENIES_FROM
    )


def _quoted(told: Sequence[Sentence], post: Post) -> Iterator[Statement]:
    """Give one statement for each office that is quoted as denying, in the order of the text."""
    heard: dict[str, list[tuple[Voice, int, int]]] = {}
    given = [list(voices(sentence)) for sentence in told]
    for at, here in enumerate(given):
        for voice in here:
            quote = _denying(told, given, at, voice)
            if quote is not None:
                heard.setdefault(voice.office.id, []).append((voice, at, quote))
    for said in heard.values():
        yield _statement(said, told, post)


def _statement(said: Sequence[tuple[Voice, int, int]], told: Sequence[Sentence], post: Post) -> Statement:
    """Make one statement of all that one office is quoted with: a person's name outweighs its absence."""
    voice = min(said, key=lambda one: (one[0].unnamed, one[0].person is None, one[1]))[0]
    at, quote = next((at, quote) for other, at, quote in said if other.unnamed == voice.unnamed)
    person: Person | None = voice.person
    return Statement(
        office=voice.office.id,
        official=person.name if person else None,
        standing=UNNAMED_STANDING if voice.unnamed else voice.office.standing_of(person),
        first_hand=False,
        unnamed=voice.unnamed,
        quote=_quote(told, quote, own=False),
        said_at=said_day(told, at, post),
    )


def _denying(told: Sequence[Sentence], given: Sequence[Sequence[Voice]], at: int, voice: Voice) -> int | None:
    """Give the sentence in which a speaker denies: the one that names him, the next, or the one before."""
    if _asks(told[at]):
        return None
    if _denies(told[at], voice):
        return at
    for near in _around(told, at, voice):
        others = [other for other in given[near] if other.office != voice.office]
        if (
            not others
            and denial_cue(settled(told[near].text), told[near].lang) >= DENIES_FROM
            and not _asks(told[near])
        ):
            return near
    return None


def _around(told: Sequence[Sentence], at: int, voice: Voice) -> Iterator[int]:
    yield from range(at + 1, len(told) if voice.goes_on else min(at + 2, len(told)))
    if at > 0 and not voice.goes_on:
        yield at - 1


def _quote(told: Sequence[Sentence], at: int, *, own: bool) -> str:
    """Give the denying sentence, with the one before where it only points back ("such reports are false").

    In an office's own post the sentence before is its own too; elsewhere it must be a negation itself.
    """
    here, before = told[at], told[at - 1] if at else None
    if before is None or len(here.words) > POINTS_BACK:
        return shorten(here.text, QUOTE)
    leans = own or negation_cue(before.text, before.lang) >= DENIES_FROM
    both = f"{before.text} {here.text}"
    return both if leans and len(both) <= QUOTE else shorten(here.text, QUOTE)


def _strength(sentence: Sentence) -> float:
    """Tell how much a sentence of an office's own denies, 0..1; a bare "not" only orders the rest."""
    text = settled(sentence.text)
    cue = denial_cue(text, sentence.lang)
    if cue >= DENIES_FROM or _asks(sentence):
        return cue
    return max(cue, NEGATED * negation_cue(text, sentence.lang))


def _denies(sentence: Sentence, voice: Voice) -> bool:
    if denial_cue(settled(sentence.text), sentence.lang) >= DENIES_FROM:
        return True
    evades = evasion_cue(sentence.text, sentence.lang) >= DENIES_FROM
    if evades:
        return False
    # A bare "not" denies only where the words are the speaker's own.
    own = settled(" ".join((voice.said, *_QUOTATION.findall(sentence.text))))
    negated = negation_cue(own, sentence.lang) >= DENIES_FROM
    return bool(negated or phrases("reassures").search(sentence.shown.lower()))


def _asks(sentence: Sentence) -> bool:
    return sentence.text.rstrip(" \"'»”)").endswith(("?", "؟", "？")) or (
        query_cue(sentence.text, sentence.lang) >= DENIES_FROM
    )

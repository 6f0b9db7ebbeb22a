"""Find the further claims of a long post: what its sentences tell beside the claim the post belongs to.

A sentence is matched as a post is, but must score more and share a fact with the claim, since it is short and
leans on what stands around it. It founds no claim and moves no centroid: a post lies where all of it lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from models.claim.assign import AssignRules, Judge
from models.claim.decision import Decision, Further
from models.claim.live import LiveClaim
from models.claim.match import Fit, best_fit, said_by
from models.claim.memory import ClaimMemory
from models.mention import Mention
from models.reading import Facts, Part, Reading, Statement
from models.text import normalise, shorten

MOST: Final = 2
"""Further claims of one post."""
MOST_KEPT: Final = 4
"""Together with those that an edit took out of it."""
STRICTER: Final = 0.1
"""By how much more a sentence must score than a whole post."""
NEAR: Final = 0.6
"""Cosine it has whatever facts add, since all that is told of a country on one day shares some. Read were 60
further mentions that 2,000 posts of Russian news channels had without it: of 30 above it 20 were right, 5
told of the same event, 5 were wrong; of 30 below it 4 were right."""
_QUOTE: Final = 300
"""Characters of a quote."""


def also(
    memory: ClaimMemory, reading: Reading, decision: Decision, judge: Judge, rules: AssignRules
) -> tuple[Further, ...]:
    """Give the further claims of a post whose own claim is decided; the vectors of its parts are centred.

    None for a post of no claim. A claim that two sentences tell is there once, by the better one.
    """
    if decision.claim is None or decision.deleted:
        return ()
    own = memory.edits.survivor(decision.claim)
    best: dict[str, tuple[int, Fit]] = {}
    for number, part in enumerate(reading.parts):
        fit = _fit(memory, spoken(reading, part), rules)
        if fit is None or fit.claim.id == own:
            continue
        if fit.claim.id not in best or fit.score > best[fit.claim.id][1].score:
            best[fit.claim.id] = number, fit
    ordered = sorted(best.values(), key=lambda found: (-found[1].score, found[1].claim.founded))
    return tuple(_further(reading, number, fit, decision.offset, judge) for number, fit in ordered[:MOST])


def further_told(
    memory: ClaimMemory,
    known: Decision | None,
    decision: Decision,
    reading: Reading,
    offset: int,
    judge: Judge,
    rules: AssignRules,
) -> Decision:
    """Give a post's new decision with its further claims; ``known`` is the one before, if there was one.

    A repeat, of the post or of an edit, and a deletion leave them as they are: they were decided once.
    """
    if known is None:
        return replace(decision, also=also(memory, reading, decision, judge, rules))
    if decision is known or reading.post.kind != "edit" or (known.posted_at and known.at == reading.post.at):
        return decision
    return also_revised(memory, decision, reading, offset, judge, rules)


def also_revised(
    memory: ClaimMemory, decision: Decision, reading: Reading, offset: int, judge: Judge, rules: AssignRules
) -> Decision:
    """Give the decision of an edited post with the further claims of its new text, then those told no more.

    What it tells no more it comments on, so that its words go and its count stays, as with a deletion.
    """
    fresh = also(memory, reading, replace(decision, offset=offset), judge, rules)
    own, survivor = memory.edits.survivor(decision.claim or ""), memory.edits.survivor
    before = {survivor(one.claim): one for one in decision.also if survivor(one.claim) != own}
    room = MOST_KEPT - len(before)
    kept = list[Further]()
    for one in fresh:
        if (old := before.pop(one.claim, None)) is not None:
            kept.append(replace(one, offset=old.offset))
        elif room > 0:
            kept.append(one)
            room -= 1
    gone = (replace(one, claim=claim, stance="comment", part=None) for claim, one in before.items())
    return replace(decision, also=(*kept, *gone))


def spoken(reading: Reading, part: Part) -> Reading:
    """Give a sentence of a post as a reading of its own, with what offices say in it."""
    return replace(
        reading,
        post=replace(reading.post, text=part.sentence, reply_to=None),
        sentence=part.sentence,
        asserts=True,
        vector=part.vector,
        facts=part.facts,
        denies=part.denies,
        statements=tuple(_stated(reading, part)),
        parts=(),
    )


def further_mentions(
    memory: ClaimMemory, mention: Mention, reading: Reading, decision: Decision
) -> Iterator[Mention]:
    """Give the mentions of a post's further claims beside its primary one, one for each claim.

    A repeat has the offset at which each was decided, and none in a claim that was merged since: it went
    over with all the others.
    """
    seen, edits = {mention.claim}, memory.edits
    for one in decision.also:
        claim, repeat = edits.survivor(one.claim), mention.kind == "post"
        if claim in seen or (repeat and edits.merged_at(one.claim) >= 0):
            continue
        seen.add(claim)
        if repeat or one.offset == mention.offset:
            # What an edit added is new to its claim.
            yield _mention(replace(mention, kind="post", offset=one.offset), reading, one, claim)
        else:
            yield _mention(mention, reading, one, claim)


def _mention(mention: Mention, reading: Reading, further: Further, claim: str) -> Mention:
    part = None if further.part is None or mention.kind == "delete" else _part(reading, further.part)
    said = spoken(reading, part) if part else None
    words = (f"in the sentence: {part.sentence}",) if part else ()
    return replace(
        mention,
        claim=claim,
        primary=False,
        stance=further.stance,
        similarity=further.similarity,
        path="vector",
        why=(*further.why, *words),
        sentence=said.sentence if said else "",
        asserts=said is not None,
        statements=said.statements if said else (),
        outline=None,
        subjects=(),
    )


def _part(reading: Reading, number: int) -> Part | None:
    return reading.parts[number] if number < len(reading.parts) else None


def _fit(memory: ClaimMemory, said: Reading, rules: AssignRules) -> Fit | None:
    assert said.vector is not None, "a part has a vector"
    near = memory.nearest(said.vector, rules.candidates)
    found, _ = best_fit(near, memory.live, said_by(said), rules, rules.join + STRICTER)
    return found if found is not None and _plain(found.claim, said, rules) else None


def _plain(claim: LiveClaim, said: Reading, rules: AssignRules) -> bool:
    """Tell whether a sentence lies near a claim, or nearly so across languages, and names the same."""
    assert said.vector is not None, "a part has a vector"
    near = NEAR if said.lang in claim.langs else NEAR - rules.abroad
    return float(claim.vector @ said.vector) >= near and held_together(said.facts, claim.facts)


def held_together(a: Facts, b: Facts) -> bool:
    """Tell whether two wordings name one thing in common; a single bare number is in common by chance."""
    return bool(a.entities & b.entities or a.dates & b.dates or len(a.numbers & b.numbers) > 1)


def _further(reading: Reading, number: int, fit: Fit, offset: int, judge: Judge) -> Further:
    said = spoken(reading, reading.parts[number])
    stance = judge(said, said.vector, fit.claim, False)
    return Further(fit.claim.id, stance, round(min(1.0, fit.score), 4), (fit.why,), number, offset)


def _stated(reading: Reading, part: Part) -> Iterator[Statement]:
    """Give the statements made in a sentence; what an office itself denies there is its own."""
    words = normalise(part.sentence)
    within = [said for said in reading.statements if normalise(said.quote) in words]
    yield from within
    if part.denies and not within:
        own = next((said for said in reading.statements if said.first_hand), None)
        if own is not None:
            yield replace(own, quote=shorten(part.sentence, _QUOTE))

"""Second opinions in the ordered stage: ask about a post near the boundary, take in what was answered.

Nothing here waits: a question goes to a topic of its own, its answer comes back among the posts. An opinion
is heeded once: the decision that it turned remembers it, and is written after all that others are told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from models.claim.decision import Decision
from models.claim.live import LiveClaim
from models.claim.memory import ClaimMemory
from models.judge import (
    Opinion,
    OpinionRefusedError,
    heeded,
    mention_after,
    parse_opinion,
    question_bytes,
    question_of,
    why,
    worth_asking,
)
from models.mention import Mention
from models.post import fold_uid, show_time
from models.reading import Reading, Vector
from streams import metrics
from streams.codec import encode
from streams.firm import Batch, Output
from streams.stages.arrival import headers_of
from streams.topics import TopicNames

Unsure = Callable[[Reading, Vector | None, LiveClaim, bool], bool]
"""(reading, its centred vector, claim, is it a reply) -> was its stance near the boundary?"""


def never(_reading: Reading, _vector: Vector | None, _claim: LiveClaim, _reply: bool) -> bool:
    """Ask about nothing: nobody is there to answer."""
    return False


def asked(
    event: Any,
    reading: Reading,
    vector: Vector | None,
    mention: Mention,
    memory: ClaimMemory,
    unsure: Unsure,
    names: TopicNames,
) -> list[Output]:
    """Give the question about a mention just decided against a claim; none where the model was sure.

    The memory does not know of the mention yet: the claim is as the post was judged against it.
    """
    new = mention.offset == event.message.offset and mention.kind != "delete"
    if unsure is never or not new or not worth_asking(mention):
        return []
    claim = memory.claim(mention.claim or "")
    if claim is None or not unsure(reading, vector, claim, reading.post.reply_to is not None):
        return []
    metrics.OPINIONS.labels("asked").inc()
    question = question_of(mention, reading.post.at, claim.wording, reading.post.text)
    return [Output(names.of("questions"), claim.id.encode(), question_bytes(question), 0)]


def answered(event: Any, memory: ClaimMemory, batch: Batch, names: TopicNames) -> list[Output]:
    """Take an opinion in; give the mention of the turned stance, and what is put on record."""
    opinion = parse_opinion(event.message.value)
    key, offset = fold_uid(opinion.mention.post), event.message.offset
    known = memory.decision(key)
    try:
        decision = heeded(known, opinion, memory.edits.survivor)
    except OpinionRefusedError as error:
        return [_audit(event, names, opinion, known, str(error))]
    if decision is known or known is None:
        return []
    claim = memory.edits.survivor(decision.claim or "")
    told = [_audit(event, names, opinion, known, None)]
    if decision.stance != known.stance:
        mention = mention_after(opinion, known.stance, claim, offset)
        told.append(Output(names.of("mentions"), claim.encode(), encode(mention), None, headers_of(event)))
    batch.writes[b"p:" + key.encode()] = (event, encode(decision))
    memory.remember(decision)
    return told


def _audit(
    event: Any, names: TopicNames, opinion: Opinion, known: Decision | None, refused: str | None
) -> Output:
    """Put an opinion on record, with what it turned or why it was refused; none of the post's words."""
    was = known.stance if known else opinion.mention.stance
    outcome = "refused" if refused else "agreed" if was == opinion.stance else "applied"
    metrics.OPINIONS.labels(outcome).inc()
    claim = opinion.mention.claim or ""
    record = {
        "edit": opinion.opinion,
        "kind": "opinion",
        "claim": claim,
        "new_claim": None,
        "by": opinion.by,
        "at": show_time(opinion.at),
        "reason": why(opinion, was),
        "offset": event.message.offset,
        "outcome": outcome,
        "refused": refused,
        "before": {opinion.mention.post: was},
        "after": {opinion.mention.post: was if refused else opinion.stance},
    }
    return Output(names.of("audit"), claim.encode(), orjson.dumps(record), 0, headers_of(event))

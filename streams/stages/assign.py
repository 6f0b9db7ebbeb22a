"""vectors -> mentions: which claim each post belongs to, in one order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from models import centring
from models.claim.assign import AssignRules, Judge, claim_after, decide, revise
from models.claim.decision import Decision
from models.claim.live import LiveClaim
from models.claim.memory import ClaimMemory
from models.mention import Mention, MentionKind
from models.post import Post
from models.reading import Reading, Vector
from streams import metrics
from streams.codec import decode_claim, decode_decision, decode_reading, encode, parse_control
from streams.firm import Batch, Output, Table, Writes
from streams.guard import guarded
from streams.stages.arrival import headers_of, observe_latency
from streams.topics import TopicNames


class Assign:
    """vectors -> mentions: which claim each post belongs to, in one order."""

    name = "assign"

    def __init__(
        self,
        names: TopicNames,
        judge: Judge,
        rules: AssignRules,
        own: Callable[[Post], bool],
        table: Table,
    ) -> None:
        self._names, self._judge, self._rules, self._own = names, judge, rules, own
        self._table = table
        self._memory: ClaimMemory | None = None

    async def recovered(self) -> None:
        """Take up what the table holds after a start or a rebalance."""
        self.forget()

    def forget(self) -> None:
        """Drop the index; it is rebuilt from the table when it is next needed."""
        self._memory = None

    @property
    def memory(self) -> ClaimMemory:
        """The index, rebuilt from the table where it was dropped."""
        if self._memory is None:
            items = list(self._table.items())
            self._memory = ClaimMemory(
                (decode_decision(value) for key, value in items if key.startswith(b"p:")),
                (decode_claim(value) for key, value in items if key.startswith(b"c:")),
            )
        return self._memory

    async def __call__(self, events: Sequence[Any]) -> Batch:
        """Decide the posts of a batch one after the other."""
        batch, claims = Batch(), Writes()
        for event in events:
            batch.outputs += guarded(
                self._names.of("dead-letters"), self.name, event, partial(self._outputs, event, batch, claims)
            )
        # Decisions before claims: a crash between the two leaves a known post whose claim is applied again.
        batch.writes.update(claims)
        metrics.LIVE_CLAIMS.set(len(self.memory))
        return batch

    def _outputs(self, event: Any, batch: Batch, claims: Writes) -> list[Output]:
        value = event.message.value
        if parse_control(value):
            return [
                Output(self._names.of("mentions"), b"", value, partition, headers_of(event))
                for partition in range(self._names.partitions)
            ]
        reading = decode_reading(value)
        vector = None if reading.vector is None else centring.centre(reading.vector, reading.lang)
        decision, kind = self._decision(event, reading, vector)
        # A repeat gives the earlier answer at the earlier offset, so that it is not counted again.
        offset = decision.offset if kind == "post" else event.message.offset
        mention = encode(self._mention(reading, decision, kind, offset))
        claim = claim_after(self.memory, decision, reading, vector) if kind == "post" else None
        # Nothing was changed so far: a record that fails leaves no trace but its dead letter.
        self._remember(event, decision, claim, batch, claims)
        metrics.MENTIONS.labels(decision.path).inc()
        metrics.STANCES.labels(decision.stance).inc()
        observe_latency("mention", event)
        key = (decision.claim or decision.key).encode()
        return [Output(self._names.of("mentions"), key, mention, None, headers_of(event))]

    def _remember(
        self, event: Any, decision: Decision, claim: LiveClaim | None, batch: Batch, claims: Writes
    ) -> None:
        written = encode(decision), None if claim is None else encode(claim)
        self.memory.remember(decision)
        batch.writes[b"p:" + decision.key.encode()] = (event, written[0])
        if claim is not None:
            self.memory.remember_claim(claim)
            claims[b"c:" + claim.id.encode()] = (event, written[1])

    def _decision(self, event: Any, reading: Reading, vector: Vector | None) -> tuple[Decision, MentionKind]:
        known, kind = self.memory.decision(reading.post.key), reading.post.kind
        if known is not None and kind != "post":
            return revise(self.memory, known, reading, vector, self._judge), kind
        if known is not None:
            return known, "post"
        return decide(self.memory, reading, vector, event.message.offset, self._judge, self._rules), "post"

    def _mention(self, reading: Reading, decision: Decision, kind: MentionKind, offset: int) -> Mention:
        post = reading.post
        return Mention(
            post=post.uid,
            claim=decision.claim,
            kind=kind,
            primary=True,
            stance=decision.stance,
            similarity=decision.similarity,
            path=decision.path,
            why=decision.why,
            offset=offset,
            published_at=post.published_at,
            read_at=post.read_at or post.published_at,
            platform=post.platform,
            channel=post.channel_uid,
            lang=reading.lang,
            sentence=reading.sentence,
            asserts=reading.asserts,
            source=decision.source,
            audience=post.audience,
            views=post.views,
            url=post.url,
            forward_of=post.forward_of,
            parent=post.forward_of or post.quote_of or post.reply_to,
            parent_read=decision.parent_read,
            own=self._own(post),
            statements=reading.statements,
        )

"""vectors -> mentions: which claim each post belongs to, in one order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from models import centring
from models.claim.assign import AssignRules, Judge, claim_after, decide
from models.claim.decision import Decision
from models.claim.edit import Moved
from models.claim.live import LiveClaim
from models.claim.memory import ClaimMemory
from models.claim.others import also_revised, further_mentions, further_told
from models.claim.revise import Departure, claim_revised, departs, outdated, revise
from models.claim.second import MOST_LOOKED_AT, Look, grown_together, look_due, looked_at
from models.claim.words import outlined
from models.judge import is_opinion
from models.mention import Mention, MentionKind
from models.post import Post
from models.reading import Reading, Vector
from streams import metrics
from streams.codec import Control, decode_reading, encode, parse_control, parse_edit
from streams.firm import Batch, Output, Table, current
from streams.guard import guarded
from streams.stages.arrival import headers_of, observe_latency
from streams.stages.edits import Wanted, apply_edits
from streams.stages.kept import Kept
from streams.stages.opinions import Unsure, answered, asked, never
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
        centre: Callable[[Vector, str], Vector] = centring.centre,
        subjects: Callable[[str, str], tuple[str, ...]] = lambda _sentence, _text: (),
        unsure: Unsure = never,
    ) -> None:
        self._names, self._judge, self._rules, self._own = names, judge, rules, own
        self._centre, self._subjects, self._unsure = centre, subjects, unsure
        self._kept = Kept(table, rules.retention)
        self._memory: ClaimMemory | None = None
        self._drops = 0

    async def recovered(self) -> None:
        """Take up what the table holds after a start or a rebalance."""
        self.forget()

    def forget(self) -> None:
        """Drop the index; it is rebuilt from the table when it is next needed."""
        self._memory = None
        self._drops += 1

    @property
    def memory(self) -> ClaimMemory:
        """The index, rebuilt from the table where it was dropped."""
        if self._memory is None:
            self._memory = self._kept.memory()
        return self._memory

    async def __call__(self, events: Sequence[Any]) -> Batch:
        """Decide the posts of a batch one after the other; second thoughts are a batch of their own."""
        await self._taken_up()
        batch, claims = Batch(), self._kept.begin()
        for number, event in enumerate(events):
            work = partial(self._outputs, event, number, batch)
            with current(event):
                batch.outputs += guarded(self._names.of("dead-letters"), self.name, event, work)
            if batch.taken is not None:
                break
        # Decisions before claims: a crash between the two leaves a known post whose claim is applied again.
        batch.writes.update(claims)
        metrics.LIVE_CLAIMS.set(len(self.memory))
        metrics.DORMANT_CLAIMS.set(self.memory.dormant)
        return batch

    async def _taken_up(self) -> None:
        """Have the memory; what was dropped while it was rebuilt is rebuilt again."""
        while self._memory is None:
            drops = self._drops
            memory = await self._kept.memory_meanwhile()
            if drops == self._drops:
                self._memory = memory

    def _outputs(self, event: Any, number: int, batch: Batch) -> list[Output]:
        value = event.message.value
        if control := parse_control(value):
            return self._passed(event, control, number, batch)
        if (wanted := parse_edit(value)) is not None:
            return self._edited(event, [wanted], number, batch)
        if is_opinion(value):
            return answered(event, self.memory, batch, self._names)
        reading = self._centred(decode_reading(value))
        if reading.post.kind == "edit" and self._kept.edits(event.message.offset):
            return self._departed(event, reading, (), number, batch)  # it moved the post, and comes again
        if outdated(self.memory.decision(reading.post.key), reading.post):
            return []
        vector = None if reading.vector is None else self._centre(reading.vector, reading.lang)
        if (departure := self._departure(event, reading, vector)) is not None:
            moved = self._moved(reading, vector, departure)
            return self._departed(event, reading, [(departure.edit, (moved,))], number, batch)
        return self._decided(event, reading, vector, batch)

    def _passed(self, event: Any, control: Control, number: int, batch: Batch) -> list[Output]:
        """Carry time on; now and then look for claims that have grown together."""
        told = list[Output]()
        offset, ends = event.message.offset, control.control == "end"
        if look_due(last := self._kept.looked(), control.at, ends=ends):
            if number:
                batch.taken = number  # what comes before it in this batch comes first
                return []
            claims = looked_at(self.memory, last.offset)
            wanted = [(merge, ()) for merge in grown_together(self.memory, claims, self._rules, control.at)]
            if wanted or self._kept.edits(offset):
                told = self._edited(event, wanted, number, batch)
            # What comes later must not be in the state that this look sees when it is taken again.
            batch.taken = number + 1
            whole = len(claims) < MOST_LOOKED_AT
            self._kept.look(event, Look(offset if whole else claims[-1].offset, control.at, ends))
        self._kept.swept(event, self.memory.tick(control.at), batch.writes)
        return told + [
            Output(self._names.of("mentions"), b"", event.message.value, partition, headers_of(event))
            for partition in range(self._names.partitions)
        ]

    def _edited(self, event: Any, wanted: Wanted, number: int, batch: Batch) -> list[Output]:
        """Apply edits in a batch of their own; those before them in this batch come first."""
        if number:
            batch.taken = number
            return []
        batch.taken = 1
        return apply_edits(event, wanted, self.memory, self._kept, batch, self._names)

    def _departed(
        self, event: Any, reading: Reading, wanted: Wanted, number: int, batch: Batch
    ) -> list[Output]:
        """Move an edited post to another claim, and look anew at what else it speaks of."""
        told = self._edited(event, wanted, number, batch)
        moved = self.memory.decision(reading.post.key)
        if number or moved is None:
            return told
        offset = event.message.offset
        decision = also_revised(self.memory, moved, reading, offset, self._judge, self._rules)
        if decision != moved:
            self._remember(event, decision, None, batch)
        mention = self._mention(reading, decision, "edit", offset, None)
        return told + self._further(event, mention, reading, decision)

    def _further(self, event: Any, mention: Mention, reading: Reading, decision: Decision) -> list[Output]:
        """Give the mentions of what a post speaks of beside its own claim."""
        return [
            Output(
                self._names.of("mentions"), (one.claim or "").encode(), encode(one), None, headers_of(event)
            )
            for one in further_mentions(self.memory, mention, reading, decision)
        ]

    def _centred(self, reading: Reading) -> Reading:
        """Give a reading whose parts are centred."""
        parts = (replace(part, vector=self._centre(part.vector, reading.lang)) for part in reading.parts)
        return replace(reading, parts=tuple(parts)) if reading.parts else reading

    def _departure(self, event: Any, reading: Reading, vector: Vector | None) -> Departure | None:
        known = self.memory.decision(reading.post.key)
        if known is None or reading.post.kind != "edit":
            return None
        offset = event.message.offset
        return departs(self.memory, known, reading, vector, offset, self._judge, self._rules)

    def _moved(self, reading: Reading, vector: Vector | None, departure: Departure) -> Moved:
        """Give an edited post as its new claim gets it: with its new words, at the time of its first ones."""
        decision, known = departure.decision, self.memory.decision(reading.post.key)
        assert known is not None, "only a known post departs"
        at = known.posted_at or known.at
        mention = self._mention(reading, decision, "post", decision.offset, vector)
        mention = replace(mention, published_at=at, read_at=known.read_at or at)
        return Moved(mention, known.stance, vector, reading.facts, reading.post.at)

    def _decided(self, event: Any, reading: Reading, vector: Vector | None, batch: Batch) -> list[Output]:
        decision, kind = self._decision(event, reading, vector)
        if kind == "post" and self._elsewhere(decision):
            return []
        # A repeat gives the earlier answer at the earlier offset, so that it is not counted again.
        offset = decision.offset if kind == "post" else event.message.offset
        if kind == "post":
            claim = claim_after(self.memory, decision, reading, vector)
        else:
            claim = claim_revised(self.memory, decision, reading, vector)
        mention = self._mention(reading, decision, kind, offset, vector)
        further = self._further(event, mention, reading, decision)
        question = asked(event, reading, vector, mention, self.memory, self._unsure, self._names)
        value = encode(mention)
        # Nothing was changed so far: a record that fails leaves no trace but its dead letter.
        self._remember(event, decision, claim, batch)
        metrics.MENTIONS.labels(decision.path).inc()
        metrics.STANCES.labels(decision.stance).inc()
        observe_latency("mention", event)
        key = (self._claim_of(decision) or decision.key).encode()
        return [Output(self._names.of("mentions"), key, value, None, headers_of(event)), *further, *question]

    def _remember(self, event: Any, decision: Decision, claim: LiveClaim | None, batch: Batch) -> None:
        batch.writes[b"p:" + decision.key.encode()] = (event, encode(decision))
        woken = self.memory.remember(decision)
        if claim is not None:
            self.memory.remember_claim(claim)
        if (written := claim or woken) is not None:
            self._kept.live(event, written)

    def _decision(self, event: Any, reading: Reading, vector: Vector | None) -> tuple[Decision, MentionKind]:
        known, kind, offset = self.memory.decision(reading.post.key), reading.post.kind, event.message.offset
        if known is not None and kind == "post":
            return known, kind
        if known is None:
            kind, decision = "post", decide(self.memory, reading, vector, offset, self._judge, self._rules)
        else:
            decision = revise(self.memory, known, reading, vector, self._judge)
        return further_told(self.memory, known, decision, reading, offset, self._judge, self._rules), kind

    def _claim_of(self, decision: Decision) -> str | None:
        """Give the claim a post belongs to by now: the one it was decided for may have been merged away."""
        return decision.claim and self.memory.edits.survivor(decision.claim)

    def _elsewhere(self, decision: Decision) -> bool:
        """Tell whether a post was counted in another claim than it is in now: it went over with what it is.

        The offset of its mention says nothing to the claim that got it, so a repeat is not sent there.
        """
        edits = self.memory.edits
        return decision.offset in edits or edits.merged_at(decision.claim or "") >= 0

    def _mention(
        self, reading: Reading, decision: Decision, kind: MentionKind, offset: int, vector: Vector | None
    ) -> Mention:
        post = reading.post
        return Mention(
            post=post.uid,
            claim=self._claim_of(decision),
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
            outline=outlined(decision, vector),
            subjects=self._subjects(reading.sentence, post.text) if decision.stance == "support" else (),
        )

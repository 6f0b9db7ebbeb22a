"""What the steps are made of: the model, the registry, the rules, put together once for a process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from models.claim.assign import AssignRules
from models.claim.live import LiveClaim
from models.claim.retention import Retention
from models.denial import WORDLESS, Denial, Subjects, confirms, goes_against, says_no, weigh
from models.embedding import Embedder, load_embedder
from models.errors import RumorError
from models.facts import Gazetteer, parse_aliases
from models.judge import near_boundary
from models.lab.stance import AnswerJudge
from models.mention import Mention, Stance
from models.newsroom import Newsroom, parse_newsroom
from models.officials import Registry, parse_officials
from models.post import Post
from models.reader import Reader
from models.reading import Reading, Statement, Vector
from models.rules import USUAL, Rules, parse_rules
from models.stance import STANCES, Parent, StanceModel
from models.track import TrackSettings, Weigh
from streams.settings import Settings
from streams.stages.opinions import Unsure, never

DENIES_ALONE: Final = 0.6
"""Certainty from which a post of its own without a word of denial counts as a denial. Answers are judged
as they are: they deny in other words ("no", "he is alive") and found no claim."""


class PartsError(RumorError):
    """A file the steps are made from that cannot be read; the message names it and the mend."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the three stages need beyond their records."""

    reader: Reader
    judge: AnswerJudge
    assign_rules: AssignRules
    owns: Callable[[Post], bool]
    track_settings: TrackSettings
    weigh: Weigh
    registry: Registry
    subjects: Callable[[str, str], tuple[str, ...]]
    unsure: Unsure = never
    """Which posts a second opinion is asked for."""


def load_parts(settings: Settings, embedder: Embedder | None = None) -> Parts:
    """Read the files and the model that the settings name."""
    registry = parse_officials(read_text(settings.officials), str(settings.officials))
    aliases = parse_aliases(read_text(settings.aliases), str(settings.aliases))
    newsroom = _newsroom(settings.newsroom)
    stance = StanceModel.load()
    return Parts(
        reader=Reader(
            embedder or load_embedder(settings.cache, settings.model),
            Gazetteer(aliases, registry.names()),
            registry,
        ),
        judge=stance_judge(stance),
        assign_rules=AssignRules(
            retention=Retention(
                dormant_after=timedelta(days=settings.dormant_days),
                dormant_for=timedelta(days=settings.dormant_for_days),
                remembered=timedelta(days=settings.remember_days),
            )
        ),
        owns=newsroom.owns,
        track_settings=TrackSettings(
            lateness=timedelta(minutes=settings.lateness_minutes),
            dormant_after=timedelta(days=settings.dormant_days),
            reignited_after=timedelta(hours=settings.reignite_hours),
            rules=load_rules(settings.rules),
            offices={office.id: office.name for office in registry.offices},
        ),
        weigh=weigher(registry),
        registry=registry,
        subjects=Subjects(registry).beside,
        unsure=wavers(stance) if settings.opinions else never,
    )


def load_rules(path: Path) -> Rules:
    """Read when a claim counts as spreading; the usual rules where nobody named or wrote a file."""
    if path == Settings().rules and not path.exists():
        return USUAL
    return parse_rules(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Read a small text file; raise `PartsError` with the reason in one sentence."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PartsError(f"{path} does not exist") from None
    except (OSError, UnicodeDecodeError) as error:
        raise PartsError(f"{path} cannot be read: {error}") from None


def stance_judge(model: StanceModel) -> AnswerJudge:
    """Ask the stance model about a reading and a claim."""

    def judge(
        reading: Reading, vector: Vector | None, claim: LiveClaim, reply: bool, parent: Parent | None = None
    ) -> Stance:
        stance: Stance
        stance, sure = model.judge(
            reading.post.text, reading.lang, vector, claim.wording, claim.vector, reply=reply, parent=parent
        )
        if stance != "query" and sure < 1 and reading.statements:
            chances = model.chances(
                reading.post.text,
                reading.lang,
                vector,
                claim.wording,
                claim.vector,
                reply=reply,
                parent=parent,
            )
            chance = float(chances[STANCES.index("deny")])
            if goes_against(reading.statements, reading.lang, claim.wording, chance):
                return "deny"
        if stance == "deny" and sure < WORDLESS and _wordless(reading):
            return "comment"
        if stance == "deny" and not (reading.denies or reply) and sure < DENIES_ALONE:
            return "support" if reading.asserts else "comment"
        return stance

    return judge


def wavers(model: StanceModel) -> Unsure:
    """Tell of which posts the stance model is not sure."""

    def unsure(reading: Reading, vector: Vector | None, claim: LiveClaim, reply: bool) -> bool:
        text = reading.post.text
        return near_boundary(
            model.chances(text, reading.lang, vector, claim.wording, claim.vector, reply=reply)
        )

    return unsure


def _wordless(reading: Reading) -> bool:
    """Tell whether an office has the word in a post, and no word of denial."""
    said = reading.statements
    return bool(said) and not (reading.denies or any(says_no(one, reading.lang) for one in said))


def weigher(registry: Registry) -> Weigh:
    """Weigh statements against one registry: those of a post that supports a claim must confirm it."""

    def weighed(
        mention: Mention, statement: Statement, wordings: Sequence[str], first_seen: datetime
    ) -> Denial | None:
        if mention.stance == "support" and not confirms(mention, statement, wordings):
            return None
        return weigh(mention, statement, wordings, first_seen, registry)

    return weighed


def _newsroom(path: Path) -> Newsroom:
    return parse_newsroom(read_text(path), str(path)) if path.exists() else Newsroom()

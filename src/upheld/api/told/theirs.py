"""What the people who complained sent us themselves, and what all of them together say."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from upheld.core.changes import IdeaState
from upheld.core.portal import Fairness, Mean, Way
from upheld.core.words import Outcome, ReceiptState
from upheld.store import models as rows

from .base import Moment, Reference, Told, one_of


class NeedTold(Told):
    """What somebody asked of us so that they can complain at all."""

    name: str
    ways: list[Annotated[str, one_of(Way)]]
    acts_for: str
    reach: str
    words: str


class FeltTold(Told):
    """How one thing was for them, from 1 to 5; null where they gave no number."""

    about: Fairness
    score: int | None
    words: str


class LinkTold(Told):
    """A link to their case. Its secret is told to nobody but them."""

    id: int
    to: str
    state: ReceiptState
    asked_at: Moment
    asked_by: str
    sent_at: Moment | None
    link_until: Moment | None
    entered_at: Moment | None
    session_until: Moment | None
    ended_at: Moment | None
    error: str


class IdeaTold(Told):
    """What somebody thinks that we could do better; `may_tell`: they want to hear what became."""

    id: int
    case: Reference
    text: str
    may_tell: bool
    at: Moment
    state: IdeaState


def idea(row: rows.Idea) -> IdeaTold:
    state = IdeaState(row.fate.state) if hasattr(row, "fate") else IdeaState.RECEIVED
    plain = {name: getattr(row, name) for name in ("text", "may_tell", "at")}
    return IdeaTold(id=row.pk, state=state, case=row.case.reference, **plain)


class TheirsTold(Told):
    """Their needs, how it was for them, their ideas and their ways in. No decision reads it."""

    need: NeedTold | None
    felt: list[FeltTold]
    ideas: list[IdeaTold]
    links: list[LinkTold]


def theirs(case: rows.Case, links: list[rows.Receipt]) -> TheirsTold:
    need = getattr(case, "need", None)
    return TheirsTold(
        need=NeedTold.model_validate(need) if need else None,
        felt=_felt(getattr(case, "satisfaction", None)),
        ideas=[idea(row) for row in case.ideas.select_related("case", "fate")],
        links=[LinkTold.model_validate(row) for row in links],
    )


def _felt(said: rows.Satisfaction | None) -> list[FeltTold]:
    if said is None:
        return []
    return [
        FeltTold(about=kind, score=getattr(said, kind), words=getattr(said, f"{kind}_words"))
        for kind in Fairness
    ]


class MeanTold(Told):
    """The mean of so many answers, as text; null while so few would tell what one said."""

    about: Fairness
    count: int
    mean: str | None


class VoicesTold(Told):
    """How it was for people, after one outcome, or after any where it is null."""

    at: Moment = Field(description="When it was worked out.")
    outcome: Outcome | None = Field(description="Null for every answer.")
    means: list[MeanTold]


def voices(outcome: str, found: dict[Fairness, Mean], at: datetime) -> VoicesTold:
    means = [_mean(kind, each) for kind, each in found.items()]
    return VoicesTold(at=at, outcome=Outcome(outcome) if outcome else None, means=means)


def _mean(kind: Fairness, told: Mean) -> MeanTold:
    mean = None if told.mean is None else str(told.mean)
    return MeanTold(about=kind, count=told.count, mean=mean)

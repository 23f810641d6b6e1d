"""Root causes, changes and what became of ideas, as programs read them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, computed_field

from upheld.core.changes import About, Among, Checked, IdeaState, RootCauseState, Verdict, sentence
from upheld.core.intervals import Interval
from upheld.insight.effects.cost import Cost
from upheld.insight.effects.kept import Costs
from upheld.insight.figures import Worked
from upheld.store import changes as kept
from upheld.store import models as rows
from upheld.store.news import NOT_NOW, Audience

from .base import Amount, Moment, Told, Versioned, amount, mark, one_of


class EvidenceOfCauseTold(Told):
    about: About
    key: str


class YearlyCostTold(Told):
    """What it came to in the last twelve months, and between what a year like it lies."""

    money: Amount
    low: float
    high: float


class YearTold(Told):
    at: Moment = Field(description="When it was worked out.")
    complaints: int
    people: int
    contacts: int
    without_handling: bool
    costs: list[YearlyCostTold]


class RootCauseTold(Versioned):
    """What lies behind many cases, and what a year of it costs. `version` is of what people wrote:
    another reckoning of the year is no change of it."""

    id: int
    label: str
    owner: str
    state: RootCauseState
    opened_at: Moment
    closed_why: str
    evidence: list[EvidenceOfCauseTold]
    changes: list[int]
    a_year: YearTold | None = Field(description="Null until it was worked out.")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def version(self) -> str:
        written = set(RootCauseTold.model_fields) - {"a_year"}
        return mark(self.model_dump(mode="json", include=written))


def root_cause(row: rows.RootCause, costs: Worked[Costs]) -> RootCauseTold:
    cost = (costs.told or {}).get(row.pk)
    return RootCauseTold(
        id=row.pk,
        label=row.label,
        owner=row.owner.name,
        state=RootCauseState(row.state),
        opened_at=row.at,
        closed_why=row.closed_why,
        evidence=[EvidenceOfCauseTold.model_validate(each) for each in kept.gathered(row)],
        changes=[each.pk for each in row.changes.all()],
        a_year=_year(cost, costs.at) if cost else None,
    )


def _year(cost: Cost, at: datetime) -> YearTold:
    costs = [
        YearlyCostTold(
            money=amount(money.amount, money.currency), low=interval.low, high=interval.high
        )
        for money, interval in cost.money
    ]
    return YearTold(
        at=at,
        complaints=cost.complaints,
        people=cost.people,
        contacts=cost.contacts,
        without_handling=cost.without_handling,
        costs=costs,
    )


class EndsTold(Told):
    low: float
    likely: float
    high: float


class PlaceboTold(Told):
    """Days on which nothing was changed, and on how many as much seemed to come of it."""

    days: int
    as_large: int
    p: float


class EffectCheckTold(Told):
    """What the numbers said on a day. `ratio` is the rate with the change to that without it, with
    where it lies 9 times in 10."""

    at: Moment
    by: str
    verdict: Annotated[str, one_of(Verdict)]
    sentence: str
    method: str
    ratio: EndsTold | None
    before: EndsTold | None
    after: EndsTold | None
    counted_before: int
    counted_after: int
    placebo: PlaceboTold | None
    last_week: date | None
    tell_on: date | None
    returned_on: date | None
    limits: list[str]


def _ends(found: Interval | None) -> EndsTold | None:
    return EndsTold(low=found.low, likely=found.likely, high=found.high) if found else None


def check(row: rows.EffectCheck, change: rows.Change) -> EffectCheckTold:
    found = kept.checked(row)
    plain = ("method", "counted_before", "counted_after", "last_week", "tell_on", "returned_on")
    return EffectCheckTold(
        at=row.at,
        by=row.by,
        verdict=found.verdict,
        sentence=sentence(change.name, change.made_on, found, change.expected),
        ratio=_ends(found.ratio),
        before=_ends(found.before),
        after=_ends(found.after),
        placebo=_placebo(found),
        limits=list(found.limits),
        **{name: getattr(found, name) for name in plain},
    )


def _placebo(found: Checked) -> PlaceboTold | None:
    if found.placebo is None:
        return None
    return PlaceboTold(days=found.placebo.days, as_large=found.placebo.as_large, p=found.placebo.p)


class ChangeMeasureTold(Told):
    about: About
    key: str
    among: Among


class ChangeTold(Versioned):
    """A change as it was written down; `verdict` is what its newest check said, null before one."""

    id: int
    root_cause: int
    name: str
    hypothesis: str
    told_as: str
    made_on: date
    judge_from: date
    measure: ChangeMeasureTold
    expected: str
    beside: list[str]
    owner: str
    verdict: Annotated[str, one_of(Verdict)] | None
    public_words: str
    public: bool


def change(row: rows.Change) -> ChangeTold:
    newest = kept.latest(row)
    plain = ("name", "hypothesis", "told_as", "made_on", "judge_from", "public_words")
    return ChangeTold(
        id=row.pk,
        root_cause=row.root_cause_id,
        measure=ChangeMeasureTold.model_validate(row),
        expected=str(row.expected),
        beside=list(row.beside),
        owner=row.owner.name,
        verdict=Verdict(newest.verdict) if newest else None,
        public=row.approved_at is not None,
        **{name: getattr(row, name) for name in plain},
    )


class AudienceTold(Told):
    """Those who complained before the change was made: how many are to be told, and how many are
    not told now. Why not is null for whoever does not see every case: it may be another team's.
    Where there are `more` complaints, all of this is of the newest."""

    people: int
    to_tell: int
    told: int
    not_now: int
    no_news: int | None
    parted: int | None
    restricted: int | None
    open: int | None
    unreached: int | None
    disowned: int | None
    more: bool


def audience(found: Audience) -> AudienceTold:
    told: dict[str, Any] = {
        name: getattr(found, name) for name in ("people", "told", "not_now", "more")
    }
    for name in NOT_NOW:
        told[name] = getattr(found, name) if found.apart else None
    return AudienceTold(to_tell=len(found.to_tell), **told)


class LettersTold(Told):
    """How many letters are on their way, how many more are to be told, and what kept one back.
    Where there are `more`, so many are left at least."""

    letters: int
    left: int
    blocked: list[str]
    more: bool


class FateTold(Versioned):
    """What becomes of an idea; `told` once a letter said so."""

    idea: int
    state: IdeaState
    change: int | None
    because: str
    told: bool


def fate(idea: rows.Idea) -> FateTold:
    row: rows.IdeaFate | None = getattr(idea, "fate", None)
    if row is None:
        return FateTold(idea=idea.pk, state=IdeaState.RECEIVED, change=None, because="", told=False)
    return FateTold(
        idea=idea.pk,
        state=IdeaState(row.state),
        change=row.change_id,
        because=row.because,
        told=row.letter_id is not None,
    )


class NewsTold(Told):
    wanted: bool

"""What we did before: like cases by facts and by words, what differs, and how far we agree."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse_lazy

from upheld.core.decision import Decision
from upheld.core.money import Money
from upheld.core.precedents import LIKE, Consistency
from upheld.desk.forms.precedents import FollowForm
from upheld.insight.precedents import Precedent, Precedents, keeping, of_case
from upheld.store import models as rows
from upheld.tables import Policy

from .fold import Fold
from .folds import Folds

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One precedent. `facts` and `words` are hundredths, `beside` says how it was answered."""

    case_id: int
    reference: str
    customer: str
    at: datetime
    stance: str
    outcome: str
    owed: Money
    goodwill: Money
    facts: int
    words: int
    differs: tuple[str, ...]
    beside: str
    not_followed: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The consistency measure as it is read; `share` is empty where no case is like."""

    told: Consistency
    share: str

    @property
    def sentence(self) -> str:
        return self.told.sentence


@dataclass(frozen=True, slots=True)
class PrecedentsPart:
    """`why` is the reason of a decision that differs, `mark` why this one is not to follow."""

    lines: tuple[Line, ...]
    measured: Measured | None
    by_words: bool
    why: rows.Distinction | None
    mark: str
    folds: list[Fold]


def found(
    case: rows.Case, document: dict[str, Any], decision: Decision, policy: Policy
) -> Precedents:
    """The precedents of a decision that may be read. Three statements at most."""
    return of_case(case, document, decision, policy, keeping.usable(), _SHOWN)


def precedents_part(
    told: Precedents | None, decision: Decision | None, row: rows.Decision | None, folds: Folds
) -> PrecedentsPart:
    measured = told.measured if told else None
    lines: tuple[Line, ...] = ()
    if told and decision and measured:
        lines = tuple(_line(each, _beside(each, decision, measured)) for each in told.found)
    mark = getattr(row, "unfair", None) or ""
    return PrecedentsPart(
        lines=lines,
        measured=Measured(measured, _share(measured)) if measured else None,
        by_words=told is not None and told.by_words,
        why=getattr(row, "distinction", None),
        mark=mark,
        folds=_folds(folds, mark) if row else [],
    )


def _line(each: Precedent, beside: str) -> Line:
    answered = each.before.answered
    return Line(
        case_id=each.before.case,
        reference=each.before.reference,
        customer=each.before.customer,
        at=each.before.at,
        stance=answered.stance,
        outcome=answered.outcome,
        owed=Money(answered.owed, answered.currency),
        goodwill=Money(answered.goodwill, answered.currency),
        facts=round(100 * each.facts.share),
        words=round(100 * each.words),
        differs=each.differs,
        beside=beside,
        not_followed=each.before.not_followed,
    )


def _beside(each: Precedent, ours: Decision, measured: Consistency) -> str:
    if _answer(each) == _answer_of(ours):
        return "Alike"
    if each.facts.same or each.before.case in {one.case for one in measured.differing}:
        return "≠ Differs: see why"
    if each.before.case in {one.case for one in measured.apart}:
        return "A rule tells them apart"
    if not each.before.like or each.facts.share < LIKE or each.before.not_followed:
        return "See both"
    other_band = each.before.answered.band != ours.fit.band
    return "Alike, but for the band" if other_band else "Alike, in other amounts"


def _answer(each: Precedent) -> tuple[object, ...]:
    told = each.before.answered
    return told.outcome, told.stance, told.owed, told.goodwill


def _answer_of(ours: Decision) -> tuple[object, ...]:
    return ours.outcome or "", ours.stance, ours.owed.amount, ours.goodwill.amount


def _share(told: Consistency) -> str:
    """ "83 % (44 to 97 %)": the share of like cases that were answered so, with its interval."""
    if told.share is None or told.low is None or told.high is None:
        return ""
    return f"{told.share:.0%}, {told.low:.0%} to {told.high:.0%}"


def _folds(folds: Folds, mark: str) -> list[Fold]:
    """A lead says that it is no precedent to follow, or that it is one again."""
    at = [folds.case.pk]
    key, label = (
        ("following", "Follow it again") if mark else ("unfair", "Not a precedent to follow")
    )
    address = reverse_lazy(f"desk:{key}", args=at)
    return folds.of("follow", key, label, label, address, lambda key: FollowForm(key=key))

"""What one complaint was given beyond the owed: over all its decisions and the exceptions beside
them, and over what was merged into it. A limit that looked at one decision alone would be passed by
answering and opening the case again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from upheld.core.checks.read import ANSWERS
from upheld.core.money import Money
from upheld.core.promises.commitments import CommitmentState
from upheld.core.words import Role

from . import models as rows
from .sight import seen


class Who(NamedTuple):
    """Whoever acted: two people may have one name, and the command line has nothing else."""

    person: int | None
    name: str

    def is_same(self, other: "Who") -> bool:
        """Where either is known by the name alone, the same name is the same person."""
        if self.person and other.person:
            return self.person == other.person
        return self.name == other.name


@dataclass(frozen=True, slots=True)
class Gift:
    """What a letter told, or what is given or asked for beside the latest decision. `approver` let
    it out, where that is another than whoever gave it."""

    money: Money
    approver: Who | None


def told(case: rows.Case) -> set[int]:
    """The decisions that an answer of the case told: what it gives is promised from then on."""
    letters = (row for row in case.letters.all() if row.kind in ANSWERS and row.queued_at)
    return {row.decision_id for row in letters if row.decision_id}


@seen.whole()
def answers(case: rows.Case, there: rows.Case) -> list[rows.Decision]:
    """The decisions that answers to whoever complained in a case told, made in it or `there`, where
    it went over into."""
    sent = rows.Letter.objects.filter(case=case, kind__in=ANSWERS).exclude(queued_at=None)
    told = list(sent.select_related("decision"))
    made = {each.decision.pk: each.decision for each in told if each.decision}
    if told and there != case:  # a letter of theirs is kept without another's decision
        made |= {each.pk: each for each in there.decisions.filter(answered())}
    return list(made.values())


def answered() -> Exists:
    """The same of decisions that are asked for."""
    letters = rows.Letter.objects.filter(decision=OuterRef("pk"), kind__in=ANSWERS)
    return Exists(letters.exclude(queued_at=None))


def given_by_then() -> Subquery:
    """Of decisions that are asked for: the most of the same kind of goodwill that the case was
    given before, beyond which theirs counts."""
    before = _given(OuterRef("case"), OuterRef("record__goodwill__kind"))
    largest = before.filter(pk__lt=OuterRef("pk")).order_by("-goodwill")
    return Subquery(largest.values("goodwill")[:1])


@seen.whole()
def more(decision: rows.Decision, case: rows.Case) -> Money:
    """What the goodwill of a decision, made or being made, is beyond what the case was given."""
    had = Decimal(0)
    if decision.goodwill and told(case):
        before = _given(case.pk, decision.record["goodwill"]["kind"])
        before = before.filter(pk__lt=decision.pk) if decision.pk else before
        had = before.aggregate(most=Max("goodwill"))["most"] or had
    return Money(max(decision.goodwill - had, Decimal(0)), decision.currency)


def _but(*states: CommitmentState) -> Q:
    """Promises in no other state than these, said so that no index of states is walked: those of
    one letter are few."""
    return ~Q(state__in=[each for each in CommitmentState if each not in states])


def _given(case: int | OuterRef, kind: str | OuterRef) -> "QuerySet[rows.Decision]":
    """Decisions whose goodwill was given: its promise was kept, or a newer one took its place. Once
    one is open or was broken in the case, all of it counts: the same would be given again and again
    by whoever says that it was not."""
    kept, still = _but(CommitmentState.KEPT, CommitmentState.REPLACED), _but(CommitmentState.OPEN)
    promised = rows.Commitment.objects.filter(
        Q(words__icontains="goodwill") | Q(words__icontains="voucher"),
        letter__decision=OuterRef("pk"),
    ).exclude(words__icontains="exception")
    broken = rows.Commitment.objects.filter(
        _but(CommitmentState.BROKEN), letter__decision__case=OuterRef("case")
    )
    return rows.Decision.objects.filter(
        Exists(promised.filter(kept)),
        ~Exists(promised.filter(still)),
        ~Exists(broken),
        case=case, record__goodwill__kind=kind, budget_on__isnull=False, goodwill__gt=0,
    )  # fmt: skip


@seen.whole()
def of(case: rows.Case) -> list[Gift]:
    """Everything beyond the owed that stands on the complaint, the latest decision's with it."""
    decisions = list(case.decisions.all())
    latest = {row.pk for row in decisions[:1]}
    return [*_of(case, decisions, latest | told(case), latest), *_of_parts(case)]


def _of_parts(case: rows.Case) -> Iterator[Gift]:
    """What was told in cases that were merged into it. Their letters may have come over."""
    for merge in case.taken_in.all():
        if merge.undone_at is None:
            part = merge.case
            decisions = list(rows.Decision.objects.filter(answered(), case=part.pk))
            yield from _of(part, decisions, {row.pk for row in decisions}, set())
            yield from _of_parts(part)


def _of(
    case: rows.Case, decisions: Iterable[rows.Decision], counted: set[int], going: set[int]
) -> Iterator[Gift]:
    for row in decisions:
        if row.pk in counted and _counts(row) and (money := more(row, case)).amount:
            yield Gift(money, _approver(row))
    for made in case.deviations.all():
        alive = made.decision_id in going and (made.given or made.waits)
        if made.amount and not made.found and (made.told_at or alive):
            yield Gift(Money(made.amount, made.currency), _granter(made))


def _counts(row: rows.Decision) -> bool:
    """Goodwill that was given before counts once: without a day it counts in no budget, unless it
    gets one by its approval."""
    needs = row.needs_second_person or row.needs_role == Role.LEAD
    return row.budget_on is not None or (needs and not row.approved_at)


def _approver(row: rows.Decision) -> Who | None:
    """Whoever approved it, where that cannot have been the one who made it."""
    another = row.needs_second_person or row.approved_by != row.by
    return Who(None, row.approved_by) if row.approved_at and another else None


def _granter(made: rows.Deviation) -> Who | None:
    by = Who(made.approver_id, made.approved_by)
    another = made.given and not by.is_same(Who(made.proposed_by_id, made.by))
    return by if another else None


def alone(gifts: Iterable[Gift], by: Who, more: Money) -> tuple[Money, ...]:
    """What counts against the limit of `by` once they give `more`: all that nobody else approved,
    whoever gave it, and what they approved themselves. A sum for each currency, that of `more`
    first."""
    sums: dict[str, Decimal] = defaultdict(Decimal, {more.currency: more.amount})
    for each in gifts:
        if each.approver is None or each.approver.is_same(by):
            sums[each.money.currency] += each.money.amount
    return tuple(Money(amount, currency) for currency, amount in sums.items())

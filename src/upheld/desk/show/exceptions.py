"""Exceptions: those of a case, one that is looked at, and the ledger of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse, reverse_lazy

from upheld.core.decision import Decision
from upheld.core.deviations import GIVEN, LEAVES_ROOM, DeviationState
from upheld.core.money import Money
from upheld.core.repeated import Price
from upheld.desk.forms.exceptions import KINDS, STATES, DeviationApprovalForm, DeviationEndForm
from upheld.steps import may
from upheld.steps.deviate import Outlook, may_approve
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight.withheld import marked

from .fold import Fold
from .folds import Folds
from .mail import Tab


@dataclass(frozen=True, slots=True)
class ExceptionPart:
    """One exception as it is read: what, what became of it, its price, and what may be done."""

    row: rows.Deviation
    what: str
    state: str
    price: str
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class ExceptionsPart:
    """Those of a case. `look` is where another is looked at; empty where nothing is decided."""

    listed: list[ExceptionPart]
    look: str
    room: bool


def exceptions_part(
    case: rows.Case, decision: Decision | None, folds: Folds, by: may.Actor
) -> ExceptionsPart | None:
    """None where there is nothing to show: no statement more is asked for a case without any."""
    listed = [exception_part(row, _folds(row, folds, by)) for row in case.deviations.all()]
    looks = decision is not None and may.allowed("deviate", by, case.state)
    if not listed and not looks:
        return None
    look = reverse("desk:exception", args=[case.pk]) if looks else ""
    return ExceptionsPart(listed, look, decision is not None and decision.stance in LEAVES_ROOM)


def exception_part(row: rows.Deviation, folds: list[Fold] | None = None) -> ExceptionPart:
    return ExceptionPart(row, what(row), told_state(row), price_told(row), folds or [])


def what(row: rows.Deviation) -> str:
    """A voucher of £20.00; or in the words that it was granted in."""
    kind = next((label for kind, label in KINDS.items() if kind == row.kind), row.kind)
    if row.told.is_money:
        return f"{kind} of {row.money}" if row.kind == "voucher" else f"{row.money} back"
    return row.words or kind


def told_state(row: rows.Deviation) -> str:
    if row.found:
        return "Found in history"
    told = STATES[DeviationState(row.state)]
    return f"{told}, and told" if row.state == DeviationState.GRANTED and row.told_at else told


def price_told(row: rows.Deviation) -> str:
    """The price for everybody as it was known when it was asked for."""
    if row.price is None:
        return ""
    cases = "case" if row.similar == 1 else "cases"
    return f"{range_told(row.price, row.currency)} a year, by {row.similar} like {cases}"


def range_told(price: Price, currency: str) -> str:
    likely, low, high = (Money(p, currency) for p in (price.likely, price.low, price.high))
    return f"{likely} ({low} to {high})"


def _folds(row: rows.Deviation, folds: Folds, by: may.Actor) -> list[Fold]:
    at = [row.case_id, row.pk]
    offered: list[Fold] = []
    if may_approve(row, by):
        offered += folds.of(
            "approve_deviation", f"approve-{row.pk}", "Approve it", "Approve the exception",
            reverse_lazy("desk:exception_approve", args=at),
            lambda key: DeviationApprovalForm(key=key),
        )  # fmt: skip
    if row.waits or (row.state == DeviationState.GRANTED and not row.told_at):
        offered += folds.of(
            "end_deviation", f"end-{row.pk}", "Decline it" if row.waits else "Take it back",
            "Do not give it", reverse_lazy("desk:exception_end", args=at),
            lambda key: DeviationEndForm(key=key),
        )  # fmt: skip
    return offered


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget that it counts in, with what is left of it before this."""

    row: rows.Budget
    left: Money
    short: bool


@dataclass(frozen=True, slots=True)
class OutlookPart:
    """What granting would mean, in words."""

    seen: Outlook
    situation: str
    price: str
    counted: str
    worth_from: Money | None
    who: str
    button: str
    budgets: list[BudgetLine]
    needs_reason: bool


def outlook_part(seen: Outlook, amount: Money | None, by: may.Actor, words: str) -> OutlookPart:
    price = range_told(seen.price, amount.currency) if seen.price and amount else ""
    waits = seen.waits_for(by)
    return OutlookPart(
        seen=seen,
        situation=words,
        price=price,
        counted=_counted(seen),
        worth_from=seen.effect.worth_from(amount) if amount else None,
        who=f"It waits for {waits}." if waits else "You may grant it.",
        button="Ask for it" if waits else "Grant it",
        budgets=[BudgetLine(row, s.left, row in seen.short) for row, s in seen.budgets],
        needs_reason=bool(seen.short or seen.stopped) and not waits,
    )


def _counted(seen: Outlook) -> str:
    """How many like cases there were, so that the price can be checked by hand."""
    days, n = seen.cost.seen.days, seen.cost.similar
    if days < 28:
        return "Less than four weeks of decisions: nobody can tell yet how often this comes."
    span = "the last year" if days >= 365 else f"the {days} days that decisions go back"
    times = "time" if n == 1 else "times"
    return f"Others were decided in this situation {n} {times} in {span}."


@dataclass(frozen=True, slots=True)
class Line:
    """`fit_withheld`: a complaint of theirs waits for a finding, and the band is not told."""

    part: ExceptionPart
    fit_withheld: bool
    case: rows.Case
    customer: rows.Customer


def lines(found: Iterable[Any]) -> list[Line]:
    """Of rows that `chosen` gave."""
    return [Line(exception_part(row), row.fit_withheld, row.case, row.customer) for row in found]


def chosen(told: dict[str, Any]) -> "QuerySet[Any]":
    """The exceptions that the filters ask for, the newest first; by band and persona none of whom
    they are withheld."""
    every = rows.Deviation.objects.select_related("case", "customer", "draft", "team")
    found = marked(every)
    if told.get("band") or told.get("persona"):
        found = found.filter(fit_withheld=False)
    plain = {name: told.get(name) for name in ("state", "band", "persona", "situation")}
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if told.get("customer"):
        theirs = as_one.shown_family(told["customer"]).values("pk")
        found = found.filter(customer__in=theirs)
    if isinstance(told.get("since"), date):
        found = found.filter(at__date__gte=told["since"])
    if isinstance(told.get("until"), date):
        found = found.filter(at__date__lte=told["until"])
    return found


@dataclass(frozen=True, slots=True)
class OfCustomer:
    """The newest exceptions of one customer, and how many there are in all."""

    listed: list[ExceptionPart]
    count: int

    @property
    def more(self) -> bool:
        return self.count > len(self.listed)


_LISTED = 5


def of_customer(found: Sequence[rows.Deviation]) -> OfCustomer:
    """Nothing here tells the band: it is withheld until every point is found."""
    return OfCustomer([exception_part(row) for row in found[:_LISTED]], len(found))


@dataclass(frozen=True, slots=True)
class Sums:
    """How many were given, to how many customers, and how much in each currency."""

    given: int
    customers: int
    money: list[Money]


def sums(found: "QuerySet[rows.Deviation]") -> Sums:
    """One statement for each figure of them all."""
    given = found.filter(state__in=[*GIVEN]).order_by()
    whose = given.annotate(person=as_one.person_of())
    counted = whose.aggregate(n=Count("pk"), who=Count("person", distinct=True))
    paid = given.values_list("currency").annotate(sum=Sum("amount")).order_by("currency")
    money = [Money(amount, currency) for currency, amount in paid if amount]
    return Sums(counted["n"], counted["who"], money)


_TABS = {
    "exceptions": "Ledger",
    "exception_repeats": "Repeats",
    "exception_customers": "Customers",
    "exception_afterwards": "Afterwards",
    "budgets": "Budgets",
}


def tabs(chosen: str) -> list[Tab]:
    return [
        Tab(label, None, reverse(f"desk:{name}"), name == chosen) for name, label in _TABS.items()
    ]

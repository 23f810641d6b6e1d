"""Before, at and after a parting: the gates with what shows each, the proposal, what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from upheld.core.parting import PartingState
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.conduct import WhyForm
from upheld.desk.forms.partings import WAYS, AfterForm, CauseForm, ProposalForm, WayForm
from upheld.steps import may
from upheld.steps.another import acted
from upheld.steps.follow_parting import ASKED
from upheld.store import causes, parting_known
from upheld.store import models as rows
from upheld.store.merged import as_one

from .conduct import Step
from .fold import Fold, Opened, fold

_ON_ITS_WAY = (PartingState.PROPOSED, PartingState.APPROVED, PartingState.REVIEWED)
_ASKED = {
    "came_back": ("came back", "did not come back"),
    "complained": ("complained", "did not complain"),
    "went_to_a_body": ("went to an ombudsman or a court", "went to no outside body"),
    "paid_up": ("all is paid", "not all is paid"),
}


@dataclass(frozen=True, slots=True)
class After:
    """What became of it by one day; `folds` where it can be told now."""

    row: rows.PartingAfter
    words: str
    folds: list[Fold]


def parting_page(
    customer: rows.Customer, by: may.Actor, now: datetime, opened: Opened
) -> dict[str, Any]:
    """Every gate computed now, what was tried, and each proposal with where it is."""
    found = parting_known.gates_of(customer, now)
    partings_ = parting_known.partings(customer).select_related("case")
    rows_ = list(partings_.prefetch_related("afterwards"))
    proposal = next((row for row in rows_ if row.state in _ON_ITS_WAY), None)
    ready = all(gate.passed for gate in found)
    steps = [*_preparing(customer, by), *_proposing(customer, by, proposal, ready)]
    parted = [row for row in rows_ if row.state == PartingState.PARTED]
    afterwards = [
        _after(each, by, now, opened) for row in parted for each in row.afterwards.all()
    ]  # fmt: skip
    page = reverse("desk:parting", args=[customer.pk])
    folds = [fold(opened, *step, page=page) for step in steps]
    return {
        "section": "conduct", "now": now, "customer": customer, "gates": found, "ready": ready,
        "passed": sum(gate.passed for gate in found),
        "ways": [(row, WAYS[row.way]) for row in parting_known.ways_tried(customer)],  # type: ignore[index]
        "proposal": proposal,
        "over": [row for row in rows_ if row.state not in _ON_ITS_WAY],
        "afterwards": afterwards,
        "folds": folds,
        "offered": {each.key for part in (folds, *(a.folds for a in afterwards)) for each in part},
    }  # fmt: skip


def _preparing(customer: rows.Customer, by: may.Actor) -> Iterable[Step]:
    if may.allowed_any("prepare_parting", by):
        yield ("cause", "We looked for our own cause", "Keep it",
               reverse("desk:cause_look", args=[customer.pk]),
               lambda key: CauseForm(key=key, causes=causes.listed()))  # fmt: skip
        yield ("way", "Another way was tried", "Keep it",
               reverse("desk:way_tried", args=[customer.pk]),
               lambda key: WayForm(key=key))  # fmt: skip


def _proposing(
    customer: rows.Customer, by: may.Actor, proposal: rows.Parting | None, ready: bool
) -> Iterable[Step]:
    if proposal is None:
        if ready and may.allowed_any("propose_parting", by):
            yield ("propose", "Propose to part", "Propose it to another lead",
                   reverse("desk:parting_propose", args=[customer.pk]),
                   lambda key: ProposalForm(key=key))  # fmt: skip
        return

    def address(step: str) -> str:
        return reverse("desk:parting_step", args=[proposal.pk, step])

    another = not acted(proposal.proposed_by_id, proposal.by, by)
    if (
        another
        and proposal.state == PartingState.PROPOSED
        and may.allowed_any("approve_parting", by)
    ):
        yield ("approve", "Approve it", "I looked at every gate and approve it",
               address("approve"), lambda key: NothingToFill(key=key))  # fmt: skip
    if (
        another
        and proposal.state == PartingState.APPROVED
        and may.allowed_any("review_parting", by)
    ):
        yield ("review", "Review it once more", "I looked again, and it may take effect",
               address("review"), lambda key: NothingToFill(key=key))  # fmt: skip
    if may.allowed_any("withdraw_parting", by):
        yield ("withdraw", "Withdraw it", "Withdraw it", address("withdraw"),
               lambda key: WhyForm(key=key))  # fmt: skip


def _after(row: rows.PartingAfter, by: may.Actor, now: datetime, opened: Opened) -> After:
    can = row.told_at is None and row.due_on <= timezone.localdate(now)
    folds = []
    if can and may.allowed_any("follow_parting", by):
        step: Step = (f"after-{row.pk}", "Tell what became of it", "Keep it",
                      reverse("desk:parting_followed", args=[row.pk]),
                      lambda key: AfterForm(key=key))  # fmt: skip
        folds = [fold(opened, *step)]
    return After(row, told(row), folds)


def told(row: rows.PartingAfter) -> str:
    """What is known, in words; nothing where nobody knows anything."""
    if row.told_at is None:
        return ""
    known = [_ASKED[name][not getattr(row, name)] for name in ASKED
             if getattr(row, name) is not None]  # fmt: skip
    return "; ".join([*known, *filter(None, [row.words])])


@dataclass(frozen=True, slots=True)
class Outcome:
    """A parting in the list: what was told of it, and what the rows show since the last day."""

    row: rows.Parting
    afterwards: list[tuple[date, str]]
    orders: int
    complaints: int


def partings() -> "QuerySet[rows.Parting]":
    """Every parting that was told or is on its way, with what came since its last day."""
    orders = rows.Order.objects.filter(
        customer__in=as_one.of_outer("customer__"), placed_on__gt=OuterRef("last_day")
    )
    complaints = rows.Case.objects.filter(
        customer__in=as_one.of_outer("customer__"), received_at__date__gt=OuterRef("last_day")
    )
    found = rows.Parting.objects.exclude(state=PartingState.WITHDRAWN)
    found = found.select_related("customer").prefetch_related("afterwards")
    return found.annotate(
        orders_since=Subquery(_count(orders)), complaints_since=Subquery(_count(complaints))
    ).order_by(F("last_day").desc(nulls_first=True), "-pk")


def _count(found: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    counted: QuerySet[Any, Any] = (
        found.order_by().values(all=Value(1)).annotate(n=Count("pk")).values("n")
    )
    return counted


def outcomes(found: Iterable[rows.Parting]) -> list[Outcome]:
    return [
        Outcome(
            row,
            [(each.due_on, told(each)) for each in row.afterwards.all()],
            getattr(row, "orders_since", 0) or 0,
            getattr(row, "complaints_since", 0) or 0,
        )
        for row in found
    ]


def summary() -> Mapping[str, int]:
    """Of all partings: how many there were, and what is known of them, in one statement."""
    counts = {name: Count("parting", Q(**{name: True}), distinct=True) for name in ASKED}
    return rows.PartingAfter.objects.aggregate(all=Count("parting", distinct=True), **counts)

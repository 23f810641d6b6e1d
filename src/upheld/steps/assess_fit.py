"""Assess the fit of a customer from the rows, or of all at once; what a person recorded stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upheld.core.event_kinds import EventKind
from upheld.core.fitting import Assessed, History, assess
from upheld.core.words import CaseState
from upheld.store import fitting, in_order, load, save
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.policy_files import fit_files
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sight import seen

from . import may
from .know_customer import look_anew

_NOTHING = fitting.Read(History(), {})
_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class Swept:
    """How many were assessed, for how many it altered what decisions read, and how many keep what
    a person recorded by hand; `unknown` were assessed with an axis that is not known."""

    assessed: int = 0
    changed: int = 0
    by_hand: int = 0
    unknown: int = 0


@seen.whole()
@transaction.atomic
def assess_fit(customer_id: int, by: may.Actor, now: datetime, instead: bool = False) -> Assessed:
    """Assesses the fit of one customer anew, from all the rows of who they are, and keeps it with
    the one who stays. Decisions read it, unless a person
    recorded the fit by hand; `instead` lets it take the place of that.

    What is not answered yet is decided again. Raises CustomerMissing, NotAllowed or BadData.
    """
    may.check("know", by)
    customer = as_one.stays(load.customer(customer_id))
    kept = rows.FitAssessment.objects.filter(customer=customer).first()
    today = timezone.localdate(now)
    assessed = _assessed(rows.Customer.objects.filter(pk=customer.pk), today)[customer.pk]
    adopted = instead or not fitting.is_by_hand(customer, kept, fit_files.limits(), today)
    fitting.row_of(customer, kept, assessed, adopted, by.name, now).save()
    if adopted and _changes(customer, assessed):
        _adopt(customer, assessed, by, now)
    else:
        told = {"customer": customer.pk, "changed": False, "adopted": adopted}
        events.append(Act(None, EventKind.FIT_ASSESSED, by.name, now, told))
    return assessed


def _adopt(customer: rows.Customer, assessed: Assessed, by: may.Actor, now: datetime) -> None:
    changes = _changes(customer, assessed)
    waiting = list(as_one.cases(customer).exclude(state=CaseState.CLOSED))
    save.customer_changed(customer, EventKind.FIT_ASSESSED, changes, waiting, by.name, now)
    look_anew(waiting, now)


def _changes(customer: rows.Customer, assessed: Assessed) -> dict[str, Any]:
    told = fitting.read_by_decisions(assessed)
    return {name: new for name, new in told.items() if new != getattr(customer, name)}


def _assessed(of: "QuerySet[rows.Customer]", today: date) -> Mapping[int, Assessed]:
    rules, limits = fit_files.rules(), fit_files.limits()
    known = fitting.read(of, limits, today)
    found = {}
    for pk in of.order_by().values_list("pk", flat=True):
        one = known.get(pk, _NOTHING)
        found[pk] = assess(one.history, rules, limits, today, one.silenced)
    return found


def assess_all(by: may.Actor, now: datetime) -> Swept:
    """Assesses every customer, some thousands in each transaction."""
    may.check("know", by)
    numbers = list(_people().order_by("pk").values_list("pk", flat=True))
    return _together(_sweep(numbers[at : at + _A_TIME], by, now) for at in _starts(numbers))


def assess_due(by: may.Actor, now: datetime, most: int = 500) -> Swept:
    """Assesses those of whom nothing was assessed yet, or not for a while, or not since they were
    merged, or whose assessment has expired: `most` of them. Safe to run twice."""
    may.check("know", by)
    old = now - timedelta(days=fit_files.limits().anew)
    due = Q(fit_assessment=None) | Q(fit_assessment__at=None) | Q(fit_assessment__at__lt=old)
    due |= Q(fit_assessment__expires_on__lte=timezone.localdate(now))
    at = OuterRef("fit_assessment__at")
    merges = rows.CustomerMerge.objects.filter(Q(at__gt=at) | Q(undone_at__gt=at))
    due |= Q(Exists(merges.filter(into=OuterRef("pk"))))
    numbers = _people().filter(due).order_by("pk").values_list("pk", flat=True)[:most]
    return _sweep(list(numbers), by, now) if numbers else Swept()


def _people() -> "QuerySet[rows.Customer]":
    return rows.Customer.objects.filter(merged_into=None, erased_at=None)


def _starts(numbers: list[int]) -> range:
    return range(0, len(numbers), _A_TIME)


def _together(swept: Iterable[Swept]) -> Swept:
    told = [*swept]
    names = ("assessed", "changed", "by_hand", "unknown")
    return Swept(*(sum(getattr(each, name) for each in told) for name in names))


@seen.whole()
@transaction.atomic
def _sweep(numbers: list[int], by: may.Actor, now: datetime) -> Swept:
    today, limits = timezone.localdate(now), fit_files.limits()
    of = _people().filter(pk__gte=numbers[0], pk__lte=numbers[-1])
    of = of if len(numbers) == of.count() else of.filter(pk__in=numbers)
    in_order.hold(_open_cases(numbers))
    found = _assessed(of, today)
    made, changed, by_hand = [], [], 0
    held = of.select_for_update(of=("self",), no_key=True).order_by("pk")
    for customer in held.select_related("fit_assessment"):
        kept: rows.FitAssessment | None = getattr(customer, "fit_assessment", None)
        hand = fitting.is_by_hand(customer, kept, limits, today)
        by_hand += hand
        made.append(fitting.row_of(customer, kept, found[customer.pk], not hand, by.name, now))
        if not hand and _changes(customer, found[customer.pk]):
            changed.append(customer)
    fitting.keep_all(made)
    _adopt_all(changed, found, by, now)
    unknown = sum(any(axis.value is None for axis in each.axes.values()) for each in found.values())
    return Swept(len(made), len(changed), by_hand, unknown)


def _open_cases(people: list[int]) -> "QuerySet[Any]":
    waiting: QuerySet[Any] = rows.Case.objects.exclude(state=CaseState.CLOSED).annotate(
        person=as_one.person_of()
    )
    return waiting.filter(person__in=people) if people else waiting.none()


def _adopt_all(
    changed: list[rows.Customer], found: Mapping[int, Assessed], by: may.Actor, now: datetime
) -> None:
    """Those with an open case one by one, for what is decided there is looked at anew."""
    mine = _open_cases([each.pk for each in changed])
    with_cases = set(mine.values_list("person", flat=True))
    acts = []
    for customer in changed:
        if customer.pk in with_cases:
            _adopt(customer, found[customer.pk], by, now)
            continue
        told = fitting.read_by_decisions(found[customer.pk])
        for name, value in told.items():
            setattr(customer, name, value)
        data = {"customer": customer.pk, "after": {name: _plain(told[name]) for name in told}}
        acts.append(Act(None, EventKind.FIT_ASSESSED, by.name, now, data))
    names = ["values_what", "values_how", "mutual_value", "fit_evidence"]
    quiet = [each for each in changed if each.pk not in with_cases]
    rows.Customer.objects.bulk_update(quiet, names, batch_size=200)
    if acts:
        events.append(*acts)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, list) else str(value)

"""What customers did and told, read for many at once; and their fit as it was assessed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from pydantic import TypeAdapter

from upheld.core.event_kinds import EventKind
from upheld.core.fit_rules import AXES
from upheld.core.fitting import Assessed, Axis, History, Limits, Line, Shown
from upheld.core.words import FindingResult, Outcome

from . import models as rows
from .merged import as_one
from .record import events
from .record.events import Act

_OURS = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)
_LINES = TypeAdapter(tuple[Line, ...])
_AXES = TypeAdapter(dict[str, Axis])
_Shown = tuple[int, str, Shown]


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of one customer, and the lines of theirs that are contested, by key."""

    history: History
    silenced: Mapping[str, date]


def read(of: "QuerySet[rows.Customer]", limits: Limits, today: date) -> Mapping[int, Read]:
    """Histories by customer who stays, each of all the rows of that person, in six statements
    however many they are; none has no key."""
    shown: dict[int, dict[str, list[Shown]]] = defaultdict(lambda: defaultdict(list))
    named = of.order_by().values("pk")
    who = rows.Customer.everything.filter(Q(pk__in=named) | Q(merged_into__in=named)).values("pk")
    for source in (_orders(who, limits, today), _contacts(who), _notes(who), _learned(who)):
        for customer, kind, row in source:
            if row.day <= today:
                shown[customer][kind].append(row)
    silenced = _silenced(who)
    return {
        pk: Read(History(shown.get(pk, {})), silenced.get(pk, {}))
        for pk in shown.keys() | silenced.keys()
    }


def _orders(who: Any, limits: Limits, today: date) -> Iterator[_Shown]:
    found_ours = rows.Finding.objects.filter(result__in=_OURS, allegation__case__customer__in=who)
    ours = set(found_ours.values_list("allegation__case__order", flat=True))
    kept_before = today - timedelta(days=limits.kept_after)
    theirs = rows.Order.objects.filter(customer__in=who).annotate(person=as_one.person_of())
    told = theirs.order_by("placed_on", "pk").values_list(
        "pk", "person", "item", "placed_on", "promised_on", "delivered_on", "returned_on"
    )
    for pk, customer, item, placed, promised, delivered, returned in told.iterator():
        row = Shown("order", pk, placed, item)
        yield customer, "bought", row
        yield customer, "ordered", row
        if returned:
            late = bool(promised and delivered and delivered > promised)
            yield customer, "returned", Shown("order", pk, returned, item, pk in ours or late)
        elif delivered and delivered <= kept_before:
            yield customer, "kept", Shown("order", pk, delivered, item)


def _contacts(who: Any) -> Iterator[_Shown]:
    """What they asked; a contact about a complaint is no evidence of anything but the complaint."""
    told = rows.Contact.objects.filter(customer__in=who, inbound=True, case=None)
    told = told.annotate(person=as_one.person_of()).order_by("at", "pk")
    names = ("pk", "person", "at", "summary", "caused_by")
    for pk, customer, at, said, by in told.values_list(*names).iterator():
        day = timezone.localdate(at)
        yield customer, "asked", Shown("contact", pk, day, said, by == "firm")


def _notes(who: Any) -> Iterator[_Shown]:
    told = rows.FitNote.objects.filter(customer__in=who).annotate(person=as_one.person_of())
    names = ("pk", "person", "on", "text")
    for pk, customer, on, text in told.order_by("on", "pk").values_list(*names).iterator():
        yield customer, "told", Shown("note", pk, on, text)


def _learned(who: Any) -> Iterator[_Shown]:
    """Complaints that were not upheld, and whose reasons were accepted."""
    heard = rows.Acceptance.objects.filter(accepted=True, case__customer__in=who)
    heard = heard.filter(case__decisions__outcome=Outcome.NOT_UPHELD).order_by("at", "pk")
    heard = heard.annotate(person=as_one.person_of("case__customer"))
    told = dict.fromkeys(heard.values_list("case", "person", "at"))
    for case, customer, at in told:
        yield customer, "learned", Shown("case", case, timezone.localdate(at))


def _silenced(who: Any) -> dict[int, dict[str, date]]:
    """Lines that were contested and that nobody has found to stand, with the day of it."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    told = rows.FitContest.objects.filter(customer__in=who).exclude(stands=True)
    told = told.annotate(person=as_one.person_of()).order_by("at")
    for customer, line, at in told.values_list("person", "line", "at"):
        found[customer][line] = timezone.localdate(at)
    return found


def is_by_hand(
    customer: rows.Customer, kept: rows.FitAssessment | None, limits: Limits, today: date
) -> bool:
    """Whether a person recorded the fit that decisions read, and it has not expired."""
    recorded = bool(customer.fit_evidence) or any(
        getattr(customer, name) is not None for name in AXES
    )
    if not recorded or (kept and kept.adopted):
        return False
    if kept is None or kept.recorded_at is None:
        return True
    until = timezone.localdate(kept.recorded_at) + timedelta(days=round(limits.months * 30.44))
    return today < until


def row_of(
    customer: rows.Customer,
    kept: rows.FitAssessment | None,
    assessed: Assessed,
    adopted: bool,
    by: str,
    now: datetime,
) -> rows.FitAssessment:
    """The row that keeps an assessment, not yet saved."""
    row = kept or rows.FitAssessment(customer=customer)
    row.at, row.by, row.adopted = now, by, adopted
    row.expires_on = min([assessed.expires_on, *(line.expires_on for line in assessed.lines)])
    row.axes = _AXES.dump_python(dict(assessed.axes), mode="json")
    row.lines = _LINES.dump_python(assessed.lines, mode="json")
    return row


def assessed_of(row: rows.FitAssessment) -> Assessed | None:
    """An assessment as it was kept; None where nothing was assessed yet."""
    if row.at is None or row.expires_on is None:
        return None
    return Assessed(
        _AXES.validate_python(row.axes), _LINES.validate_python(row.lines), row.expires_on
    )


def read_by_decisions(assessed: Assessed) -> dict[str, Any]:
    """What a customer's row says of the fit once it is adopted."""
    axes = {name: assessed.axes[name].value for name in AXES}
    return {**axes, "fit_evidence": [line.sentence for line in assessed.lines if not line.ours]}


def recorded_by_hand(customer: rows.Customer, by: str, now: datetime) -> None:
    """From here on decisions read what a person recorded, whatever was assessed."""
    told = {"adopted": False, "recorded_at": now, "recorded_by": by}
    rows.FitAssessment.objects.update_or_create(customer=customer, defaults=told)


def keep_all(made: Sequence[rows.FitAssessment]) -> None:
    """Writes many at once, each in the place of the one before it."""
    named = ["at", "by", "adopted", "expires_on", "axes", "lines"]
    rows.FitAssessment.objects.bulk_create(
        made,
        batch_size=500,
        update_conflicts=True,
        update_fields=named,
        unique_fields=["customer"],
    )


def contested(row: rows.FitContest, case_ids: Sequence[int], now: datetime) -> None:
    told = {"customer": row.customer_id, "line": row.line, "sentence": row.sentence}
    told |= {"why": row.why, "by_customer": row.by_customer}
    _act(EventKind.FIT_CONTESTED, case_ids, row.by, now, told)


def reviewed(row: rows.FitContest, case_ids: Sequence[int], now: datetime) -> None:
    told = {"customer": row.customer_id, "line": row.line, "stands": row.stands}
    _act(EventKind.FIT_REVIEWED, case_ids, row.reviewed_by, now, told | {"found": row.found})


def noted(row: rows.FitNote, case_ids: Sequence[int], now: datetime) -> None:
    told = {"customer": row.customer_id, "text": row.text, "on": row.on.isoformat()}
    _act(EventKind.FIT_NOTED, case_ids, row.by, now, told)


def _act(
    kind: EventKind, case_ids: Sequence[int], by: str, now: datetime, told: Mapping[str, Any]
) -> None:
    """In the record of each open case, or of none when none is open."""
    on: Sequence[int | None] = case_ids or [None]
    events.append(*(Act(case_id, kind, by, now, told) for case_id in on))

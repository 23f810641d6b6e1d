"""Many complaints in one write: a chunk's rows, its search index and its events together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from upheld.core.deadlines import Deadline
from upheld.core.intake import Complaint
from upheld.core.words import EventKind

from . import clocks, events, save, search
from . import models as rows
from .events import Act
from .policies import Rules


@dataclass(frozen=True, slots=True)
class Incoming:
    """A complaint from elsewhere: `key` is its own within `source`, `response` what was done there.

    `particulars` are kept for people and never become a table's input.
    """

    source: str
    key: str
    complaint: Complaint
    response: str = ""
    particulars: Mapping[str, str] = field(default_factory=dict)


def known(source: str, keys: Collection[str]) -> frozenset[str]:
    """Those of `keys` that are cases already."""
    found = rows.Case.objects.filter(source=source, source_key__in=keys)
    return frozenset(found.values_list("source_key", flat=True))


def received(
    arrivals: Sequence[Incoming], rules: Rules, currency: str, by: str, now: datetime
) -> None:
    """New cases with their clocks, inside the caller's transaction. Each has a customer of its own:
    nobody is known by name here, and two people are never taken for one."""
    customers = rows.Customer.objects.bulk_create(rows.Customer() for _ in arrivals)
    deadlines = [rules.deadlines(each.complaint.received_at) for each in arrivals]
    made = zip(arrivals, customers, deadlines, strict=True)
    cases = rows.Case.objects.bulk_create(
        _case(each, who, rules, currency, dues) for each, who, dues in made
    )
    _clocks(cases, deadlines)
    _responses(cases, arrivals)
    search.index(case.pk for case in cases)
    events.append(*(_act(case, by, now) for case in cases))


def _case(
    arrival: Incoming,
    who: rows.Customer,
    rules: Rules,
    currency: str,
    deadlines: Sequence[Deadline],
) -> rows.Case:
    case = save.new_case(arrival.complaint, who, rules, currency, deadlines)
    case.particulars = dict(arrival.particulars)
    case.source, case.source_key = arrival.source, arrival.key
    return case


def _clocks(cases: Sequence[rows.Case], deadlines: Sequence[Sequence[Deadline]]) -> None:
    pairs = zip(cases, deadlines, strict=True)
    rows.Clock.objects.bulk_create(
        clock for case, dues in pairs for clock in clocks.new(case, dues)
    )


def _responses(cases: Sequence[rows.Case], arrivals: Sequence[Incoming]) -> None:
    """What the company did is a contact: it says nothing about who was right."""
    rows.Contact.objects.bulk_create(
        rows.Contact(
            customer_id=case.customer_id,
            case=case,
            at=case.received_at,
            inbound=False,
            channel=case.channel,
            summary=f"The company's response on record: {arrival.response}",
        )
        for case, arrival in zip(cases, arrivals, strict=True)
        if arrival.response
    )


def _act(case: rows.Case, by: str, now: datetime) -> Act:
    told = {"channel": case.channel, "source": case.source, "source_key": case.source_key}
    return Act(case.pk, EventKind.RECEIVED, by, now, told)

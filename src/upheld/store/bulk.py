"""Many complaints in one write: a chunk's rows, its search index and its events together."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from upheld.core.deadlines import Deadline
from upheld.core.domains import as_sent, spellings
from upheld.core.event_kinds import EventKind
from upheld.core.imports import Arrival, Message
from upheld.core.words import CaseState

from . import clocks, in_order, save, search
from . import models as rows
from .policies import Rules
from .record import events
from .record.events import Act

# Rows in a statement of SQLite's: it writes what a trigger adds to the index of words at the end of
# each, as a piece that is put together with others later.
_AT_ONCE = 500


def insert(kind: type[models.Model], columns: Sequence[str], told: Sequence[Sequence[Any]]) -> None:
    """Rows of one table at once, without a model for each: a million in seconds.

    Every column that may not be null is named, and values are texts, numbers or None.
    """
    table = connection.ops.quote_name(kind._meta.db_table)
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in told:
                    copy.write_row(row)
        else:
            marks = f"({', '.join(['%s'] * len(columns))})"
            for at in range(0, len(told), _AT_ONCE):
                some = told[at : at + _AT_ONCE]
                values = ", ".join([marks] * len(some))
                given = list(chain.from_iterable(some))
                cursor.execute(f"INSERT INTO {table} ({named}) VALUES {values}", given)


def standing(
    kind: type[models.Model], names: Sequence[str], of: str, among: Sequence[str], source: str = ""
) -> list[tuple[Any, ...]]:
    """The columns `names` of the rows that were neither taken back nor erased and whose `of` is one
    of many: all are given as one value, for as many values are slow. Of one `source` alone where it
    is said.
    """
    quoted = connection.ops.quote_name
    one_of = "= ANY(%s)" if connection.vendor == "postgresql" else f"IN ({_FROM_JSON})"
    given: list[Any] = [list(among) if connection.vendor == "postgresql" else json.dumps(among)]
    where = f"{quoted(of)} {one_of} AND {quoted('taken_back_at')} IS NULL"
    if kind is rows.Customer:
        where += f" AND {quoted('erased_at')} IS NULL"
    if source:
        # The index leaves out what is of no source, and is used when we say that we do as well.
        where += f" AND {quoted('source')} = %s AND NOT ({quoted('source')} = '')"
        given.append(source)
    columns, table = ", ".join(map(quoted, names)), quoted(kind._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {where}", given)
        return list(cursor.fetchall())


_FROM_JSON = "SELECT value FROM json_each(%s)"


def numbered(numbers: Sequence[int]) -> models.Q | models.Func:
    """The rows with these numbers, given as one value as well: to filter by."""
    if connection.vendor == "sqlite":
        return models.Q(pk__in=RawSQL(_FROM_JSON, [json.dumps(numbers)]))
    return models.Func(
        models.F("pk"), models.Value(list(numbers)), template="%(expressions)s)",
        arg_joiner=" = ANY(", output_field=models.BooleanField(),
    )  # fmt: skip


def known(source: str, keys: Collection[str]) -> frozenset[str]:
    """Those of `keys` that are cases already."""
    found = rows.Case.objects.filter(source=source, source_key__in=keys)
    return frozenset(found.values_list("source_key", flat=True))


def received(
    arrivals: Sequence[Arrival],
    rules: Rules,
    currency: str,
    by: str,
    now: datetime,
    brought_by: rows.Import | None = None,
) -> None:
    """New cases with their clocks, inside the caller's transaction."""
    customers = _customers(arrivals, brought_by)
    deadlines = [() if each.past else _deadlines(each, rules) for each in arrivals]
    made = zip(arrivals, customers, deadlines, strict=True)
    cases = rows.Case.objects.bulk_create(
        _case(each, who, rules, currency, dues, brought_by) for each, who, dues in made
    )
    _clocks(cases, deadlines)
    _responses(cases, arrivals)
    _messages(cases, arrivals)
    search.index(case.pk for case in cases)
    events.append(*(_act(case, by, now) for case in cases))
    for arrival, who in zip(arrivals, customers, strict=True):
        save.called_on_record(who, arrival.complaint.complainant, by, now, brought_by)


def _deadlines(arrival: Arrival, rules: Rules) -> Sequence[Deadline]:
    return rules.deadlines(arrival.complaint.received_at)


def _customers(arrivals: Sequence[Arrival], brought_by: rows.Import | None) -> list[rows.Customer]:
    """The customer of each: known by their e-mail address, or by what the source knows them by.

    Who has neither is somebody of their own: two people are never taken for one.
    """
    known = _known_customers(arrivals)
    fresh, chosen = [], []
    for each in arrivals:
        marks = _marks(each)
        who = next((known[mark] for mark in marks if mark in known), None)
        if who is None:
            who = _customer(each, brought_by)
            fresh.append(who)
        known.update(dict.fromkeys((mark for mark in marks if mark not in known), who))
        chosen.append(who)
    rows.Customer.objects.bulk_create(fresh)
    return chosen


_Mark = tuple[str, str]


def _marks(arrival: Arrival) -> list[_Mark]:
    email = as_sent(arrival.complaint.complainant.email.strip().lower())
    marks = [("", email)] if email else []
    return marks + ([(arrival.source, arrival.customer_key)] if arrival.customer_key else [])


def _known_customers(arrivals: Sequence[Arrival]) -> dict[_Mark, rows.Customer]:
    marks = {mark for each in arrivals for mark in _marks(each)}
    if not marks:
        return {}
    in_order.addresses()
    emails = [each for source, key in marks if not source for each in spellings(key)]
    keys = [key for source, key in marks if source]
    here = rows.Customer.objects.filter(erased_at=None)
    by_email = here.filter(email__in=emails).order_by("-pk")
    by_key = here.filter(source=arrivals[0].source, source_key__in=keys)
    known = {pk for each in (by_email, by_key) for pk in each.values_list("pk", flat=True)}
    # Whoever is erased, or taken back, while we wait is known by nothing any more when they are
    # looked for anew.
    in_order.hold(here.filter(pk__in=known))
    found: dict[_Mark, rows.Customer] = {(who.source, who.source_key): who for who in by_key}
    return found | {("", as_sent(who.email)): who for who in by_email}


def _customer(arrival: Arrival, brought_by: rows.Import | None) -> rows.Customer:
    who = arrival.complaint.complainant
    return rows.Customer(
        name=who.name.strip(),
        email=who.email.strip().lower(),
        phone=who.phone.strip(),
        source=arrival.source if arrival.customer_key else "",
        source_key=arrival.customer_key,
        brought_by=brought_by,
    )


def _case(
    arrival: Arrival,
    who: rows.Customer,
    rules: Rules,
    currency: str,
    deadlines: Sequence[Deadline],
    brought_by: rows.Import | None,
) -> rows.Case:
    case = save.new_case(arrival.complaint, who, rules, currency, deadlines)
    case.particulars = dict(arrival.particulars)
    case.source, case.source_key = arrival.source, arrival.key
    case.order_reference, case.brought_by = arrival.order, brought_by
    if arrival.past:
        # It was closed elsewhere: nobody here knows how, nor which clocks were met.
        case.state, case.next_step, case.next_due = CaseState.CLOSED, "", None
    return case


def _clocks(cases: Sequence[rows.Case], deadlines: Sequence[Sequence[Deadline]]) -> None:
    pairs = zip(cases, deadlines, strict=True)
    rows.Clock.objects.bulk_create(
        clock for case, dues in pairs for clock in clocks.new(case, dues)
    )


def _responses(cases: Sequence[rows.Case], arrivals: Sequence[Arrival]) -> None:
    """What the company did is a contact: it says nothing about who was right."""
    rows.Contact.objects.bulk_create(
        rows.Contact(
            customer_id=case.customer_id,
            case=case,
            at=case.received_at,
            inbound=False,
            channel=case.channel,
            summary=f"The company's response on record: {arrival.response}",
            brought_by=case.brought_by,
        )
        for case, arrival in zip(cases, arrivals, strict=True)
        if arrival.response
    )


def _messages(cases: Sequence[rows.Case], arrivals: Sequence[Arrival]) -> None:
    """What was said since: contacts in their order, and what staff said among themselves apart."""
    said = [
        (case, each)
        for case, arrival in zip(cases, arrivals, strict=True)
        for each in arrival.messages
    ]
    rows.Contact.objects.bulk_create(
        rows.Contact(
            customer_id=case.customer_id,
            case=case,
            at=each.at,
            inbound=each.by_customer,
            channel=case.channel,
            summary=_words(each),
            author=each.author[:200],
            brought_by=case.brought_by,
        )
        for case, each in said
        if not each.internal
    )
    rows.Note.objects.bulk_create(
        rows.Note(case=case, at=each.at, by=each.author[:200], text=_words(each))
        for case, each in said
        if each.internal
    )


def _words(message: Message) -> str:
    files = f"Files there: {', '.join(message.files)}" if message.files else ""
    return "\n\n".join(part for part in (message.text, files) if part)


def _act(case: rows.Case, by: str, now: datetime) -> Act:
    told: dict[str, Any] = {
        "channel": case.channel,
        "source": case.source,
        "source_key": case.source_key,
    }
    if case.brought_by_id:
        told |= {"import": case.brought_by_id, "past": case.state == CaseState.CLOSED}
    return Act(case.pk, EventKind.RECEIVED, by, now, told)

"""Whose words came into a case that was merged with that of another customer: in the portal or by
mail each goes on writing, and all of it comes into the case where the work is done."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from upheld.core.domains import spellings
from upheld.core.words import Channel, EventKind

from . import as_one, merging, said, seen
from . import models as rows
from .merging import Moved

_CAME = (
    EventKind.WROTE, EventKind.MAIL_PLACED, EventKind.MAIL_HELD, EventKind.MAIL_SET_ASIDE,
)  # fmt: skip


def _none() -> Moved:
    return defaultdict(set)


@seen.whole()
def in_portal(case: rows.Case) -> set[int]:
    """The evidence that whoever complained in this case wrote in the portal, whatever their address
    is since: here, and in each case of another that this one was ever a part of. That a merge was
    undone takes nothing of it away."""
    theirs = rows.Contact.everything.filter(customer=case.customer_id, channel=Channel.WEB)
    said_at = set(theirs.filter(inbound=True).values_list("at", "summary"))
    events = rows.Event.objects.filter(case__in=_ever_in(case), kind=EventKind.WROTE)
    return {
        pk
        for event in events.filter(erased_by=None)
        if (event.at, event.data.get("text", "")) in said_at
        for pk in said.numbers(event.data, "evidence")
    }


def _ever_in(case: rows.Case) -> set[int]:
    """The case and those that it was ever a part of. One of their own has its own page."""
    found = above = {case.pk}
    others = ~Q(into__customer=case.customer_id)
    while above:
        went = rows.Merge.objects.filter(others, case__in=above, as_history=False)
        above = set(went.values_list("into", flat=True)) - found
        found, others = found | above, Q()
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """By model, what these customers wrote, what others did, and what came into their cases from
    nobody who is known, since a case of somebody else was taken in."""

    theirs: Moved = field(default_factory=_none)
    others: Moved = field(default_factory=_none)
    unknown: Moved = field(default_factory=_none)


@seen.whole()
def by_whom(people: Collection[int]) -> Written:
    """What came into the cases of these customers and those that they were ever merged with or
    parted from: its event, evidence, message and contact. A merge that was undone counts: what came
    meanwhile stays."""
    found = Written()
    own = set(rows.Case.everything.filter(customer__in=people).values_list("pk", flat=True))
    near = merging.ever_near(own)
    if not near:
        return found
    called, shared = _called({*own, *near}), _shared(own)
    events = rows.Event.objects.filter(case__in=own | near, erased_by=None)
    took_in: set[int | None] = set()
    for event in events.filter(kind__in=(*_CAME, EventKind.TOOK_IN)).order_by("number"):
        if event.kind == EventKind.TOOK_IN:
            took_in.add(event.case_id)
            continue
        contacts = _contacts(event, own | near)
        writers = _writers(event, contacts, called)
        if writers:
            _add(found.theirs if writers & set(people) else found.others, event, contacts)
        elif event.case_id in shared & took_in:
            _add(found.unknown, event, contacts)
    return found


def _called(cases: Collection[int]) -> dict[str, set[int]]:
    """The customers of these cases, with all who are one person with them, by what evidence says
    of with whom it was."""
    found: dict[str, set[int]] = defaultdict(set)
    whose = rows.Case.everything.filter(pk__in=cases).values_list("customer", flat=True)
    stay = set(as_one.people(whose).values())
    told = rows.Customer.everything.filter(Q(pk__in=stay) | Q(merged_into__in=stay))
    for pk, *mails, name in told.values_list("pk", "email", "returned_email", "name"):
        known = [each for mail in mails if mail.strip() for each in spellings(mail)]
        for each in known or [name.strip().lower()]:
            found[each[:200]].add(pk)
    found.pop("", None)
    return found


def _shared(cases: Collection[int]) -> set[int]:
    """Those into which a case of another customer ever came."""
    taking = rows.Case.everything.filter(pk__in=cases, taken_in__isnull=False).distinct()
    return {case.pk for case in taking if merging.of_others(case).since}


def _contacts(event: rows.Event, cases: Collection[int]) -> "QuerySet[rows.Contact]":
    """What was written down beside it: a merge may have moved that since."""
    told = rows.Contact.everything.filter(case__in=cases, summary=event.data.get("text", ""))
    told = told.filter(inbound=True)
    if event.kind == EventKind.WROTE:
        return told.filter(at=event.at, channel=Channel.WEB)
    mail = rows.Incoming.objects.filter(pk__in=said.numbers(event.data, "mail"))
    return told.filter(at__in=mail.values("came_at"), channel=Channel.EMAIL)


def _writers(
    event: rows.Event, contacts: "QuerySet[rows.Contact]", called: dict[str, set[int]]
) -> set[int]:
    """The portal knows who writes, whatever their address is since; mail says it by its sender."""
    known = set(contacts.values_list("customer", flat=True))
    if known and event.kind == EventKind.WROTE:
        return known
    pieces = rows.Evidence.objects.filter(pk__in=said.numbers(event.data, "evidence"))
    mail = rows.Incoming.objects.filter(pk__in=said.numbers(event.data, "mail"))
    named = {
        *pieces.values_list("with_whom", flat=True),
        *mail.values_list("sender", flat=True),
    }
    return {pk for each in named for pk in called.get(each.lower()[:200], ())}


def _add(to: Moved, event: rows.Event, contacts: "QuerySet[Any]") -> None:
    to[rows.Event].add(event.pk)
    to[rows.Contact] |= set(contacts.values_list("pk", flat=True))
    to[rows.Evidence] |= said.numbers(event.data, "evidence")
    to[rows.Incoming] |= said.numbers(event.data, "mail")

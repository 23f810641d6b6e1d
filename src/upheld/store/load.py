"""Rows to core: what a step or a page needs, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Manager, QuerySet, prefetch_related_objects

from upheld.core import record
from upheld.core.commitments import CommitmentState
from upheld.core.decision import Decision
from upheld.core.dishonesty import DishonestyState
from upheld.core.document import read_case
from upheld.core.floor import LawOnPoint
from upheld.core.intake import IN_THEIR_WORDS
from upheld.core.obligations import Force
from upheld.core.references import reference
from upheld.core.reply import Addressed
from upheld.core.states import CaseErased, CustomerErased
from upheld.core.words import CaseId, CaseState, EventKind
from upheld.tables import Policy

from . import as_one, came_last, granted, laws, own_day, policies, rare, tallied, tally_parts
from . import models as rows
from .called import called
from .erased_open import not_in_an_erased_case
from .parting_known import as_recorded
from .sql.asked_again import AskedAgain
from .tally_parts import Of


class CaseMissing(LookupError):
    """No such case."""


def case(case_id: CaseId) -> rows.Case:
    """The case to work on, held as `even_erased` does. Raises CaseMissing, or CaseErased: what came
    into an erased case would never come due nor be erased again. One that an earlier version opened
    again, or that a backup brought back open, is worked on to its end, and is then as any other."""
    found = even_erased(case_id)
    check_not_erased(found)
    return found


def check_not_erased(found: rows.Case, so: str = "nothing is done in it any more") -> None:
    """Raises CaseErased."""
    if is_erased(found):
        raise CaseErased(f"{found.reference} was erased on {found.erased_at:%-d %B %Y}: {so}")


def is_erased(found: rows.Case) -> bool:
    return found.erased_at is not None and found.state == CaseState.CLOSED


def even_erased(case_id: CaseId) -> rows.Case:
    """The case, held against other writers until the caller's transaction ends.

    A row that leads to it, as an event does, may be written meanwhile (`no_key`): whoever holds the
    end of the record would wait for us, and we for them."""
    found: list[rows.Case] = _HELD(case_id)
    if not found:
        raise CaseMissing(f"there is no case {reference(case_id)}")
    return found[0]


def _held(case_id: CaseId) -> "QuerySet[rows.Case]":
    held = rows.Case.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("customer").filter(pk=case_id)


_HELD = AskedAgain(_held)


def to_decide(case_id: CaseId) -> rows.Case:
    """The case, held as `case` does, with what a decision is made from and what was decided and
    written before. Two statements. Raises CaseMissing."""
    found = case(case_id)
    rare.to_decide(found)
    return found


def to_look_at(case_id: CaseId) -> rows.Case:
    """The same of a case that nobody holds. Raises CaseMissing."""
    found: list[rows.Case] = _READ(case_id)
    if not found:
        raise CaseMissing(f"there is no case {reference(case_id)}")
    rare.to_decide(found[0])
    return found[0]


_READ = AskedAgain(lambda case_id: rows.Case.objects.select_related("customer").filter(pk=case_id))


def is_there(case_id: CaseId) -> bool:
    """Whether there is such a case for whoever looks."""
    return rows.Case.objects.filter(pk=case_id).exists()


class CustomerMissing(LookupError):
    """No such customer."""


def customer(customer_id: int) -> rows.Customer:
    """The customer to write of, held as `even_an_erased_customer` does. Raises CustomerMissing, or
    CustomerErased: what was written of them would name somebody who is to be named nowhere."""
    return check_customer(even_an_erased_customer(customer_id))


def check_customer(found: rows.Customer) -> rows.Customer:
    """The same customer, who is held. Raises CustomerErased."""
    if found.erased_at:
        day = f"{found.erased_at:%-d %B %Y}"
        raise CustomerErased(
            f"customer {found.pk} was erased on {day}: nothing is written of them any more"
        )
    return found


def write_of(people: "QuerySet[Any]") -> None:
    """Holds whose a row is, whoever looks, before the row is held that is to be written in; there
    are none where there is no such row. Raises CustomerErased."""
    for pk in rows.Customer.everything.filter(pk__in=people).values_list("pk", flat=True):
        check_customer(_held_customer(rows.Customer.everything, pk))


def even_an_erased_customer(customer_id: int) -> rows.Customer:
    """The customer, held against other writers until the caller's transaction ends.

    Their cases are held before them, as an erasure holds both (store/on_its_way.py): a step on what
    is known of somebody also decides anew."""
    try:
        return _held_customer(rows.Customer.objects, customer_id)
    except rows.Customer.DoesNotExist:
        raise CustomerMissing(f"there is no customer {customer_id}") from None


def _held_customer(among: "Manager[rows.Customer]", customer_id: int) -> rows.Customer:
    theirs = rows.Case.everything.filter(customer__in=as_one.family(customer_id))
    list(theirs.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    return among.select_for_update(of=("self",), no_key=True).get(pk=customer_id)


def document(found: rows.Case, now: datetime, *, priced: bool = True) -> dict[str, Any]:
    """The case as the document that a decision is made from and that its record keeps.

    What is read and not kept need not be `priced`: how often the situation came in a year is
    counted over all cases, and says nothing but what goodwill costs and who may give it."""
    prefetch_related_objects([found], "allegations__evidence", "allegations__finding")
    allegations = list(found.allegations.all())
    return {
        "received_on": policies.day_at(found.regime, found.received_at).isoformat(),
        "currency": found.currency,
        "allegations": [_allegation(row) for row in allegations],
        "circumstances": {
            "withdrawn": found.withdrawn,
            "in_scope": found.in_scope,
            "explained_before": found.explained_before,
        },
        "customer": customer_of(found, now),
        "similar_a_year": _similar(found, allegations, now) if priced else None,
        "lot": _lot(found),
    }


def _lot(found: rows.Case) -> str:
    """What a hold-out draws a lot for; nothing where something was promised: that is kept."""
    return "" if found.commitments.all() else found.reference


def _allegation(row: rows.Allegation) -> dict[str, Any]:
    finding = _of_a_person(row)
    told: dict[str, Any] = {
        "id": f"a{row.pk}",
        "kind": row.kind,
        "statement": row.statement,
        "facts": row.facts,
        "evidence": [evidence.text for evidence in row.evidence.all()],
        "provenance": row.provenance,
    }
    return told | ({"finding": finding.result, "because": finding.because} if finding else {})


def _of_a_person(row: rows.Allegation) -> rows.Finding | None:
    """What the table found is found anew from the facts: recorded, it would outlive them."""
    finding: rows.Finding | None = getattr(row, "finding", None)
    return None if finding is None or finding.by_table else finding


def customer_of(found: rows.Case, now: datetime) -> dict[str, Any]:
    """Who complained, as the document of their case says it."""
    counted = getattr(found, "open_elsewhere", None)  # by `page`, in its own statement
    if counted is None:
        theirs = as_one.family(found.customer).values("pk")
        counted = rare.still_open(theirs, found.pk).count()
    told = customer_told(found.customer, counted)
    return {**told, "relationship": {**told["relationship"], **as_recorded(found.customer, now)}}


def customer_told(customer: rows.Customer, open_complaints: int) -> dict[str, Any]:
    """Who this is to us, as a document says it: what is known of the person who stays, by the name
    that this customer goes by."""
    vulnerable, name = as_one.is_vulnerable(customer), customer.name
    customer = as_one.stays(customer)
    axes = {
        "values_what": customer.values_what,
        "values_how": customer.values_how,
        "mutual_value": customer.mutual_value,
    }
    fit = {name: _plain(value) for name, value in axes.items() if value is not None}
    return {
        "name": name,
        "fit_evidence": customer.fit_evidence,
        "fit": {**fit, "evidence": len(customer.fit_evidence)},
        **({} if vulnerable is None else {"vulnerable": vulnerable}),
        "relationship": {**customer.relationship, "open_complaints": open_complaints},
    }


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _similar(found: rows.Case, allegations: list[rows.Allegation], now: datetime) -> int:
    """The price base of goodwill: other complaints of a year that were upheld in this situation,
    which is the same kind of allegation with the same impact, whoever complained. A year is today
    and the 364 days before it (UTC). Where no impact is known here, any there is like it."""
    asked = {tally_parts.situation(row.kind, row.facts) for row in allegations}
    kinds = {kind for kind, impact in asked if not impact}

    def alike(key: str) -> bool:
        return any(each in asked or each[0] in kinds for each in tally_parts.read_key(key))

    today = now.astimezone(UTC).date()
    year = tallied.Days(today - timedelta(days=364), today)
    return tallied.total(Of.ALIKE, alike, year, but=found.pk) if asked else 0


def latest_decision(case_id: int) -> rows.Decision | None:
    return rows.Decision.objects.filter(case_id=case_id).first()


def recalled(decision: rows.Decision) -> Decision:
    """The decision as it was made, with what people granted beside it since."""
    return replace(decision.made, exceptions=granted.told_with(decision))


def law_on_points(decision: rows.Decision, policy: Policy) -> tuple[LawOnPoint, ...]:
    """What the law gave when it was decided; where that was not kept, what it gives on the same
    document. Raises DocumentError where the policy of today cannot read it."""
    kept = record.recall_law(decision.record)
    if kept is not None:
        return kept
    return laws.on(read_case(decision.document, policy), recalled(decision))


def accepted(found: rows.Case) -> bool | None:
    """Whether the complainant accepts our newest answer; None when they said nothing of it yet."""
    kinds = (*came_last.SAID, EventKind.REOPENED)
    last = found.events.filter(kind__in=kinds).values_list("kind", flat=True).last()
    told = None if last in (None, EventKind.REOPENED) else said(found)
    return None if told is None else told.accepted


def said(found: rows.Case) -> rows.Acceptance | None:
    """What the complainant said of our newest answer; what they said of one before it is over."""
    last = max(found.acceptances.all(), key=lambda row: row.pk, default=None)
    return last if last and came_last.spoken(found) in came_last.SAID else None


def addressed(found: rows.Case, handler: str) -> Addressed:
    """Whom a letter goes to, and what it is about in their words, with their own day
    (store/own_day.py)."""
    return Addressed(
        name=called(found),
        reference=found.reference,
        subject=found.subject if found.channel in IN_THEIR_WORDS else "",
        received_on=policies.day_at(found.regime, own_day.theirs(found)),
        handler=handler,
    )


def by_due() -> "QuerySet[rows.Case]":
    """Cases by what must be done next: the earliest due first, then those without a date."""
    return rows.Case.objects.select_related("customer", "owner").order_by("next_due", "id")


def inbox() -> "QuerySet[rows.Case]":
    """Those that are open."""
    return by_due().exclude(state=CaseState.CLOSED)


def newest() -> "QuerySet[rows.Case]":
    every = rows.Case.objects.select_related("customer", "owner")
    return every.order_by("-received_at", "-id")


def to_review(today: date) -> "QuerySet[rows.Case]":
    """Cases, closed ones too, with a statement found knowingly untrue whose review has come due."""
    due = rows.Dishonesty.objects.filter(
        not_in_an_erased_case("allegation__case"),
        state=DishonestyState.CONFIRMED, review_due__lte=today,
    )  # fmt: skip
    return by_due().filter(pk__in=due.values("allegation__case"))


def page(case_id: CaseId) -> rows.Case:
    """One case with all that its page shows. Raises CaseMissing."""
    return pages(case_id)[0]


def pages(*case_ids: CaseId) -> list[rows.Case]:
    """Each of these cases so, in as many statements as one of them. Raises CaseMissing."""
    found = {each.pk: each for each in _PAGES(case_ids)}
    for case_id in case_ids:
        if case_id not in found:
            raise CaseMissing(f"there is no case {reference(case_id)}")
    rare.read(list(found.values()))
    return [found[case_id] for case_id in case_ids]


def _pages(case_ids: Sequence[CaseId]) -> "QuerySet[rows.Case]":
    told_with = (
        "customer__merged_into", "owner__team", "order", "need", "satisfaction", "model_reading",
    )  # fmt: skip
    return rows.Case.objects.select_related(*told_with).filter(pk__in=case_ids)


_PAGES = AskedAgain(_pages, by_audience=True)


def paid_before(found: rows.Case) -> tuple[int | None, Decimal]:
    """Another case that paid on the order of this one, the newest, and what was owed in it.

    `found` comes from `page`, which reads it in the same statement.
    """
    return getattr(found, "paid_by", None), getattr(found, "paid_before", None) or Decimal(0)


def calendar_address(person: rows.Person) -> rows.CalendarAddress | None:
    return rows.CalendarAddress.objects.filter(person=person).first()


def open_clocks(owner: rows.Person, now: datetime) -> "QuerySet[rows.Clock]":
    """What somebody's open cases still wait for, the earliest first; no paused target, and no
    chance that has passed."""
    clocks = rows.Clock.objects.filter(case__owner=owner, met_at=None)
    clocks = clocks.exclude(case__state=CaseState.CLOSED)
    clocks = clocks.exclude(force=Force.CHANCE, due__lt=now)
    clocks = clocks.exclude(force=Force.OWN, case__paused_since__isnull=False)
    return clocks.select_related("case").order_by("due", "pk")


def open_commitments(owner: rows.Person) -> "QuerySet[rows.Commitment]":
    """What somebody still has to keep, the earliest first, in cases that were closed as well."""
    still = not_in_an_erased_case("case")
    found = rows.Commitment.objects.filter(still, case__owner=owner, state=CommitmentState.OPEN)
    return found.select_related("case").order_by("due", "pk")


def signed_in(by: object) -> rows.Person | None:
    """The person who acts; None for the command line."""
    return by if isinstance(by, rows.Person) and by.pk else None

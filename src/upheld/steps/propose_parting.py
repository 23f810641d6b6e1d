"""Propose to part: by a named lead, approved by another, reviewed before anything takes effect.

Every gate is computed anew at each of these, and once more when the letter leaves.
"""

from datetime import datetime

from django.db import transaction

from upheld.core import parting as core
from upheld.core.as_seen import is_blank
from upheld.core.conduct import ConductError, about_what_was_done
from upheld.core.parting import Gate, PartingError, PartingState
from upheld.core.words import CaseState
from upheld.store import load, parting_known
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.save import partings as save
from upheld.store.sight import seen

from . import may
from .another import acted
from .prepare_parting import raise_cause


class PartingMissing(LookupError):
    """No such parting."""


def propose(
    customer_id: int, reasons: str, alternatives: str, by: may.Actor, now: datetime
) -> rows.Parting:
    """A proposal, when every gate is passed. Where one is not, our own cause is asked for.

    Raises PartingError with each gate that is not passed."""
    may.check("propose_parting", by)
    raise_cause(customer_id, by.name, now)
    return _proposed(customer_id, reasons, alternatives, by, now)


@transaction.atomic
def _proposed(
    customer_id: int, reasons: str, alternatives: str, by: may.Actor, now: datetime
) -> rows.Parting:
    customer = load.customer(customer_id)
    passed(customer, now)
    told = core.reasons(reasons)
    try:
        suits = about_what_was_done(alternatives, "name who or what may suit them better")
    except ConductError as error:
        raise PartingError(str(error)) from None
    _only_one(customer)
    closed = as_one.cases(customer).filter(state=CaseState.CLOSED)
    case = closed.order_by("-received_at", "-pk").first()
    if case is None:
        raise PartingError("there is no closed case of theirs in which a letter could be written")
    with seen.as_colleagues(case.owner):  # whoever reads the case reads what showed it
        found = parting_known.gates_of(customer, now)
    return save.proposed(case, told, suits, found, load.signed_in(by), by.name, now)


def _only_one(customer: rows.Customer) -> None:
    """Raises PartingError where a proposal is on its way, be it one that they may not see."""
    on_its_way = (PartingState.PROPOSED, PartingState.APPROVED, PartingState.REVIEWED)
    if parting_known.partings(customer).filter(state__in=on_its_way).exists():
        raise PartingError("a proposal is on its way already: look at that one")
    with seen.whole():
        if parting_known.partings(customer).filter(state__in=on_its_way).exists():
            raise PartingError("another team has begun what ends it: ask an administrator")


def passed(customer: rows.Customer, now: datetime) -> tuple[Gate, ...]:
    """Every gate, all passed. Raises PartingError with each that is not."""
    found = parting_known.gates_of(customer, now)
    closed = [gate for gate in found if not gate.passed]
    if closed:
        raise PartingError(*(f"{gate.asks}: not so. {gate.shown}" for gate in closed))
    return found


@transaction.atomic
def approve(parting_id: int, by: may.Actor, now: datetime) -> None:
    """Another lead agrees. Raises PartingError."""
    may.check("approve_parting", by)
    row = in_state(parting_id, PartingState.PROPOSED)
    _another(row, by)
    passed(row.customer, now)
    save.approved(row, load.signed_in(by), by.name, now)


@transaction.atomic
def review(parting_id: int, by: may.Actor, now: datetime) -> None:
    """It is looked at once more before it takes effect, by whoever approved it or by a third lead.

    Raises PartingError."""
    may.check("review_parting", by)
    row = in_state(parting_id, PartingState.APPROVED)
    _another(row, by)
    passed(row.customer, now)
    save.reviewed(row, load.signed_in(by), by.name, now)


@transaction.atomic
def withdraw(parting_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """It is not to be, whoever says so. Raises PartingError."""
    may.check("withdraw_parting", by)
    states = PartingState.PROPOSED, PartingState.APPROVED, PartingState.REVIEWED
    row = in_state(parting_id, *states)
    if is_blank(why):
        raise PartingError("say why it is withdrawn")
    save.withdrawn(row, why.strip(), by.name, now)


def _another(row: rows.Parting, by: may.Actor) -> None:
    if acted(row.proposed_by_id, row.by, by):
        raise PartingError("you proposed it yourself: another lead looks at it")


def in_state(parting_id: int, *states: PartingState) -> rows.Parting:
    found = rows.Parting.objects.filter(pk=parting_id)
    load.write_of(found.values("customer"))
    row = (
        found.select_for_update(of=("self",), no_key=True)
        .select_related("customer", "case")
        .first()
    )
    if row is None:
        raise PartingMissing(f"there is no parting {parting_id}")
    if row.state not in states:
        told = " or ".join(states)
        raise PartingError(f"this one is {row.state}: it must be {told}")
    return row

"""Know the customer: how to reach them, and who they are to us, with what shows it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from upheld.core.domains import spellings
from upheld.core.event_kinds import EventKind
from upheld.core.intake import IntakeError, check_address, in_one_line
from upheld.core.words import CaseState
from upheld.store import fitting, in_order, load, save
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight import fit_seen, seen

from . import may

CONTACT = frozenset({"name", "email", "phone", "address"})
AXES = frozenset({"values_what", "values_how", "mutual_value"})
TO_US = AXES | {"fit_evidence", "vulnerable"}


class CustomerError(ValueError):
    """Something about a customer that cannot be kept as it stands."""


@transaction.atomic
def know_customer(
    customer_id: int, told: Mapping[str, Any], by: may.Actor, now: datetime
) -> tuple[str, ...]:
    """Keeps what is told and returns the names of what changed; what is not told stays.

    `vulnerable` is None where it was never checked. The axes of fit run from 0 to 1, each line of
    `fit_evidence` is one that a person can read and contest. What a decision may have read reopens
    it. Raises CustomerError, CustomerMissing or NotAllowed.
    """
    may.check("know", by)
    customer = load.customer(customer_id)
    return _keep(customer, _as_read(customer, _clean(told)), by, now)


def _as_read(customer: rows.Customer, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whoever sends back what shows the fit as they read it writes over no line that is kept from
    them, and nobody writes it anew who has not read all of it. Raises CustomerError."""
    if "fit_evidence" not in told:
        return told
    shown = fit_seen.told(customer, customer.fit_evidence)
    if shown == customer.fit_evidence:
        return told
    if told["fit_evidence"] != shown:
        raise CustomerError(
            "fit_evidence: some of it is another team's own: an administrator writes it"
        )
    return {name: new for name, new in told.items() if name != "fit_evidence"}


@seen.whole()
def _keep(
    customer: rows.Customer, told: Mapping[str, Any], by: may.Actor, now: datetime
) -> tuple[str, ...]:
    """In every case of theirs that is open: what is known of somebody widens help, whoever works on
    the case and whoever wrote it down."""
    _check(customer, told)
    changed = {name: new for name, new in told.items() if new != getattr(customer, name)}
    if changed.get("email") and not customer.email:
        save.not_known_to_be_theirs(customer)
    waiting = list(as_one.cases(customer).exclude(state=CaseState.CLOSED))
    for kind, names in ((EventKind.CUSTOMER_MENDED, CONTACT), (EventKind.CUSTOMER_KNOWN, TO_US)):
        if changes := {name: new for name, new in changed.items() if name in names}:
            save.customer_changed(customer, kind, changes, waiting, by.name, now)
    if changed.keys() & TO_US:
        look_anew(waiting, now)
    if changed.keys() & (AXES | {"fit_evidence"}):
        fitting.recorded_by_hand(customer, by.name, now)
    return tuple(changed)


def _clean(told: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: told[name].strip() for name in CONTACT & told.keys()}
    for name in ("name", "phone"):
        if name in texts:
            texts[name] = in_one_line(texts[name])
    if "email" in texts:
        texts["email"] = texts["email"].lower()
    if "fit_evidence" in told:
        texts["fit_evidence"] = [line.strip() for line in told["fit_evidence"] if line.strip()]
    return {**told, **texts}


def _check(customer: rows.Customer, told: Mapping[str, Any]) -> None:
    if unknown := told.keys() - CONTACT - TO_US:
        raise CustomerError(f"{', '.join(sorted(unknown))}: nothing of that name is kept")
    for name in sorted(AXES & told.keys()):
        if told[name] is not None and not Decimal(0) <= told[name] <= Decimal(1):
            raise CustomerError(f"{name}: {told[name]} is not from 0 to 1")
    _check_email(customer, told.get("email") or "")


def _check_email(customer: rows.Customer, email: str) -> None:
    try:
        check_address(email)
    except IntakeError as error:
        raise CustomerError(str(error)) from None
    if not email:
        return
    if email != customer.email and not in_order.address_is_free(email):
        raise CustomerError(f"somebody writes from {email} at this moment: try again in a minute")
    same = rows.Customer.objects.filter(email__in=spellings(email), erased_at=None)
    if same.exclude(pk=customer.pk).exists():
        raise CustomerError(f"another customer has the address {email}: nobody is merged here")


def look_anew(waiting: list[rows.Case], now: datetime) -> None:
    """What is not answered yet is decided again: goodwill and help read who somebody is."""
    for case in waiting:
        if case.state == CaseState.DECIDED:
            save.moved(case, CaseState.INVESTIGATING, now)

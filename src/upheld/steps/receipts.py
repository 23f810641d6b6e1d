"""Receipts: a link to the case is wished for, exchanged once for a session, and ended."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, CaseState
from upheld.store import addresses, in_order, load, receipts, save
from upheld.store import models as rows
from upheld.store.called import disowning
from upheld.store.merged import merging
from upheld.store.record import events
from upheld.store.record.events import Act

from . import may


class NoAddress(ValueError):
    """A link leaves by e-mail, and there is no address."""


class LinkRefused(LookupError):
    """A link that opens nothing; `renewable` when another may be sent to the same address."""

    def __init__(self, why: str, renewable: bool = False) -> None:
        super().__init__(why)
        self.renewable = renewable


@dataclass(frozen=True, slots=True)
class Entered:
    """A session: the secret that the browser keeps, and until when it opens the case."""

    secret: str
    until: datetime


def wish_for_link(case: rows.Case, site: str, by: may.Actor, now: datetime) -> None:
    """The link leaves after the caller's transaction: its row is the job."""
    row = case.receipts.create(to=case.customer.email, site=site, asked_at=now, asked_by=by.name)
    events.append(Act(case.pk, EventKind.LINK_ASKED, by.name, now, {row.named: row.pk}))


def ask_link(email: str, reference: str, site: str, by: may.Actor, now: datetime) -> None:
    """Keeps what was asked for. Whether there is such a case is looked up later, by the job, so
    that the answer says nothing of it and takes no longer."""
    may.check("enter", by)
    rows.Receipt.objects.create(
        to=email.lower(), wanted=reference[:40], site=site, asked_at=now, asked_by=by.name
    )


@transaction.atomic
def offer_link(case_id: CaseId, site: str, by: may.Actor, now: datetime) -> None:
    """A member of staff has a link sent to the customer. Raises NoAddress or NotAllowed."""
    case = load.case(case_id)
    may.check("link", by, case.state)
    if not case.customer.email:
        raise NoAddress("we have no e-mail address of theirs: write it down first")
    wish_for_link(case, site, by, now)


@transaction.atomic
def end_links(case_id: CaseId, by: may.Actor, now: datetime) -> None:
    """Every link that leads to the case and every session of one ends. Raises NotAllowed."""
    case = load.case(case_id)
    may.check("link", by, case.state)
    receipts.of_case(case).filter(ended_at=None).update(ended_at=now)
    events.append(Act(case.pk, EventKind.LINKS_ENDED, by.name, now))


@transaction.atomic
def look(secret: str, now: datetime) -> rows.Receipt:
    """The receipt of a link that can still be exchanged; looking uses nothing up.

    Raises LinkRefused."""
    return _open(secret, now)


@transaction.atomic
def enter(secret: str, by: may.Actor, now: datetime) -> Entered:
    """Exchanges a link, once, for a session of its case. Raises LinkRefused."""
    may.check("enter", by)
    case = _case_of(secret)  # held before its links, as whoever ends them holds it
    receipt = _open(secret, now)
    session = receipts.new_secret()
    receipt.entered_at, receipt.session_hash = now, receipts.hash_of(session)
    receipt.session_until = now + receipts.SESSION_LASTS
    receipt.save(update_fields=["entered_at", "session_hash", "session_until"])
    events.append(Act(receipt.case_id, EventKind.LINK_ENTERED, by.name, now))
    if case is not None:
        _known(case, receipt, by, now)
    return Entered(session, receipt.session_until)


@transaction.atomic
def disown(secret: str, by: may.Actor, now: datetime) -> None:
    """Whoever has the address did not send what the link leads to: it ends, opens nothing, and the
    case is known not to be theirs until somebody of staff settles it. Whoever is inside it by
    another link is so no longer. Raises LinkRefused."""
    may.check("enter", by)
    case = _case_of(secret)
    receipt = _open(secret, now)
    receipt.ended_at = now
    receipt.save(update_fields=["ended_at"])
    if case is not None:
        receipts.end_visits(case)
        save.disowned(case, by.name, now)


def _case_of(secret: str) -> rows.Case | None:
    """Where an order is known on paper alone, its customer is held too: so is an order's by whoever
    takes it back (store/imports/undone.py)."""
    found = receipts.case_of_link(secret)
    case = load.case(CaseId(found)) if found else None
    if case is not None and case.order_reference:
        in_order.hold(rows.Customer.everything.filter(pk=case.customer_id))
    return case


def _known(case: rows.Case, link: rows.Receipt, by: may.Actor, now: datetime) -> None:
    """Who reads the customer's mail is the customer: what was on paper until now is theirs too, and
    mail reaches them."""
    addresses.works(case.customer, case, by.name, now)
    settled, told = _settles(case, link), case.order_reference
    proved = save.known_to_be_theirs(case, by.name, now, settled=settled)
    if not proved or not told or case.state not in _NOT_DECIDED:
        return
    found = list(rows.Order.objects.filter(reference=told, customer=case.customer)[:2])
    if len(found) == 1:
        save.order_linked(case, found[0], told, by.name, now)


def _settles(case: rows.Case, link: rows.Receipt) -> bool:
    """Whether a member of staff had it sent since whoever has the address said that the case is not
    from them: what they asked for themselves, and what was asked for before, settles nothing."""
    if link.asked_by == may.Complainant().name:
        return False
    said = disowning(case).first()
    return said is not None and receipts.asked_since(link, said.number)


_NOT_DECIDED = (CaseState.RECEIVED, CaseState.ACKNOWLEDGED, CaseState.INVESTIGATING)


def _open(secret: str, now: datetime) -> rows.Receipt:
    receipt = receipts.by_link(secret)
    if receipt is None or receipt.ended_at or not receipts.is_theirs(receipt):
        raise LinkRefused("This link opens nothing.")
    if receipt.entered_at:
        raise LinkRefused("This link was used before.", renewable=True)
    if receipt.link_until is None or receipt.link_until <= now:
        raise LinkRefused("This link is too old.", renewable=True)
    return receipt


@transaction.atomic
def renew(secret: str, site: str, by: may.Actor, now: datetime) -> None:
    """Another link in the place of one that was used or is too old, to the same address."""
    may.check("enter", by)
    _case_of(secret)
    try:
        _open(secret, now)
    except LinkRefused as refused:
        receipt = receipts.by_link(secret) if refused.renewable else None
        if receipt is not None and receipt.case is not None:
            wish_for_link(receipt.case, site, by, now)


@transaction.atomic
def lead_on(receipt_id: int, case_id: CaseId, by: may.Actor, now: datetime) -> None:
    """The session of a case that is history in another of theirs opens that one from now on,
    wherever that went. Raises CaseErased or NotAllowed."""
    may.check("enter", by)
    way = in_order.even_erased_way(case_id)
    there = merging.goes_on_in(way[0])
    if there == way[0]:
        return
    load.check_not_erased(there)
    rows.Receipt.objects.filter(pk=receipt_id).update(case=there)
    events.append(Act(there.pk, EventKind.LINK_ENTERED, by.name, now))


def leave(secret: str) -> None:
    """The session ends; whoever comes back asks for another link."""
    receipts.end_session(secret)

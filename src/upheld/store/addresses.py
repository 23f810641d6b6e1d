"""Addresses: those that mail came back from, marked with why and when until there is another, and
those that a customer no longer has, to which nothing that waits may leave."""

from datetime import datetime

from upheld.core.domains import spellings
from upheld.core.event_kinds import EventKind
from upheld.core.words import LetterState

from . import in_order
from . import models as rows
from .merged import complained_too, merging
from .record import events
from .record.events import Act

_LONGEST = 500
_Sent = rows.Letter | rows.Asked | rows.Receipt


def hold(letter: _Sent) -> None:
    """Holds whose address it is against other writers until the caller's transaction ends."""
    theirs = rows.Customer.everything.filter(pk=_whose(letter)[0].pk)
    list(theirs.select_for_update(no_key=True).values_list("pk", flat=True))


def failed(letter: _Sent, why: str, by: str, now: datetime) -> None:
    """The address of this letter does not work; one that the customer no longer has is let be."""
    (who, case), address = _whose(letter), letter.to.strip()
    if not address or who.email.lower() not in spellings(address):
        return
    who.returned_email, who.returned_at, who.returned_why = who.email.lower(), now, why[:_LONGEST]
    _keep(who)
    told = {letter.named: letter.pk, "email": who.returned_email, "why": who.returned_why}
    events.append(Act(case, EventKind.ADDRESS_FAILED, by, now, told))


def _whose(letter: _Sent) -> tuple[rows.Customer, int | None]:
    """Whom the letter is for, and the case that they know it by: one that came over with the case
    of another customer is theirs still."""
    if not isinstance(letter, rows.Letter):
        return letter.addressee, letter.case_id
    # As it is now: the merge may have been undone while the letter was on its way.
    letter.case = rows.Case.everything.select_related("customer").get(letters=letter.pk)
    who = complained_too.addressee(letter.case, letter)
    return who, complained_too.case_of(letter).pk


def is_theirs(letter: rows.Letter | rows.Asked) -> bool:
    """Whether the letter goes to an address that whoever it is for has now. One that came over
    with the case of another customer is for them."""
    told = spellings(letter.to)
    if letter.addressee.email.lower() in told:
        return True
    if not isinstance(letter, rows.Letter):
        return False
    came = rows.Customer.everything.filter(cases__in=merging.whole(letter.case_id))
    return came.filter(email__in=told).exists()


def look_again(old: str) -> None:
    """What waits for its next try at an address that its customer no longer has is looked at by the
    next sweep, which lets it fail: nobody waits for a pause to be over to be told."""
    for kind in (rows.Letter, rows.Asked):
        waiting = kind._base_manager.filter(state=LetterState.QUEUED, to__in=spellings(old))
        kind._base_manager.filter(pk__in=in_order.hold(waiting)).update(try_after=None)


def works(who: rows.Customer, case: rows.Case, by: str, now: datetime) -> None:
    """Mail to their address arrives again: a person says so, or whoever has it shows it."""
    if not who.email_fails:
        return
    who.returned_email, who.returned_at, who.returned_why = "", None, ""
    _keep(who)
    events.append(Act(case.pk, EventKind.ADDRESS_WORKS, by, now, {"email": who.email}))


def _keep(who: rows.Customer) -> None:
    who.save(update_fields=["returned_email", "returned_at", "returned_why"])

"""Conduct: recorded quickly and apart from merit, seen by a lead, answered by whoever it is about.

What is owed, the findings and the letters know nothing of it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from upheld.core import conduct as core
from upheld.core.as_seen import is_blank
from upheld.core.conduct import ConductError
from upheld.core.event_kinds import EventKind
from upheld.core.portal import PortalError
from upheld.core.words import CaseId
from upheld.store import load
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.policy_files import behaviours
from upheld.store.save import conduct as save
from upheld.store.sight import own_conduct

from . import may
from .assign import assign


class ConductMissing(LookupError):
    """No such record of conduct."""


@transaction.atomic
def record(
    customer_id: int,
    case_id: CaseId | None,
    contact_id: int | None,
    behaviour: str,
    shown_by: str,
    by: may.Actor,
    now: datetime,
    *,
    withheld: bool = False,
) -> rows.Conduct:
    """Keeps what was done, with where it happened; leads see it at once. It is of whose case that
    is, or contact: asked of somebody, it may be of another row of theirs. Raises ConductError."""
    may.check("record_conduct", by)
    # With all their rows: a contact of any of them is taken back by whoever holds its customer
    # (store/imports/undone.py).
    customer = load.customer(customer_id)
    known = behaviours.named(behaviour)
    if known is None:
        raise ConductError(f"{behaviour} is not in the list of behaviours: choose one of it")
    flag = core.flagged(known, shown_by)
    _happened(customer, case_id, contact_id)
    _check_not_erased(case_id, contact_id)
    whose, person = save.whose(case_id, contact_id), load.signed_in(by)
    return save.recorded(flag, whose, case_id, contact_id, withheld, person, by.name, now)


def _happened(customer: rows.Customer, case_id: CaseId | None, contact_id: int | None) -> None:
    """Raises ConductError where it happened nowhere, or with somebody else."""
    if case_id is None and contact_id is None:
        raise ConductError("say in which contact or on which case it happened")
    if case_id is not None and not as_one.cases(customer).filter(pk=case_id).exists():
        raise ConductError("that case is not theirs: choose one of their cases")
    if contact_id is not None and not as_one.contacts(customer).filter(pk=contact_id).exists():
        raise ConductError("that contact is not theirs: choose one of their contacts")


def _check_not_erased(case_id: int | None, contact_id: int | None) -> None:
    """Raises CaseErased."""
    contact = rows.Contact.everything.filter(pk=contact_id or 0)
    at = Q(pk=case_id or 0) | Q(pk__in=contact.values("case"))
    for case in rows.Case.everything.filter(at):
        load.check_not_erased(case)


@transaction.atomic
def see(conduct_id: int, support: str, withheld: bool, by: may.Actor, now: datetime) -> None:
    """A lead has seen it: `support` is what was offered to the colleague it happened to, and
    `withheld` whether the words are folded away from now on. Raises ConductError."""
    may.check("see_conduct", by)
    row = _open(conduct_id)
    if not support.strip():
        raise ConductError("say what was offered to the colleague it happened to")
    row.seen_at, row.seen_by = now, by.name
    row.support, row.withheld = support.strip(), withheld
    row.save(update_fields=["seen_at", "seen_by", "support", "withheld"])
    told = {"support": row.support, "withheld": withheld}
    save.about_conduct(row, EventKind.CONDUCT_SEEN, by.name, now, told)


@transaction.atomic
def hand_on(conduct_id: int, owner: rows.Person | None, by: may.Actor, now: datetime) -> None:
    """Gives the case to somebody else: nobody has to go on where they were insulted."""
    may.check("see_conduct", by)
    row = _standing(conduct_id)
    case_id = row.case_id or (row.contact.case_id if row.contact else None)
    if case_id is None:
        raise ConductError("this did not happen on a case: there is none to give to somebody")
    assign(CaseId(case_id), owner, by, now)


@transaction.atomic
def keep_from_them(conduct_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """Whoever it is about is not shown it, for a reason of law such as somebody's safety; an empty
    reason shows it again."""
    may.check("see_conduct", by)
    row = _open(conduct_id)
    row.not_shown = why.strip()
    row.save(update_fields=["not_shown"])
    save.about_conduct(row, EventKind.CONDUCT_WITHHELD, by.name, now, {"why": row.not_shown})


@transaction.atomic
def answer(conduct_id: int, words: str, by: may.Actor, now: datetime) -> None:
    """Their own account, kept beside ours; a new one is added below the old."""
    may.check("answer_conduct", by)
    row = _open(conduct_id)
    if is_blank(words):
        raise ConductError("write what they say of it, in their words")
    row.answer = "\n\n".join(filter(None, (row.answer, words.strip())))
    row.answered_at = now
    row.save(update_fields=["answer", "answered_at"])
    save.about_conduct(row, EventKind.CONDUCT_ANSWERED, by.name, now, {"words": words.strip()})


@transaction.atomic
def answer_own(case_id: CaseId, conduct_id: int, words: str, by: may.Actor, now: datetime) -> None:
    """The account of whoever it is about, given in the portal on their own case.

    Raises PortalError where it is no record of this case that they are shown."""
    case = rows.Case.objects.get(pk=case_id)
    if not own_conduct.shown_on(case).filter(pk=conduct_id).exists():
        raise PortalError("this is no longer on record: there is nothing to answer")
    answer(conduct_id, words, by, now)


@transaction.atomic
def withdraw(conduct_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """It was not so, or is no longer to be kept: it counts for nothing from now on. Where its case
    was erased this is written of whom it is about, and nothing in the case."""
    may.check("withdraw_conduct", by)
    row = _standing(conduct_id)
    if is_blank(why):
        raise ConductError("say why it is withdrawn")
    row.withdrawn_at, row.withdrawn_why = now, why.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_why"])
    save.about_conduct(row, EventKind.CONDUCT_WITHDRAWN, by.name, now, {"why": why.strip()})


def _open(conduct_id: int) -> rows.Conduct:
    """The same, to write more in. Raises CaseErased."""
    row = _standing(conduct_id)
    if (case := save.case_of(row)) is not None:
        load.check_not_erased(case, "what is on record there can be withdrawn, and no more is done")
    return row


def _standing(conduct_id: int) -> rows.Conduct:
    found = rows.Conduct.objects.filter(pk=conduct_id)
    load.write_of(found.values("customer"))
    row = found.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise ConductMissing(f"there is no record of conduct {conduct_id}")
    if not row.stands:
        raise ConductError("this was withdrawn: record what happened anew")
    return row

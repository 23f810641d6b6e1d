"""Deliver: a letter that did not leave by e-mail is sent again or goes by post."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from upheld.core.words import NOT_THERE_YET, CaseId
from upheld.store import addresses, in_order, load, save, still_to_hear
from upheld.store import models as rows
from upheld.store.merged import as_one, complained_too
from upheld.store.sight import seen

from . import may
from .know_customer import know_customer


class NothingToDeliver(ValueError):
    """The letter is on its way or has arrived: nobody sends it twice."""


@transaction.atomic
def send_again(
    case_id: CaseId, letter_id: int, by: may.Actor, now: datetime, email: str = ""
) -> None:
    """Queues a letter that failed or waits to be posted, to the address that we have now of whom it
    is for, or to `email`, which is theirs from here on. Raises NothingToDeliver, CustomerError or
    CustomerErased.

    Whoever sends it to the address that it came back from says that it works again."""
    case = hold(case_id, letter_id)
    may.check("deliver", by, case.state)
    letter = _letter(case, letter_id, NOT_THERE_YET)
    theirs, who = complained_too.case_of(letter), complained_too.addressee(case, letter)
    load.check_customer(who)
    if email:
        know_customer(who.pk, {"email": email}, by, now)
        who.refresh_from_db()
    addresses.works(who, theirs, by.name, now)
    letter.to, letter.error, letter.attempts = who.email, "", 0
    letter.save(update_fields=["to", "error", "attempts"])
    save.queued(letter, by.name, now)


def hold(case_id: CaseId, letter_id: int) -> rows.Case:
    """The case, held with all that a letter in it that is sent again is written in. Raises
    CaseMissing or CaseErased."""
    _hold(case_id, letter_id)
    return load.case(case_id)


@seen.whole()
def _hold(case_id: CaseId, letter_id: int) -> None:
    """Holds the case with all of whom the letter in it is for, then them, then the letter: what is
    known of them is written in each of their cases (store/in_order.py says in which order)."""
    cases = Q(pk=case_id)
    letter = rows.Letter.objects.filter(pk=letter_id, case=case_id).first()
    who = complained_too.addressee(letter.case, letter) if letter else None
    if who:
        cases |= Q(customer__in=as_one.family(who.pk))
    in_order.hold(rows.Case.everything.filter(cases))
    if who:
        in_order.hold(rows.Customer.everything.filter(pk=who.pk))
    in_order.hold(rows.Letter.objects.filter(pk=letter_id, case=case_id))


@transaction.atomic
def posted(case_id: CaseId, letter_id: int, by: may.Actor, now: datetime) -> None:
    """A person printed and posted it. Raises NothingToDeliver, also for a letter of a change whose
    reader is not to hear of it now."""
    letter = _letter(_case(case_id, by), letter_id, NOT_THERE_YET)
    if why := still_to_hear.why_not(letter, timezone.localdate(now)):
        raise NothingToDeliver(why)
    save.posted(letter, by.name, now)


def undelivered(case: rows.Case) -> rows.Letter | None:
    """The first letter that a person must see off."""
    return next((each for each in case.letters.all() if each.state in NOT_THERE_YET), None)


def _case(case_id: CaseId, by: may.Actor) -> rows.Case:
    case = load.case(case_id)
    may.check("deliver", by, case.state)
    return case


def _letter(case: rows.Case, letter_id: int, states: tuple[str, ...]) -> rows.Letter:
    letter = case.letters.filter(pk=letter_id, state__in=states).first()
    if letter is None:
        raise NothingToDeliver("this letter is on its way or has arrived: look at the record")
    return letter

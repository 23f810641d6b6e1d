"""What is on its way to somebody while an erasure of theirs begins: it leaves before, or never.

An erasure holds rows in the order in which every other writer takes them (store/in_order.py).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from upheld.core.erasing import CAME, ErasureError
from upheld.core.words import CaseId, ImportState, LetterState, MailState, ReceiptState
from upheld.store import in_order
from upheld.store import models as rows
from upheld.store.merged import as_one, merging
from upheld.store.theirs.data import Found

from . import words as erased_words

# What was claimed longer ago is sent by nobody any more (jobs/outbox.py, store/receipts.py).
_AT_MOST = timedelta(minutes=10)
_WAITS = (LetterState.QUEUED, LetterState.SENDING, ReceiptState.WAITING, ReceiptState.SENDING)
_UNDER_WAY = (ImportState.WAITING, ImportState.RUNNING)
_MESSAGES = (rows.Letter, rows.Asked, rows.Receipt, rows.Notice)


def hold(customer_id: int | None, case_id: CaseId | None) -> None:
    """Holds their mail, cases and customers against other writers until the caller's transaction
    ends, and before these what may bring more of them: themes, which quote, and imports under way.

    Raises ErasureError where more of it came while it waited, or somebody was told to be the same
    person: that is held by nobody here."""
    in_order.themes()
    in_order.hold(rows.Import.objects.filter(state__in=_UNDER_WAY, kept=True))
    none = rows.Customer.objects.none()
    family = none if customer_id is None else as_one.family(customer_id)
    people = family.values_list("pk", flat=True)
    numbers = sorted(people)
    cases = _cases(numbers, case_id)
    addresses = erased_words.of(numbers, cases).addresses
    waits = Q(sender__in=addresses) & ~Q(state=MailState.PLACED)
    mail = rows.Incoming.objects.filter(Q(case__in=cases) | waits)
    held = in_order.hold(mail)
    in_order.hold(rows.Case.everything.filter(pk__in=cases))
    in_order.hold(rows.Customer.everything.filter(pk__in=numbers))
    grown = {*people.all()} - {*numbers} or _cases(numbers, case_id) - cases
    if grown or {*mail.values_list("pk", flat=True)} - {*held}:
        raise ErasureError(CAME, code="came-in")


def _cases(people: list[int], case_id: CaseId | None) -> set[int]:
    if case_id is not None:
        return merging.whole(case_id)
    theirs = rows.Case.everything.filter(customer__in=people)
    return set(theirs.values_list("pk", flat=True))


def hold_messages(found: Found, now: datetime) -> None:
    """Holds what waits to leave, so that nobody begins to send it.

    Raises ErasureError where something is being sent at this moment: it would arrive after the
    erasure, and its sender would write down how it went. And where mail of theirs that came at last
    is placed at this moment: whoever does may wait for us, so nobody waits for them."""
    _hold_mail(found)
    if being_sent := [each for model in _MESSAGES for each in _leaving(model, found, now)]:
        raise ErasureError(*being_sent, code="being-sent")


def _hold_mail(found: Found) -> None:
    mail = rows.Incoming.objects.filter(pk__in=found.get(rows.Incoming, ()))
    free = mail.select_for_update(of=("self",), no_key=True, skip_locked=True)
    if {*mail.values_list("pk", flat=True)} - {*free.values_list("pk", flat=True)}:
        raise ErasureError(CAME, code="came-in")


def _leaving(model: Any, found: Found, now: datetime) -> Iterator[str]:
    waiting = model._base_manager.filter(pk__in=found.get(model, ()), state__in=_WAITS)
    for row in waiting.select_for_update(no_key=True).order_by("pk"):
        sending = row.state in (LetterState.SENDING, ReceiptState.SENDING)
        if sending and row.claimed_at and row.claimed_at > now - _AT_MOST:
            what = model._meta.verbose_name
            yield f"{what} {row.pk} to them is being sent at this moment: try again in ten minutes"

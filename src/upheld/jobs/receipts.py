"""Receipts: each link that is wished for is made, mailed and kept as a hash; its row is the job."""

from datetime import date, datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from upheld.core.event_kinds import EventKind
from upheld.core.intake import TooMany
from upheld.core.reckoning import end_of
from upheld.core.references import read_reference
from upheld.core.reply import told_day
from upheld.core.words import CaseId, ReceiptState
from upheld.steps.may import Complainant
from upheld.store import addresses, in_order, knocks, policies, receipts, tokens
from upheld.store.models import Case, Person, Receipt
from upheld.store.policy_files.amiss import UNUSABLE
from upheld.store.record import events
from upheld.store.record.events import Act

from .sending import (
    AUTOMATIC,
    PATIENCE,
    Attempt,
    Outcome,
    attempt,
    for_a_while,
    machines_letter,
)

_BY = "portal"
_MOST_ATTEMPTS = 5
_MOST = receipts.MOST_A_DAY
# To one mailbox within an hour, whoever asks: each of them opens, so its owner has one by then.
_MOST_PASSWORDS = 12
_TOO_MANY = f"{_MOST} links went to this mailbox within a day: send one tomorrow, or yourself"
_KEEPS_FAILING = f"sending it was begun {_MOST_ATTEMPTS} times and never ended: send another"


def sweep(now: datetime) -> int:
    """Sends the links that wait; returns how many left. Safe to run twice, and at once."""
    knocks.forget(now)
    return sum(_send(receipt_id, now) for receipt_id in for_a_while(receipts.waiting(now)))


def _send(receipt_id: int, now: datetime) -> bool:
    """One that was interrupted is made anew: the link of its other mail, if one left, is dead."""
    if not receipts.claim(receipt_id, now):
        return False
    receipt = Receipt.objects.select_related("case__customer").get(pk=receipt_id)
    if receipt.attempts > _MOST_ATTEMPTS:  # what ends the process each time would end it for ever
        _given_up(receipt, _KEEPS_FAILING)
        return False
    if receipts.is_of_sign_in(receipt):
        return _password(receipt, now)
    case = receipt.case or _looked_up(receipt)
    if case is None or receipt.ended_at:
        _let_go(receipt)
        return False
    if _often(receipt, now):
        _given_up(receipt, _TOO_MANY)
        return False
    secret = receipts.new_secret()
    receipt.link_hash = receipts.hash_of(secret)
    try:
        last = policies.day_at(case.regime, now + receipts.LINK_LASTS)
        receipt.link_until = end_of(last, policies.zone(case.regime))
        if not _written(receipt, case):
            _let_go(receipt)
            return False
        message = _message(receipt, case, secret, last)
    except UNUSABLE as error:
        _waits(receipt, str(error))
        return False
    return _ended(receipt, _tried(message), now)


def _tried(message: EmailMessage) -> Attempt:
    """How it went. What cannot even be begun is tried again: the rest must still leave."""
    try:
        return attempt(message, get_connection(timeout=PATIENCE))
    except Exception as error:  # settings name a backend that is not there, or is amiss
        return Attempt(Outcome.LATER, str(error) or "no reason was given")


def _ended(receipt: Receipt, tried: Attempt, now: datetime) -> bool:
    """Of two links one opens the case, so one that may have left is made anew."""
    if tried.outcome is Outcome.LEFT:
        _left(receipt, now)
        return True
    over = tried.outcome is Outcome.REFUSED or receipt.attempts >= _MOST_ATTEMPTS
    _failed(receipt, tried, over, now)
    return False


def _password(receipt: Receipt, now: datetime) -> bool:
    """A way to a new password, if somebody who works here has the address; nothing of it is kept,
    neither its secret nor that it was asked for."""
    person = Person.objects.filter(email__iexact=receipt.to, is_active=True).first()
    if person is None or _many(receipt, "forgotten", _MOST_PASSWORDS, now, knocks.HOUR):
        receipt.delete()
        return False
    tried = _tried(_password_message(receipt, person))
    if tried.outcome in (Outcome.LEFT, Outcome.REFUSED) or receipt.attempts >= _MOST_ATTEMPTS:
        receipt.delete()
    else:
        _again(receipt, tried.words)
    return tried.outcome is Outcome.LEFT


def _often(receipt: Receipt, now: datetime) -> bool:
    """Anybody may have us send links to anybody; whoever works here knows why they send one."""
    asked = receipt.asked_by == Complainant().name
    return asked and _many(receipt, "mailed", _MOST, now, knocks.DAY)


def _many(receipt: Receipt, what: str, most: int, now: datetime, within: timedelta) -> bool:
    """Whether it is one more than leave to a mailbox; what is tried again was counted before. What
    does not leave counts for nothing: else whoever asks on keeps them out for good."""
    if receipt.attempts > 1:
        return False
    mailbox = knocks.Share(knocks.By(knocks.mailbox_of(receipt.to)), most)
    try:
        with knocks.counted(what, [mailbox], "", now, within=within):
            return False
    except TooMany:
        return True


def _given_up(receipt: Receipt, why: str) -> None:
    """The desk shows one that failed beside its case; of one that found none nothing is kept."""
    receipt.error = why
    if receipt.case is None:
        receipt.delete()
    else:
        receipt.state = ReceiptState.FAILED
        receipt.save(update_fields=["state", "error"])


@transaction.atomic
def _written(receipt: Receipt, case: Case) -> bool:
    """While nobody erases the case: whoever does so from then on sees that a link is being sent."""
    if not in_order.hold(Case.everything.filter(pk=case.pk, erased_at=None)):
        return False
    receipt.case = case
    receipt.save(update_fields=["case", "link_hash", "link_until"])
    return True


def _looked_up(receipt: Receipt) -> Case | None:
    named = read_reference(receipt.wanted)
    return receipts.case_wanted(receipt, CaseId(named) if named else None)


def _let_go(receipt: Receipt) -> None:
    """Where nobody is, no address is kept; a link that was ended before it left never leaves."""
    if receipt.case is None:
        receipt.delete()
    else:
        Receipt.objects.filter(pk=receipt.pk).update(state=ReceiptState.FAILED)


def _waits(receipt: Receipt, error: str) -> None:
    """Until a file of ours is mended: no attempt is spent on it."""
    receipt.attempts -= 1
    receipt.save(update_fields=["attempts"])
    _again(receipt, error)


@transaction.atomic
def _failed(receipt: Receipt, tried: Attempt, over: bool, now: datetime) -> None:
    """Whose address it is first, then the link: an erasure holds both in this order."""
    if not over:
        _again(receipt, tried.words)
        return
    if tried.address:
        addresses.hold(receipt)
        addresses.failed(receipt, tried.words, _BY, now)
    receipt.state, receipt.error = ReceiptState.FAILED, tried.words
    receipt.save(update_fields=["state", "error"])


def _again(receipt: Receipt, why: str) -> None:
    receipt.state, receipt.error = ReceiptState.WAITING, why
    receipt.save(update_fields=["state", "error"])


@transaction.atomic
def _left(receipt: Receipt, now: datetime) -> None:
    """Of one that went with an erasure, since its sender took so long, nothing is written."""
    mine = Receipt.objects.filter(pk=receipt.pk)
    if mine.update(state=ReceiptState.SENT, sent_at=now, error=""):
        told = {"to": receipt.to}
        events.append(Act(receipt.case_id, EventKind.LINK_SENT, _BY, now, told))


_PASSWORD = """Good day {name},

somebody, most likely you, wishes to choose a new password for the desk. This link lets you, once
and for {days} days:

{link}

If it was not you, you need do nothing: your password stays as it is.
"""


def _password_message(receipt: Receipt, person: Person) -> EmailMessage:
    token = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    body = _PASSWORD.format(
        name=person.name,
        days=settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
        link=receipt.site + reverse("account_reset_password_from_key", kwargs=token),
    )
    return machines_letter("A new password for the desk", body, person.email, AUTOMATIC)


_BODY = """Good day,

your complaint has the reference {reference}. This link opens its page, where you can see how far
it is, read what we wrote, and add to it:

{link}

It is yours alone: please do not pass it on. It opens the page once, until the end of {until}.
You can ask for another at any time at {again}

Please write to us on that page rather than by answering this message.

If you did not send us a complaint, somebody gave us your address by mistake. You need do nothing.

{firm}
"""


def _message(receipt: Receipt, case: Case, secret: str, last: date) -> EmailMessage:
    """Nothing that the form was told stands in it: nobody can send their words by our hand. The
    link opens the page until the end of its `last` day."""
    body = _BODY.format(
        reference=case.reference,
        link=receipt.site + reverse("portal:enter", args=[secret]),
        until=told_day(last),
        again=receipt.site + reverse("portal:link"),
        firm=policies.firm(),
    )
    head = {"Auto-Submitted": "auto-generated"}  # RFC 3834, section 5
    # What an answer, and a notice that it came back, are known by.
    head |= {"Message-ID": tokens.message_id(receipt)}
    head |= {"Reply-To": tokens.reply_to(receipt)} if settings.PLUS_ADDRESSES else {}
    return machines_letter(f"Your complaint {case.reference}", body, receipt.to, head)

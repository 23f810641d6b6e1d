"""Receipts: the links to a case. A secret is random, leaves by mail, and is kept as a hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Lower
from django.http import HttpRequest

from upheld.core.domains import spellings
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, ReceiptState

from . import models as rows
from .merged import merging

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_HTTP = "80"
LINK_LASTS = timedelta(days=14)
MOST_A_DAY = 12  # to one mailbox; those that left open what they open for as long as ever
SESSION_LASTS = timedelta(days=14)
_SIGN_IN = "the sign-in"
_AGAIN_AFTER = timedelta(minutes=10)
# Of a case that holds something: one that was erased is as one that is not there.
_THERE = Q(case__isnull=False, case__erased_at=None)
_WAITING = (ReceiptState.WAITING, ReceiptState.SENDING)


def site(asked: HttpRequest) -> str:
    """Our own address as people know it, without a slash at its end; where nobody said, that of
    this machine at the port that was asked, which is the server's word.

    Never what a request says of itself: a stranger who asks for somebody's link would write it."""
    given: str = settings.SITE
    return given.rstrip("/") if given else f"http://{own_name()}{_at(asked.META['SERVER_PORT'])}"


def own_name() -> str:
    """The first name that UPHELD_HOSTS gives us and others can reach; else one for this machine."""
    given = [each.removeprefix(".") for each in settings.ALLOWED_HOSTS if each.strip("*.")]
    return next((each for each in given if each not in THIS_MACHINE), "localhost")


def _at(port: str) -> str:
    return "" if port == _HTTP else f":{port}"


def new_secret() -> str:
    """256 bits, in letters that an address may hold."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def password_wished_for(email: str, site: str, now: datetime) -> None:
    """Somebody at the sign-in forgot their password; whether they work here the job looks up."""
    rows.Receipt.objects.create(
        to=email.strip().lower()[:254], site=site[:200], asked_at=now, asked_by=_SIGN_IN
    )


def is_of_sign_in(receipt: rows.Receipt) -> bool:
    return receipt.case_id is None and receipt.asked_by == _SIGN_IN


def is_secret(of: str, secret: str) -> Q:
    """That this is its secret, of its `link` or of its `session`; said so that SQLite takes the
    index, which leaves the empty out."""
    return Q(**{f"{of}_hash": hash_of(secret)}) & ~Q(**{f"{of}_hash": ""})


def end_session(secret: str) -> None:
    rows.Receipt.objects.filter(is_secret("session", secret)).update(
        session_hash="", session_until=None
    )


def by_link(secret: str) -> rows.Receipt | None:
    """The receipt of a link, held against other writers until the caller's transaction ends."""
    held = rows.Receipt.objects.select_for_update(of=("self",), no_key=True).select_related(
        "case__customer"
    )
    return held.filter(is_secret("link", secret), _THERE).first()


def case_of_link(secret: str) -> int | None:
    """The number of the case that a link leads to, whether it still opens it or not."""
    found = rows.Receipt.objects.filter(is_secret("link", secret), _THERE) if secret else None
    return found.values_list("case", flat=True).first() if found else None


def by_session(secret: str, now: datetime) -> rows.Receipt | None:
    """The receipt whose session this is, while it lasts and its address is the customer's."""
    if not secret:
        return None
    found = rows.Receipt.objects.select_related("case__customer")
    receipt = found.filter(
        is_secret("session", secret), _THERE, session_until__gt=now, ended_at=None
    ).first()
    if receipt is None or receipt.case is None or not is_theirs(receipt):
        return None
    receipt.case = merging.last_of_theirs(receipt.case)
    return receipt


def is_theirs(receipt: rows.Receipt) -> bool:
    """Whether the link went to the address that the customer has now."""
    return receipt.case is not None and receipt.to.lower() in spellings(receipt.case.customer.email)


def asked_since(link: rows.Receipt, number: int) -> bool:
    """Whether a link was asked for after an event of its case, by what the record says: the clock
    of the machine that asked may be behind. An earlier version did not name the link there."""
    same = Q(by=link.asked_by, at=link.asked_at) & ~Q(data__has_key=link.named)
    asked = rows.Event.objects.filter(case=link.case_id, kind=EventKind.LINK_ASKED)
    named = Q(**{f"data__{link.named}": link.pk})
    return asked.filter(named | same, number__gt=number).exists()


def end_visits(case: rows.Case) -> None:
    """Of every link that leads to the case; one that nobody opened yet opens it still."""
    of_case(case).exclude(session_hash="").update(session_hash="", session_until=None)


def end_at_old_address(who: rows.Customer, now: datetime) -> None:
    """What went to an address that they no longer have ends for good: if they ever have it again,
    nobody comes in by what was sent there before."""
    of_theirs = rows.Receipt.objects.filter(
        case__in=rows.Case.everything.filter(customer=who), ended_at=None
    )
    elsewhere = of_theirs.alias(address=Lower("to")).exclude(address__in=spellings(who.email))
    elsewhere.update(ended_at=now)


def of_case(case: rows.Case) -> "QuerySet[rows.Receipt]":
    """Every link that leads to a case, the newest first: those of cases of theirs that were merged
    into it lead there too."""
    theirs = [each for each in merging.family(case) if each.customer_id == case.customer_id]
    return rows.Receipt.objects.filter(case__in=[case, *theirs]).order_by("-pk")


def waiting(now: datetime) -> list[int]:
    """The links that nobody is sending, the oldest first; one that was begun long ago too."""
    return list(_free(now).order_by("asked_at", "pk").values_list("pk", flat=True))


def claim(receipt_id: int, now: datetime) -> bool:
    """Whether the link is ours to send: of two that ask at once, one gets it."""
    mine = _free(now).filter(pk=receipt_id)
    told = {"state": ReceiptState.SENDING, "claimed_at": now, "attempts": F("attempts") + 1}
    return bool(mine.update(**told))


def _free(now: datetime) -> "QuerySet[rows.Receipt]":
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _AGAIN_AFTER)
    return rows.Receipt.objects.filter(free, state__in=_WAITING)


def returned(link: rows.Receipt, why: str) -> None:
    """A link that came back has not arrived; one that was opened meanwhile has."""
    mine = rows.Receipt.objects.filter(pk=link.pk, entered_at=None)
    mine.update(state=ReceiptState.FAILED, error=why)


def case_wanted(receipt: rows.Receipt, case_id: CaseId | None) -> rows.Case | None:
    """The case of this address that was asked for. Where none was named the newest, of those that
    are known to be theirs if there are any: a stranger may have filed a newer one under it."""
    theirs = rows.Case.objects.filter(customer__email__in=spellings(receipt.to), erased_at=None)
    theirs = theirs.exclude(customer__email="")
    if receipt.wanted:
        theirs = theirs.filter(pk=case_id) if case_id else theirs.none()
    unproved = Case(When(known_to_be_theirs=False, then=1), default=0)
    return theirs.select_related("customer").order_by(unproved, "-received_at", "-pk").first()

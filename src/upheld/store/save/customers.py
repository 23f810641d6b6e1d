"""Who complains, and what we know of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from upheld.core.domains import spellings
from upheld.core.event_kinds import EventKind
from upheld.core.intake import Complainant
from upheld.core.words import CaseState
from upheld.store import addresses, in_order, receipts, search
from upheld.store import models as rows
from upheld.store.called import are_anybodys, brought_them, may_be_anybodys, mends
from upheld.store.merged import as_one
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain

from .act import plain


@seen.whole()
def customer(complainant: Complainant) -> rows.Customer:
    """The customer with this e-mail address, or a new one: nobody is merged by name alone. It is
    one customer's whoever types it, so that what is known of them widens help.

    They are held until the caller's transaction ends: whoever erases them, or takes them back,
    sees what comes, or it is of somebody new."""
    email = complainant.email.strip().lower()
    if email:
        in_order.address(email)
    for each in spellings(email) if email else ():
        known: list[rows.Customer] = _WITH_ADDRESS(each)
        if known:
            return known[0]
    return rows.Customer.objects.create(
        name=complainant.name.strip(), email=email, phone=complainant.phone.strip()
    )


def _with_address(email: str) -> "QuerySet[rows.Customer]":
    held = rows.Customer.objects.select_for_update(of=("self",), no_key=True)
    return held.filter(email=email, erased_at=None).order_by("pk")[:1]


_WITH_ADDRESS = AskedAgain(_with_address)


@seen.whole()
def called_as(case: rows.Case, told: Complainant, by: str, now: datetime) -> None:
    """What they call themselves in a case that is theirs takes the place of what anybody may have
    written under their address, which goes though they tell none. A colleague's word takes the
    place of what it tells. Where we know no name it is theirs."""
    who, proved = case.customer, case.known_to_be_theirs is True
    if may_be_anybodys(case) or not _better(who, told, proved, case):
        return
    in_order.hold(rows.Customer.everything.filter(pk=who.pk))
    who.refresh_from_db(fields=["name", "phone"])  # a colleague may have mended it meanwhile
    _called(who, _better(who, told, proved, case), by, now)


@seen.whole()
def called_on_record(
    who: rows.Customer, told: Complainant, by: str, now: datetime, brought: rows.Import | None
) -> None:
    """The same of a name that an import brings: it is of our own records, with its number or none.
    The caller holds the customer."""
    if told.name.strip() not in ("", who.name):
        _called(who, _better(who, told, alone=True), by, now, brought)


def not_called_on_record(who: rows.Customer, brought: rows.Import, by: str, now: datetime) -> None:
    """A name and a number that they have of an import which is taken back are theirs no longer. The
    caller holds their cases and the customer."""
    last = mends(who).filter(data__after__name=who.name).order_by("number").last()
    if not who.name or last is None or last.data.get(IMPORT) != brought.pk:
        return
    told = last.data["after"]
    changes = {name: "" for name in _CALLED if told.get(name) and told[name] == getattr(who, name)}
    customer_changed(who, EventKind.CUSTOMER_MENDED, changes, _waiting(who), by, now, brought)


_CALLED = ("name", "phone")
# By which import an event tells that a customer is called so.
IMPORT = "import"


def _better(
    who: rows.Customer, told: Complainant, alone: bool, but: rows.Case | None = None
) -> dict[str, str]:
    """What is to be known of them in the place of what is; nothing else stays where it stands
    `alone`."""
    if are_anybodys(who, but):
        stays = Complainant() if alone else Complainant(who.name, phone=who.phone)
        return {"name": told.name or stays.name, "phone": told.phone or stays.phone}
    found = {"name": told.name} if told.name and not who.name else {}
    return found | ({"phone": told.phone} if _was_taken_back(who, told.phone) else {})


def _was_taken_back(who: rows.Customer, phone: str) -> bool:
    """Whether they have no number since this one was taken from them, or any with their name, and
    nobody wrote another."""
    if not phone or who.phone:
        return False
    last = mends(who).filter(data__after__has_key="phone").order_by("number").last()
    return last is not None and (last.data["before"]["phone"] == phone or not who.name)


def _called(
    who: rows.Customer,
    called: Mapping[str, str],
    by: str,
    now: datetime,
    brought: rows.Import | None = None,
) -> None:
    if changes := {name: new for name, new in called.items() if new != getattr(who, name)}:
        _kept_with_first(who, changes)
        customer_changed(who, EventKind.CUSTOMER_MENDED, changes, _waiting(who), by, now, brought)


def _waiting(who: rows.Customer) -> list[rows.Case]:
    return list(as_one.cases(who).exclude(state=CaseState.CLOSED))


@seen.whole()
def not_called_as(case: rows.Case, by: str, now: datetime) -> None:
    """The name and the number that they have of a case are theirs no longer, each by itself, and
    stay with the case."""
    who = case.customer
    in_order.hold(rows.Customer.everything.filter(pk=who.pk))
    who.refresh_from_db(fields=[*_CALLED])
    if back := {name: "" for name in _CALLED if _has_of(case, name)}:
        _kept_with(case, who, back)
        customer_changed(who, EventKind.CUSTOMER_MENDED, back, _waiting(who), by, now)


_BROUGHT = (
    EventKind.RECEIVED, EventKind.LINK_ENTERED, EventKind.MAIL_PLACED, EventKind.MAIL_SET_ASIDE,
)  # fmt: skip


def _has_of(case: rows.Case, name: str) -> bool:
    """Whether the customer has the name, or the number, of this case: by the act that brought or
    proved it, which has one moment, while what a colleague or our records say has another; or since
    the case brought them."""
    if not (told := getattr(case.customer, name)):
        return False
    last = mends(case.customer).filter(data__after__has_key=name).order_by("number").last()
    if last is None:
        return brought_them(case) and not _also_told(case, name, told)
    proved = case.events.filter(kind__in=_BROUGHT)
    return bool(last.data["after"][name] == told) and proved.filter(at=last.at, by=last.by).exists()


_IN_NEED = {"name": "need__name", "phone": "need__reach"}


def _also_told(case: rows.Case, name: str, told: str) -> bool:
    """Whether another complaint that is known to be theirs says the same."""
    theirs = rows.Case.everything.filter(customer=case.customer_id, known_to_be_theirs=True)
    return theirs.exclude(pk=case.pk).filter(**{_IN_NEED[name]: told}).exists()


def _kept_with_first(who: rows.Customer, changes: Mapping[str, str]) -> None:
    """What goes stays with the complaint that brought it, for whoever works on that."""
    first = rows.Case.everything.filter(customer=who).order_by("pk").first()
    if first is None or first.erased_at or not any(getattr(who, name) for name in changes):
        return
    _kept_with(first, who, changes)


def _kept_with(case: rows.Case, who: rows.Customer, changes: Collection[str]) -> None:
    need, _ = rows.Need._base_manager.get_or_create(case=case)
    if "name" in changes:
        need.name = need.name or who.name
    if "phone" in changes:
        need.reach = need.reach or who.phone
    need.save(update_fields=["name", "reach"])


def customer_changed(
    who: rows.Customer,
    kind: EventKind,
    changes: Mapping[str, Any],
    open_cases: Sequence[rows.Case],
    by: str,
    now: datetime,
    brought: rows.Import | None = None,
) -> None:
    """What we know of a customer, in the record of each open case, or of none when none is open.
    With another address the links and visits of the one before end, and no letter leaves to it."""
    before = {name: plain(getattr(who, name)) for name in changes}
    for name, value in changes.items():
        setattr(who, name, value)
    who.save(update_fields=list(changes))
    if "email" in changes:
        receipts.end_at_old_address(who, now)
        addresses.look_again(before["email"])
    told: dict[str, Any] = {"customer": who.pk, "before": before}
    told["after"] = {name: plain(value) for name, value in changes.items()}
    told |= {IMPORT: brought.pk} if brought else {}
    search.index(who.cases.values_list("pk", flat=True))
    on: list[int | None] = [case.pk for case in open_cases] or [None]
    events.append(*(Act(case_id, kind, by, now, told) for case_id in on))

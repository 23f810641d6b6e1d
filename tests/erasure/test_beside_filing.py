"""A complaint that comes while its sender is erased: it is seen, and they stay, or it comes after,
from django.db.models import Model
from typing import Any
from somebody who is new here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from django.db.models import Model
from tests.beside import begun
from tests.core.mails import a_mail
from tests.stories import NOW, a_closed_case, a_complaint, a_received_case
from tests.waiting import PATIENCE

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.imports import Arrival
from upheld.core.portal import Needs
from upheld.core.words import CaseState, LetterState
from upheld.steps import erase, may
from upheld.steps.answer_kindly import say_wrong
from upheld.steps.file_complaint import Filed, file_complaint
from upheld.steps.import_complaints import import_complaints
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store import in_order, mail, policies
from upheld.store import models as rows
from upheld.store.erased import on_its_way
from upheld.store.imports import tables as import_tables
from upheld.store.models import Person
from upheld.store.record import events

BY = may.Operator()
THEM = may.Complainant()
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def erasure(handler: Person, lead: Person) -> rows.Erasure:
    """Of Sally, whose one case is closed: proposed."""
    case = rows.Case.objects.get(pk=a_closed_case(handler))
    rows.Letter.objects.filter(state=LetterState.QUEUED).update(state=LetterState.SENT)
    return erase.propose(case.customer_id, None, ErasureWhy.REQUEST, lead, NOW)


def by_hand() -> None:
    a_received_case(BY)


def by_mail() -> None:
    row = take_message(a_mail(), "smtp", BY, NOW)
    assert place_message(row.pk, BY, NOW).case is not None


def on_the_web() -> None:
    filed = Filed(a_complaint(), Needs(), "", (), "a-mark", "https://upheld.example.org")
    file_complaint(filed, THEM, NOW)


def by_a_list() -> None:
    arrival = Arrival("helpdesk", "1", a_complaint())
    import_complaints([arrival], policies.usual_rules(), BY, NOW)


WAYS = [by_hand, by_mail, on_the_web, by_a_list]


@pytest.mark.parametrize("comes", WAYS)
def test_nobody_is_erased_whose_complaint_comes_first(
    comes: Callable[[], None], erasure: rows.Erasure, administrator: Person
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            comes()
            approved = begun(pool, lambda: erase.approve(erasure.pk, administrator, NOW))
        with pytest.raises(ErasureError, match="more of it came in at this moment: try again"):
            approved.result(timeout=PATIENCE)
    new = rows.Case.objects.latest("pk")
    assert (new.customer, new.state) == (erasure.customer, CaseState.RECEIVED)
    assert new.customer.email == "sally@example.org"
    with pytest.raises(ErasureError, match="its complaint is still open"):
        erase.approve(erasure.pk, administrator, NOW)


@pytest.mark.parametrize("comes", WAYS)
def test_a_complaint_that_comes_after_is_of_somebody_who_is_new_here(
    comes: Callable[[], None], erasure: rows.Erasure, administrator: Person
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase.approve(erasure.pk, administrator, NOW)
            came = begun(pool, comes)
        came.result(timeout=PATIENCE)
    new = rows.Case.objects.latest("pk")
    assert new.customer_id != erasure.customer_id
    assert (new.customer.email, new.erased_at) == ("sally@example.org", None)
    assert not rows.Case.objects.filter(customer=erasure.customer, erased_at=None).exists()
    assert list(events.breaks()) == []


def test_who_answers_a_kind_letter_and_who_erases_them_do_not_wait_in_a_circle(
    erasure: rows.Erasure, administrator: Person
) -> None:
    """The one holds the customer before the letter, as the other does."""
    assert erasure.customer_id is not None
    whose = erasure.customer_id
    order = rows.Order.objects.create(customer_id=whose, reference="7", placed_on=NOW, amount=1)
    letter = rows.Asked.objects.create(
        customer_id=whose, order=order, fault="late.delivery", subject="How was it?", body="Tell.",
        to="sally@example.org", state=LetterState.QUEUED, by="Lena", at=NOW, queued_at=NOW,
    )  # fmt: skip
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            in_order.hold(rows.Customer.objects.filter(pk=whose))
            wrote = begun(pool, lambda: say_wrong(letter.pk, "Nobody rang.", THEM, NOW))
            on_its_way.hold_messages({rows.Asked: {letter.pk}}, NOW)
        case = wrote.result(timeout=PATIENCE)
    letter.refresh_from_db()
    assert letter.case_id == case
    with pytest.raises(ErasureError, match="its complaint is still open"):
        erase.approve(erasure.pk, administrator, NOW)


def calls(*lines: dict[str, str | None]) -> None:
    """A list of calls comes in, each of whom the shop knows by a number."""
    same = {"at": NOW, "inbound": True, "channel": "phone", "summary": "Rang.", "minutes": 10_000}
    told = pl.DataFrame(
        [{**same, "author": "", "topic": "", "caused_by": "", **each} for each in lines]
    )
    row = rows.Import.objects.create(
        kind="contacts", format="mapped", source="shop", filename="x", sha256="0", size=1,
        made_at=NOW, by="Lena",
    )  # fmt: skip
    with transaction.atomic():
        numbers, *_ = import_tables.customers(row, told.select("customer", "email"))
        import_tables.contacts(row, told, numbers)


def test_a_call_in_a_list_beside_the_erasure_of_who_rang_is_of_somebody_new(
    erasure: rows.Erasure, administrator: Person
) -> None:
    """Whether the list knows them by their number, or by their address."""
    assert erasure.customer_id is not None
    rows.Customer.objects.filter(pk=erasure.customer_id).update(source="shop", source_key="C-1")
    lines: tuple[dict[str, str | None], ...] = (
        {"key": "1", "customer": "C-1", "email": None},
        {"key": "2", "customer": "C-2", "email": "sally@example.org"},
    )
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase.approve(erasure.pk, administrator, NOW)
            came = begun(pool, lambda: calls(*lines))
        came.result(timeout=PATIENCE)
    callers = {each.customer for each in rows.Contact.objects.filter(source="shop")}
    assert {each.source_key for each in callers} == {"C-1", "C-2"}
    assert erasure.customer not in callers


def test_nobody_is_erased_with_mail_that_somebody_places_at_this_moment() -> None:
    """It came after their mail was held, and whoever places it may wait for their case."""
    row = take_message(a_mail(Auto_Submitted="auto-replied"), "smtp", BY, NOW)
    place_message(row.pk, BY, NOW)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        mail.incoming(row.pk)
        held: dict[type[Model], set[Any]] = {rows.Incoming: {row.pk}}
        with pytest.raises(ErasureError, match="more of it came in at this moment: try again"):
            begun(pool, transaction.atomic(lambda: on_its_way.hold_messages(held, NOW)))

"""What leaves for somebody while their erasure waits: what its sender writes down of it goes too,
or they are not erased yet."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from tests.beside import begun
from tests.erasure.test_on_its_way import beside, case, proposed
from tests.jobs.test_outbox import a_letter
from tests.stories import NOW
from tests.waiting import PATIENCE, soon

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, LetterState, ReceiptState
from upheld.jobs import outbox, receipts
from upheld.steps import erase, may
from upheld.steps.receipts import ask_link, offer_link
from upheld.store import models as rows
from upheld.store.erased import listed as erased_list
from upheld.store.models import Person
from upheld.store.record import events
from upheld.store.record.events import Act

__all__ = ["case"]  # a fixture
SITE = "https://firm.example"


def a_link(case: CaseId) -> rows.Receipt:
    offer_link(case, SITE, may.Operator(), NOW)
    rows.Receipt.objects.update(state=ReceiptState.SENDING, claimed_at=NOW)
    return rows.Receipt.objects.get()


def a_kind_letter(case: CaseId) -> rows.Asked:
    customer = rows.Case.objects.get(pk=case).customer_id
    order = rows.Order.objects.create(customer_id=customer, reference="7", placed_on=NOW, amount=1)
    return rows.Asked.objects.create(
        customer_id=customer, order=order, fault="late.delivery", subject="How was it?",
        body="Tell.", to="sally@example.org", state=LetterState.SENDING, claimed_at=NOW, by="Lena",
        at=NOW, queued_at=NOW,
    )  # fmt: skip


def link_leaves(case: CaseId) -> Callable[[], object]:
    link = a_link(case)
    return lambda: receipts._left(link, NOW)


def letter_leaves(case: CaseId) -> Callable[[], object]:
    letter = a_letter(case)
    rows.Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=NOW)
    letter.refresh_from_db()
    return lambda: outbox._finish(letter, LetterState.SENT, NOW)


def letter_is_put_off(case: CaseId) -> Callable[[], object]:
    letter = a_letter(case)
    rows.Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=NOW)
    letter.refresh_from_db()
    letter.attempts, letter.error = 1, "451 sally@example.org: later"
    return lambda: outbox._put_off(letter, NOW)


def kind_letter_leaves(case: CaseId) -> Callable[[], object]:
    letter = a_kind_letter(case)
    letter.error = "250 sally@example.org accepted"
    return lambda: outbox._finish(letter, LetterState.SENT, NOW)


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None


def says_them(event: rows.Event) -> bool:
    return "sally" in str(event.data).lower()


@pytest.mark.parametrize(
    "leaves", [link_leaves, letter_leaves, letter_is_put_off, kind_letter_leaves]
)
@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_written_of_mail_that_leaves_while_an_erasure_waits_for_it_is_erased_too(
    leaves: Callable[[CaseId], Callable[[], object]],
    case: CaseId,
    lead: Person,
    administrator: Person,
) -> None:
    left, erasure = leaves(case), proposed(case, lead)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            left()
            approved = begun(pool, lambda: erase.approve(erasure, administrator, NOW))
            soon(somebody_waits_for_us)
        approved.result(timeout=PATIENCE)
    assert not [each for each in rows.Event.objects.all() if says_them(each)]
    assert not rows.Event.objects.filter(case=case, erased_by=None).exists()
    assert list(events.breaks()) == []


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_link_that_was_asked_for_on_the_web_does_not_leave_for_a_case_that_is_erased_meanwhile(
    case: CaseId, lead: Person, administrator: Person, mailoutbox: list[object]
) -> None:
    """Whose it is its sender finds out: of a case that somebody erases, it waits for them."""
    erasure = erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW).pk
    ask_link("sally@example.org", rows.Case(pk=case).reference, SITE, may.Complainant(), NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase.approve(erasure, administrator, NOW)
            swept = begun(pool, lambda: receipts.sweep(NOW))
        assert swept.result(timeout=PATIENCE) == 0
    assert mailoutbox == []
    assert not rows.Event.objects.filter(case=case, kind=EventKind.LINK_SENT).exists()
    assert not rows.Receipt.objects.exists()


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_anybody_writes_of_them_while_they_are_erased_lets_the_erasure_be_tried_again(
    case: CaseId, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds nothing of theirs, and so waited for nobody."""
    erasure, real = proposed(case, lead), erased_list.line_of

    def wrote() -> None:
        with transaction.atomic():
            told = {"to": "sally@example.org"}
            events.append(Act(case, EventKind.LINK_SENT, "portal", NOW, told))

    def meanwhile(*told: Any) -> Any:
        beside(wrote)()
        return real(*told)

    monkeypatch.setattr(erased_list, "line_of", meanwhile)
    with pytest.raises(ErasureError, match="more of it came in at this moment: try again"):
        erase.approve(erasure, administrator, NOW)
    assert erased_list.read() == []
    assert rows.Case.objects.get(pk=case).erased_at is None
    monkeypatch.undo()
    erase.approve(erasure, administrator, NOW)
    assert not rows.Event.objects.filter(case=case, erased_by=None).exists()


def test_a_link_whose_sender_was_slow_beyond_an_erasure_writes_nothing_of_it(
    case: CaseId, lead: Person, administrator: Person
) -> None:
    link = a_link(case)
    rows.Receipt.objects.update(claimed_at=None)
    erase.approve(proposed(case, lead), administrator, NOW)
    receipts._left(link, NOW)
    assert not rows.Event.objects.filter(case=case, kind=EventKind.LINK_SENT).exists()

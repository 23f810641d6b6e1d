"""A letter that leaves while somebody is erased: it leaves before, or never, and nobody waits in a
circle."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connections, transaction
from tests.beside import begun
from tests.core.mails import a_mail
from tests.erasure.test_erase import taken_in
from tests.jobs.test_outbox import a_letter
from tests.stories import NOW, a_closed_case, a_decided_case
from tests.waiting import PATIENCE

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, CaseState, LetterState
from upheld.jobs import erasing, outbox
from upheld.steps import erase
from upheld.steps.know_customer import know_customer
from upheld.steps.merge import MergeError, undo_merge
from upheld.steps.place_message import place_into, place_message
from upheld.steps.take_message import take_message
from upheld.store import load
from upheld.store import models as rows
from upheld.store.erased import listed as erased_list
from upheld.store.erased import on_its_way
from upheld.store.models import Letter, Person
from upheld.store.record import events
from upheld.store.record.events import Act

# Whose it is, a person says.
TWO_SENDERS = a_mail(sender="Sally Hart <sally@example.org>, Bob <bob@example.net>")


@pytest.fixture
def case(handler: Person) -> CaseId:
    closed = a_closed_case(handler)
    Letter.objects.filter(case=closed, state=LetterState.QUEUED).update(state=LetterState.SENT)
    return closed


def proposed(case: CaseId, lead: Person) -> int:
    customer = rows.Case.objects.get(pk=case).customer_id
    return erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW).pk


def beside(work: Callable[[], Any]) -> Callable[[], Any]:
    """Begins it in a thread of its own; call what comes back for its answer, or what it raised."""
    answer: list[Any] = []

    def run() -> None:
        try:
            answer.append(work())
        except Exception as error:
            answer.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()

    def ended() -> Any:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "it waits for ever"
        if isinstance(answer[0], Exception):
            raise answer[0]
        return answer[0]

    return ended


@pytest.mark.django_db(transaction=True)
def test_while_a_letter_is_being_sent_its_reader_is_not_erased_and_afterwards_they_are(
    case: CaseId, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, erasure = a_letter(case), proposed(case, lead)
    under_way, may_end = threading.Event(), threading.Event()

    def slowly(message: EmailMultiAlternatives) -> int:
        under_way.set()
        return int(may_end.wait(PATIENCE))

    monkeypatch.setattr(EmailMultiAlternatives, "send", slowly)
    ended = beside(lambda: outbox.sweep(NOW))
    try:
        assert under_way.wait(PATIENCE)
        with pytest.raises(ErasureError, match=f"letter {letter.pk} to them is being sent"):
            erase.approve(erasure, administrator, NOW)
    finally:
        may_end.set()
    assert ended() == 1
    erase.approve(erasure, administrator, NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.body) == (LetterState.SENT, "[erased]")
    assert list(events.breaks()) == []


@pytest.mark.django_db(transaction=True)
def test_while_somebody_is_erased_no_letter_to_them_begins_to_leave(
    case: CaseId, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, erasure = a_letter(case), proposed(case, lead)
    under_way, asked, real = threading.Event(), threading.Event(), erased_list.write

    def slowly(*told: Any) -> None:
        under_way.set()
        asked.wait(PATIENCE)
        threading.Event().wait(0.2)  # the sweep is at the row by now
        real(*told)

    monkeypatch.setattr(erased_list, "write", slowly)
    ended = beside(lambda: erase.approve(erasure, administrator, NOW))
    assert under_way.wait(PATIENCE)
    sent: list[object] = []
    monkeypatch.setattr(EmailMultiAlternatives, "send", sent.append)
    asked.set()
    assert outbox.sweep(NOW) == 0
    ended()
    letter.refresh_from_db()
    assert (sent, letter.state) == ([], LetterState.DRAFT)
    assert outbox.sweep(NOW + timedelta(days=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_who_holds_a_case_and_who_writes_that_its_letter_left_do_not_wait_in_a_circle(
    case: CaseId, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_letter(case)
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda message: 1)
    with transaction.atomic():
        load.case(case)
        ended = beside(lambda: outbox.sweep(NOW))
        # One database lets it end meanwhile; the other lets one write at a time, and it waits.
        threading.Event().wait(0.4)
        events.append(Act(case, EventKind.ASSIGNED, handler.name, NOW, {}))
    assert ended() == 1
    assert list(events.breaks()) == []


@pytest.mark.django_db(transaction=True)
def test_who_erases_and_who_writes_that_the_address_fails_do_not_wait_in_a_circle(
    case: CaseId, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = a_letter(case)
    customer = rows.Case.objects.get(pk=case).customer_id

    def refused(message: EmailMultiAlternatives) -> int:
        raise SMTPRecipientsRefused({letter.to: (550, b"no such user")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refused)
    with transaction.atomic():
        on_its_way.hold(customer, None)
        ended = beside(lambda: outbox.sweep(NOW))
        threading.Event().wait(0.4)  # the sweep is at the customer by now
        with suppress(ErasureError):
            on_its_way.hold_messages({Letter: {letter.pk}}, NOW)
    assert ended() == 0
    letter.refresh_from_db()
    assert letter.state == LetterState.FAILED
    assert rows.Customer.objects.get(pk=customer).returned_email == letter.to


@pytest.mark.django_db(transaction=True)
def test_who_erases_and_who_writes_what_is_known_of_them_do_not_wait_in_a_circle(
    handler: Person,
) -> None:
    case = a_decided_case(handler)
    customer = rows.Case.objects.get(pk=case).customer_id
    with transaction.atomic():
        load.case(case)
        ended = beside(lambda: know_customer(customer, {"vulnerable": True}, handler, NOW))
        threading.Event().wait(0.4)
        on_its_way.hold(customer, None)
    assert ended() == ("vulnerable",)
    assert rows.Case.objects.get(pk=case).state == CaseState.INVESTIGATING


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_erases_a_chain_of_cases_and_who_undoes_a_merge_in_it_do_not_wait_in_a_circle(
    handler: Person, lead: Person, administrator: Person
) -> None:
    first, second, third = (a_closed_case(handler) for _ in range(3))
    below = taken_in(first, second, handler)
    taken_in(second, third, handler)
    Letter.objects.filter(state=LetterState.QUEUED).update(state=LetterState.SENT)
    erasure = erase.propose(None, third, ErasureWhy.REQUEST, lead, NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(first)
            erased = begun(pool, lambda: erase.approve(erasure.pk, administrator, NOW))
            with pytest.raises(MergeError, match="undo that first"):
                undo_merge(second, below.pk, handler, NOW)
        erased.result(timeout=PATIENCE)
    assert not rows.Case.objects.filter(erased_at=None).exists()


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nobody_is_erased_while_mail_of_theirs_comes_in_that_somebody_else_may_hold(
    case: CaseId, lead: Person, handler: Person, administrator: Person
) -> None:
    """The erasure holds their mail, then their cases: what came between the two it does not hold,
    and whoever does may wait for a case."""
    erasure, row = proposed(case, lead), take_message(TWO_SENDERS, "smtp", handler, NOW)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            load.case(case)
            erased = begun(pool, lambda: erase.approve(erasure, administrator, NOW))
            assert place_message(row.pk, handler, NOW).state == "held"
            placed = begun(pool, lambda: place_into(row.pk, case, handler, NOW))
        with pytest.raises(ErasureError, match="more of it came in at this moment: try again"):
            erased.result(timeout=PATIENCE)
        placed.result(timeout=PATIENCE)
    assert rows.Incoming.objects.get(pk=row.pk).case_id == case


def test_one_that_was_begun_long_ago_is_let_go_and_nothing_more_is_written_of_it(
    case: CaseId, lead: Person, administrator: Person
) -> None:
    letter = a_letter(case)
    begun = NOW - timedelta(minutes=11)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=begun)
    letter.refresh_from_db()
    erase.approve(proposed(case, lead), administrator, NOW)
    letter.state, letter.error = LetterState.SENT, "250 sally@example.org accepted"
    assert not outbox._keep(letter)
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (LetterState.DRAFT, "")


def test_what_is_due_goes_on_past_one_that_is_refused_and_says_which_and_why(
    handler: Person, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ERASE_DUE = "lena@example.org"
    cases = [a_closed_case(handler, name=f"Bob {number}") for number in range(3)]
    later = NOW.replace(year=NOW.year + 7)
    Letter.objects.filter(state=LetterState.QUEUED).update(state=LetterState.SENT)
    a_letter(cases[0])
    Letter.objects.filter(state=LetterState.QUEUED).update(state="sending", claimed_at=later)
    with caplog.at_level(logging.WARNING):
        went = erase.erase_due(later)
        erasing._tell(went)
    assert went.many == 2
    assert [*went.refused] == [rows.Case(pk=cases[0]).reference]
    assert f"{rows.Case(pk=cases[0]).reference} is due and stays: being-sent" in caplog.text
    assert rows.Case.objects.filter(erased_at=None).count() == 1
    assert erase.erase_due(later + timedelta(minutes=11)).many == 1

"""A letter that came over with another customer's case and does not arrive: the address of whom it
is for is marked, in their own case, and nobody else's."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from tests.jobs.test_outbox import Mailbox, a_letter, mailbox
from tests.steps.test_answer_too import BOB
from tests.steps.test_came_back import notice
from tests.steps.test_place_message import sent
from tests.stories import NOW, a_received_case

from upheld.core.words import CaseId
from upheld.desk.show.next import next_action
from upheld.jobs import outbox
from upheld.jobs.sending import Attempt, attempt
from upheld.steps.deliver import send_again
from upheld.steps.hand_over import hand_over
from upheld.steps.may import Operator
from upheld.steps.merge import merge, undo_merge
from upheld.store import beside
from upheld.store.models import Case, Customer, Event, Letter, Merge, Person
from upheld.store.record import events

__all__ = ["mailbox"]  # a fixture
BOBS, SALLYS = "bob@example.net", "sally@example.org"


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    return a_received_case(handler)


@pytest.fixture
def bobs(handler: Person) -> CaseId:
    return a_received_case(handler, **BOB)


def came_over(bobs: CaseId, sallys: CaseId, by: Person, state: str, to: str = BOBS) -> Letter:
    """A letter to Bob, whose case was merged into Sally's since."""
    letter = a_letter(bobs, body="Dear Bob,\n\nThank you.", to=to)
    Letter.objects.filter(pk=letter.pk).update(state=state, sent_at=NOW)
    merge(bobs, sallys, "One van, one crash.", by, NOW, sure=True)
    letter.refresh_from_db()
    assert letter.case_id == sallys
    return letter


def fails(case: CaseId) -> str:
    """Why mail to whoever complained in the case does not arrive; empty where it does."""
    who = Customer.objects.get(cases=case)
    return who.returned_why if who.email_fails else ""


def marked() -> list[tuple[int | None, str]]:
    acts = Event.objects.filter(kind="address_failed")
    return [(act.case_id, act.data["email"]) for act in acts]


def test_that_came_back_marks_the_address_of_whom_it_is_for(
    sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    letter = came_over(bobs, sallys, handler, "sent")
    sent(notice(letter, BOBS), return_path="")
    letter.refresh_from_db()
    assert letter.state == "failed"
    assert (fails(bobs), fails(sallys)) == ("550 no such user", "")
    assert marked() == [(bobs, BOBS)]
    assert (list(events.breaks()), list(beside.amiss())) == ([], [])


def test_so_does_one_that_their_mail_server_refuses(
    mailbox: Mailbox, sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    Customer.objects.filter(cases=bobs).update(email="nobody@example.net")
    came_over(bobs, sallys, handler, "queued", "nobody@example.net")
    outbox.sweep(NOW)
    assert (fails(bobs), fails(sallys)) == ("550 no such mailbox", "")
    assert marked() == [(bobs, "nobody@example.net")]


def test_so_does_one_that_is_refused_while_the_merge_is_undone(
    mailbox: Mailbox,
    sallys: CaseId,
    bobs: CaseId,
    handler: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Customer.objects.filter(cases=bobs).update(email="nobody@example.net")
    came_over(bobs, sallys, handler, "queued", "nobody@example.net")

    def tried(*told: Any) -> Attempt:
        undo_merge(sallys, Merge.objects.get().pk, handler, NOW)
        return attempt(*told)

    monkeypatch.setattr(outbox, "attempt", tried)
    outbox.sweep(NOW)
    assert (fails(bobs), marked()) == ("550 no such mailbox", [(bobs, "nobody@example.net")])


def test_the_case_asks_for_another_address_and_theirs_works_once_it_is_sent_to_it(
    sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    letter = came_over(bobs, sallys, handler, "sent")
    sent(notice(letter, BOBS), return_path="")
    shown = next_action(Case.objects.get(pk=sallys), None, handler)
    assert shown.label == "Find another address"
    assert f"Mail to {BOBS} came back" in shown.why
    send_again(sallys, letter.pk, handler, NOW, email="mercer@example.net")
    assert fails(bobs) == ""


def test_it_is_theirs_where_it_went_on_into_a_third_case_or_the_merge_was_undone(
    sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    letter = came_over(bobs, sallys, handler, "sent")
    third = a_received_case(handler, name="Cara Lowe", email="cara@example.com")
    row = merge(sallys, third, "The same van.", handler, NOW, sure=True)
    sent(notice(letter, BOBS), return_path="")
    assert (fails(bobs), fails(sallys), fails(third)) == ("550 no such user", "", "")
    assert marked() == [(bobs, BOBS)]
    undo_merge(third, row.pk, handler, NOW)
    letter.refresh_from_db()
    assert letter.case_id == sallys
    Customer.objects.update(returned_email="", returned_at=None, returned_why="")
    Letter.objects.filter(pk=letter.pk).update(state="sent")
    sent(notice(letter, BOBS).replace(b"<dsn@", b"<dsn2@"), return_path="", minutes=5)
    assert fails(bobs) == "550 no such user"


def test_an_address_that_they_no_longer_have_marks_nobody(
    sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    letter = came_over(bobs, sallys, handler, "sent")
    Customer.objects.filter(cases=bobs).update(email="mercer@example.net")
    sent(notice(letter, BOBS), return_path="")
    assert (fails(bobs), fails(sallys), marked()) == ("", "", [])


def test_nobody_else_is_handed_the_address(sallys: CaseId, bobs: CaseId, handler: Person) -> None:
    letter = came_over(bobs, sallys, handler, "sent")
    sent(notice(letter, BOBS), return_path="")
    packed = ZipFile(BytesIO(hand_over(Case.objects.get(pk=sallys).customer_id, Operator(), NOW)))
    assert not [name for name in packed.namelist() if b"bob@" in packed.read(name)]

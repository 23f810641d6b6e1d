"""A letter that waits while its customer gets another address: it never leaves to the old one."""

from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings
from tests.insight.test_silence import a_late_order, journeyed
from tests.jobs.test_outbox import Mailbox, a_letter, case, mailbox
from tests.stories import NOW, a_received_case

from upheld.core.faults import Rule, fault
from upheld.core.words import CaseId
from upheld.desk.show.next import next_action
from upheld.jobs import outbox
from upheld.steps.ask_kindly import Outcome, ask_kindly
from upheld.steps.deliver import send_again
from upheld.steps.know_customer import know_customer
from upheld.steps.merge import merge
from upheld.store import beside
from upheld.store.gauges import gauges
from upheld.store.models import Asked, Case, Customer, Event, Letter, Order, Person
from upheld.store.record import events

__all__ = ["case", "journeyed", "mailbox"]
LATE = fault(Rule.LATE, "delivery")
WHY = (
    "The customer's address was changed while this letter waited: read it again, and send it to "
    "the one that we have now."
)


def moves(who: Customer, email: str, by: Person) -> None:
    """Somebody corrects the address."""
    know_customer(who.pk, {"email": email}, by, NOW)


def whose(case: CaseId) -> Customer:
    return Case.objects.get(pk=case).customer


def test_a_letter_that_waits_does_not_leave_to_the_address_of_before(
    mailbox: Mailbox, case: CaseId, handler: Person
) -> None:
    letter = a_letter(case)
    moves(whose(case), "hart@example.org", handler)
    assert outbox.sweep(NOW) == 0
    assert mailbox.came == []
    letter.refresh_from_db()
    assert (letter.state, letter.error, letter.sent_at) == ("failed", WHY, None)
    failed = Event.objects.get(kind="sending_failed")
    assert (failed.case_id, failed.data["error"]) == (case, WHY)
    assert not whose(case).email_fails, "nobody tried the new one"


def test_the_case_says_so_and_a_person_sends_it_to_the_new_one(
    mailbox: Mailbox, case: CaseId, handler: Person
) -> None:
    letter = a_letter(case)
    moves(whose(case), "hart@example.org", handler)
    outbox.sweep(NOW)
    shown = next_action(Case.objects.get(pk=case), None, handler)
    assert (shown.label, shown.why) == ("Send the letter again", WHY)
    send_again(case, letter.pk, handler, NOW)
    assert outbox.sweep(NOW) == 1
    assert [came["To"] for came in mailbox.came] == ["hart@example.org"]
    assert (list(events.breaks()), list(beside.amiss())) == ([], [])


def test_one_that_was_put_off_says_so_at_once_and_not_after_its_pause(
    mailbox: Mailbox, case: CaseId, handler: Person
) -> None:
    mailbox.says["rcpt"] = ["450 later"]
    letter = a_letter(case)
    outbox.sweep(NOW)
    moves(whose(case), "hart@example.org", handler)
    outbox.sweep(NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.error, mailbox.came) == ("failed", WHY, [])


def test_one_that_was_claimed_a_moment_before_does_not_leave_either(
    mailbox: Mailbox, case: CaseId, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, claim = a_letter(case), outbox._claim

    def claimed(*told: object) -> bool:
        mine = claim(*told)  # type: ignore[arg-type]
        moves(whose(case), "hart@example.org", handler)
        return mine

    monkeypatch.setattr(outbox, "_claim", claimed)
    assert outbox.sweep(NOW) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.error, mailbox.came) == ("failed", WHY, [])


def test_what_left_before_stays_as_it_is(mailbox: Mailbox, case: CaseId, handler: Person) -> None:
    letter = a_letter(case)
    outbox.sweep(NOW)
    moves(whose(case), "hart@example.org", handler)
    assert outbox.sweep(NOW + timedelta(days=1)) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.to, letter.error) == ("sent", "sally@example.org", "")
    assert (list(events.breaks()), list(beside.amiss())) == ([], [])


def test_whose_address_was_taken_away_waits_for_a_person_too(
    mailbox: Mailbox, case: CaseId, handler: Person
) -> None:
    letter = a_letter(case)
    moves(whose(case), "", handler)
    outbox.sweep(NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.error, mailbox.came) == ("failed", WHY, [])


@pytest.mark.parametrize("spelt", ["Sally@Example.org", "sally@bücher.example"])
def test_the_same_address_spelt_otherwise_is_no_other(
    spelt: str, mailbox: Mailbox, case: CaseId
) -> None:
    a_letter(case, to=spelt)
    kept = {"sally@bücher.example": "sally@xn--bcher-kva.example"}
    Customer.objects.update(email=kept.get(spelt, spelt.lower()))
    assert outbox.sweep(NOW) == 1


def test_what_came_over_from_the_case_of_another_goes_to_them(
    mailbox: Mailbox, handler: Person
) -> None:
    hers, his = a_received_case(handler), a_received_case(handler, email="bob@example.org")
    waits, fails = a_letter(hers), a_letter(hers, body="Dear Sally,\n\nA second one.")
    Letter.objects.filter(pk=fails.pk).update(try_after=NOW + timedelta(hours=1))
    merge(hers, his, "One order.", handler, NOW, sure=True)
    assert outbox.sweep(NOW) == 1
    assert [came["To"] for came in mailbox.came] == ["sally@example.org"]
    moves(whose(hers), "hart@example.org", handler)
    assert outbox.sweep(NOW) == 0
    states = dict(Letter.objects.values_list("pk", "state"))
    assert states == {waits.pk: "sent", fails.pk: "failed"}


# Kind letters


def ask(order: Order, by: Person) -> Outcome:
    return ask_kindly(LATE, {order.customer_id}, by, "", NOW)


@pytest.fixture
def anns(journeyed: Person, settings: Settings) -> Order:
    return a_late_order("Ann")


@time_machine.travel(NOW, tick=False)
def test_a_kind_letter_does_not_leave_to_the_address_of_before(
    anns: Order, mailbox: Mailbox, lead: Person
) -> None:
    ask(anns, lead)
    moves(anns.customer, "ann@example.net", lead)
    assert outbox.sweep(NOW) == 0
    row = Asked.objects.get()
    assert (row.state, row.error, mailbox.came) == ("failed", WHY, [])
    assert {each.of: each.value for each in gauges(NOW) if each.name == "upheld_letters"}[
        (("state", "failed"),)
    ] == 1


@time_machine.travel(NOW, tick=False)
def test_whom_a_kind_letter_did_not_reach_may_be_asked_at_the_new_one(
    anns: Order, mailbox: Mailbox, lead: Person
) -> None:
    ask(anns, lead)
    moves(anns.customer, "ann@example.net", lead)
    outbox.sweep(NOW)
    assert len(ask(anns, lead).sent) == 1
    assert outbox.sweep(NOW) == 1
    assert [came["To"] for came in mailbox.came] == ["ann@example.net"]
    assert ask(anns, lead).sent == ()
    assert (list(events.breaks()), list(beside.amiss())) == ([], [])

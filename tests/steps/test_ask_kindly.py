"""Asking kindly: one letter to those whom a fault hit and who said nothing, and rarely."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from pytest_django import Settings
from tests.beside import begun
from tests.insight.test_silence import a_late_order, journeyed
from tests.stories import NOW, a_complaint, a_received_case
from tests.waiting import PATIENCE

from upheld.core.erasing import ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.faults import Declared, Rule, fault, of_declared
from upheld.core.kindly import AskedAnswer, why_not
from upheld.core.reply import Letter
from upheld.core.words import Channel, LetterKind
from upheld.insight.team.right import checked
from upheld.jobs import outbox
from upheld.steps import erase
from upheld.steps.answer_kindly import ask_no_more, say_well, say_wrong
from upheld.steps.ask_kindly import Outcome, ask_kindly, draft_kind_question
from upheld.steps.keep_faults import declare_fault, end_fault
from upheld.steps.letters import LetterBlocked
from upheld.steps.may import Complainant, NotAllowed
from upheld.steps.receive import receive
from upheld.store import asked, beside, hit, tokens
from upheld.store.asked import NotAsked
from upheld.store.models import Asked, Case, Customer, Event, Order, Parting, Person, Team
from upheld.store.sight import seen

__all__ = ["journeyed"]
LATE = fault(Rule.LATE, "delivery")
UNSAID = "They would rather not be asked, or it is not the time for it."
SITE = "https://care.larch.example"


@pytest.fixture(autouse=True)
def monday(journeyed: Person, settings: Settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(NOW, tick=False):
        yield


def ask(*orders: Order, by: Person, now: datetime = NOW, **told: Any) -> Outcome:
    return ask_kindly(LATE, {order.customer_id for order in orders}, by, SITE, now, **told)


def test_a_kind_letter_leaves_by_the_outbox_and_stands_in_the_record(lead: Person) -> None:
    done = ask(a_late_order("Ann"), by=lead)
    assert (len(done.sent), done.kept_back) == (1, ())
    assert outbox.sweep(NOW) == 1
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.org"]
    assert "The day that we had named was 15 September 2026." in sent.body
    page = f"/complain/asked/{done.sent[0].pk}/{tokens.answer_of(done.sent[0].pk)}/"
    assert f"{SITE}{page}" in sent.body
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))[-2:]
    assert kinds == [EventKind.ASKED_KINDLY, EventKind.SENT]
    # The way in stands in the mail alone.
    assert not any(page in str(event.data) for event in Event.objects.all())


@pytest.mark.parametrize("altered", [{"to": "thief@example.com"}, {"body": "Pay here."}])
def test_one_that_was_altered_beside_the_record_is_named(
    altered: dict[str, str], lead: Person
) -> None:
    ask(a_late_order("Ann"), by=lead)
    outbox.sweep(NOW)
    assert list(beside.amiss()) == []
    Asked.objects.update(**altered)
    told = f"kind letter {Asked.objects.get().pk} is not what event "
    assert all(each.startswith(told) for each in beside.amiss())
    assert list(beside.amiss())


def test_a_handler_may_not(handler: Person) -> None:
    with pytest.raises(NotAllowed):
        ask(a_late_order("Ann"), by=handler)


def test_nobody_is_asked_twice_about_the_same_and_about_another_not_soon(lead: Person) -> None:
    ann = a_late_order("Ann")
    ask(ann, by=lead)
    assert ask(ann, by=lead).sent == ()
    again = a_late_order_of(ann.customer, NOW)
    done = ask(again, by=lead)
    assert done.kept_back == ("Ann: They were asked on 2026-11-02; again from 2027-05-01.",)
    assert len(ask(again, by=lead, now=NOW + timedelta(days=180)).sent) == 1


def test_the_firm_says_how_rarely(lead: Person, settings: Settings) -> None:
    settings.ASK_EVERY_DAYS = 30
    ann = a_late_order("Ann")
    ask(ann, by=lead)
    assert "again from 2026-12-02" in asked_why(ann)


def asked_why(order: Order) -> str:
    """Why they may not be asked about a newer order."""
    another = a_late_order_of(order.customer, NOW)
    standing = asked.standings(
        [hit.Hit(order.customer_id, another.pk, NOW.date(), another.placed_on)]
    )
    return why_not(standing[order.customer_id], NOW.date(), asked.every())


def test_people_who_were_merged_are_one(lead: Person) -> None:
    ann, also = a_late_order("Ann"), a_late_order("Anna")
    Customer.objects.filter(pk=also.customer_id).update(merged_into=ann.customer)
    assert [each.person for each in hit.quiet(LATE, NOW)] == [ann.customer_id]
    ask(ann, by=lead)
    assert ask(ann, by=lead).sent == ()
    assert Asked.objects.count() == 1


def test_who_leads_to_a_private_teams_customer_is_asked_by_whoever_sees_them(
    lead: Person, handler: Person
) -> None:
    """Mail goes to the row that stays, whose name and number others do not see."""
    ann = a_late_order("Ann")
    case = Case.objects.get(pk=a_received_case(lead, name="Zed", email="zed@example.org"))
    Person.objects.filter(pk=handler.pk).update(team=Team.objects.create(name="x", private=True))
    Case.objects.filter(pk=case.pk).update(owner=handler, order=a_late_order("Eve"))
    Customer.objects.filter(pk=ann.customer_id).update(merged_into=case.customer)
    assert [each.person for each in hit.quiet(LATE, NOW)] == [case.customer_id]
    with seen.looking(lead):
        assert hit.quiet(LATE, NOW) == []


def test_whoever_complained_or_has_a_complaint_open_is_not_asked(lead: Person) -> None:
    ann = a_late_order("Ann")
    case = a_received_case(lead, name="Ann", email="ann@example.org")
    assert (
        ask(ann, by=lead).kept_back[0].endswith("not among those whom it hit and who said nothing.")
    )
    a_newer_order(ann.customer)  # of which of them they complained nobody knows
    assert ask(ann, by=lead).kept_back == ("Ann: They complained about it themselves.",)
    strange = ask_kindly(LATE, {10**6}, lead, SITE, NOW)
    assert "not among those whom it hit" in strange.kept_back[0]
    Case.objects.filter(pk=case).update(order=a_late_order("Ben"), state="closed")
    assert len(ask(ann, by=lead).sent) == 1


def test_what_was_told_to_a_private_team_was_told_as_well(lead: Person, handler: Person) -> None:
    ann = a_late_order("Ann")
    told, other = (a_received_case(lead, name="Ann", email="ann@example.org") for _ in range(2))
    Case.objects.filter(pk=other).update(order=a_late_order("Ben"), state="closed")
    Person.objects.filter(pk=handler.pk).update(team=Team.objects.create(name="x", private=True))
    Case.objects.filter(pk=told).update(owner=handler, order=a_late_order("Cay"))
    with seen.looking(lead):
        assert ask(ann, by=lead).kept_back == (f"Ann: {UNSAID}",)
    Case.objects.filter(pk=told).update(order=ann)
    with seen.looking(lead):
        assert ann.customer_id not in {each.person for each in hit.quiet(LATE, NOW)}


def why_not_to(reader: Person, order: Order) -> str:
    with seen.looking(reader):
        (one,) = (each for each in hit.quiet(LATE, NOW) if each.person == order.customer_id)
        why = why_not(asked.standings([one])[one.person], NOW.date(), asked.every())
        assert ask(order, by=reader).kept_back == (f"{order.customer}: {why}",)
    return why


def test_that_somebody_complained_to_a_private_team_is_not_told_by_why_they_are_not_asked(
    lead: Person, handler: Person, administrator: Person
) -> None:
    """They get the words that others get, who want no letter or with whom we parted; a complaint
    that is shown is told as what it is."""
    ann, ben, cay, dot = (a_late_order(name) for name in ("Ann", "Ben", "Cay", "Dot"))
    Person.objects.filter(pk=handler.pk).update(team=Team.objects.create(name="x", private=True))
    for order in (ann, ben):
        a_newer_order(order.customer)
    for name, owner in (("Ann", handler), ("Ann", lead), ("Ben", lead), ("Ben", handler)):
        told = a_received_case(lead, name=name, email=f"{name.lower()}@example.org")
        Case.objects.filter(pk=told).update(owner=owner)
    Case.objects.filter(owner=lead, customer=ann.customer).update(
        order=a_late_order("Eve"), state="closed"
    )
    Parting.objects.create(
        customer=cay.customer, case=Case.objects.all()[0], at=NOW, state="reviewed"
    )
    assert why_not_to(lead, ann) == why_not_to(lead, cay) == UNSAID
    assert why_not_to(lead, ben) == "They complained about it themselves."
    assert why_not_to(administrator, ann) == "They complained about it themselves."
    assert why_not_to(administrator, cay) == "We have parted."
    with seen.looking(lead):
        (letter,) = ask(dot, by=lead).sent
        ask_no_more(letter.pk, Complainant(), NOW)
    again = a_late_order_of(dot.customer, NOW)
    assert why_not_to(lead, again) == UNSAID


def test_many_at_once_leave_out_whoever_needs_care(lead: Person) -> None:
    ann, ben = a_late_order("Ann"), a_late_order("Ben")
    Customer.objects.filter(name="Ben").update(vulnerable=True)
    done = ask(ann, ben, by=lead)
    assert [row.customer.name for row in done.sent] == ["Ann"]
    assert len(ask(ben, by=lead).sent) == 1


def test_a_letter_that_blames_promises_or_sells_stays_here(lead: Person) -> None:
    ann = a_late_order("Ann")
    for said in (
        "How was it? You should have checked the day yourself.",
        "How was it? We will refund your delivery charge.",
        "How was it? Here is a voucher: buy now and save.",
        "It was late.",
    ):
        body = f"Dear Ann,\n\n{said}\n\nWith kind regards,\n\nLena Brandt"
        with pytest.raises(LetterBlocked):
            ask(ann, by=lead, letter=Letter(LetterKind.KIND_QUESTION, "How was it?", body))
    assert not Asked.objects.exists()
    # It is of no case: what is told of the team's letters goes on without it.
    assert Event.objects.filter(kind=EventKind.LETTER_BLOCKED).count() == 4
    assert checked(NOW - timedelta(days=1), NOW + timedelta(days=1)).held_back == 0


def test_it_greets_by_no_name_that_anybody_may_have_written(lead: Person) -> None:
    told = a_complaint(name="Buy Pills", email="ann@example.org", channel=Channel.WEB)
    receive(told, lead, NOW, theirs=False)
    order = a_late_order_of(Customer.objects.get(), NOW)
    one = hit.Hit(order.customer_id, order.pk, NOW.date(), order.placed_on)

    def body() -> str:
        return draft_kind_question(LATE, *next(hit.named([one])), lead).body

    assert body().startswith("Dear customer,")
    Customer.objects.update(joined_on=NOW.date())  # our records have them so
    assert body().startswith("Dear Buy Pills,")


def test_nobody_and_too_many_are_refused(lead: Person) -> None:
    for people in (set(), set(range(1, 202))):
        with pytest.raises(NotAsked, match="choose from 1 to 200 people"):
            ask_kindly(LATE, people, lead, SITE, NOW)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_letter_to_somebody_who_is_erased_at_that_moment_does_not_leave(
    lead: Person, administrator: Person
) -> None:
    order = a_late_order("Ann")
    erasure = erase.propose(order.customer_id, None, ErasureWhy.REQUEST, lead, NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert ask(order, by=lead).sent
            erased = begun(pool, lambda: erase.approve(erasure.pk, administrator, NOW))
        erased.result(timeout=PATIENCE)
    assert outbox.sweep(NOW) == 0
    assert not any("ann@example.org" in letter.to for letter in Asked.objects.all())


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nobody_is_asked_of_a_fault_that_is_ended_at_that_moment(lead: Person) -> None:
    given = Declared(
        "", "Late ones", "delivery", date(2026, 1, 1), NOW.date(), (), (), "The carrier said so."
    )
    one = of_declared(declare_fault(given, lead, NOW))
    order = a_late_order("Ann")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            end_fault("late_ones", lead, NOW)
            asking = begun(pool, lambda: ask_kindly(one, {order.customer_id}, lead, SITE, NOW))
        done = asking.result(timeout=PATIENCE)
    assert (done.sent, done.kept_back) == ((), ("Ann: the fault was ended at this moment",))


class TestAnswers:
    @pytest.fixture
    def letter(self, lead: Person) -> Asked:
        return ask(a_late_order("Ann"), by=lead).sent[0]

    def test_all_is_well(self, letter: Asked) -> None:
        say_well(letter.pk, Complainant(), NOW)
        assert asked.so_far() == {"late.delivery": {AskedAnswer.WELL: 1}}

    def test_what_went_wrong_is_a_complaint_about_the_order_and_once(self, letter: Asked) -> None:
        case_id = say_wrong(letter.pk, "Nobody rang.", Complainant(), NOW)
        assert say_wrong(letter.pk, "Nobody rang.", Complainant(), NOW) == case_id
        case = Case.objects.get(pk=case_id)
        assert (case.customer, case.order_id, case.text) == (
            letter.customer, letter.order_id, "Nobody rang.",
        )  # fmt: skip

    def test_whoever_wants_none_gets_none_for_ever(self, letter: Asked, lead: Person) -> None:
        ask_no_more(letter.pk, Complainant(), NOW)
        say_well(letter.pk, Complainant(), NOW)
        Asked.objects.update(at=NOW - timedelta(days=900))
        assert asked_why(letter.order) == "They would rather not be asked."


def test_however_often_it_is_tried_nobody_is_asked_more_often_than_allowed(lead: Person) -> None:
    """The limit holds in the store, whoever asks whom and when, by whichever of their rows."""
    random = Random(7)
    orders = [a_late_order(name) for name in ("Ann", "Ben", "Cay")]
    Customer.objects.filter(name="Cay").update(merged_into=orders[0].customer)
    people = [order.customer_id for order in orders[:2]]
    for day in sorted(random.sample(range(700), 14)):
        now = NOW + timedelta(days=day)
        a_late_order_of(random.choice(orders).customer, now)
        ask_kindly(LATE, set(random.sample(people, random.randint(1, 2))), lead, SITE, now)
    for person in people:
        days = list(
            Asked.objects.filter(customer=person).order_by("at").values_list("at", flat=True)
        )
        assert len(days) > 1
        assert all(b - a >= timedelta(days=180) for a, b in pairwise(days))


def a_newer_order(customer: Customer) -> Order:
    """The last that they placed before they complained, with which nothing went wrong."""
    return Order.objects.create(
        customer=customer, reference="3", placed_on=date(2026, 10, 1), item="Ash desk",
        touchpoint="product", amount=9,
    )  # fmt: skip


def a_late_order_of(customer: Customer, now: datetime) -> Order:
    """One that has just come, and so is the newest that hit them."""
    return Order.objects.create(
        customer=customer, reference="2", placed_on=date(2026, 9, 1), item="Ash desk",
        touchpoint="product", amount=9, promised_on=NOW.date() - timedelta(days=9),
        delivered_on=now.date(),
    )  # fmt: skip

"""Merging on the desk: found by number or among the customer's own, undone, and split."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.erasure.test_erase import erased
from tests.steps.test_split import LATER, a_second_matter
from tests.stories import NOW

from upheld.core.portal import Fairness, Felt
from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.steps import may
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.close import hear
from upheld.steps.decide import decide
from upheld.steps.feedback import rate
from upheld.steps.merge import merge
from upheld.store import load
from upheld.store.models import Case, Letter, Merge, Person


@pytest.fixture
def two(handler: Person) -> tuple[CaseId, CaseId]:
    a = stories.an_open_case(handler, subject="The shelves")
    return a, stories.an_open_case(handler, subject="Shelves again", text="Still no word of them.")


def merging(case: CaseId) -> str:
    return f"{page_of(case)}merging/"


def test_the_customers_open_cases_are_offered(
    alice: Client, two: tuple[CaseId, CaseId], handler: Person
) -> None:
    closed = stories.a_closed_case(handler)
    page = text(alice.get(merging(two[1])))
    assert f"{Case(pk=two[0]).reference}: The shelves" in page
    assert Case(pk=closed).reference not in page


def test_the_newest_are_offered_first_and_none_that_leads_to_another(
    alice: Client, two: tuple[CaseId, CaseId], handler: Person
) -> None:
    newer = stories.an_open_case(handler, subject="The lamp")
    part = stories.an_open_case(handler, subject="The lamp again", text="It flickers.")
    merge(part, newer, "", handler, NOW)
    Case.objects.filter(pk=two[0]).update(received_at=NOW - timedelta(days=3))
    page = text(alice.get(merging(two[1])))
    offered = [int(each) for each in re.findall(r"UP-0*(\d+): ", page)]
    assert offered == [newer, two[0]]


def test_one_of_them_or_any_by_its_number(alice: Client, two: tuple[CaseId, CaseId]) -> None:
    a, b = two
    page = text(alice.get(done(alice, merging(b), {"into": Case(pk=a).reference})))
    assert "is a part of this case now" in page
    assert "Still no word of them." in page
    assert "Next Write down what is alleged" in page


def test_its_number_leads_to_the_other_and_it_keeps_a_page_of_its_own(
    alice: Client, two: tuple[CaseId, CaseId], handler: Person
) -> None:
    a, b = two
    merge(b, a, "", handler, NOW)
    led = alice.get(page_of(b))
    assert (led.status_code, led["Location"]) == (302, page_of(a))
    assert f"{Case(pk=b).reference} was merged into this case." in text(alice.get(page_of(a)))
    own = alice.get(f"{page_of(b)}?alone=1")
    assert own.status_code == 200
    assert "the work goes on in the other one" in text(own)
    assert "Open it again" not in text(own)
    assert "The shelves" in text(alice.get(f"/?q={Case(pk=b).reference}&whose=all"))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Choose a case, or write the reference of one"),
        ({"other": "nonsense"}, "Choose a case, or write the reference of one"),
        ({"other": "UP-999999"}, "There is no case UP-999999."),
    ],
)
def test_what_is_no_case_is_told(
    told: dict[str, str], said: str, alice: Client, two: tuple[CaseId, CaseId]
) -> None:
    assert said in refused(alice, merging(two[1]), told, 422)


def test_two_customers_need_a_reason_and_a_tick(
    alice: Client, two: tuple[CaseId, CaseId], handler: Person
) -> None:
    bob = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.org")
    told = {"other": Case(pk=two[0]).reference}
    said = refused(alice, merging(bob), told, 422)
    assert "is of Bob Mercer and" in said
    assert "say that you are sure" in said
    done(alice, merging(bob), {**told, "why": "They share the order.", "sure": "on"})


def test_it_is_undone_from_the_page(
    alice: Client, two: tuple[CaseId, CaseId], handler: Person
) -> None:
    a, b = two
    row = merge(b, a, "", handler, NOW)
    assert f"Undo the merge of {Case(pk=b).reference}" in text(alice.get(page_of(a)))
    page = text(alice.get(done(alice, f"{page_of(a)}merges/{row.pk}/undoing/", {})))
    assert f"{Case(pk=b).reference} is a case of its own again." in page
    assert Merge.objects.get().undone_by == "Alice Moore"


@pytest.mark.parametrize("how", ["whole", "as history"])
def test_it_is_undone_from_the_page_of_one_that_was_erased_since(
    how: str, alice: Client, handler: Person, lead: Person, administrator: Person
) -> None:
    bob = {"name": "Bob Mercer", "email": "bob@example.org"}
    story = stories.an_open_case if how == "whole" else stories.a_closed_case
    hers, his = stories.an_open_case(handler), story(handler, NOW, **bob)
    row = merge(his, hers, "They share the order.", handler, NOW, sure=True)
    Case.objects.filter(pk=hers).update(state="closed")
    erased(row.into.customer_id, lead, administrator)
    assert f"Undo the merge of {row.case.reference}" in text(alice.get(page_of(hers)))
    done(alice, f"{page_of(hers)}merges/{row.pk}/undoing/", {})
    row.case.refresh_from_db()
    assert row.case.merged_into is None
    assert row.case.state == ("investigating" if how == "whole" else "closed")


def test_the_answer_of_a_case_that_is_history_is_read_here(
    alice: Client, two: tuple[CaseId, CaseId], handler: Person
) -> None:
    closed = stories.a_closed_case(handler)
    merge(closed, two[0], "", handler, NOW)
    page = text(alice.get(page_of(two[0])))
    assert f"{Case(pk=closed).reference}, closed before: history" in page
    assert "Our answer to your complaint" in page
    assert f"{Case(pk=closed).reference}: Closed" in page


def test_a_message_that_is_another_matter_becomes_a_case(alice: Client, open_case: CaseId) -> None:
    row = a_second_matter(open_case)
    assert "It is another matter" in text(alice.get(f"/mail/{row.pk}/"))
    assert "The lamp from May is broken as well." in text(alice.get(page_of(open_case)))
    with time_machine.travel(LATER, tick=False):
        page = done(alice, f"/mail/{row.pk}/splitting/", {})
    assert "The lamp from May is broken as well." in text(alice.get(page))
    old = text(alice.get(page_of(open_case)))
    assert "A message became a case of its own: UP-" in old
    assert "What they wrote since" not in old


def test_whoever_complained_too_is_answered_by_a_letter_of_their_own(
    alice: Client, handler: Person
) -> None:
    hers = stories.a_decided_case(handler)
    bobs = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, hers, "One van, one crash.", handler, NOW, sure=True)
    assert "Bob Mercer UP-" in text(alice.get(page_of(hers)))
    assert "it is written once the decision may leave" in text(alice.get(page_of(hers)))
    decide(hers, handler, NOW)
    shown, address = alice.get(page_of(hers)), f"{page_of(bobs)}letters/final/"
    assert "Next Answer whoever complained of it too" in text(shown)
    assert f'href="{address}"' in shown.content.decode()
    form = alice.get(address)
    assert "Nothing to mend" in text(form)
    told = {name: form.context["form"][name].value() for name in ("subject", "body", "decision")}
    assert told["body"].startswith("Dear Bob Mercer")
    assert alice.get(done(alice, address, {**told, "then": "send"}))["Location"] == page_of(hers)
    page = text(alice.get(page_of(hers)))
    assert "The answer is on its way." in page
    assert f"Bob Mercer {reference(bobs)} answered Mon 2 Nov 2026" in page
    assert "Next Send the reply" in page
    assert "The answer of Mon 2 Nov 2026, 09:30 to bob@example.net" in page
    paper = f"{page_of(bobs)}letters/{Letter.objects.get(kind='final').pk}/letter.pdf"
    assert f'href="{paper}"' in alice.get(page_of(hers)).content.decode()


def answered_too(handler: Person) -> tuple[CaseId, CaseId]:
    """Her case that was decided, and Bob's in it, who has his answer."""
    hers = stories.a_decided_case(handler)
    bobs = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, hers, "One van, one crash.", handler, NOW, sure=True)
    decision = decide(hers, handler, NOW).pk
    answer_too(bobs, decision, draft_answer_too(load.page(bobs), handler, NOW), handler, NOW)
    return hers, bobs


def test_what_whoever_complained_too_says_is_read_where_the_work_goes_on(
    alice: Client, handler: Person
) -> None:
    hers, bobs = answered_too(handler)
    rate(bobs, {Fairness.DISTRIBUTIVE: Felt(2, "Half of it.")}, may.Complainant(), NOW)
    hear(bobs, False, "It is my desk.", may.Complainant(), NOW)
    page = text(alice.get(page_of(hers)))
    assert "They contest it" in page
    assert "It is my desk." in page
    assert "Half of it." in page
    assert "Next Decide Somebody who complained of it too contests our answer." in page


@pytest.mark.parametrize("state", ["by_hand", "failed"])
def test_a_letter_to_whoever_complained_too_that_waits_has_a_line_in_the_inbox(
    state: str, alice: Client, handler: Person
) -> None:
    hers, bobs = answered_too(handler)
    Case.objects.filter(pk=hers).update(state="closed")
    assert "complained too" not in text(alice.get("/"))
    Letter.objects.filter(case=bobs, kind="final").update(state=state)
    told = "1 letter to somebody who complained too is to be posted or sent again."
    assert told in text(alice.get("/"))
    found = alice.get("/?whose=all&due=letter")
    assert "Post it, or send it again" in text(found)
    own = f"{page_of(bobs)}?alone=1"
    assert f'href="{own}"' in found.content.decode()
    assert ("Post the letter" if state == "by_hand" else "Send the letter again") in text(
        alice.get(own)
    )


def test_who_looks_on_is_offered_neither(
    signed_in: SignIn, auditor: Person, two: tuple[CaseId, CaseId]
) -> None:
    client = signed_in(auditor)
    assert client.get(merging(two[0])).status_code == 403
    assert "Merge it into another case" not in text(client.get(page_of(two[0])))


def test_a_merged_case_costs_no_more_statements(
    alice: Client,
    two: tuple[CaseId, CaseId],
    handler: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    a, b = two
    merge(b, a, "", handler, NOW)
    merge(stories.a_closed_case(handler), a, "", handler, NOW)
    stories.a_finding(a, stories.an_allegation(a, handler), handler)
    with django_assert_max_num_queries(15):
        alice.get(page_of(a))

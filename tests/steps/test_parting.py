"""Parting is last: every gate is computed, two leads and a review, and never for a complaint."""

from datetime import timedelta

import pytest
from tests.steps.acts import all_gates_passed
from tests.stories import NOW, a_closed_case, an_open_case, days

from upheld.core.parting import PartingError, Way
from upheld.core.words import Role
from upheld.steps import follow_parting, prepare_parting, propose_parting
from upheld.steps.may import NotAllowed
from upheld.steps.merge import merge
from upheld.store import parting_known
from upheld.store.models import (
    Case,
    CauseLook,
    Contact,
    Customer,
    Event,
    Parting,
    PartingAfter,
    Person,
)

REASONS = "We tried the workshop and the trade line with them, and neither side gained by it."
ALTERNATIVES = "Oak & Ash in Nottingham, who fit at weekends."


@pytest.fixture
def second(db: None) -> Person:
    return Person.objects.create_person("sam@example.org", "Sam Okoro", Role.LEAD, "x" * 12)


@pytest.fixture
def ready(handler: Person) -> Customer:
    """All that must come first has been done."""
    case = a_closed_case(handler)
    all_gates_passed(case)
    return Case.objects.get(pk=case).customer


def proposed(customer: Customer, by: Person) -> Parting:
    return propose_parting.propose(customer.pk, REASONS, ALTERNATIVES, by, NOW)


def gates(customer: Customer) -> dict[str, bool]:
    customer.refresh_from_db()
    return {gate.key: gate.passed for gate in parting_known.gates_of(customer, NOW)}


def shown(customer: Customer, key: str) -> str:
    customer.refresh_from_db()
    return next(gate.shown for gate in parting_known.gates_of(customer, NOW) if gate.key == key)


def calls(customer: Customer, count: int, caused_by: str, case: Case | None = None) -> None:
    Contact.objects.bulk_create(
        Contact(
            customer=customer, case=case, at=NOW - timedelta(days=number + 1), inbound=True,
            channel="phone", summary="Billed twice", caused_by=caused_by,
        )
        for number in range(count)
    )  # fmt: skip


class TestSprint:
    """2007: customers were dropped for calls that the firm's own billing errors had caused."""

    @pytest.fixture
    def billed_twice(self, handler: Person) -> Customer:
        case = Case.objects.get(pk=a_closed_case(handler))
        calls(case.customer, 35, "firm", case)
        calls(case.customer, 5, "customer")
        return case.customer

    def test_forty_calls_of_which_thirty_five_were_ours_are_no_reason_to_part(
        self, billed_twice: Customer, lead: Person
    ) -> None:
        with pytest.raises(PartingError) as refused:
            proposed(billed_twice, lead)
        told = " ".join(refused.value.problems)
        assert "Of 40 contacts in a year 35 were caused by us and are left out." in told
        assert not Parting.objects.exists()

    def test_the_cause_of_ours_is_asked_for_whatever_came_of_the_proposal(
        self, billed_twice: Customer, lead: Person
    ) -> None:
        for _ in range(2):
            with pytest.raises(PartingError):
                proposed(billed_twice, lead)
        look = CauseLook.objects.get()
        assert (look.contacts, look.of_contacts, look.looked_at) == (35, 40, None)
        assert Event.objects.filter(kind="cause_raised").count() == 1

    def test_looking_for_it_names_it_and_still_nothing_of_ours_counts(
        self, billed_twice: Customer, lead: Person
    ) -> None:
        with pytest.raises(PartingError, match="name the cause"):
            prepare_parting.look_for_cause(billed_twice.pk, "", "The bill ran twice.", lead, NOW)
        cause = "billing_error"
        prepare_parting.look_for_cause(billed_twice.pk, cause, "The bill ran twice.", lead, NOW)
        assert gates(billed_twice)["root_cause_checked"]
        assert not gates(billed_twice)["costs_both_sides"]

    def test_what_was_found_to_be_our_fault_makes_its_contacts_ours(self, handler: Person) -> None:
        case = Case.objects.get(pk=a_closed_case(handler))
        calls(case.customer, 12, "neutral", case)
        assert "Of 12 contacts in a year 12 were caused by us" in shown(
            case.customer, "costs_both_sides"
        )


class TestGates:
    def test_when_all_are_passed_a_lead_may_propose_and_what_showed_it_is_kept(
        self, ready: Customer, lead: Person
    ) -> None:
        assert all(gates(ready).values())
        row = proposed(ready, lead)
        assert [gate["key"] for gate in row.gates] == list(gates(ready))
        assert all(gate["shown"] for gate in row.gates)

    def test_an_open_complaint_closes_it(self, ready: Customer, lead: Person) -> None:
        an_open_case(lead)
        assert not gates(ready)["open_complaints"]
        with pytest.raises(PartingError, match=r"No complaint is open: not so\. Open: UP-"):
            proposed(ready, lead)

    def test_one_that_went_over_into_the_case_of_somebody_else_is_open_as_long_as_that_is(
        self, ready: Customer, lead: Person
    ) -> None:
        theirs = an_open_case(lead, subject="The lamp")
        other = an_open_case(lead, email="bob@example.org")
        merge(theirs, other, "The same delivery.", lead, NOW, sure=True)
        assert not gates(ready)["open_complaints"]
        assert Case.objects.get(pk=other).reference in shown(ready, "open_complaints")

    def test_one_that_was_upheld_of_late_closes_it(self, ready: Customer, lead: Person) -> None:
        ready.cases.get().decisions.update(outcome="partly_upheld", at=NOW - days(183))
        assert not gates(ready)["none_upheld_of_late"]
        ready.cases.get().decisions.update(at=NOW - days(184))
        assert gates(ready)["none_upheld_of_late"]

    def test_what_was_decided_and_not_shown_to_be_paid_closes_it(self, handler: Person) -> None:
        customer = Case.objects.get(pk=a_closed_case(handler)).customer
        assert gates(customer)["owed_settled"]
        promises = customer.cases.get().commitments
        promises.update(state="open")
        assert "promised and open" in shown(customer, "owed_settled")
        promises.update(state="broken")
        assert "promised and broken" in shown(customer, "owed_settled")
        promises.all().delete()
        assert "nothing shows that £12.50 was paid" in shown(customer, "owed_settled")

    @pytest.mark.parametrize("vulnerable", [None, True])
    def test_whoever_may_need_more_help_is_not_parted_from(
        self, ready: Customer, vulnerable: bool | None
    ) -> None:
        Customer.objects.update(vulnerable=vulnerable)
        assert not gates(ready)["no_vulnerability"]
        assert not gates(ready)["policy"]

    def test_two_different_ways_were_tried(self, ready: Customer) -> None:
        ready.ways_tried.filter(way=Way.OTHER_PRODUCT).delete()
        assert not gates(ready)["alternatives_tried"]

    def test_a_look_before_the_newest_contact_of_ours_is_none(self, ready: Customer) -> None:
        CauseLook.objects.update(looked_at=NOW - days(30))
        calls(ready, 1, "firm")
        assert not gates(ready)["root_cause_checked"]

    def test_a_record_that_the_rows_contradict_is_told_and_opens_nothing(
        self, ready: Customer
    ) -> None:
        Customer.objects.update(relationship={"alternatives_tried": True, "owed_settled": True})
        ready.ways_tried.all().delete()
        ready.refresh_from_db()
        found = {gate.key: gate for gate in parting_known.gates_of(ready, NOW)}
        assert found["alternatives_tried"].contradicts.startswith("A person recorded")
        assert not found["owed_settled"].contradicts
        assert parting_known.as_recorded(ready, NOW) == {
            "alternatives_tried": False, "owed_settled": True,
        }  # fmt: skip


@pytest.mark.parametrize(
    "reasons",
    [
        "They complained three times.",
        "There were eleven complaints in a year.",
        "They took us to the ombudsman.",
        "See UP-000123.",
        "They went to the press.",
    ],
)
def test_a_complaint_is_never_a_reason(ready: Customer, lead: Person, reasons: str) -> None:
    with pytest.raises(PartingError, match="because of a complaint"):
        propose_parting.propose(ready.pk, reasons, ALTERNATIVES, lead, NOW)


def test_a_reason_speaks_of_no_person(ready: Customer, lead: Person) -> None:
    with pytest.raises(PartingError, match="not what somebody is like"):
        propose_parting.propose(ready.pk, "He is difficult.", ALTERNATIVES, lead, NOW)


def test_another_lead_approves_and_reviews_and_each_time_the_gates_are_looked_at(
    ready: Customer, lead: Person, second: Person
) -> None:
    row = proposed(ready, lead)
    with pytest.raises(PartingError, match="you proposed it yourself"):
        propose_parting.approve(row.pk, lead, NOW)
    propose_parting.approve(row.pk, second, NOW)
    an_open_case(lead)
    with pytest.raises(PartingError, match="Open: UP-"):
        propose_parting.review(row.pk, second, NOW)
    Case.objects.update(state="closed")
    propose_parting.review(row.pk, second, NOW)
    row.refresh_from_db()
    assert (row.state, row.approved_by, row.reviewed_by) == ("reviewed", second, second)


def test_it_may_be_withdrawn_at_any_time_and_proposed_anew(
    ready: Customer, lead: Person, second: Person
) -> None:
    row = proposed(ready, lead)
    with pytest.raises(PartingError, match="on its way already"):
        proposed(ready, second)
    propose_parting.withdraw(row.pk, "They take the other line now.", second, NOW)
    assert proposed(ready, second).state == "proposed"


def test_what_came_of_it_is_asked_on_its_day_and_kept(ready: Customer, handler: Person) -> None:
    case = ready.cases.get()
    row = Parting.objects.create(customer=ready, case=case, at=NOW, state="parted",
                                 last_day=NOW.date())  # fmt: skip
    after = PartingAfter.objects.create(parting=row, due_on=NOW.date() + days(30))
    told = {"came_back": False, "went_to_a_body": None}
    with pytest.raises(PartingError, match="asked on 2026-12-02"):
        follow_parting.follow(after.pk, told, "", handler, NOW)
    follow_parting.follow(after.pk, told, "They wrote kindly.", handler, NOW + days(30))
    after.refresh_from_db()
    assert (after.came_back, after.went_to_a_body, after.told_by) == (False, None, "Alice Moore")


def test_a_handler_proposes_nothing(ready: Customer, handler: Person) -> None:
    with pytest.raises(NotAllowed):
        proposed(ready, handler)

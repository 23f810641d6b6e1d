"""Exceptions in history: what was given beyond the policy before anybody called it so."""

from decimal import Decimal

from tests.stories import NOW, a_decided_case

from upheld.steps.find_deviations import find_deviations
from upheld.store.models import Customer, Decision, Deviation, Event, Person

HABIT = "a habit"


def test_what_was_given_above_the_policy_is_the_exception(handler: Person, lead: Person) -> None:
    """The policy gives £25, and £60 was given: £35 of it went beyond."""
    a_decided_case(handler)
    Customer.objects.update(persona="first-home")
    Decision.objects.update(goodwill=60, policy_version=HABIT)
    found = find_deviations(lead, NOW)
    assert (found.looked_at, found.exceptions, found.unasked) == (1, 1, [])
    row = Deviation.objects.get()
    assert (row.amount, row.currency, row.kind) == (Decimal(35), "GBP", "voucher")
    assert (row.persona, row.touchpoint, row.situation) == (
        "first-home", "product", "late/substantiated/unknown/medium",
    )  # fmt: skip
    assert (row.approved_by, row.state, row.found) == ("Alice Moore", "kept", True)
    assert row.policy_version.startswith("standard/")
    assert Event.objects.latest("number").data == {"count": 1, "looked_at": 1}


def test_run_twice_nothing_is_found_twice(handler: Person, lead: Person) -> None:
    a_decided_case(handler)
    Decision.objects.update(goodwill=60, policy_version=HABIT)
    find_deviations(lead, NOW)
    assert find_deviations(lead, NOW).exceptions == 0
    assert Deviation.objects.count() == 1


def test_what_the_policy_gives_is_no_exception(handler: Person, lead: Person) -> None:
    a_decided_case(handler)
    assert find_deviations(lead, NOW).exceptions == 0
    Decision.objects.update(policy_version=HABIT)
    assert find_deviations(lead, NOW).exceptions == 0
    assert not Deviation.objects.exists()


def test_a_decision_that_no_policy_can_read_is_told_and_nothing_is_lost(
    handler: Person, lead: Person
) -> None:
    case = a_decided_case(handler)
    row = Decision.objects.get(case=case)
    row.document["allegations"][0]["facts"]["no_such_fact"] = 1
    row.goodwill, row.policy_version = Decimal(60), HABIT
    row.save()
    found = find_deviations(lead, NOW)
    assert (found.exceptions, found.unasked) == (0, [row.case.reference])


def test_in_another_currency_it_is_not_compared(handler: Person, lead: Person) -> None:
    a_decided_case(handler)
    row = Decision.objects.get()
    row.document["currency"], row.currency = "EUR", "EUR"
    row.goodwill, row.policy_version = Decimal(60), HABIT
    row.save()
    assert len(find_deviations(lead, NOW).unasked) == 1

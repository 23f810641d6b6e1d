"""Listen: a complaint becomes a case, with its words as they were said."""

from typing import Any

import pytest
from tests.stories import NOW, a_complaint, an_open_case, days

from upheld.core.intake import Complainant, IntakeError
from upheld.core.words import CaseState
from upheld.steps.receive import receive
from upheld.store.models import Case, Customer, Person
from upheld.store.policies import PolicyMissing, Rules


def test_the_words_the_demand_and_the_channel_are_kept(handler: Person) -> None:
    told = a_complaint(text="WHERE ARE MY SHELVES?!", demand="£5,000 or else", channel="social")
    case = Case.objects.get(pk=receive(told, handler, NOW))
    assert (case.text, case.demand, case.channel) == (told.text, told.demand, "social")
    assert (case.state, case.currency, case.zone) == (CaseState.RECEIVED, "GBP", "Europe/London")


def test_the_same_address_is_the_same_customer(handler: Person) -> None:
    cases = [an_open_case(handler), an_open_case(handler, email="SALLY@example.org")]
    assert len({Case.objects.get(pk=case).customer_id for case in cases}) == 1


def test_somebody_who_gives_no_name_is_heard_too(handler: Person) -> None:
    receive(a_complaint(complainant=Complainant()), handler, NOW)
    assert Customer.objects.count() == 1


@pytest.mark.parametrize("told", [{"text": " "}, {"received_at": NOW + days(1)}])
def test_what_cannot_be_taken_makes_no_case_and_no_customer(
    told: dict[str, Any], handler: Person
) -> None:
    with pytest.raises(IntakeError):
        receive(a_complaint(**told), handler, NOW)
    assert not Case.objects.exists()
    assert not Customer.objects.exists()


def test_an_unknown_regime_makes_no_case_and_no_customer(handler: Person) -> None:
    with pytest.raises(PolicyMissing, match="regime mars is not known"):
        receive(a_complaint(), handler, NOW, Rules("mars"))
    assert not Customer.objects.exists()


def test_what_came_before_the_first_policy_is_refused_with_its_day(handler: Person) -> None:
    with pytest.raises(PolicyMissing, match="no policy was in force on 2012-11-02"):
        receive(a_complaint(received_at=NOW.replace(year=2012)), handler, NOW)
    assert not Case.objects.exists()

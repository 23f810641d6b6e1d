"""Core to rows: customers known by their address, and deadlines fixed on the day of receipt."""

import pytest
from tests.stories import NOW, a_complaint, a_received_case, an_open_case

from upheld.core.intake import Complainant
from upheld.steps.receive import receive
from upheld.store import save
from upheld.store.models import Case, Customer, Person
from upheld.store.policies import Rules


def clocks(case: int) -> list[tuple[str, str, bool]]:
    found = Case.objects.get(pk=case).clocks.all()
    return [(clock.kind, str(clock.due_on), clock.met_at is not None) for clock in found]


class TestCustomer:
    def test_is_known_by_the_address_however_it_is_written(self, db: None) -> None:
        first = save.customer(Complainant("Sally Hart", "sally@example.org"))
        assert save.customer(Complainant("S. Hart", " Sally@Example.ORG ")) == first
        assert first.name == "Sally Hart"

    @pytest.mark.parametrize("email", ["", "other@example.org"])
    def test_is_never_merged_by_name_alone(self, db: None, email: str) -> None:
        first = save.customer(Complainant("Sally Hart", email and "sally@example.org"))
        assert save.customer(Complainant("Sally Hart", email)) != first
        assert Customer.objects.count() == 2


class TestClocks:
    def test_a_case_has_a_row_for_each_deadline_with_its_explanation(self, handler: Person) -> None:
        case = Case.objects.get(pk=a_received_case(handler))
        assert clocks(case.pk) == [
            ("acknowledgement", "2026-11-04", False),
            ("final_response", "2026-11-30", False),
        ]
        first = case.clocks.first()
        assert first
        assert "within 2 business days of receipt on Mon 2 Nov 2026" in first.explanation
        assert case.next_due == first.due

    def test_the_acknowledgement_meets_its_own_clock_only(self, handler: Person) -> None:
        assert [met for *_, met in clocks(an_open_case(handler))] == [True, False]

    def test_a_regime_elsewhere_counts_its_own_days(self, handler: Person) -> None:
        case = receive(a_complaint(), handler, NOW, Rules("us-cfpb"))
        assert clocks(case) == [
            ("response", "2026-11-17", False),
            ("final_response", "2027-01-01", False),
        ]
        assert Case.objects.get(pk=case).zone == "America/New_York"

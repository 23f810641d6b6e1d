"""Erasures in the desk: look, propose, a second person; and the list of who read what."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.api.programs import Program, key_of
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import a_closed_case, a_received_case

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.store.models import Case, Customer, Erasure, Looked, Person

PAGE = "/erasures/"


@pytest.fixture
def closed(handler: Person) -> CaseId:
    return a_closed_case(handler)


def test_a_lead_looks_and_proposes_and_another_erases(
    closed: CaseId, lead: Person, administrator: Person, signed_in: SignIn
) -> None:
    lena, amos = signed_in(lead), signed_in(administrator)
    whom = reference(closed)
    page = text(lena.get(PAGE, {"whom": whom, "why": "request"}))
    assert "What would go" in page
    assert Case.objects.get(pk=closed).text != "[erased]"
    own = text(lena.get(done(lena, f"{PAGE}add/", {"whom": whom, "why": "request"})))
    assert "You proposed it: another lead approves it" in own
    row = Erasure.objects.get()
    assert "another person approves it" in refused(lena, f"{PAGE}{row.pk}/approve/", {}, 422)
    told = text(amos.get(done(amos, f"{PAGE}{row.pk}/approve/", {})))
    assert "It is erased" in told
    assert Case.objects.get(pk=closed).text == "[erased]"
    assert amos.get(f"/cases/{whom}/").status_code == 200  # a page still, of nobody
    assert "sally@example.org" in text(amos.get(f"/customers/{Customer.objects.get().pk}/"))


def test_what_must_stay_is_told_with_its_day(
    closed: CaseId, lead: Person, signed_in: SignIn
) -> None:
    Case.objects.filter(pk=closed).update(regime="uk-ofcom")
    page = text(signed_in(lead).get(PAGE, {"whom": reference(closed)}))
    assert "must be kept until 2 November 2027" in page
    assert "which nobody has verified" in page


@pytest.mark.parametrize("whom", ["", "nobody", "UP-000099", "99"])
def test_what_names_nobody_is_told(whom: str, lead: Person, signed_in: SignIn) -> None:
    answer = signed_in(lead).get(PAGE, {"whom": whom})
    assert answer.status_code == 422


def test_the_page_costs_the_same_whatever_is_due(
    closed: CaseId,
    lead: Person,
    signed_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(lead)
    Case.objects.filter(pk=closed).update(received_at="2001-01-01T00:00Z")
    Case.objects.get(pk=closed).closings.update(at="2001-02-01T00:00Z")
    with django_assert_max_num_queries(10):
        page = text(client.get(PAGE))
    assert "ours ended on Thu 1 Feb 2007" in page


class TestWhoReadWhat:
    @pytest.fixture
    def case(self, handler: Person) -> CaseId:
        case = a_received_case(handler)
        Customer.objects.filter(cases=case).update(vulnerable=True)
        return case

    def test_a_vulnerability_that_was_read_is_written_down_once_an_hour(
        self, case: CaseId, alice: Client, lead: Person, signed_in: SignIn
    ) -> None:
        for _ in range(2):
            alice.get(f"/cases/{reference(case)}/")
        (row,) = Looked.objects.all()
        assert (row.by, row.what, row.way, row.case) == (
            "Alice Moore",
            "vulnerability",
            "desk",
            case,
        )
        page = text(signed_in(lead).get("/readings/", {"by": "alice"}))
        assert f"Alice Moore vulnerability {reference(case)} desk" in page

    def test_a_case_without_one_is_not(self, case: CaseId, alice: Client) -> None:
        Customer.objects.update(vulnerable=None)
        alice.get(f"/cases/{reference(case)}/")
        assert not Looked.objects.exists()

    def test_what_a_program_reads_is_written_down_as_well(self, case: CaseId, lead: Person) -> None:
        program = Program(key_of(lead))
        customer = Customer.objects.get().pk
        for path in (f"/cases/{reference(case)}", f"/customers/{customer}/conduct"):
            assert program.get(path).status_code == 200
        assert program.ask("POST", f"/customers/{customer}/data", {}).status_code == 200
        told = set(Looked.objects.values_list("what", "way", "customer"))
        assert told == {
            (what, "api", customer) for what in ("vulnerability", "conduct", "all_data")
        }

    def test_what_was_refused_was_not_read(self, case: CaseId, handler: Person) -> None:
        customer = Customer.objects.get().pk
        program = Program(key_of(handler))
        assert program.ask("POST", f"/customers/{customer}/data", {}).status_code == 403
        assert not Looked.objects.exists()

    def test_a_handler_reads_no_list_of_readings(self, alice: Client) -> None:
        assert alice.get("/readings/").status_code == 403

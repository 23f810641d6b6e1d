"""Returns to regulators: looked at with their sums, and taken away as files."""

import csv
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.store.models import Decision, Person

ASKED = "?name=fca-disp-1-annex-1&first=2026-11-01&last=2026-11-30&regime="


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


def test_the_last_half_year_is_proposed(lena: Client) -> None:
    page = lena.get("/reports/").content.decode()
    assert 'value="2026-01-01"' in page
    assert 'value="2026-06-30"' in page


def test_it_shows_the_table_its_sums_and_what_is_unverified(lena: Client, handler: Person) -> None:
    stories.a_closed_case(handler)
    page = text(lena.get("/reports/" + ASKED))
    assert "outstanding at start 0 + opened 1 + reopened 0 = closed 1 + not ours 0 +" in page
    assert "The regulator's codes for products and causes were not read" in page
    assert "The period is not over" in page


def test_the_file_and_its_note_can_be_taken(lena: Client, handler: Person) -> None:
    stories.a_closed_case(handler)
    file = lena.get("/reports/file/" + ASKED)
    assert file["Content-Disposition"] == (
        'attachment; filename="fca-disp-1-annex-1-2026-11-01-2026-11-30.csv"'
    )
    assert list(csv.DictReader(io.StringIO(file.content.decode())))[-1]["closed"] == "1"
    assert b"UNVERIFIED" in lena.get("/reports/note/" + ASKED).content


def test_one_that_does_not_add_up_has_no_file(lena: Client, handler: Person) -> None:
    case = stories.a_closed_case(handler)
    Decision.objects.update(outcome="", goodwill=0)
    page = text(lena.get("/reports/file/" + ASKED))
    assert "The sums differ, so there is no file." in page
    assert f"UP-{case:06d}" in page


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (ASKED.replace("2026-11-01", "2026-12-01"), "before it begins"),
        (ASKED.replace("2026-11", "2027-11"), "which is to come"),
        (ASKED.replace("2026-11-01", "soon"), "Write a day such as 2026-11-02."),
        (ASKED.replace("fca-", "xyz-"), "There is no such return"),
        ("?name=cfpb", "Choose a day."),
    ],
)
def test_a_question_that_cannot_be_answered_comes_back(
    lena: Client, asked: str, error: str
) -> None:
    response = lena.get("/reports/" + asked)
    assert response.status_code == 422
    assert error in text(response)


def test_auditors_read_them_and_handlers_do_not(
    alice: Client, signed_in: SignIn, auditor: Person
) -> None:
    assert signed_in(auditor).get("/reports/" + ASKED).status_code == 200
    for address in ("/reports/", "/reports/file/" + ASKED, "/reports/note/" + ASKED):
        assert alice.get(address).status_code == 403
    assert "Returns" not in text(alice.get("/"))


@pytest.mark.parametrize("cases", [1, 3])
def test_the_number_of_statements_does_not_grow(
    lena: Client, handler: Person, django_assert_max_num_queries: DjangoAssertNumQueries, cases: int
) -> None:
    for number in range(cases):
        stories.a_closed_case(handler, email=f"{number}@example.org")
    with django_assert_max_num_queries(10):
        lena.get("/reports/" + ASKED)

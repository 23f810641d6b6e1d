"""The page of questions: asked, answered as a table or a file, kept for all; and who may."""

import io
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from tests import stories
from tests.api.programs import Program, key_of
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.insight.marts import build as making
from upheld.insight.marts.asking.of_store import place
from upheld.store.models import Case, Customer, Event, Looked, MartsWanted, Person, Question, Team

SQL = "SELECT case_number, topic, upheld, owed FROM cases"


@pytest.fixture(autouse=True)
def of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def case(lead: Person) -> int:
    number = stories.a_decided_case(lead)
    making.build(place(), stories.NOW)
    return number


@pytest.fixture
def aude(signed_in: SignIn, auditor: Person) -> Client:
    return signed_in(auditor)


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


def test_the_page_says_of_which_moment_it_is_and_what_each_column_means(
    case: int, aude: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        page = text(aude.get("/questions/"))
    assert "as it was on Mon 2 Nov 2026, 09:30" in page
    assert "The answer of the latest decision; independent of goodwill." in page
    assert "Make them anew" not in page  # an auditor reads


def test_an_answer_is_a_table_that_leads_to_its_cases_and_is_on_record(
    case: int, aude: Client
) -> None:
    page = aude.post("/questions/answer/", {"sql": SQL})
    assert page.status_code == 200
    assert f'<a href="{page_of(case)}">{case}</a>' in page.content.decode()
    assert "1 row." in text(page)
    assert Event.objects.get(kind="question_asked").data == {"sql": SQL, "taken_as": "page"}
    assert Looked.objects.values_list("by", "what", "way").get() == (
        "Aude Petit",
        "question",
        "desk",
    )


def test_what_a_private_team_works_on_is_told_to_its_own_and_to_auditors_alone(
    case: int, lena: Client, aude: Client, handler: Person
) -> None:
    """The marts were made before; whose case it is now is what counts."""
    sql = "SELECT count(*) AS n FROM cases UNION ALL SELECT count(*) FROM customers"

    def told(client: Client) -> list[str]:
        page = client.post("/questions/file/", {"sql": sql, "as": "csv"})
        return page.content.decode().split()[1:]

    team = Team.objects.create(name="Board matters", private=True)
    Person.objects.filter(pk=handler.pk).update(team=team)
    Case.objects.filter(pk=case).update(owner=handler)
    assert (told(aude), told(lena)) == (["1", "1"], ["0", "0"])
    stories.a_received_case(handler, name="Bob Mercer", email="bob@example.org")
    bob, theirs = Customer.objects.latest("pk"), Case.objects.get(pk=case).customer_id
    Customer.objects.filter(pk=theirs).update(merged_into=bob)
    Case.objects.filter(customer=bob).update(owner=None)
    assert told(lena) == ["0", "0"]  # Bob is seen, and a row of his that is hidden is not
    Case.objects.filter(customer=bob).update(customer=theirs)
    assert told(lena) == ["0", "1"]  # they have a case that is nobody's, and so for everybody


def test_the_marts_tell_how_many_rows_whoever_asks_would_be_given(
    case: int, lead: Person, auditor: Person, handler: Person
) -> None:
    def told(by: Person) -> tuple[int, int]:
        rows = Program(key_of(Person.objects.get(pk=by.pk))).get("/marts").json()["rows"]
        return rows["cases"], rows["customers"]

    assert told(lead) == told(auditor) == (1, 1)
    team = Team.objects.create(name="Board matters", private=True)
    Person.objects.filter(pk=handler.pk).update(team=team)
    Case.objects.filter(pk=case).update(owner=handler)
    assert (told(auditor), told(lead)) == ((1, 1), (0, 0))


def test_who_somebody_is_to_us_is_withheld_by_the_number_from_before_a_merge(
    case: int, aude: Client, lead: Person
) -> None:
    sql = "SELECT count(band) AS n FROM customers"

    def told() -> str:
        page = aude.post("/questions/file/", {"sql": sql, "as": "csv"})
        return page.content.decode().split()[1]

    assert told() == "1"
    waits = stories.a_received_case(lead, name="Bob Mercer", email="bob@example.org")
    assert told() == "1"
    whose = Case.objects.get(pk=case).customer_id
    Customer.objects.filter(pk=whose).update(merged_into=Case.objects.get(pk=waits).customer)
    assert told() == "0"


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("", "Write a SELECT"),
        ("SELECT nosuch\nFROM cases", "Line 1, column 8: referenced column"),
        ("SELECT * FROM read_text('/etc/passwd')", "is not read"),
        ("DROP TABLE cases", "It is no SELECT"),
    ],
)
def test_what_cannot_be_asked_says_where_and_keeps_what_was_typed(
    case: int, aude: Client, sql: str, why: str
) -> None:
    page = aude.post("/questions/answer/", {"sql": sql})
    assert page.status_code == 422
    assert why in text(page)
    assert page.context["form"]["sql"].value() == sql


def test_what_a_program_asks_is_written_down_as_read(case: int, lead: Person) -> None:
    answer = Program(key_of(lead)).ask("POST", "/marts/answers", {"sql": SQL})
    assert answer.status_code == 200
    assert Looked.objects.values_list("what", "way").get() == ("question", "api")


def test_the_answer_is_taken_as_csv_or_parquet(case: int, aude: Client) -> None:
    csv = aude.post("/questions/file/", {"sql": "SELECT '=1+1' AS said", "as": "csv"})
    assert csv.content == b"said\r\n'=1+1\r\n"
    assert csv["Content-Disposition"] == 'attachment; filename="answer-2026-11-02.csv"'
    parquet = aude.post("/questions/file/", {"sql": SQL, "as": "parquet"})
    assert pl.read_parquet(io.BytesIO(parquet.content))["case_number"].to_list() == [case]
    assert set(Looked.objects.values_list("by", "what")) == {("Aude Petit", "export")}
    Looked.objects.all().delete()
    assert aude.post("/questions/file/", {"sql": "no", "as": "csv"}).status_code == 422
    assert not Looked.objects.exists()  # what was refused showed nothing


def test_a_question_is_kept_shown_renamed_and_deleted(case: int, aude: Client) -> None:
    page = done(aude, "/questions/kept/", {"name": "What is owed", "sql": SQL})
    number = Question.objects.get().pk
    assert page == f"/questions/?question={number}"
    assert SQL in text(aude.get(page))
    told = refused(aude, "/questions/kept/", {"name": "What is owed", "sql": SQL}, 422)
    assert "give it another name" in told
    done(aude, f"/questions/{number}/name/", {"name": "All that is owed"})
    done(aude, f"/questions/{number}/deletion/", {})
    assert not Question.objects.exists()
    refused(aude, f"/questions/{number}/deletion/", {}, 422)


def test_a_lead_wishes_for_the_marts_and_the_page_says_that_they_come(lena: Client) -> None:
    assert "There is nothing to ask yet" in text(lena.get("/questions/"))
    told = text(lena.post("/questions/answer/", {"sql": SQL}))
    assert "There are no marts yet" in told
    done(lena, "/questions/marts/", {})
    assert "They are being made anew, as Lena Brandt wished" in text(lena.get("/questions/"))
    MartsWanted.objects.update(ended_at=stories.NOW, error="the disk is full")
    assert "the disk is full" in text(lena.get("/questions/"))


def test_a_handler_asks_nothing_and_an_auditor_makes_nothing(alice: Client, aude: Client) -> None:
    assert alice.get("/questions/").status_code == 403
    for address in ("answer/", "file/", "kept/", "marts/", "1/name/", "1/deletion/"):
        refused(alice, f"/questions/{address}", {"sql": SQL, "name": "x"}, 403)
    refused(aude, "/questions/marts/", {}, 403)

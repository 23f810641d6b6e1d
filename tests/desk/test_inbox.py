"""The inbox says what must be done next and by when."""

from datetime import timedelta
from typing import TypeVar

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.core.words import CaseId
from upheld.desk import reads
from upheld.steps import assign
from upheld.store.models import (
    Allegation,
    Case,
    Clock,
    Decision,
    Dishonesty,
    Letter,
    Person,
)
from upheld.store.sql.asked_again import AskedAgain

AnyRow = TypeVar("AnyRow", bound=Model)


def test_it_works(alice: Client, open_case: CaseId) -> None:
    page = text(alice.get("/"))
    assert "Write down what is alleged" in page
    assert "Sally Hart" in page
    assert "UP-" in page


def test_a_new_store_says_what_to_begin_with(
    alice: Client, signed_in: SignIn, administrator: Person, handler: Person
) -> None:
    page = signed_in(administrator).get("/").content.decode().partition('id="found"')[2]
    for way_in in ("/complaints/new/", "/complain/", "/imports/", "/people/", "/policies/"):
        assert f'href="{way_in}"' in page
    begin = text(alice.get("/"))
    assert "No complaint has come yet." in begin
    assert "Bring in" not in begin
    stories.a_closed_case(handler)
    assert "No complaint is open." in text(alice.get("/"))


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_an_auditor_may_look(signed_in: SignIn, auditor: Person, open_case: CaseId) -> None:
    assert "Sally Hart" in text(signed_in(auditor).get("/"))


def test_the_earliest_due_comes_first(alice: Client, handler: Person) -> None:
    for name, days in (("Later Lee", 0), ("Sooner Sue", 5)):
        received = stories.NOW - timedelta(days=days)
        stories.a_received_case(handler, received, name=name, email="")
    page = text(alice.get("/"))
    assert page.index("Sooner Sue") < page.index("Later Lee")


def test_what_is_overdue_says_so_in_words(alice: Client, handler: Person) -> None:
    stories.a_received_case(handler, stories.NOW - timedelta(days=9))
    page = text(alice.get("/"))
    assert "One is overdue" in page
    assert "days late" in page


def test_a_backlog_is_counted_as_far_as_a_list_goes(
    alice: Client, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("paging", "reads"):
        monkeypatch.setattr(f"upheld.desk.{name}.MOST", 1)
    # The statement is kept by the process, and this one is for this test alone.
    monkeypatch.setattr(reads, "_WAITING", AskedAgain(reads._waiting))
    stories.a_received_case(handler, stories.NOW - timedelta(days=9))
    assert "1 case is open" in text(alice.get("/"))
    stories.a_received_case(handler, stories.NOW - timedelta(days=9))
    page = text(alice.get("/"))
    assert "More than 1 cases are open" in page
    assert "All more than 1 Nobody's" in page


@pytest.mark.parametrize("most", [2, 1_000])
def test_the_open_cases_with_a_word_are_the_same_looked_up_or_walked_to(
    most: int, lead: Person, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earliest due first; what is closed, or another's, or has not the word, is not there."""
    for name in ("paging", "reads"):
        monkeypatch.setattr(f"upheld.desk.{name}.MOST", most)
    # The statements are kept by the process, and this one is for this test alone.
    monkeypatch.setattr(reads, "_count_with", reads._count_with.__wrapped__)
    told = [(3, "Late and late again."), (9, "Late."), (5, "Broken."), (7, "Late, and broken.")]
    third, first, broken, second = [
        stories.a_received_case(handler, stories.NOW - timedelta(days=day), text=words)
        for day, words in told
    ]
    others = stories.a_received_case(handler, text="Late.")
    stories.a_closed_case(handler, text="Late.")
    for case in (third, first, broken, second):
        assign.assign(case, handler, lead, stories.NOW)
    mine = reads.with_words("late", "mine", handler)
    nobodys = reads.with_words("late", "nobody", handler)
    assert mine
    assert (mine.count, mine.more) == (min(3, most), most < 3)
    assert [case.pk for case in mine.page(1)] == [first, second, third]
    assert nobodys
    assert [case.pk for case in nobodys.page(1)] == [others]


def test_a_page_begins_where_the_one_before_it_ended(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "A_PAGE", 2)
    cases = [
        stories.a_received_case(handler, stories.NOW - timedelta(days=day)) for day in (9, 8, 7)
    ]
    for many in (False, True):
        reads._page_with.cache_clear()
        pages = [reads._page_with("all", start, many=many)("shelves") for start in (0, 2)]
        assert [[case.pk for case in page] for page in pages] == [cases[:2], cases[2:]]
    reads._page_with.cache_clear()


@pytest.mark.parametrize(("query", "found"), [("carrots", False), ("shelves nobody", True)])
def test_search_reads_the_complaint(
    alice: Client, open_case: CaseId, query: str, found: bool
) -> None:
    page = text(alice.get("/", {"q": query}))
    assert ("Sally Hart" in page) is found
    assert ("No case is like that." in page) is not found


@pytest.mark.parametrize("query", ["{}", "UP-{:06d}", "up{}"])
def test_a_reference_is_found_however_it_is_written(
    alice: Client, open_case: CaseId, query: str
) -> None:
    page = text(alice.get("/", {"q": query.format(open_case), "whose": "all"}))
    assert "Sally Hart" in page


def test_an_empty_search_says_where_the_closed_cases_are(alice: Client) -> None:
    assert "Closed cases are under State: Closed." in text(alice.get("/?q=sofa"))


def test_the_state_filter_leaves_out_the_others(alice: Client, open_case: CaseId) -> None:
    assert "Sally Hart" in text(alice.get("/?state=acknowledged"))
    assert "Sally Hart" not in text(alice.get("/?state=received"))


def test_closed_cases_are_shown_when_asked_for(alice: Client, handler: Person) -> None:
    stories.a_closed_case(handler)
    assert "Sally Hart" not in text(alice.get("/"))
    assert "Upheld : My shelves" in text(alice.get("/?state=closed"))


def test_ones_own_cases_come_first(alice: Client, handler: Person, lead: Person) -> None:
    mine = stories.an_open_case(handler, name="Mine Amin", email="mine@example.org")
    other = stories.an_open_case(handler, name="Other Olly", email="olly@example.org")
    assign.assign(mine, handler, lead, stories.NOW)
    assign.assign(other, None, lead, stories.NOW)
    assert "Other Olly" not in text(alice.get("/"))
    assert "Other Olly" in text(alice.get("/?whose=all"))
    assert "Mine Amin" not in text(alice.get("/?whose=nobody"))


def test_twenty_five_cases_make_a_page(alice: Client, handler: Person) -> None:
    for number in range(26):
        stories.a_received_case(handler, name=f"Customer {number}", email=f"c{number}@example.org")
    first = alice.get("/")
    assert "1 to 25 of 26" in text(first)
    assert "26 to 26 of 26" in text(alice.get("/?page=2"))


def test_nonsense_in_the_query_string_shows_the_inbox(alice: Client, open_case: CaseId) -> None:
    response = alice.get("/?state=<b>&due=x&whose=them&page=zero")
    assert response.status_code == 200
    assert "Sally Hart" in text(response)


def test_the_number_of_statements_does_not_grow_with_the_cases(
    alice: Client,
    handler: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        stories.an_open_case(handler, name=f"C {number}", email=f"c{number}@example.org")
    with django_assert_max_num_queries(10):
        alice.get("/?q=shelves")


def test_no_line_is_made_of_json_that_it_does_not_tell(alice: Client, handler: Person) -> None:
    stories.an_open_case(handler, name="Sally")
    with CaptureQueriesContext(connection) as asked:
        assert "Sally" in text(alice.get("/?whose=all"))
    told = " ".join(each["sql"] for each in asked.captured_queries)
    assert not [name for name in ("particulars", "fit_evidence", "relationship") if name in told]


def test_each_line_names_its_own_next_action(alice: Client, handler: Person) -> None:
    stories.a_received_case(handler)
    asked = stories.an_open_case(handler)
    stories.an_allegation(asked, handler)
    stories.an_investigated_case(handler)
    stories.a_decided_case(handler)
    stories.an_answered_case(handler)
    page = text(alice.get("/"))
    for action in ("Acknowledge", "Record the finding", "Decide", "Send the reply", "Hear and"):
        assert action in page


def again(row: AnyRow, **leads_to: Model) -> AnyRow:
    """The same row once more, leading to these."""
    row.pk = None
    row._state.adding = True
    for name, other in leads_to.items():
        setattr(row, name, other)
    row.save()
    return row


class TestForecast:
    """Which clock is likely to be missed, from how long our own answers took."""

    @staticmethod
    def _past(handler: Person, cases: int, took: int) -> None:
        """This many cases, each answered `took` days after it was acknowledged. One was lived; the
        others are copies of it, since of the past only moments are asked."""
        long_ago = stories.NOW - timedelta(days=60)
        lived = stories.an_answered_case(handler, long_ago, email="past@example.org")
        answers = Letter.objects.filter(case=lived, kind="final")
        answers.update(queued_at=long_ago + timedelta(days=took))
        for _ in range(cases - 1):
            case = again(Case.objects.get(pk=lived))
            again(Clock.objects.get(case=lived, ends="acknowledgement"), case=case)
            decision = again(Decision.objects.get(case=lived), case=case)
            again(answers.get(), case=case, decision=decision)

    def test_with_few_answers_it_says_that_it_cannot_know(
        self, alice: Client, open_case: CaseId
    ) -> None:
        page = text(alice.get("/"))
        assert "No forecast yet: 0 answered of the 20 that one needs." in page
        assert "Likely late:" not in page
        assert "No case is like that." in text(alice.get("/?due=likely&whose=all"))

    def test_less_time_than_others_needed_is_told_and_can_be_asked_for(
        self, alice: Client, handler: Person
    ) -> None:
        self._past(handler, 20, took=10)
        stories.an_open_case(handler, stories.NOW - timedelta(days=25), name="Late Lee", email="")
        stories.an_open_case(handler, stories.NOW, name="Early Eve", email="")
        page = text(alice.get("/"))
        assert "Forecast from our own latest 20 answers." in page
        assert "Likely late: final response; 10 of 10 needed longer from here" in page
        assert page.count("Likely late:") == 1
        asked = text(alice.get("/?due=likely"))
        assert "Late Lee" in asked
        assert "Early Eve" not in asked

    def test_it_costs_one_statement(
        self,
        alice: Client,
        handler: Person,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        self._past(handler, 20, took=10)
        stories.an_open_case(handler, stories.NOW - timedelta(days=25))
        with django_assert_max_num_queries(10):
            alice.get("/?q=shelves&due=likely&whose=all")


def test_a_dishonesty_whose_review_is_due_is_found_in_whatever_state(
    signed_in: SignIn, handler: Person, lead: Person
) -> None:
    """The day of review comes long after the answer, so a closed case is among them."""
    case = stories.a_closed_case(handler)
    row = Allegation.objects.get()
    untrue = Dishonesty.objects.create(
        allegation=row, state="confirmed", statement="It was signed for.", at=stories.NOW,
        by="Alice Moore", confirmed_at=stories.NOW, review_due=timezone.localdate(),
    )  # fmt: skip
    asked = Case(pk=case).reference
    client = signed_in(lead)
    assert asked in text(client.get("/?due=review&whose=all"))
    untrue.review_due += timedelta(days=1)
    untrue.save()
    assert "No case is like that." in text(client.get("/?due=review&whose=all"))

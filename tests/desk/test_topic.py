"""The topic of a case: suggested from its words, taken or chosen by a person."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.insight.letters import letters

from upheld.core.words import CaseId
from upheld.desk.views import topics
from upheld.insight.topics import Topics, kept, save, watch
from upheld.insight.topics.learn import learn
from upheld.store.models import Case, Person

LATE = "The parcel came 9 days late. The courier missed the delivery day."
STRANGE = "Gardening with roses and tulips."


@pytest.fixture(scope="module")
def model() -> Topics:
    return learn(*letters(200), 0.9)


@pytest.fixture
def learnt(settings: Settings, tmp_path: Path, model: Topics) -> None:
    settings.VAR = tmp_path
    save(model, kept.place())


def test_without_a_model_nobody_has_said(alice: Client, open_case: CaseId) -> None:
    page = text(alice.get(page_of(open_case)))
    assert "Topic Nobody has said. Choose the topic" in page


@pytest.mark.usefixtures("learnt")
class TestSuggested:
    def test_it_says_how_often_it_was_right_and_sets_nothing(
        self, alice: Client, handler: Person
    ) -> None:
        page = text(alice.get(page_of(stories.an_open_case(handler, text=LATE))))
        assert re.search(
            r"late\? Suggested from the words: right \d+ times in 100 before ?\. Take it : ?late",
            page,
        )
        assert Case.objects.get().topic == ""

    def test_it_is_taken_with_one_button(self, alice: Client, handler: Person) -> None:
        case = page_of(stories.an_open_case(handler, text=LATE))
        form = _form(alice.get(case).content.decode())
        page = text(alice.get(done(alice, f"{case}topic/", form)))
        assert Case.objects.get().topic == "late"
        assert "Topic late Another topic" in page
        assert "Take it: late" not in page

    def test_what_another_chose_meanwhile_is_not_written_over(
        self, alice: Client, handler: Person
    ) -> None:
        case = page_of(stories.an_open_case(handler, text=LATE))
        form = _form(alice.get(case).content.decode())
        done(alice, f"{case}topic/", {"topic": "", "other": "carrier"})
        answer = alice.post(f"{case}topic/", form)
        assert answer.status_code == 409
        assert "changed this on" in text(answer)
        assert Case.objects.get().topic == "carrier"

    def test_where_the_words_do_not_tell_it_says_so(self, alice: Client, handler: Person) -> None:
        page = text(alice.get(page_of(stories.an_open_case(handler, text=STRANGE))))
        assert "Topic Not sure: the words do not tell it clearly. Choose the topic" in page

    def test_who_the_customer_is_moves_nothing(self, alice: Client, handler: Person) -> None:
        one = stories.an_open_case(handler, text=LATE)
        other = stories.an_open_case(handler, text=LATE, name="Bob", email="bob@example.net")
        said = [
            re.search(r"Topic late\?.*?before", text(alice.get(page_of(each))))
            for each in (one, other)
        ]
        assert said[0]
        assert said[1]
        assert said[0][0] == said[1][0]

    def test_it_costs_no_statement(
        self, alice: Client, handler: Person, settings: Settings, tmp_path: Path
    ) -> None:
        case = page_of(stories.an_open_case(handler, text=LATE))
        alice.get(case)
        with CaptureQueriesContext(
            connection,
        ) as suggesting:
            alice.get(case)
        settings.VAR = tmp_path / "nothing"
        with CaptureQueriesContext(connection) as silent:
            alice.get(case)
        assert len(suggesting) == len(silent)

    def test_an_auditor_is_offered_nothing(
        self, signed_in: SignIn, auditor: Person, handler: Person
    ) -> None:
        case = page_of(stories.an_open_case(handler, text=LATE))
        client = signed_in(auditor)
        assert "late?" not in text(client.get(case))
        refused(client, f"{case}topic/", {"topic": "late"}, 403)

    def test_another_is_chosen_among_those_learnt(self, alice: Client, open_case: CaseId) -> None:
        address = f"{page_of(open_case)}topic/"
        assert '<option value="billing">' in alice.get(address).content.decode()
        done(alice, address, {"topic": "billing", "other": ""})
        assert Case.objects.get().topic == "billing"

    def test_a_model_that_was_spoilt_is_as_none(self, alice: Client, open_case: CaseId) -> None:
        kept.place().write_bytes(b"PK\x03\x04")
        assert "Topic Nobody has said." in text(alice.get(page_of(open_case)))


def test_the_topics_of_the_newest_cases_are_offered_and_its_own(
    alice: Client, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "_NEWEST", 2)
    case, other, another = (stories.an_open_case(handler) for _ in range(3))
    for number, topic in ((case, "lamps"), (other, "carriers"), (another, "carriers")):
        Case.objects.filter(pk=number).update(topic=topic)
    assert _offered(alice, other) == ["carriers"]
    assert _offered(alice, case) == ["carriers", "lamps"]


def _offered(client: Client, case: CaseId) -> list[str]:
    page = client.get(f"{page_of(case)}topic/").content.decode()
    return re.findall(r'<option value="([^"]+)"', page)


def test_what_is_typed_is_checked(alice: Client, open_case: CaseId) -> None:
    answer = alice.post(f"{page_of(open_case)}topic/", {"other": "la\u202ete"})
    assert answer.status_code == 422
    assert "A topic has at most 200 characters, on one line: mend it" in text(answer)


def _form(page: str) -> dict[str, str]:
    """What the button "Take it" sends."""
    part = re.search(r'<form method="post" action="[^"]*/topic/">.*?</form>', page, re.DOTALL)
    assert part
    found = re.findall(r'name="(\w+)" value="([^"]*)"', part[0])
    return {name: value.replace("&quot;", '"') for name, value in found if name != "once"}


def test_a_lead_reads_what_was_learnt_and_that_it_should_be_learnt_again(
    signed_in: SignIn, lead: Person, handler: Person, settings: Settings, tmp_path: Path,
    model: Topics,
) -> None:  # fmt: skip
    settings.VAR = tmp_path
    save(replace(model, trained_at="2026-01-01T00:00:00+00:00"), kept.place())
    for number in range(5):
        case = stories.an_open_case(handler, text=STRANGE, email=f"{number}@example.org")
        Case.objects.filter(pk=case).update(topic="gardens")
    watch.watch(stories.NOW)
    told = "The topics should be learnt again: people use topics that it never learnt: gardens."
    assert told in text(signed_in(lead).get("/"))
    assert "learnt again" not in text(signed_in(handler).get("/"))
    page = text(signed_in(lead).get("/themes/"))
    assert "Your own labels, learnt from 200 complaints" in page
    assert "Since they were: people use topics that it never learnt: gardens" in page

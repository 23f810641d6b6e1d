"""What is missing is asked for in one place, before anything is decided."""

import re

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import AllegationKind, CaseId
from upheld.steps import decide
from upheld.store.models import Letter, Person

UNKNOWN = {"touchpoint": "product"}
LETTER = {"kind": "question", "subject": "A question", "body": "Could you send a photograph?"}


def _asking(by: Person) -> CaseId:
    case = stories.an_open_case(by)
    stories.an_allegation(case, by, kind=AllegationKind.FAULTY, facts=UNKNOWN)
    stories.an_allegation(case, by, kind=AllegationKind.LATE, facts=UNKNOWN)
    return case


def test_every_question_stands_under_who_can_answer_it(alice: Client, handler: Person) -> None:
    page = text(alice.get(page_of(_asking(handler))))
    panel = page[page.index("To find out") : page.index("What is owed")]
    assert re.search(r"Ask: customer .*Could you send us a photograph.*Ask: warehouse .*Which day "
                     r"did we promise", panel)  # fmt: skip
    assert "To the warehouse," in panel
    assert "this is Alice Moore of Larch & Lintel" in panel


def test_the_answer_is_recorded_in_the_fact_that_waits_for_it(
    alice: Client, handler: Person
) -> None:
    case = _asking(handler)
    page = alice.get(page_of(case)).content.decode()
    ways = re.findall(r'href="([^"]*)">Record the answer', page)
    assert [way.split("-")[-1] for way in ways] == ["fault_confirmed", "days_late"]
    for way in ways:
        address, field = way.split("#")
        assert f'id="{field}"' in alice.get(address).content.decode()


def test_the_letter_leaves_without_waiting_for_a_decision(alice: Client, handler: Person) -> None:
    case = _asking(handler)
    done(alice, page_of(case) + "question/", LETTER)
    assert Letter.objects.get(kind="question").state == "queued"
    assert "The customer was asked by letter on Mon 2 Nov 2026." in text(alice.get(page_of(case)))


def test_a_letter_that_asks_nothing_comes_back(alice: Client, handler: Person) -> None:
    address = page_of(_asking(handler)) + "question/"
    response = alice.post(address, {**LETTER, "body": "Thank you."})
    assert response.status_code == 422
    assert "Ask the question" in text(response)


def test_where_the_decision_asks_its_letter_is_the_only_one(alice: Client, handler: Person) -> None:
    case = _asking(handler)
    before = alice.get(page_of(case)).content.decode()
    assert 'id="do-question"' in before
    decide.decide(case, handler, stories.NOW)
    page = alice.get(page_of(case)).content.decode()
    assert 'id="do-question"' not in page
    assert 'is ready: <a href="#reply">read and send it</a>' in page


def test_when_all_is_known_nothing_is_asked(alice: Client, handler: Person) -> None:
    assert "To find out" not in text(alice.get(page_of(stories.a_decided_case(handler))))


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    refused(signed_in(auditor), page_of(_asking(handler)) + "question/", LETTER, 403)

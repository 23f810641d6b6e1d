"""Whose words came into a case that was merged: found at one cost, however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.steps.test_merge import mailed_to
from tests.stories import NOW, an_open_case, days

from upheld.core.words import CaseId
from upheld.steps.may import Complainant
from upheld.steps.merge import merge
from upheld.steps.tell import Told, tell
from upheld.store.merged import written
from upheld.store.models import Case, Event, Person


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    return an_open_case(handler)


@pytest.fixture
def bobs(sallys: CaseId, handler: Person) -> CaseId:
    bobs = an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, sallys, "One van.", handler, NOW, sure=True)
    return bobs


def write(case: CaseId, number: int) -> None:
    tell(case, Told(f"Words {number}.", (), None, ""), Complainant(), NOW + days(number))


def statements(case: CaseId) -> int:
    whose = Case.objects.get(pk=case).customer_id
    with CaptureQueriesContext(
        connection,
    ) as asked:
        written.by_whom({whose})
    return len(asked)


def test_many_messages_cost_no_more_statements_than_one(sallys: CaseId, bobs: CaseId) -> None:
    write(bobs, 1)
    few = statements(bobs)
    for number in range(2, 9):
        write((sallys, bobs)[number % 2], number)
    assert statements(bobs) == few


def test_each_has_what_they_wrote_by_whichever_way(sallys: CaseId, bobs: CaseId) -> None:
    write(bobs, 1)
    write(sallys, 2)
    mailed_to(bobs, "Bob Mercer <bob@example.net>")
    found = written.by_whom({Case.objects.get(pk=bobs).customer_id})
    theirs = Event.objects.filter(pk__in=found.theirs[Event]).order_by("number")
    assert [each.data["text"] for each in theirs] == ["Words 1.", "And dented."]
    others = Event.objects.filter(pk__in=found.others[Event])
    assert [each.data["text"] for each in others] == ["Words 2."]

"""The same decision by the same person, while nothing happened to the case, is one sent twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.conftest import person
from tests.stories import NOW, a_decided_case

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, Role
from upheld.steps import investigate
from upheld.steps.assign import assign
from upheld.steps.decide_again import Repeated, decide_again
from upheld.store.models import Allegation, Decision, Event, Person

pytestmark = pytest.mark.django_db


def recorded(case: CaseId) -> int:
    return Event.objects.filter(case=case, kind=EventKind.DECIDED).count()


@pytest.mark.parametrize("later", [timedelta(0), timedelta(seconds=1), timedelta(days=2)])
def test_the_same_again_is_refused_and_leaves_nothing(later: timedelta, handler: Person) -> None:
    case = a_decided_case(handler)
    first = Decision.objects.get()
    with pytest.raises(Repeated, match=f"decision {first.pk}.*nothing has changed") as refused:
        decide_again(case, "", handler, NOW + later)
    assert refused.value.latest == first.pk
    assert (Decision.objects.count(), recorded(case)) == (1, 1)


def a_fact(case: CaseId, by: Person) -> None:
    allegation = Allegation.objects.get(case=case)
    investigate.record_facts(case, allegation.pk, {**allegation.facts, "days_late": 30}, by, NOW)


def a_scan(case: CaseId, by: Person) -> None:
    investigate.add_evidence(case, None, "record", "A scan", by, NOW)


def an_owner(case: CaseId, by: Person) -> None:
    assign(case, by, by, NOW)


@pytest.mark.parametrize("happens", [a_fact, a_scan, an_owner])
def test_after_anything_happened_to_the_case_it_is_decided_again(
    happens: Callable[[CaseId, Person], None], handler: Person, lead: Person
) -> None:
    case = a_decided_case(handler)
    happens(case, lead)
    decide_again(case, "", handler, NOW)
    with pytest.raises(Repeated):
        decide_again(case, "", handler, NOW)
    assert Decision.objects.count() == 2


def test_a_colleague_who_comes_to_the_same_decides_it(handler: Person) -> None:
    case = a_decided_case(handler)
    other = person("Bela Roth", Role.HANDLER)
    row = decide_again(case, "", other, NOW)
    assert (row.by, Decision.objects.count()) == ("Bela Roth", 2)

"""What is read beside a case by one statement is of that case alone, whatever is asked of it."""

from collections.abc import Callable

import pytest
from tests.stories import a_closed_case, an_investigated_case

from upheld.core.words import CaseId
from upheld.store import load, rare
from upheld.store.models import Case, Person


def _of_a_list(case_id: CaseId) -> Case:
    case = Case.objects.get(pk=case_id)
    rare.of_lines([case])
    return case


@pytest.mark.parametrize(
    "read",
    [
        load.page,
        lambda case_id: load.to_decide(case_id),
        _of_a_list,
    ],
    ids=["for its page", "to decide it", "for a list"],
)
def test_what_is_asked_further_of_what_a_case_has_is_never_of_another_case(
    read: Callable[[CaseId], Case], handler: Person
) -> None:
    a_closed_case(handler)
    case = read(an_investigated_case(handler))
    asked = 0
    for name in case._prefetched_objects_cache:  # type: ignore[attr-defined]
        kept = getattr(case, name)
        own = {row.pk for row in kept.all()}
        assert {row.pk for row in kept.filter(pk__gt=0)} == own, name
        assert {row.pk for row in kept.exclude(pk=0)} == own, name
        asked += 1
    assert asked
    for row in case.allegations.all():
        assert [each.allegation_id for each in row.evidence.filter(pk__gt=0)] == [
            row.pk for _ in row.evidence.all()
        ]


def test_the_allegation_of_another_case_is_not_of_this_one(handler: Person) -> None:
    theirs = a_closed_case(handler)
    case = load.page(an_investigated_case(handler))
    number = Case.objects.get(pk=theirs).allegations.get().pk
    assert not case.allegations.filter(pk=number).exists()

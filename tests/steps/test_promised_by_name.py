"""A day that a letter names for somebody who works here is a promise of ours, and kept track of."""

from datetime import date

import pytest
from tests import stories
from tests.conftest import person
from tests.stories import NOW

from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind, Role
from upheld.steps.apologise import apologise, draft_apology
from upheld.store import load
from upheld.store.models import Commitment, Customer, Person

SAYS = "Neil will write to you by Friday."


@pytest.fixture
def neil(db: None) -> Person:
    return person("Neil Carter", Role.HANDLER)


@pytest.fixture
def answered(handler: Person) -> CaseId:
    return stories.an_answered_case(handler)


def apologised(case: CaseId, says: str, by: Person) -> list[tuple[str, date]]:
    """What is promised by a letter that says so."""
    letter = draft_apology(load.page(case), "", by)
    before = set(Commitment.objects.values_list("pk", flat=True))
    apologise(case, Letter(LetterKind.APOLOGY, letter.subject, f"{letter.body}\n\n{says}"), by, NOW)
    made = Commitment.objects.exclude(pk__in=before)
    return [(row.words, row.due_on) for row in made]


def test_of_a_colleague(answered: CaseId, neil: Person, handler: Person) -> None:
    assert apologised(answered, SAYS, handler) == [(SAYS, date(2026, 11, 6))]


def test_but_not_of_somebody_who_does_not_work_here(answered: CaseId, handler: Person) -> None:
    assert apologised(answered, SAYS, handler) == []


def test_nor_of_one_who_may_be_the_customer(
    answered: CaseId, neil: Person, handler: Person
) -> None:
    Customer.objects.update(name="Neil Hart")
    assert apologised(answered, SAYS, handler) == []

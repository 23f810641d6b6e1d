"""Two customers who are said to be one: no link shows anything of the other."""

import pytest
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.steps.acts import QUESTION
from tests.steps.test_merge import mailed_to

from upheld.core.words import CaseId
from upheld.steps.answer import ask
from upheld.steps.merge import MergeError, merge
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import Case, Letter, Person

PAGE = "/complain/case/"


@pytest.fixture(autouse=True)
def one_person(sallys: CaseId, bobs: CaseId, handler: Person) -> None:
    """Somebody was mistaken, and nobody knows it yet."""
    his, hers = (Case.objects.get(pk=case).customer_id for case in (bobs, sallys))
    merge_customers(his, hers, "", handler, stories.NOW)


def test_each_link_still_opens_its_own_case_and_nothing_of_the_other(
    came_in: Came, sallys: CaseId, bobs: CaseId
) -> None:
    hers, his = text(came_in(sallys).get(PAGE)), text(came_in(bobs).get(PAGE))
    assert "Sally's words." in hers
    assert "Bob" not in hers
    assert "Bob's words." in his
    assert "Sally" not in his


def test_a_letter_goes_to_the_address_that_the_case_came_from(
    sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    ask(bobs, QUESTION, handler, stories.NOW)
    assert Letter.objects.filter(case=bobs).latest("pk").to == "bob@example.net"
    assert mailed_to(bobs, "Bob <bob@example.net>").case_id == bobs


def test_their_cases_are_still_of_two_when_they_are_merged(
    came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    with pytest.raises(MergeError, match="say that you are sure"):
        merge(bobs, sallys, "", handler, stories.NOW)
    merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True)
    assert "Bob" not in text(came_in(sallys).get(PAGE))
    assert "Sally" not in text(came_in(bobs).get(PAGE))

"""What was recorded of how contacts went stays with whom it is about, whatever is merged."""

import pytest
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.steps.test_conduct import recorded

from upheld.core.words import CaseId
from upheld.steps import conduct, merge_customers
from upheld.steps.merge import merge
from upheld.store.models import Case, Conduct, Person

PAGE = "/complain/case/"
INSULT = "Words were said or written that insult"


@pytest.fixture
def bobs(handler: Person) -> CaseId:
    return stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    return stories.an_open_case(handler)


def test_he_reads_and_answers_it_where_his_complaint_went_beside_anothers_who_reads_nothing(
    came_in: Came, bobs: CaseId, sallys: CaseId, handler: Person
) -> None:
    row = recorded(bobs, handler)
    merge(bobs, sallys, "One matter.", handler, stories.NOW, sure=True)
    his = came_in(bobs)
    assert INSULT in text(his.get(PAGE))
    his.post(f"{PAGE}record/{row.pk}/", {"words": "I was cut off twice."})
    assert Conduct.objects.get().answer == "I was cut off twice."
    hers = came_in(sallys)
    assert INSULT not in text(hers.get(PAGE))
    assert hers.post(f"{PAGE}record/{row.pk}/", {"words": "Hers."}).status_code == 422


def test_one_page_of_two_of_their_own_has_what_was_recorded_on_either(
    came_in: Came, sallys: CaseId, handler: Person
) -> None:
    other = stories.an_open_case(handler, text="And the desk wobbles.")
    row, client = recorded(other, handler), came_in(other)
    merge(other, sallys, "", handler, stories.NOW)
    assert INSULT in text(client.get(PAGE))
    client.post(f"{PAGE}record/{row.pk}/", {"words": "I was cut off twice."})
    assert Conduct.objects.get().answer == "I was cut off twice."


def test_of_two_who_were_taken_for_one_neither_reads_the_others_once_they_are_parted(
    came_in: Came, bobs: CaseId, sallys: CaseId, handler: Person, lead: Person
) -> None:
    """It is of whose case it happened in, whoever was asked; what an earlier version kept with the
    other, and parted then, is read by neither."""
    his, hers = (Case.objects.get(pk=pk).customer_id for pk in (bobs, sallys))
    done = merge_customers.merge_customers(his, hers, "One person.", lead, stories.NOW)
    row = conduct.record(hers, bobs, None, "insulted", "As it was.", handler, stories.NOW)
    merge_customers.undo_customer_merge(done.pk, lead, stories.NOW)
    bob, sally = came_in(bobs), came_in(sallys)
    assert INSULT in text(bob.get(PAGE))
    assert INSULT not in text(sally.get(PAGE))
    assert sally.post(f"{PAGE}record/{row.pk}/", {"words": "Mine?"}).status_code == 422
    Conduct.objects.update(customer=hers)
    for client in (bob, sally):
        assert INSULT not in text(client.get(PAGE))
        assert client.post(f"{PAGE}record/{row.pk}/", {"words": "Mine?"}).status_code == 422

"""A lead looks whether like cases were treated alike, and what goodwill did."""

import pytest
from tests.desk.test_fairness import decided
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.store.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_from_what_asks_for_attention_to_whether_goodwill_works(
    open_desk: OpenDesk, lead: Person
) -> None:
    decided("N", 60, goodwill=25)
    decided("S", 60, goodwill=0)
    page = open_desk(lead)
    page.goto("/insight/fairness/")
    page.get_by_role("heading", name="Some groups were treated otherwise in like cases").wait_for()
    found = broken(page)
    page.get_by_role("link", name="Does goodwill work").click()
    page.get_by_role("heading", name="It cannot be told whether goodwill works").wait_for()
    page.get_by_label("Received from").fill("2027-01-01")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="No case is old enough").wait_for()
    page.go_back()
    assert found + broken(page) == []

"""Access: every way to the same rows asks the same question.

What is another's at every address, for every role: tests/api/test_everything.py.
"""

import pytest
from django.test import Client
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps.address_calendar import address_calendar
from upheld.steps.assign import assign
from upheld.store.models import Case, Person

SECRET = "zq7plantzq7"


@pytest.mark.pain("27")
@pytest.mark.usefixtures("monday")
def test_a_feed_ends_with_its_person_and_tells_only_what_is_theirs(
    handler: Person, lead: Person, open_case: CaseId
) -> None:
    assign(open_case, lead, lead, NOW)
    Case.objects.filter(pk=open_case).update(subject=SECRET)
    hers, his = address_calendar(handler, NOW), address_calendar(lead, NOW)
    feed = Client().get(f"/calendar/{his}.ics").content.decode()
    assert "BEGIN:VEVENT" in feed
    other = Client().get(f"/calendar/{hers}.ics").content.decode()
    assert "BEGIN:VEVENT" not in other
    Person.objects.filter(pk=lead.pk).update(is_active=False)
    assert Client().get(f"/calendar/{his}.ics").status_code == 404

"""How fast a machine may file: a stranger may have told it to go on and on."""

from datetime import timedelta

import pytest
from tests.conftest import person
from tests.stories import NOW, a_complaint

from upheld.core.intake import TooMany
from upheld.core.words import Role
from upheld.steps import receive
from upheld.store.models import Case, Person


def test_an_assistant_files_so_many_within_an_hour_and_people_go_on(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "MOST_AN_HOUR", 2)
    assistant = person("Ava Software", Role.ASSISTANT)
    for _ in range(2):
        receive.receive(a_complaint(), assistant, NOW)
    with pytest.raises(TooMany, match="at most 2 complaints an hour"):
        receive.receive(a_complaint(), assistant, NOW)
    for _ in range(3):
        receive.receive(a_complaint(), handler, NOW)
    assert Case.objects.count() == 5
    receive.receive(a_complaint(received_at=NOW), assistant, NOW + timedelta(minutes=61))

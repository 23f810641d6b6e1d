"""The same act by several at the same moment: one does it, and the others are told why not."""

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from tests.conftest import person
from tests.steps.acts import ACTS, in_state
from tests.stories import NOW, a_decided_case

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, Role
from upheld.steps.keep_questions import keep_question
from upheld.store.models import Event, Merge, Person
from upheld.store.record import events

ONE_DOES_IT = {
    "undo_merge": "this merge was undone already: look at the record",
    "keep_budgets": "there is a team Customer care already",
    "keep_questions": "there is a question “One” already",
}
SAME: dict[str, Any] = {
    **ACTS,
    "keep_questions": lambda case, by: keep_question("One", "SELECT 1", by, NOW),
}


def at_once(step: str, case: CaseId, by: Person, count: int = 4) -> list[str]:
    """What became of each: empty where it was done."""
    came: list[str] = []
    gate = threading.Barrier(count)

    def act() -> None:
        gate.wait()
        try:
            SAME[step](case, by)
            came.append("")
        except ValueError as refused:
            came.append(str(refused))
        except Exception as error:
            came.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_several_one_does_it_and_the_others_are_told() -> None:
    """SQLite lets one write at a time; PostgreSQL lets them look before they write."""
    case = a_decided_case(person("Alice Moore", Role.HANDLER))
    lead = person("Lena Brandt", Role.LEAD)
    for step, told in ONE_DOES_IT.items():
        in_state(case, step, "decided")
        came = at_once(step, case, lead)
        assert came.count("") == 1, (step, came)
        assert all(told in each for each in came if each), (step, came)
    in_state(case, "find_deviations", "decided")
    assert at_once("find_deviations", case, lead) == [""] * 4
    counted = Counter(Event.objects.values_list("kind", flat=True))
    assert counted[EventKind.MERGE_UNDONE] == 2, "one in each of the two cases"
    assert counted[EventKind.DEVIATIONS_FOUND] == 1
    assert Merge.objects.get().undone_by == lead.name
    assert list(events.breaks()) == []

"""The sweep of exceptions: past its day one was kept if it was told, and ends if it was not."""

from datetime import timedelta

import pytest
from tests.stories import NOW, a_decided_case, the_decision

from upheld.core.words import CaseId
from upheld.jobs.exceptions import sweep
from upheld.steps.deviate import Wanted, deviate
from upheld.store.models import Deviation, Event, Person

UNTIL = NOW.date() + timedelta(days=3)


@pytest.fixture
def granted(lead: Person) -> Deviation:
    case: CaseId = a_decided_case(lead)
    told = Wanted("term_waived", None, "We take it back late.", "She was ill.", UNTIL)
    return deviate(case, the_decision(case), told, "", lead, NOW)


@pytest.mark.parametrize("days", [0, 3])
def test_on_its_last_day_it_still_holds(days: int, granted: Deviation) -> None:
    assert sweep(NOW + timedelta(days=days)) == 0
    assert Deviation.objects.get().state == "granted"


def test_after_it_what_nobody_was_told_ends(granted: Deviation) -> None:
    later = NOW + timedelta(days=4)
    assert (sweep(later), sweep(later)) == (1, 0)
    row = Deviation.objects.get()
    assert (row.state, row.ended_why, row.budget_on) == (
        "ended", "its day was over before the customer was told", None,
    )  # fmt: skip


def test_after_it_what_was_told_stays_the_exception_that_it_was(granted: Deviation) -> None:
    Deviation.objects.update(told_at=NOW)
    assert sweep(NOW + timedelta(days=4)) == 1
    assert Deviation.objects.get().state == "kept"
    assert Event.objects.latest("number").kind == "deviation_kept"

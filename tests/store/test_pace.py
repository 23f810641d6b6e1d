"""How long answers take is worked out by a job, and by whoever asks where no job did lately."""

from datetime import timedelta

import pytest
from tests.stories import NOW, an_answered_case

from upheld.core.forecast import NOTHING_KNOWN
from upheld.store import pace
from upheld.store.models import Person

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=1, seconds=1)


def test_what_the_job_kept_holds_for_an_hour(handler: Person) -> None:
    assert pace.keep_history(NOW)
    an_answered_case(handler)
    assert pace.history(SOON) == NOTHING_KNOWN
    assert pace.history(LATER).cases == 1


def test_it_is_worked_out_where_no_job_did(handler: Person) -> None:
    an_answered_case(handler)
    worked_out = pace.history(NOW)
    assert worked_out.cases == 1
    pace.keep_history(NOW)
    assert pace.history(NOW) == worked_out


def test_the_job_works_it_out_anew_after_five_minutes() -> None:
    assert pace.keep_history(NOW)
    assert not pace.keep_history(NOW + timedelta(minutes=4))
    assert pace.keep_history(NOW + timedelta(minutes=5))


def test_a_clock_that_was_put_back_is_not_waited_for() -> None:
    pace.keep_history(NOW + timedelta(days=1))
    assert pace.keep_history(NOW)

"""Mend a case: what was written down wrongly, with what was before in the record."""

import pytest
from tests.stories import NOW, a_decided_case, an_answered_case, an_open_case, days

from upheld.core.intake import IntakeError
from upheld.core.words import CaseState
from upheld.steps.may import WrongState
from upheld.steps.mend_case import Words, mend_case
from upheld.store.models import Case, Clock, Event, Person

LATE = "My shelves arrived nine days late and nobody told me."
AS_IT_WAS = Words(LATE, LATE, "", NOW)


def test_words_are_mended_and_the_record_keeps_what_was_before(handler: Person) -> None:
    case = an_open_case(handler)
    words = Words("Shelves", LATE, "A refund of delivery", NOW)
    assert mend_case(case, words, handler, NOW) == ("subject", "demand")
    event = Event.objects.get(kind="case_mended")
    assert event.data["before"]["demand"] == ""
    assert event.data["after"] == {"subject": "Shelves", "demand": "A refund of delivery"}


def test_what_is_the_same_writes_nothing(handler: Person) -> None:
    case = an_open_case(handler)
    assert mend_case(case, AS_IT_WAS, handler, NOW) == ()
    assert not Event.objects.filter(kind="case_mended").exists()


def test_another_day_of_receipt_sets_the_clocks_anew(handler: Person) -> None:
    case = an_open_case(handler)
    before = {clock.obligation: clock for clock in Clock.objects.all()}
    mend_case(case, Words(LATE, LATE, "", NOW - days(7)), handler, NOW)
    after = {clock.obligation: clock for clock in Clock.objects.all()}
    assert after.keys() == before.keys()
    assert all(after[name].due < before[name].due for name in before)
    assert [after[name].met_at for name in before] == [before[name].met_at for name in before]
    waiting = min(clock.due for clock in after.values() if clock.met_at is None)
    assert Case.objects.get(pk=case).next_due == waiting


def test_another_day_of_receipt_is_decided_again(handler: Person) -> None:
    case = a_decided_case(handler)
    mend_case(case, Words(LATE, LATE, "", NOW - days(7)), handler, NOW)
    assert Case.objects.get(pk=case).state == CaseState.INVESTIGATING


def test_the_future_is_refused(handler: Person) -> None:
    case = an_open_case(handler)
    with pytest.raises(IntakeError, match="in the future"):
        mend_case(case, Words(LATE, LATE, "", NOW + days(1)), handler, NOW)


def test_what_was_answered_stays_as_it_was_answered(handler: Person) -> None:
    case = an_answered_case(handler)
    with pytest.raises(WrongState):
        mend_case(case, AS_IT_WAS, handler, NOW)

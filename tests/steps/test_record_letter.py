"""A letter that no step writes is recorded when it left, and meets what it stands in for."""

from datetime import datetime

import pytest
from tests.stories import NOW, a_complaint, days

from upheld.core.words import CaseId
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.receive import receive
from upheld.steps.record_letter import NothingToRecord, record_letter
from upheld.store.models import Case, Clock, Event, Person
from upheld.store.policies import Rules


def a_case(handler: Person, *rules: str) -> CaseId:
    return receive(a_complaint(), handler, NOW, Rules(*rules))


def clock(case: CaseId, obligation: str) -> int:
    return Clock.objects.get(case=case, obligation=obligation).pk


def met(case: CaseId) -> dict[str, datetime | None]:
    found = Clock.objects.filter(case=case).exclude(met_at=None)
    return dict(found.values_list("obligation", "met_at"))


def test_a_holding_response_in_time_leaves_the_35_days(handler: Person) -> None:
    """DISP 1.6.2AR: a holding response by day 15, then the final response by day 35."""
    case = a_case(handler, "uk-fca-disp", "payment-services")
    sent = NOW + days(20)
    record_letter(case, clock(case, "fca-psd-holding"), sent, handler, sent)
    assert met(case) == {"fca-psd-holding": sent, "fca-psd-final": sent}


def test_one_that_came_late_stands_in_for_nothing(handler: Person) -> None:
    case = a_case(handler, "uk-fca-disp", "payment-services")
    sent = NOW + days(22)
    record_letter(case, clock(case, "fca-psd-holding"), sent, handler, sent)
    assert met(case) == {"fca-psd-holding": sent}


def test_a_notice_of_delay_stands_in_for_the_answer_of_that_day(handler: Person) -> None:
    case = a_case(handler, "au-asic-rg271")
    record_letter(case, clock(case, "asic-delay"), NOW + days(29), handler, NOW + days(30))
    assert met(case).keys() == {"asic-delay", "asic-final"}


def test_an_adr_letter_meets_its_own_clock_alone(handler: Person) -> None:
    case = a_case(handler, "uk-ofcom")
    record_letter(case, clock(case, "ofcom-adr-6w"), NOW, handler, NOW)
    assert met(case) == {"ofcom-adr-6w": NOW}
    assert Case.objects.get(pk=case).next_due == Clock.objects.get(obligation="ofcom-own-ack").due


def test_it_stays_met_when_the_day_of_receipt_is_mended(handler: Person) -> None:
    case = a_case(handler, "au-asic-rg271")
    record_letter(case, clock(case, "asic-delay"), NOW, handler, NOW)
    mend_case(case, Words("S", "They came late.", "", NOW - days(1)), handler, NOW)
    assert met(case) == {"asic-delay": NOW, "asic-final": NOW}


def test_the_record_says_which_letter_and_when(handler: Person) -> None:
    case = a_case(handler, "uk-ofcom")
    record_letter(case, clock(case, "ofcom-adr-6w"), NOW, handler, NOW)
    data = Event.objects.get(kind="letter_recorded").data
    assert (data["obligation"], data["sent_at"]) == ("adr_letter", NOW.isoformat())


@pytest.mark.parametrize("at", [NOW - days(1), NOW + days(1)])
def test_it_left_after_the_complaint_and_before_now(handler: Person, at: datetime) -> None:
    case = a_case(handler, "uk-ofcom")
    with pytest.raises(NothingToRecord, match="it left between the complaint and now"):
        record_letter(case, clock(case, "ofcom-adr-6w"), at, handler, NOW)


def test_what_a_step_sends_cannot_be_recorded_by_hand(handler: Person) -> None:
    case, other = a_case(handler, "uk-ofcom"), a_case(handler, "uk-ofcom")
    for wrong in (clock(case, "ofcom-own-ack"), clock(other, "ofcom-adr-6w")):
        with pytest.raises(NothingToRecord, match="no clock of this case waits"):
            record_letter(case, wrong, NOW, handler, NOW)

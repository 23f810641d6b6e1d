"""While we wait for the customer our own targets stand still. What binds us never moves."""

from datetime import datetime, timedelta

import pytest
from tests.stories import (
    NOW,
    a_complaint,
    a_decided_case,
    an_answered_case,
    an_open_case,
    days,
    the_decision,
)

from upheld.core.words import CaseId
from upheld.steps import answer, close
from upheld.steps.mend_case import Words, mend_case
from upheld.steps.merge import merge
from upheld.steps.pause import PauseError, pause, resume
from upheld.steps.receive import receive
from upheld.store import load
from upheld.store.models import Case, Clock, Event, Pause, Person
from upheld.store.policies import Rules

WHY = "Photographs of the damage"


def dues(case: CaseId) -> dict[str, datetime]:
    return dict(Clock.objects.filter(case=case).values_list("obligation", "due"))


def test_a_pause_moves_our_own_target_by_its_working_days(handler: Person) -> None:
    case = an_open_case(handler)
    before = dues(case)
    pause(case, WHY, handler, NOW + days(1))
    assert dues(case) == before
    resume(case, handler, NOW + days(3))
    assert dues(case)["iso-final"] == before["iso-final"] + days(2)
    assert dues(case)["iso-ack"] == before["iso-ack"]
    clock = Clock.objects.get(case=case, obligation="iso-final")
    assert clock.first_due == before["iso-final"]
    paused = "Paused from Tue 3 Nov 2026, 09:30 GMT to Thu 5 Nov 2026, 09:30 GMT: mov"
    assert clock.moved.startswith(paused)
    assert "Mon 30 Nov 2026" in clock.explanation


def test_two_pauses_add_up_from_the_first_day_on(handler: Person) -> None:
    case = an_open_case(handler)
    before = dues(case)["iso-final"]
    for start in (1, 3):
        pause(case, WHY, handler, NOW + days(start))
        resume(case, handler, NOW + days(start + 1))
    assert dues(case)["iso-final"] == before + days(2)
    assert Clock.objects.get(case=case, obligation="iso-final").moved.count("Paused") == 1


def test_nothing_that_binds_us_is_ever_moved(handler: Person) -> None:
    case = receive(a_complaint(), handler, NOW, Rules("uk-ofcom"))
    before = dues(case)
    pause(case, WHY, handler, NOW)
    resume(case, handler, NOW + days(20))
    mend_case(case, Words("Other words", "They came late.", "", NOW), handler, NOW + days(20))
    after = dues(case)
    assert after["ofcom-adr-6w"] == before["ofcom-adr-6w"]
    assert after["ofcom-own-final"] > before["ofcom-own-final"]


def test_no_status_and_no_reopening_moves_a_clock(handler: Person) -> None:
    case = an_answered_case(handler)
    before = dues(case)
    close.hear(case, True, "Thanks.", handler, NOW + days(2))
    close.close(case, "carrier_delay", "Ring them.", "", handler, NOW + days(3), still_to_keep=True)
    close.reopen(case, "They wrote again.", handler, NOW + days(90))
    assert dues(case) == before


def test_while_paused_what_is_next_due_is_what_binds_us(handler: Person) -> None:
    case = receive(a_complaint(), handler, NOW, Rules("uk-ofcom"))
    pause(case, WHY, handler, NOW)
    assert Case.objects.get(pk=case).next_due == dues(case)["ofcom-adr-6w"]
    resume(case, handler, NOW + timedelta(hours=1))
    assert Case.objects.get(pk=case).next_due == dues(case)["ofcom-own-ack"]


def test_the_answer_ends_the_pause(handler: Person) -> None:
    case = a_decided_case(handler)
    pause(case, WHY, handler, NOW)
    letter = answer.draft_reply(load.page(case), handler, NOW)
    answer.answer(case, the_decision(case), letter, handler, NOW + days(1))
    assert Case.objects.get(pk=case).paused_since is None
    assert Pause.objects.get(case=case).until == NOW + days(1)
    assert Clock.objects.get(case=case, obligation="iso-final").met_at == NOW + days(1)


def test_another_moment_of_receipt_keeps_the_pauses(handler: Person) -> None:
    case = an_open_case(handler)
    pause(case, WHY, handler, NOW + days(1))
    resume(case, handler, NOW + days(2))
    friday = Words("S", "They came late.", "", NOW - days(3))
    mend_case(case, friday, handler, NOW + days(2))
    clock = Clock.objects.get(case=case, obligation="iso-final")
    assert clock.first_due
    assert [at.date().isoformat() for at in (clock.first_due, clock.due)] == [
        "2026-11-27",
        "2026-11-30",
    ]


def test_other_rules_set_the_clocks_anew_and_what_was_met_stays_met(handler: Person) -> None:
    case = an_open_case(handler)
    words = Words("S", "They came late.", "", NOW, Rules("uk-fca-disp", "payment-services"))
    assert set(mend_case(case, words, handler, NOW)) >= {"regime", "complaint_kind"}
    assert dues(case).keys() == {
        "fca-ack", "fca-src", "fca-psd-final", "fca-psd-holding", "fca-psd-final-35",
    }  # fmt: skip
    assert Clock.objects.get(case=case, obligation="fca-ack").met_at == NOW
    assert not Clock.objects.filter(case=case, obligation="fca-psd-final", met_at=NOW).exists()


def test_each_pause_is_in_the_record_with_its_reason(handler: Person) -> None:
    case = an_open_case(handler)
    pause(case, f"  {WHY} ", handler, NOW)
    resume(case, handler, NOW)
    told = Event.objects.filter(case=case, kind__in=["paused", "resumed"]).values_list("data")
    assert [data["why"] for (data,) in told] == [WHY, WHY]


def test_what_cannot_be_paused_says_why(handler: Person) -> None:
    case = an_open_case(handler)
    with pytest.raises(PauseError, match="nothing is paused here"):
        resume(case, handler, NOW)
    with pytest.raises(PauseError, match="a pause needs its reason"):
        pause(case, " ", handler, NOW)
    pause(case, WHY, handler, NOW)
    with pytest.raises(PauseError, match="paused already"):
        pause(case, WHY, handler, NOW)


def test_a_summary_resolution_is_met_when_they_accept_in_time(handler: Person) -> None:
    in_time, late = (an_answered_case(handler, NOW) for _ in range(2))
    for case in (in_time, late):
        words = Words("S", "They came late.", "", NOW, Rules("uk-fca-disp"))
        Case.objects.filter(pk=case).update(state="decided")
        mend_case(case, words, handler, NOW)
        Case.objects.filter(pk=case).update(state="answered")
    close.hear(in_time, True, "Thanks.", handler, NOW + days(3))
    close.hear(late, True, "Thanks.", handler, NOW + days(4))
    src = Clock.objects.filter(obligation="fca-src").order_by("case").values_list("met_at")
    assert list(src) == [(NOW + days(3),), (None,)]


class TestOfATargetThatCameWithAnEarlierCaseOfTheirs:
    """It was paused for three days there, and the later one is paused for two more."""

    @pytest.fixture
    def first(self, handler: Person) -> CaseId:
        case = an_open_case(handler, NOW - days(7))
        pause(case, WHY, handler, NOW - days(7))
        resume(case, handler, NOW - days(4))
        return case

    def paused_again(self, case: CaseId, by: Person) -> Clock:
        pause(case, WHY, by, NOW)
        resume(case, by, NOW + days(2))
        return Clock.objects.get(case=case, obligation="iso-final")

    def test_both_pauses_count(self, first: CaseId, handler: Person) -> None:
        later = an_open_case(handler)
        merge(first, later, "", handler, NOW)
        clock, alone = self.paused_again(later, handler), an_open_case(handler, NOW - days(7))
        assert clock.first_due == dues(alone)["iso-final"]
        assert clock.due == clock.first_due + days(3 + 2 + 2)  # a weekend is none of it
        assert "26 Oct" in clock.moved
        assert "2 Nov" in clock.moved

    def test_so_they_do_where_it_went_on_into_a_third(self, first: CaseId, handler: Person) -> None:
        later, third = an_open_case(handler), an_open_case(handler)
        merge(first, later, "", handler, NOW)
        once = self.paused_again(later, handler).due
        merge(later, third, "", handler, NOW + days(2))
        pause(third, WHY, handler, NOW + days(2))
        resume(third, handler, NOW + days(3))
        assert dues(third)["iso-final"] == once + days(1)

    def test_a_target_of_its_own_knows_nothing_of_them(self, handler: Person) -> None:
        first, later = an_open_case(handler), an_open_case(handler)
        pause(first, WHY, handler, NOW)
        resume(first, handler, NOW + days(3))
        merge(first, later, "", handler, NOW + days(3))
        before = dues(later)["iso-final"]
        pause(later, WHY, handler, NOW + days(3))
        resume(later, handler, NOW + days(4))
        assert dues(later)["iso-final"] == before + days(1)

"""The team: times with those still open, what was right the first time, and fairly shared work."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import stories
from tests.conftest import person

from upheld.core.words import Role
from upheld.insight.team import Team, team
from upheld.insight.team.made import LEAST, LEAST_PEOPLE, _groups
from upheld.insight.team.praise import is_praise
from upheld.insight.team.reading import Counting, Step, Way
from upheld.insight.team.survival import Took, took
from upheld.insight.team.told import days_told, team_data
from upheld.insight.team.workload import Load, workload
from upheld.steps import answer, close
from upheld.steps.keep_hours import HoursError, keep_hours
from upheld.steps.letters import LetterBlocked
from upheld.steps.may import Operator
from upheld.steps.record_outside import OutsideError, record_outside
from upheld.store import load, policies
from upheld.store.counted import case_days
from upheld.store.models import Acceptance, Case, Person, Satisfaction

NOW = stories.NOW


def taken(days: list[float], done: list[bool]) -> Took:
    return took(np.array(days), np.array(done), 30)


class TestHowLong:
    def test_those_still_open_count_for_as_long_as_they_have_lasted(self) -> None:
        rng = np.random.default_rng(7)
        takes, seen = rng.exponential(10, 2_000), rng.uniform(0, 25, 2_000)
        found = took(np.minimum(takes, seen), takes <= seen, 30)
        assert found.half
        assert found.ninth
        assert found.half.low <= 10 * log(2) <= (found.half.high or 99)
        assert found.ninth.low <= 10 * log(10) <= (found.ninth.high or 99)
        only_the_finished = float(np.median(takes[takes <= seen]))
        assert only_the_finished < found.half.low  # to forget those still open flatters

    def test_of_those_of_which_none_is_done_nothing_is_told(self) -> None:
        assert taken([3, 4], [False, False]).half is None
        assert taken([], []) == Took(0, 0, None, None, ())

    def test_when_fewer_than_half_are_through_nobody_can_say_when_half_are(self) -> None:
        found = taken([1, 5, 5, 5], [True, False, False, False])
        assert found.half
        assert found.half.likely is None
        assert days_told(found.half) == "cannot be said yet"

    def test_one_complaint_and_all_the_same_are_told(self) -> None:
        assert days_told(taken([3], [True]).half) == "3 days (3 to 3)"
        assert days_told(taken([1.0] * 20, [True] * 20).ninth, "working days") == (
            "1 working day (1 to 1)"
        )

    @given(st.lists(st.tuples(st.floats(0, 400), st.booleans()), min_size=1, max_size=60))
    def test_what_is_likely_lies_in_its_interval_and_half_comes_before_nine_in_ten(
        self, told: list[tuple[float, bool]]
    ) -> None:
        found = taken([days for days, _ in told], [done for _, done in told])
        for each in (found.half, found.ninth):
            if each and each.likely is not None:
                assert each.low <= each.likely
                assert each.high is None or each.likely <= each.high
        if found.half and found.ninth and found.half.likely is not None:
            assert found.ninth.likely is None or found.half.likely <= found.ninth.likely
        assert list(found.through) == sorted(found.through)

    def test_working_days_are_counted_from_the_day_after_receipt(self) -> None:
        regime = policies.regime("iso-10002")
        friday = datetime(2026, 11, 6, 15, tzinfo=UTC)
        ended = [friday, friday + timedelta(days=1), friday + timedelta(days=3, hours=2)]
        days = Counting(regime, "2 business days").between([friday] * 3, ended)
        assert list(days) == [0, 0, 1]
        assert list(Counting().between([friday], [friday + timedelta(hours=36)])) == [1.5]


def a_way(owner: int | None, name: str) -> Way:
    at = NOW - timedelta(days=30)
    done = at + timedelta(days=5)
    return Way(at, "iso-10002", "", owner, name, done, done, done, done)


def test_a_team_of_fewer_than_three_people_is_not_told() -> None:
    pair = [a_way(at % 2, "Pair") for at in range(LEAST)]
    trio = [a_way(2 + at % LEAST_PEOPLE, "Trio") for at in range(LEAST)]
    few = [a_way(2 + at, "Few") for at in range(LEAST_PEOPLE)]
    every = [*pair, *trio, *few]
    told, untold = _groups(every, lambda way: way.team, LEAST_PEOPLE, ())
    assert [(each.name, each.complaints) for each in told] == [("Trio", LEAST)]
    assert untold == 2


def test_nothing_that_is_told_of_a_person_is_a_time() -> None:
    """Nobody is ranked by speed: of a person there is only what is to be done, by name."""
    assert [each.name for each in fields(Load)] == [
        "person", "name", "team", "cases", "effort", "waiting", "hours", "too_much",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "praise"),
    [
        ("Priya was so helpful, thank you!", True),
        ("The bloke on the phone could not have been nicer.", True),
        ("Nobody was helpful.", True),  # it is read as words, and a person reads it
        ("That was not helpful at all", False),
        ("It wasn't good.", False),
        ("It came on Monday.", False),
        ("", False),
    ],
)
def test_praise_is_a_word_of_thanks_that_nothing_takes_back(words: str, praise: bool) -> None:
    assert is_praise(words) is praise


def looked_at(now: datetime = NOW) -> Team:
    since, until = case_days.moments(NOW.date() - timedelta(days=60), now.date())
    return team(since, until, now)


@pytest.mark.django_db
class TestInTheStore:
    def test_an_empty_firm_is_told_as_one(self) -> None:
        found = looked_at()
        assert found.complaints == 0
        assert found.right.right is None
        assert found.limits[0] == "No complaint came in this time, so no time can be told."
        assert team_data(found)["workload"] == []

    def test_what_came_back_or_was_changed_outside_was_not_right_the_first_time(
        self, handler: Person
    ) -> None:
        stories.an_answered_case(handler, NOW, email="ann@example.com")
        contested = stories.an_answered_case(handler, NOW, email="bob@example.com")
        close.hear(contested, False, "No.", handler, NOW)
        ruled = stories.a_closed_case(handler, NOW, email="cyd@example.com")
        record_outside(ruled, "The ombudsman", NOW.date(), True, "Pay more.", handler, NOW)
        found = looked_at()
        assert found.right.right
        assert (found.right.right.count, found.right.right.all) == (1, 3)
        assert (found.right.reopened, found.right.outside, found.right.ruled) == (1, 1, 1)
        assert found.right.new == 3
        step = found.step(Step.ANSWERED)
        assert step
        assert (step.took.all, step.took.done) == (3, 3)

    def test_an_answer_that_a_check_held_back_was_mended_and_not_right_the_first_time(
        self, handler: Person
    ) -> None:
        case = stories.a_decided_case(handler, NOW)
        letter = answer.draft_reply(load.page(case), handler, NOW)
        bad = replace(letter, body="You clearly misread [NAME].")
        with pytest.raises(LetterBlocked):
            answer.answer(case, stories.the_decision(case), bad, handler, NOW)
        held = looked_at().checked
        assert (held.held_back, held.mended) == (1, 0)
        later = NOW + timedelta(hours=1)
        answer.answer(case, stories.the_decision(case), letter, handler, later)
        found = looked_at(later)
        assert (found.checked.held_back, found.checked.mended) == (1, 1)
        assert dict(found.checked.problems)["placeholder_left"] == 1
        assert found.right.right
        assert (found.right.right.count, found.right.held_back) == (0, 1)

    def test_a_ruling_has_a_body_and_a_day_that_was(self, handler: Person) -> None:
        case = stories.an_answered_case(handler, NOW)
        with pytest.raises(OutsideError, match="write who ruled"):
            record_outside(case, " ", NOW.date(), False, "", handler, NOW)
        with pytest.raises(OutsideError, match="is to come"):
            record_outside(case, "FOS", date(2027, 1, 1), False, "", handler, NOW)
        record_outside(case, "FOS", NOW.date(), False, "", handler, NOW)
        with pytest.raises(OutsideError, match="on record already"):
            record_outside(case, "FOS", NOW.date(), True, "", handler, NOW)

    def test_whoever_has_more_than_half_again_of_what_is_usual_has_too_much(
        self, handler: Person, lead: Person
    ) -> None:
        for at in range(8):
            case = stories.an_open_case(handler, NOW, email=f"c{at}@example.com")
            Case.objects.filter(pk=case).update(owner=handler if at < 7 else lead)
        found = workload()
        assert [each.name for each in found.loads] == ["Alice Moore", "Lena Brandt"]
        assert [each.cases for each in found.loads] == [7, 1]
        assert [each.too_much for each in found.loads] == [True, False]
        # Seven times the hours for seven times the work is fair.
        keep_hours(handler.pk, Decimal(35), lead, NOW)
        keep_hours(lead.pk, Decimal(5), lead, NOW)
        assert not any(each.too_much for each in workload().loads)
        with pytest.raises(HoursError, match="at most 60"):
            keep_hours(handler.pk, Decimal(99), Operator(), NOW)

    def test_praise_and_work_are_told_to_the_person_themself_and_to_those_who_share_it_out(
        self, handler: Person
    ) -> None:
        other = person("Omar Shah", Role.HANDLER)
        case = stories.a_closed_case(handler, NOW)
        Case.objects.filter(pk=case).update(owner=handler)
        Acceptance.objects.filter(case=case).delete()
        Acceptance.objects.create(
            case_id=case, accepted=True, words="You were so kind.", at=NOW, by="them"
        )
        Satisfaction.objects.create(
            case_id=case, interactional=2, interactional_words="Not kind.", at=NOW
        )
        found = looked_at(NOW + timedelta(days=1))
        assert [each["words"] for each in team_data(found)["praise"]["words"]] == [
            "You were so kind."
        ]
        told = team_data(found, other.pk)
        assert told["praise"]["words"] == []
        assert [each["name"] for each in told["workload"]] == ["Omar Shah"]

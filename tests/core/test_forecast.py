"""A forecast is a share of the firm's own past cases, and silent where there are few."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upheld.core.forecast import ENOUGH, LIKELY, WAYS, Answered, learnt
from upheld.core.obligations import End
from upheld.core.words import CaseState

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ANSWER = (CaseState.ACKNOWLEDGED, End.ANSWER)
DAYS = st.lists(st.integers(0, 60), min_size=ENOUGH, max_size=60)


def answered(days: int) -> Answered:
    """Acknowledged a day after receipt, answered `days` after that."""
    acknowledged = NOW + timedelta(days=1)
    return Answered(NOW, acknowledged + timedelta(days=days), acknowledged)


def test_the_share_that_needed_longer() -> None:
    known = learnt(answered(days) for days in [5] * 14 + [20] * 6)
    assert known.chance_of_missing(ANSWER, timedelta(days=10)) == 0.3
    assert known.chance_of_missing(ANSWER, timedelta(days=5)) == 0.3
    assert known.chance_of_missing(ANSWER, timedelta(days=4)) == 1
    assert known.chance_of_missing(ANSWER, timedelta(days=20)) == 0


def test_each_state_has_its_own_pace() -> None:
    known = learnt(answered(10) for _ in range(ENOUGH))
    assert known.usual((CaseState.RECEIVED, End.ACKNOWLEDGEMENT)) == timedelta(days=1)
    assert known.usual((CaseState.RECEIVED, End.ANSWER)) == timedelta(days=11)
    assert known.usual(ANSWER) == timedelta(days=10)


def test_with_too_few_cases_nothing_is_foretold() -> None:
    known = learnt(answered(5) for _ in range(ENOUGH - 1))
    assert known.cases == ENOUGH - 1
    assert known.chance_of_missing(ANSWER, timedelta(0)) is None
    assert known.usual(ANSWER) is None


def test_what_was_not_written_down_is_not_guessed() -> None:
    known = learnt(Answered(NOW, NOW + timedelta(days=3)) for _ in range(ENOUGH))
    assert known.usual(ANSWER) is None
    assert known.usual((CaseState.RECEIVED, End.ANSWER)) == timedelta(days=3)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_more_time_is_never_more_dangerous(days: list[int], left: int, more: int) -> None:
    known = learnt(map(answered, days))
    chances = [known.chance_of_missing(ANSWER, timedelta(days=n)) for n in (left, left + more)]
    assert chances[0] is not None
    assert chances[1] is not None
    assert 0 <= chances[1] <= chances[0] <= 1


@given(DAYS, st.integers(0, 60))
def test_a_miss_is_likely_where_less_is_left_than_half_needed(days: list[int], left: int) -> None:
    """The filter of the inbox asks for the usual time, the line for the share: they agree."""
    known = learnt(map(answered, days))
    for way in WAYS[1:4]:
        usual, chance = known.usual(way), known.chance_of_missing(way, timedelta(days=left))
        assert usual is not None
        assert chance is not None
        assert (timedelta(days=left) < usual) == (chance >= LIKELY)

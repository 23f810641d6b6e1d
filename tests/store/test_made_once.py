"""What several parts of one report read is read once, and nothing of it is kept."""

from upheld.store.made_once import made_once, readings_made_once

ASKED: list[int] = []


@made_once
def doubled(number: int) -> int:
    ASKED.append(number)
    return 2 * number


def asked(*numbers: int) -> list[int]:
    """Which of these readings were made."""
    ASKED.clear()
    for number in numbers:
        assert doubled(number) == 2 * number
    return list(ASKED)


def test_within_a_report_a_reading_is_made_once_for_what_is_asked() -> None:
    with readings_made_once():
        assert asked(1, 2, 1, 1) == [1, 2]


def test_outside_of_one_every_reading_is_made_anew() -> None:
    assert asked(1, 1) == [1, 1]


def test_the_next_report_reads_anew() -> None:
    for _ in range(2):
        with readings_made_once():
            assert asked(1, 1) == [1]


def test_a_part_within_a_report_shares_its_readings() -> None:
    with readings_made_once():
        with readings_made_once():
            assert asked(1) == [1]
        assert asked(1) == []


def test_what_failed_is_tried_again_and_ends_with_the_report() -> None:
    try:
        with readings_made_once():
            raise ValueError("a part failed")
    except ValueError:
        assert asked(1, 1) == [1, 1]

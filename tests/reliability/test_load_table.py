"""The load table goes on where it stopped, and a soak says in one line how it went."""

from pathlib import Path

import pytest
from benchmarks.desk_asked import Asked
from benchmarks.desk_kept import Measured, kept
from benchmarks.soak import result

INBOX = Asked("Upheld", "inbox", {1: 40.0, 8: 160.0}, {1: 50.0, 8: 210.0}, 38.5, 9)
OTHERS = Asked("django-helpdesk", "inbox", {1: 40.0, 8: 160.0}, {1: 50.0, 8: 210.0}, 38.5, None)
FOUND = Measured([INBOX, OTHERS], {"Upheld": 395.0}, 3_256, "0.1 to 2.0")


def test_what_was_measured_is_read_and_not_measured_again(tmp_path: Path) -> None:
    asked = list[int]()

    def measure() -> Measured:
        asked.append(1)
        return FOUND

    place = tmp_path / "sqlite" / "1000.json"
    assert [kept(place, measure), kept(place, measure)] == [FOUND, FOUND]
    assert len(asked) == 1


def test_what_was_stopped_while_it_was_measured_is_measured_anew(tmp_path: Path) -> None:
    def stopped() -> Measured:
        raise KeyboardInterrupt

    place = tmp_path / "1000.json"
    with pytest.raises(KeyboardInterrupt):
        kept(place, stopped)
    assert kept(place, lambda: FOUND).ours() == {"inbox": INBOX}


def test_an_hour_is_told_in_one_line() -> None:
    told = result(60, 1_570, [300, 381, 383], [(20, 3), (20, 3), (21, 3)])
    assert told == (
        "60 minutes, 1,570 rounds, from the first third to the end: "
        "MB 381 to 383, open files 20 to 21, threads 3 to 3: flat"
    )


@pytest.mark.parametrize(
    ("megabytes", "held"),
    [([300, 300, 331], [(20, 3)] * 3), ([300] * 3, [(20, 3), (20, 3), (29, 3)])],
)
def test_it_ends_with_that_line_as_an_error_where_something_grew(
    megabytes: list[float], held: list[tuple[int, int]]
) -> None:
    with pytest.raises(SystemExit, match=r"1,570 rounds.*: it grew$"):
        result(60, 1_570, megabytes, held)

"""Files that lines are added to: a line is there in whole or not at all, and none is lost behind
what was left of another."""

import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from signal import SIG_IGN, SIGXFSZ, signal

import pytest
from tests.stories import NOW, a_closed_case

from upheld.steps.may import Operator
from upheld.store import added
from upheld.store import models as rows
from upheld.store.erased import erasing
from upheld.store.erased import listed as erased_list
from upheld.store.record import anchors


def test_what_is_left_of_a_line_goes_before_the_next(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    added.add(path, '{"a": 1}')
    with path.open("a") as file:
        file.write('{"b": 2, "c": ')
    added.add(path, '{"d": 4}')
    assert path.read_text() == '{"a": 1}\n{"d": 4}\n'


def test_a_whole_line_that_lost_its_end_alone_stays(tmp_path: Path) -> None:
    (path := tmp_path / "lines").write_text('{"a": 1}')
    added.add(path, '{"b": 2}')
    assert path.read_text() == '{"a": 1}\n{"b": 2}\n'


@pytest.fixture
def full_after() -> Iterator[Callable[[int], None]]:
    """A process may write no file beyond a size: for it the disk is full."""
    usual, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal(SIGXFSZ, SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    signal(SIGXFSZ, before)


def test_a_disk_that_is_full_leaves_nothing_of_a_line(
    tmp_path: Path, full_after: Callable[[int], None]
) -> None:
    path = tmp_path / "lines"
    added.add(path, '{"a": 1}')
    full_after(20)
    with pytest.raises(OSError, match="too large"):
        added.add(path, '{"b": "as long as no disk will hold"}')
    assert path.read_text() == '{"a": 1}\n'


def test_lines_of_several_who_write_at_once_do_not_mix(tmp_path: Path) -> None:
    path, many = tmp_path / "lines", [f'["{n}", "{"x" * 20_000}"]' for n in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda line: added.add(path, line), many))
    assert sorted(path.read_text().splitlines()) == sorted(many)


@pytest.mark.django_db
class TestWhatRestsOnThem:
    def test_an_erasure_after_a_torn_line_is_on_the_list(self) -> None:
        case = rows.Case.objects.get(pk=a_closed_case(Operator()))
        erased_list.place().write_text('{"at": "2026-11-02T09:00:00+00:00", "era')
        erased_list.write(erased_list.line_of(erasing.of_case(case), 7, NOW))
        assert [line.erasure for line in erased_list.read()] == [7]

    def test_after_a_torn_line_of_anchors_each_day_has_its_own_again(self, tmp_path: Path) -> None:
        (path := tmp_path / "anchors").write_text('{"at": "2026-11-02T0')
        assert anchors.write(path, NOW)
        assert not anchors.write(path, NOW)
        assert anchors.write(path, NOW + timedelta(days=1))
        assert list(anchors.amiss(anchors.read(path))) == []

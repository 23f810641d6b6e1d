"""Requests of one process are worked on in turn."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.waiting import PATIENCE

from upheld.project.turns import Turns

AN_HOUR, AT_ONCE = 3600.0, 0.0


class Worker(threading.Thread):
    """Takes a turn, tells so, and keeps it until it is let go."""

    def __init__(self, turns: Turns) -> None:
        super().__init__(daemon=True)
        self.turns, self.began, self.let_go = turns, threading.Event(), threading.Event()
        self.start()

    def run(self) -> None:
        with self.turns.taken():
            self.began.set()
            assert self.let_go.wait(PATIENCE)

    def ends(self) -> None:
        self.let_go.set()
        self.join(PATIENCE)


def waiting(turns: Turns, count: int) -> list[Worker]:
    """So many that came one after the other; the first has begun."""
    workers = list[Worker]()
    for at in range(count):
        workers.append(Worker(turns))
        while len(turns._queue) <= at:
            time.sleep(0.001)
    assert workers[0].began.wait(PATIENCE)
    return workers


def test_each_begins_when_the_one_before_has_ended_in_the_order_in_which_they_came() -> None:
    workers = waiting(Turns(AN_HOUR), 4)
    for at, worker in enumerate(workers):
        assert worker.began.wait(PATIENCE)
        assert not any(later.began.is_set() for later in workers[at + 1 :])
        worker.ends()


def test_one_that_has_had_its_turn_for_long_does_not_keep_the_others_waiting() -> None:
    turns = Turns(AT_ONCE)
    workers = [Worker(turns) for _ in range(4)]
    assert all(worker.began.wait(PATIENCE) for worker in workers)
    for worker in workers:
        worker.ends()
    assert not turns._queue


def test_what_fails_gives_its_turn_back() -> None:
    turns = Turns(AN_HOUR)
    with pytest.raises(ZeroDivisionError), turns.taken():
        _ = 1 / 0
    with turns.taken():
        assert len(turns._queue) == 1


@given(st.permutations(range(5)), st.sampled_from([AT_ONCE, 0.001]))
def test_in_whatever_order_they_end_all_of_them_begin(order: list[int], long: float) -> None:
    turns = Turns(long)
    workers = [Worker(turns) for _ in order]
    for at in order:
        assert workers[at].began.wait(PATIENCE)
        workers[at].ends()
    assert not turns._queue

"""What one test costs does not hang on how deep its calls happen to stand (one_piece.py)."""

import resource

CALLS, DEPTHS = 300, 300


def _nothing() -> None:
    pass


def _asked_of_the_system() -> int:
    """How many pages of memory the system gave for so many calls from here."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        _nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def _from(depth: int) -> list[int]:
    return [_asked_of_the_system(), *(_from(depth - 1) if depth else [])]


def test_a_loop_of_calls_asks_for_no_memory_at_any_depth() -> None:
    assert max(_from(DEPTHS)) < CALLS // 2

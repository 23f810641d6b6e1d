"""Each test runs on one piece of memory for its calls.

Python lays the calls of a thread on pieces of 16 kB, and gives a piece back as soon as the call
that asked for it has returned. A loop that happens to stand at the end of a piece asks the system
for a new one with each call that it makes, which takes longer than the call: a test of the pages
did so 650,000 times. Whether one does hangs on how deep it happens to stand.
"""

import pytest
from _pytest import runner

# In words of eight bytes: more than half of two megabytes, so that as much is left for what is
# called from there.
_ROOM = 135_000


def _in_one_piece(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return runner.pytest_runtest_protocol(item, nextitem)


# A call that says it needs so much is given it in one piece, and what it calls has the rest.
_in_one_piece.__code__ = _in_one_piece.__code__.replace(co_stacksize=_ROOM)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return _in_one_piece(item, nextitem)

"""Each test runs on one piece of memory for its calls, as each request does: a test of the pages
asked the system for another 650,000 times (upheld/core/one_piece.py)."""

import pytest
from _pytest import runner

from upheld.core.one_piece import in_one_piece

_run = in_one_piece(runner.pytest_runtest_protocol)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return _run(item, nextitem)

"""What the demo company was told in three years, lived once for the tests that learn from it."""

from datetime import date
from functools import cache

import pytest

from upheld.demo.build import SEED
from upheld.demo.simulate import Company, simulate

learnt_from = [pytest.mark.slow, pytest.mark.xdist_group("demo history")]


@cache
def company() -> Company:
    return simulate(SEED, date(2026, 11, 2))

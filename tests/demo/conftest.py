from datetime import date

import pytest

from upheld.demo.simulate import Company, simulate

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="session")
def company() -> Company:
    return simulate(7, TODAY)

"""The demo company: as a simulation, and in a store on each of the days that it must stand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test import TestCase
from pytest_django import DjangoDbBlocker

from upheld.demo import build
from upheld.demo.simulate import Company, simulate

TODAY = date(2026, 11, 21)
DAYS = (
    datetime(2026, 8, 15, 14, 0, tzinfo=UTC),  # a Saturday
    datetime(2026, 12, 24, 0, 1, tzinfo=UTC),  # just begun, and the last working day for a while
    datetime(2028, 2, 29, 23, 59, tzinfo=UTC),  # a leap day that is nearly over
)
# Each firm takes half a minute to build: one process has all the tests of a day.
_BUILT_ONCE = [
    pytest.param(day, id=f"{day:%a %d %b %Y %H:%M}", marks=pytest.mark.xdist_group(f"{day:%A}"))
    for day in DAYS
]
# It takes four seconds to live: one process has the tests of the company without a store.
lived_once = pytest.mark.xdist_group("company")
one_day = pytest.mark.parametrize("now", _BUILT_ONCE[:1], indirect=True)


@pytest.fixture(scope="session")
def company() -> Company:
    return simulate(7, TODAY)


@pytest.fixture(scope="package", params=_BUILT_ONCE)
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


@pytest.fixture(scope="package")
def firm(
    now: datetime, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Company]:
    """The company in the store, built once for all tests of a day and then taken back.

    That each row leads to one that is there is looked at here: to look at every row after each test
    takes longer than most of them do."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        made = build.build(now.date(), now, lambda sentence: None)
        connection.check_constraints()
        patch.setattr(TestCase, "_should_check_constraints", lambda *_: False)
        yield made
        transaction.set_rollback(True)

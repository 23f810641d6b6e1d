"""Moments are told in the zone of the desk."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from pytest_django import Settings

from upheld.desk.show.zone import in_zone


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Sydney", "Pacific/Honolulu"])
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        datetime(2026, 12, 31, 12, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # an hour that London has twice
    ],
)
def test_a_moment_is_told_as_django_tells_it_there(
    zone: str, moment: datetime, settings: Settings
) -> None:
    settings.TIME_ZONE = zone
    found, plain = in_zone(moment), timezone.localtime(moment)
    assert (found.isoformat(), found.tzinfo, found.fold) == (
        plain.isoformat(), plain.tzinfo, plain.fold
    )  # fmt: skip

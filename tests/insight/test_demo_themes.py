"""On the demo company the planted emerging theme is found in the words, and dated."""

from datetime import date, timedelta

import pytest

from upheld.demo.build import SEED
from upheld.demo.simulate import simulate
from upheld.insight.themes.refit import Case, looked_at

pytestmark = pytest.mark.slow


def test_the_planted_theme_comes_up_within_eight_weeks_of_its_day() -> None:
    company = simulate(SEED, date(2026, 11, 2))
    planted = company.truths.emerging_theme
    arrived = sorted(company.complaints, key=lambda one: (one.received_at, one.id))
    read = [
        Case(one.id, one.text, one.demand or "", one.received_at.date(), one.customer_id)
        for one in arrived
    ]
    found = looked_at(read)
    ids = set(planted.complaint_ids)
    theme = max(found.themes, key=lambda theme: len(ids & set(theme.cases)))
    inside = len(ids & set(theme.cases))
    assert inside >= 0.6 * len(ids)
    assert inside >= 0.6 * len(theme.cases)
    (trend,) = (trend for trend in theme.trends if trend.ended is None)
    assert trend.direction == "emerging"
    assert abs(trend.began - planted.starts_on) <= timedelta(weeks=3)
    assert trend.told - planted.starts_on <= timedelta(weeks=8)

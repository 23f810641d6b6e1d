"""On the demo company the planted emerging theme is found in the words, and dated."""

from datetime import timedelta

from tests.insight.demo_history import company, learnt_from

from upheld.insight.themes.refit import Case, looked_at

pytestmark = learnt_from


def test_the_planted_theme_comes_up_within_eight_weeks_of_its_day() -> None:
    lived = company()
    planted = lived.truths.emerging_theme
    arrived = sorted(lived.complaints, key=lambda one: (one.received_at, one.id))
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

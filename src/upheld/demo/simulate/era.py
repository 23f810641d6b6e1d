"""The dates on which things changed at the firm, all counted back from `today`."""

from dataclasses import dataclass
from datetime import date, timedelta

YEARS = 3


@dataclass(frozen=True, slots=True)
class Era:
    """Every planted date. `last_day` is the last day with records: yesterday, seen from `today`."""

    today: date
    start: date
    depot_moved: date
    advert_from: date
    advert_until: date
    facts_decide_from: date
    packaging_changed: date
    status_mail_from: date
    care_price_rise: date
    theme_from: date

    @property
    def last_day(self) -> date:
        return self.today - timedelta(days=1)


def era(today: date) -> Era:
    return Era(
        today=today,
        start=today - timedelta(days=365 * YEARS),
        depot_moved=_latest_spring(today - timedelta(days=100)),
        advert_from=today - timedelta(days=640),
        advert_until=today - timedelta(days=330),
        facts_decide_from=(today - timedelta(days=425)).replace(day=1),
        packaging_changed=today - timedelta(days=700),
        status_mail_from=today - timedelta(days=300),
        care_price_rise=today - timedelta(days=205),
        theme_from=today - timedelta(days=56),
    )


def _latest_spring(before: date) -> date:
    spring = date(before.year, 4, 7)
    return spring if spring <= before else date(before.year - 1, 4, 7)

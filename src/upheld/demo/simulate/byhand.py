"""Three customers by hand: Sally and Bob, who open the inbox, and Rosemary's forty calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from holidays import country_holidays

from upheld.core.calendars import Calendar, business_days_after
from upheld.core.words import Channel
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.firm import CARE_PLAN, IN_A_HURRY, ITEMS, PRACTICE, SHELVES, STAYER
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.life import Life
from upheld.demo.simulate.orders import Sold
from upheld.demo.simulate.people import POPULATION, Person
from upheld.demo.simulate.purchases import Purchase, open_day
from upheld.demo.simulate.topics import TOPICS

SALLY_ID, BOB_ID, ROSEMARY_ID = POPULATION + 1, POPULATION + 2, POPULATION + 3
DAYS_LATE = 9


@dataclass(frozen=True, slots=True)
class _Bought:
    item: str
    days_ago: int
    returned: bool = False


_SALLY_BOUGHT = (
    _Bought("Alcove bookcase, made to measure", 540),
    _Bought("Fitting visit", 520),
    _Bought(CARE_PLAN, 430),
    _Bought("Iron shelf brackets, pair", 290),
    _Bought("Oil and wax care kit", 170),
)
_BOB_BOUGHT = (_Bought("Monitor riser", 96, returned=True),)
_ROSEMARY_BOUGHT = (
    _Bought("Filing pedestal", 760),
    _Bought("Ash desk, 140 cm", 758),
    _Bought("Fitting visit", 750),
    _Bought(CARE_PLAN, 255),
    _Bought("Beech floating shelf, 90 cm", 90),
)


def lives(era: Era) -> list[Life]:
    sally = _person(SALLY_ID, "Sally", "Hart", STAYER, "word_of_mouth", "BS", "Bristol", 540, era)
    bob = _person(BOB_ID, "Bob", "Mercer", IN_A_HURRY, "voucher_site", "CF", "Cardiff", 96, era)
    rosemary = _person(
        ROSEMARY_ID, "Rosemary", "Achebe", PRACTICE, "trade_list", "LE", "Leicester", 760, era
    )
    late = _late_shelves
    return [
        Life(sally, (*_history(sally, _SALLY_BOUGHT, era), late(sally, era)), None),
        Life(bob, (*_history(bob, _BOB_BOUGHT, era), late(bob, era)), None),
        Life(rosemary, _history(rosemary, _ROSEMARY_BOUGHT, era), None),
    ]


def grievances(sold: Sequence[Sold], era: Era) -> list[Grievance]:
    """The twins on one morning; Rosemary's two, five months apart, over the same double bill."""
    orders = {(order.customer_id, order.item): (purchase, order) for purchase, order in sold}
    morning = morning_of_the_twins(era)

    def said(who: int, item: str, topic: str, at: datetime) -> Grievance:
        purchase, order = orders[who, item]
        paid = order.amount.amount
        return Grievance(purchase.person, order, TOPICS[topic], "so", at, Channel.EMAIL, paid)

    first = _at(era.today - timedelta(days=168), 11, 20)
    second = _at(era.today - timedelta(days=9), 16, 5)
    return [
        said(SALLY_ID, SHELVES, "late_delivery", _at(morning, 8, 12)),
        said(BOB_ID, SHELVES, "late_delivery", _at(morning, 8, 47)),
        said(ROSEMARY_ID, CARE_PLAN, "billing_loop", first),
        said(ROSEMARY_ID, CARE_PLAN, "billing_loop", second),
    ]


def morning_of_the_twins(era: Era) -> date:
    """Twenty working days before the next one, so that their answers are what is due first."""
    calendar = Calendar("England", country_holidays("GB", subdiv="ENG"))
    due = business_days_after(era.today - timedelta(days=1), 1, calendar)
    month = (due - timedelta(days=days) for days in range(27, 40))
    return next(day for day in month if business_days_after(day, 20, calendar) == due)


def _person(
    number: int, first: str, last: str, persona: str, source: str, area: str, town: str,
    joined_days_ago: int, era: Era,
) -> Person:  # fmt: skip
    return Person(
        id=number,
        first=first,
        last=last,
        email=f"{first}.{last}@example.org".lower(),
        phone=f"07700 900{number % 1000:03d}",
        persona=persona,
        source=source,
        joined_on=era.today - timedelta(days=joined_days_ago),
        area=area,
        town=town,
        vulnerable=False,
        orders_a_year=4.0,
    )


def _history(person: Person, bought: tuple[_Bought, ...], era: Era) -> tuple[Purchase, ...]:
    return tuple(_bought(person, one, era) for one in bought)


def _bought(person: Person, one: _Bought, era: Era) -> Purchase:
    item = ITEMS[one.item]
    placed_on = era.today - timedelta(days=one.days_ago)
    came_on = placed_on + timedelta(days=item.lead_days)
    returned_on = came_on + timedelta(days=6) if one.returned else None
    return Purchase(person, placed_on, item, came_on, came_on, None, returned_on, None)


def _late_shelves(person: Person, era: Era) -> Purchase:
    item = ITEMS[SHELVES]
    came_on = _day_they_came(era)
    promised_on = came_on - timedelta(days=DAYS_LATE)
    placed_on = promised_on - timedelta(days=item.lead_days)
    return Purchase(person, placed_on, item, promised_on, came_on, None, None, None)


def _day_they_came(era: Era) -> date:
    """Before the twins wrote; neither this day nor the promised one is without vans."""
    day = morning_of_the_twins(era) - timedelta(days=1)
    while open_day(day) != day or open_day(day - timedelta(days=DAYS_LATE)) != day - timedelta(
        days=DAYS_LATE
    ):
        day -= timedelta(days=1)
    return day


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)

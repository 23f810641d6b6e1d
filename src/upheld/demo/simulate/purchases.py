"""One purchase: what was bought, when it was promised, when it came, and what went wrong."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from upheld.core.words import Touchpoint
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.firm import (
    CARE_PLAN,
    FIRM,
    FITTED_IN_A_WEEK,
    FITTING,
    IN_A_HURRY,
    ITEMS,
    Item,
)
from upheld.demo.simulate.people import Person
from upheld.demo.simulate.places import DEPOT_AREAS
from upheld.demo.simulate.topics import TOPICS, Topic, Truth

TRANSIT_DAMAGE = (0.040, 0.010)  # before and after the change of packaging

_CLOSED = ((12, 25), (12, 26), (1, 1))

# The chance of each trouble per order, by the trait of the item that it needs.
_PRODUCT_TROUBLES = {
    "drawer_sticks": ("drawer", 0.0237),
    "wobble": ("stands", 0.0237),
    "split_panel": ("wood", 0.0079),
    "grain_and_knots": ("wood", 0.0181),
    "rings_and_sag": ("top", 0.0147),
    "wrong_size": ("wood", 0.0090),
    "missing_parts": ("wood", 0.0124),
    "screen_colour": ("wood", 0.0090),
    "window_misread": ("wood", 0.0068),
    "discount_missed": ("wood", 0.0062),
}
_VISIT_TROUBLES = {
    "no_show": ("visit", 0.0294),
    "poor_fitting": ("fitting", 0.0701),
    "mess_and_marks": ("visit", 0.0203),
    "repair_failed": ("repair", 0.0655),
}
_PLAN_TROUBLES = {"plan_cancelled": ("plan", 0.0384)}
_ANY_TROUBLES = {
    "overcharged": 0.0043,
    "call_back": 0.0047,
    "respect": 0.0038,
    "odds_and_ends": 0.0029,
}
_ORDER_TROUBLES = {"cancelled_order": 0.0036}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the customer sees as wrong, whether it is so, and whether they say it."""

    topic: Topic
    truth: Truth
    spoken: bool


@dataclass(frozen=True, slots=True)
class Purchase:
    person: Person
    placed_on: date
    item: Item
    promised_on: date
    delivered_on: date | None
    campaign: str | None
    returned_on: date | None
    trouble: Trouble | None

    @property
    def refunded(self) -> Decimal | None:
        return self.item.price if self.returned_on else None

    @property
    def hurt(self) -> bool:
        """Our own fault hurt them, whether or not they said so."""
        return self.trouble is not None and self.trouble.truth in ("so", "partly")


def buy(person: Person, placed_on: date, first: bool, era: Era, dice: Dice) -> Purchase:
    campaign = person.source if first and person.joined_on >= era.start else None
    item = ITEMS[FITTING] if campaign == FITTED_IN_A_WEEK else _choose(person, dice)
    promised_on = open_day(placed_on + timedelta(days=_lead(item, campaign, dice)))
    delivered_on = _delivered(person, item, promised_on, campaign, era, dice)
    delivered_on = delivered_on and open_day(delivered_on)
    trouble = _trouble(person, item, promised_on, delivered_on, campaign, era, dice)
    done = _recorded(delivered_on, promised_on, trouble, dice)
    done = done if done and done <= era.last_day else None
    return Purchase(
        person,
        placed_on,
        item,
        promised_on,
        done,
        campaign,
        _returned(person, item, done, trouble, era, dice),
        trouble,
    )


def open_day(day: date) -> date:
    """`day`, or the next on which vans are out: not on Sundays, Christmas or New Year."""
    while day.weekday() == 6 or (day.month, day.day) in _CLOSED:
        day += timedelta(days=1)
    return day


def _choose(person: Person, dice: Dice) -> Item:
    at = [persona.key for persona in FIRM.personas].index(person.persona)
    return dice.choices(FIRM.items, [item.tastes[at] for item in FIRM.items])[0]


def _lead(item: Item, campaign: str | None, dice: Dice) -> int:
    if campaign == FITTED_IN_A_WEEK:
        return 7
    return item.lead_days + dice.randint(-1, 3)


def _delivered(
    person: Person, item: Item, promised_on: date, campaign: str | None, era: Era, dice: Dice
) -> date | None:
    """The day it came; None for a parcel that got lost."""
    if campaign == FITTED_IN_A_WEEK:
        return promised_on + timedelta(days=0 if dice.chance(0.28) else dice.randint(5, 26))
    if item.touchpoint is Touchpoint.SERVICE:
        return promised_on
    lost, late = _parcel_risks(person, promised_on, era)
    if dice.chance(lost):
        return None
    days = 2 + int(dice.expovariate(1 / 5)) if dice.chance(late) else -dice.randint(0, 2)
    return promised_on + timedelta(days=days)


def _parcel_risks(person: Person, promised_on: date, era: Era) -> tuple[float, float]:
    """Chance that a parcel is lost, and that it is late."""
    if person.area in DEPOT_AREAS and promised_on >= era.depot_moved:
        return 0.026, 0.27
    return 0.0055, 0.036


def _trouble(
    person: Person,
    item: Item,
    promised_on: date,
    delivered_on: date | None,
    campaign: str | None,
    era: Era,
    dice: Dice,
) -> Trouble | None:
    if delivered_on is None:
        return _felt(TOPICS["never_arrived"], dice)
    late = (delivered_on - promised_on).days
    if late > 0 and campaign == FITTED_IN_A_WEEK:
        return Trouble(TOPICS[FITTED_IN_A_WEEK], "so", dice.chance(0.6))
    if late > 0:
        speaks = min((0.02 if "small" in item.traits else 0.07) * late, 0.65)
        return Trouble(TOPICS["late_delivery"], "so", dice.chance(speaks))
    key = _drawn(_troubles(item, promised_on, era), dice)
    return _felt(TOPICS[key], dice) if key else None


def _felt(topic: Topic, dice: Dice) -> Trouble:
    return Trouble(topic, dice.weighted(topic.truths), dice.chance(topic.speaks))


def _troubles(item: Item, promised_on: date, era: Era) -> dict[str, float]:
    if item.name == CARE_PLAN:
        table = _PLAN_TROUBLES
    elif item.touchpoint is Touchpoint.SERVICE:
        table = _VISIT_TROUBLES
    else:
        table = _PRODUCT_TROUBLES
    chances = {key: chance for key, (trait, chance) in table.items() if trait in item.traits}
    if item.touchpoint is Touchpoint.PRODUCT:
        chances |= _ORDER_TROUBLES | _parcel_troubles(item, promised_on, era)
    return chances | _ANY_TROUBLES


def _parcel_troubles(item: Item, promised_on: date, era: Era) -> dict[str, float]:
    before, after = TRANSIT_DAMAGE
    chances = {}
    if "wood" in item.traits:
        chances["transit_damage"] = after if promised_on >= era.packaging_changed else before
    if "drawer" in item.traits and promised_on >= era.theme_from:
        chances["drawer_runner"] = 0.20
    return chances


def _drawn(chances: dict[str, float], dice: Dice) -> str | None:
    roll = dice.random()
    for key, chance in chances.items():
        if roll < chance:
            return key
        roll -= chance
    return None


def _recorded(
    delivered_on: date | None, promised_on: date, trouble: Trouble | None, dice: Dice
) -> date | None:
    """The day in the records, which is not always the day in the customer's memory."""
    match trouble:
        case Trouble(Topic(key="cancelled_order")):
            return None
        case Trouble(Topic(key="never_arrived"), truth="not_so" | "unclear"):
            return promised_on  # the carrier says that it was handed over
        case Trouble(Topic(key="no_show")):
            return open_day(promised_on + timedelta(days=dice.randint(5, 20)))
    return delivered_on


def _returned(
    person: Person, item: Item, done: date | None, trouble: Trouble | None, era: Era, dice: Dice
) -> date | None:
    if done is None or item.touchpoint is Touchpoint.SERVICE or (trouble and trouble.spoken):
        return None
    chance = 0.35 if trouble else 0.14 if person.persona == IN_A_HURRY else 0.015
    day = done + timedelta(days=dice.randint(2, 26))
    return day if dice.chance(chance) and day <= era.last_day else None

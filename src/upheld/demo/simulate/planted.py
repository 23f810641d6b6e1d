"""Planted over ordinary orders: one copied template, and those who live on exceptions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from upheld.demo.simulate.byhand import BOB_ID, SALLY_ID
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.firm import CARE_PLAN, IN_A_HURRY
from upheld.demo.simulate.grievances import Grievance, grievance
from upheld.demo.simulate.orders import Sold
from upheld.demo.simulate.topics import TOPICS, Truth

TEMPLATE_ID = "care-plan-price"
TEMPLATE_LETTERS = 40
EXCEPTION_LIVERS = 7
EXCEPTIONS_EACH = 5


def template_letters(sold: Sequence[Sold], era: Era, seed: int) -> list[Grievance]:
    """Forty care plan holders send the same letter within a month of the price rise."""
    dice = Dice(seed, "template")
    first, last = era.care_price_rise - timedelta(days=360), era.care_price_rise
    holders = {
        one.purchase.person.id: one
        for one in sold
        if one.order.item == CARE_PLAN
        and first <= one.order.placed_on <= last
        and one.purchase.trouble is None
        and one.purchase.person.id < SALLY_ID
    }
    senders = dice.sample(sorted(holders.values(), key=lambda one: one.order.id), TEMPLATE_LETTERS)
    return [_copied(one, era, Dice(seed, "template", one.order.id)) for one in senders]


def _copied(one: Sold, era: Era, dice: Dice) -> Grievance:
    topic = TOPICS["care_plan_price"]
    day = era.care_price_rise + timedelta(days=int(dice.triangular(3, 32, 9)))
    truth = dice.weighted(topic.truths)
    said = grievance(one.purchase.person, one.order, topic, truth, day, dice)
    return replace(said, template_id=TEMPLATE_ID)


def exceptions(sold: Sequence[Sold], era: Era, seed: int) -> list[Grievance]:
    """A few customers outside our personas: mistaken five times, and paid five times anyway."""
    quiet: dict[int, list[Sold]] = defaultdict(list)
    for one in sold:
        if _fits(one, era):
            quiet[one.purchase.person.id].append(one)
    enough = sorted(who for who, orders in quiet.items() if len(orders) >= EXCEPTIONS_EACH + 2)
    chosen = Dice(seed, "exceptions").sample(enough, EXCEPTION_LIVERS)
    return [
        _excepted(one, Dice(seed, "exception", one.order.id))
        for who in chosen
        for one in quiet[who][-EXCEPTIONS_EACH:]
    ]


def _fits(one: Sold, era: Era) -> bool:
    purchase = one.purchase
    return (
        purchase.person.persona == IN_A_HURRY
        and purchase.person.id != BOB_ID
        and "wood" in purchase.item.traits
        and purchase.trouble is None
        and purchase.returned_on is None
        and purchase.delivered_on is not None
        and purchase.delivered_on <= era.last_day - timedelta(days=45)
    )


def _excepted(one: Sold, dice: Dice) -> Grievance:
    topics = ("grain_and_knots", "screen_colour", "window_misread", "discount_missed")
    topic = TOPICS[dice.choice(topics)]
    truth: Truth = "not_so"
    came = one.order.delivered_on or one.order.promised_on
    day = came + timedelta(days=dice.randint(1, 9))
    if topic.key == "window_misread":
        day = one.order.promised_on
    said = grievance(one.purchase.person, one.order, topic, truth, day, dice)
    return replace(said, exception=True)

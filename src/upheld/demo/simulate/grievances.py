"""From a trouble that was spoken of to a grievance: who, about which order, when, how it came."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from upheld.core.words import Channel
from upheld.demo.simulate.company import Order
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.firm import PRACTICE
from upheld.demo.simulate.orders import Sold
from upheld.demo.simulate.people import Person
from upheld.demo.simulate.topics import TOPICS, Topic, Truth

_CHANNELS = {
    Channel.EMAIL: 44.0,
    Channel.WEB: 27.0,
    Channel.PHONE: 15.0,
    Channel.LETTER: 6.0,
    Channel.SOCIAL: 5.0,
    Channel.IN_PERSON: 3.0,
}
_COMPLAINS_AGAIN = 0.035


@dataclass(frozen=True, slots=True)
class Grievance:
    """`claimed` is the amount the customer says is wrong, where the topic is money."""

    person: Person
    order: Order
    topic: Topic
    truth: Truth
    received_at: datetime
    channel: Channel
    claimed: Decimal | None = None
    template_id: str | None = None
    exception: bool = False

    @property
    def day(self) -> date:
        return self.received_at.date()


def grievances(sold: Sequence[Sold], era: Era, seed: int) -> Iterator[Grievance]:
    """Every complaint that follows from what was sold, and some about how we handled those."""
    for purchase, order in sold:
        if purchase.trouble is None or not purchase.trouble.spoken:
            continue
        dice = Dice(seed, "grievance", order.id)
        trouble = purchase.trouble
        day = _day(trouble.topic, order, era, dice)
        if day <= era.last_day:
            first = grievance(purchase.person, order, trouble.topic, trouble.truth, day, dice)
            yield first
            yield from _again(first, era, dice)


def grievance(
    person: Person, order: Order, topic: Topic, truth: Truth, day: date, dice: Dice
) -> Grievance:
    channel = Channel.EMAIL if _by_mail(person, dice) else dice.weighted(_CHANNELS)
    claimed = _claimed(topic, order, dice)
    return Grievance(person, order, topic, truth, moment(day, dice), channel, claimed)


def moment(day: date, dice: Dice) -> datetime:
    """Some minute of that day; most people write before work, at lunch or after supper."""
    hour = dice.choice((7, 8, 8, 9, 9, 10, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 21))
    return datetime.combine(day, time(hour, dice.randint(0, 59)), UTC)


def by_time(found: Iterable[Grievance]) -> list[Grievance]:
    return sorted(found, key=lambda one: (one.received_at, one.order.id, one.topic.key))


def _by_mail(person: Person, dice: Dice) -> bool:
    return person.persona == PRACTICE and dice.chance(0.5)


def _day(topic: Topic, order: Order, era: Era, dice: Dice) -> date:
    """When it was said: after the thing went wrong, for some while they were still waiting."""
    lag = timedelta(days=int(dice.triangular(topic.lag_days[0], topic.lag_days[1] + 1, 0)))
    if topic.key in ("late_delivery", "fitted_in_a_week"):
        return _day_of_lateness(order, lag, era, dice)
    if topic.key == "window_misread":
        return max(order.promised_on - timedelta(days=dice.randint(0, 3)), order.placed_on)
    if topic.key in ("overcharged", "discount_missed", "cancelled_order", "plan_cancelled"):
        return order.placed_on + lag
    return max(order.delivered_on or order.promised_on, order.promised_on - lag) + lag


def _day_of_lateness(order: Order, lag: timedelta, era: Era, dice: Dice) -> date:
    """After it came, or while still waiting; `today`, which has no records, for not yet."""
    late = ((order.delivered_on or era.today) - order.promised_on).days
    if order.delivered_on and (late <= 2 or dice.chance(0.65)):
        return order.delivered_on + lag
    if late <= 2:
        return era.today
    return order.promised_on + timedelta(days=dice.randint(2, min(late - 1, 15)))


def _claimed(topic: Topic, order: Order, dice: Dice) -> Decimal | None:
    price = order.amount.amount
    if topic.key == "overcharged":
        return price + order.delivery_paid.amount
    if topic.key == "discount_missed":
        return (price * dice.choice((10, 15, 20)) / 100).quantize(Decimal("0.01"))
    return None


def _again(first: Grievance, era: Era, dice: Dice) -> Iterator[Grievance]:
    if not dice.chance(_COMPLAINS_AGAIN):
        return
    topic = TOPICS["handling"]
    day = first.day + timedelta(days=dice.randint(*topic.lag_days))
    if day <= era.last_day:
        truth = dice.weighted(topic.truths)
        yield grievance(first.person, first.order, topic, truth, day, dice)

"""A customer's years with the firm: purchase after purchase, until they leave."""

from dataclasses import dataclass
from datetime import date, timedelta

from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.people import Person
from upheld.demo.simulate.purchases import Purchase, buy

# January and autumn are when people put up shelves; August is when they do not.
_SEASON = (1.0, 0.8, 0.8, 0.75, 0.7, 0.65, 0.6, 0.5, 0.85, 0.95, 1.0, 0.7)

_LEAVES_ANYWAY, _LEAVES_AFTER_COMPLAINING, _LEAVES_SILENTLY = 0.052, 0.12, 0.42


@dataclass(frozen=True, slots=True)
class Life:
    person: Person
    purchases: tuple[Purchase, ...]
    left_on: date | None

    @property
    def silent_after(self) -> Purchase | None:
        """The purchase whose fault they left over without a word."""
        last = self.purchases[-1] if self.purchases else None
        quiet = not any(p.trouble and p.trouble.spoken for p in self.purchases)
        return last if last and self.left_on and last.hurt and quiet else None


def live(person: Person, era: Era, seed: int) -> Life:
    dice = Dice(seed, "life", person.id)
    purchases: list[Purchase] = []
    day = person.joined_on
    if day < era.start:
        day = era.start + timedelta(days=int(dice.expovariate(person.orders_a_year / 365)))
    while day <= era.last_day:
        if not purchases or dice.chance(_SEASON[day.month - 1]):
            purchases.append(buy(person, day, not purchases, era, dice))
            if dice.chance(_leaving(purchases[-1])):
                return Life(person, tuple(purchases), _left(purchases[-1], era, dice))
        day += timedelta(days=1 + int(dice.expovariate(person.orders_a_year / 365)))
    return Life(person, tuple(purchases), None)


def _leaving(purchase: Purchase) -> float:
    trouble = purchase.trouble
    if trouble is None:
        return _LEAVES_ANYWAY
    if trouble.spoken:
        return _LEAVES_AFTER_COMPLAINING
    return _LEAVES_SILENTLY if purchase.hurt else _LEAVES_ANYWAY


def _left(purchase: Purchase, era: Era, dice: Dice) -> date | None:
    """Some weeks after the last purchase; None where that day is still to come."""
    after = purchase.delivered_on or purchase.promised_on
    day = max(after, purchase.promised_on) + timedelta(days=dice.randint(12, 50))
    return day if day <= era.last_day else None

"""How far the experience was built for a customer: three axes, and the lines that say why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from upheld.demo.simulate.byhand import BOB_ID, SALLY_ID
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.firm import FIRM, IN_A_HURRY
from upheld.demo.simulate.grammar import Pen
from upheld.demo.simulate.life import Life
from upheld.demo.simulate.purchases import Purchase
from upheld.demo.simulate.words import read

# Fewer lines than this and nobody can say: the axes stay empty.
ENOUGH_LINES = 3

_DESIGNED_FOR = {persona.key: persona.designed_for for persona in FIRM.personas}
_BY_HAND = {
    SALLY_ID: ("sally", ("0.93", "0.90", "0.88")),
    BOB_ID: ("bob", ("0.18", "0.12", "0.25")),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """`notes` are what was told, each with its day; what orders bear out is in the orders."""

    values_what: Decimal | None
    values_how: Decimal | None
    mutual_value: Decimal | None
    evidence: tuple[str, ...]
    notes: tuple[tuple[date, str], ...]


def fit_of(life: Life, today: date, seed: int) -> Fit:
    if life.person.id in _BY_HAND:
        name, axes = _BY_HAND[life.person.id]
        what, how, mutual = map(Decimal, axes)
        told = tuple(read("byhand")[name]["evidence"])
        return Fit(what, how, mutual, told, _noted(life, told, today, seed))
    dice = Dice(seed, "fit", life.person.id)
    counted, said = _evidence(life, today, dice)
    evidence, notes = (*counted, *said), _noted(life, said, today, seed)
    if len(evidence) < ENOUGH_LINES:
        return Fit(None, None, None, evidence, notes)
    low, high = _range(life, dice)
    what, how, mutual = (_axis(low, high, dice) for _ in range(3))
    return Fit(what, how, mutual, evidence, notes)


def _noted(life: Life, told: Sequence[str], today: date, seed: int) -> tuple[tuple[date, str], ...]:
    """What was told, each on the day of one of their orders."""
    dice = Dice(seed, "noted", life.person.id)
    days = [purchase.placed_on for purchase in life.purchases] or [life.person.joined_on]
    return tuple((min(dice.choice(days), today), line) for line in told)


def _range(life: Life, dice: Dice) -> tuple[float, float]:
    if not _DESIGNED_FOR[life.person.persona]:
        return (0.08, 0.36)
    return (0.42, 0.66) if dice.chance(0.22) else (0.68, 0.97)


def _axis(low: float, high: float, dice: Dice) -> Decimal:
    return Decimal(f"{dice.uniform(low, high):.2f}")


def _evidence(life: Life, today: date, dice: Dice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the orders bear out, and what was told."""
    lines: Mapping[str, list[str]] = read("evidence")
    pen = Pen(dice, lines, _figures(life, today))
    said = dice.sample(lines[life.person.persona], dice.randint(1, 4))
    counted = tuple(pen.write(line) for line in _counted(life, today))
    return counted, tuple(pen.write(line) for line in said)


def _counted(life: Life, today: date) -> list[str]:
    """Lines that the orders themselves bear out."""
    if len(life.purchases) < 2:
        return []
    returned = sum(1 for purchase in life.purchases if purchase.returned_on)
    lines = ["<ordered>"]
    if returned == 0 and life.person.persona != IN_A_HURRY:
        lines.append("<kept>")
    if returned > 1:
        lines.append("<sent_back>")
    return lines


def _figures(life: Life, today: date) -> dict[str, str]:
    bought: Sequence[Purchase] = life.purchases
    months = max((today - bought[0].placed_on).days // 30, 1) if bought else 0
    return {
        "orders": str(len(bought)),
        "months": f"{months} months" if months > 1 else "one month",
        "returned": str(sum(1 for purchase in bought if purchase.returned_on)),
        "item": max((purchase.item for purchase in bought), key=lambda item: item.price).name
        if bought
        else "",
    }

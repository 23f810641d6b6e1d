"""What goodwill did, in sentences that claim no more than the figures hold."""

from decimal import Decimal

from upheld.core.intervals import Interval, told_points
from upheld.core.money import tell_change

from .cells import Cell
from .made import Effects, Measure, Verdict, Way
from .outcomes import WhatFollowed

NAMES = {
    WhatFollowed.BOUGHT_AGAIN: "bought again",
    WhatFollowed.SPENT: "spent afterwards",
    WhatFollowed.COMPLAINED_AGAIN: "complained again",
}
VERDICTS = {
    Verdict.MORE: "More with goodwill",
    Verdict.LESS: "Less with goodwill",
    Verdict.CANNOT_TELL: "Cannot tell",
    Verdict.REFUSED: "Not said",
}
WAYS = {
    Way.LOT: "A lot told who got it: the simple difference is the effect.",
    Way.LIKENESS: "Nobody drew lots: like cases are set beside each other, doubly robust.",
}
HOLD_OUT = "Hold goodwill back by lot from a few in a hundred: then it can be told what it does."


def headline(found: Effects) -> str:
    """The whole page in one sentence."""
    if not found.cases:
        return "No case is old enough to tell what goodwill did"
    stays = found.measures[0]
    if stays.verdict is Verdict.MORE:
        return "Goodwill brings customers back"
    if stays.verdict is Verdict.LESS:
        return "Fewer come back with goodwill than without it"
    return "It cannot be told whether goodwill works"


def looked_at(found: Effects) -> str:
    """Which cases the figures are of."""
    if not found.cases:
        new = f" {found.too_new:,} were decided too late." if found.too_new else ""
        return f"Each customer is followed for {found.followed.days} days after the decision.{new}"
    held = f", held back by lot in {found.held:,}" if found.held else ""
    new = f"; {found.too_new:,} more were decided too late" if found.too_new else ""
    return (
        f"{found.cases:,} closed cases, each followed for {found.followed.days} days after its "
        f"decision: goodwill was given in {found.given:,}{held}{new}."
    )


def of_cell(cell: Cell, found: Effects) -> str:
    """What one piece of goodwill is worth in such cases, less what it costs."""
    worth = told_money(cell.worth, found.currency) if cell.worth else "cannot be said"
    return f"{cell_name(cell)}: {worth} for each"


def cell_name(cell: Cell) -> str:
    return f"at stake: {cell.name}" if cell.by == "loss" else cell.name.replace("_", " ")


def told(measure: Measure, currency: str) -> str:
    """The effect with its interval: "+7 points (+3 to +11)", or an amount."""
    return "" if measure.effect is None else told_gap(measure.effect, measure.outcome, currency)


def told_gap(gap: Interval, outcome: WhatFollowed, currency: str) -> str:
    return told_points(gap) if outcome.is_share else told_money(gap, currency)


def told_money(gap: Interval, currency: str) -> str:
    low, likely, high = (_money(each, currency) for each in (gap.low, gap.likely, gap.high))
    return f"{likely} ({low} to {high})"


def told_naive(measure: Measure, currency: str) -> str:
    if measure.naive is None:
        return ""
    if measure.outcome.is_share:
        return f"{100 * measure.naive:+.0f} points"
    return _money(measure.naive, currency)


def sentence(found: Effects) -> str:
    """What a board reads of it."""
    stays, days = found.measures[0], found.followed.days
    if stays.verdict is Verdict.REFUSED or stays.effect is None:
        return f"Whether goodwill brings customers back cannot be told: {stays.why}."
    if stays.verdict is Verdict.CANNOT_TELL:
        return (
            f"Whether goodwill brings customers back within {days} days cannot be told yet: "
            f"{told(stays, found.currency)} may be help or harm."
        )
    more = "more" if stays.verdict is Verdict.MORE else "fewer"
    return f"With goodwill {more} customers bought again within {days} days: " + told(
        stays, found.currency
    )


def overlap(found: Effects) -> str:
    return (
        f"{found.overlap:.0%} of the cases could have gone either way, and they are worth "
        f"{found.effective:.0%} of as many drawn by lot."
    )


def _money(amount: float, currency: str) -> str:
    return tell_change(Decimal(f"{amount:.2f}"), currency) if currency else f"{amount:+.2f}"

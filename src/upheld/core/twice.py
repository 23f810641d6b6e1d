"""A loss is made good once: where two points ask for the same money of the price, a person says."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .entitlement import Owed
from .findings import Finding, Question
from .words import FindingResult

TWICE = (
    "Two points ask for the same money back: say which one covers the other "
    "(covered_by_another is yes there, and no where each is a loss of its own)."
)
NOWHERE = (
    "Each point that was found says that another one gives its money back, and none does: say "
    "which one covers the other (covered_by_another is no there)."
)
WHOM = "colleague"
_FOUND = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)


def once(findings: Sequence[Finding], dues: Sequence[Owed]) -> tuple[Owed, ...]:
    """The dues, those in doubt turned into a question to a colleague: no money of a purchase
    comes back beyond what was paid for it, and none is lost between points that name each other.

    Points are of one purchase when they name the same price and delivery; a recorded no to
    `covered_by_another` on each of them says that they are losses of their own.
    """
    doubted = {**_beyond_the_price(dues), **_covered_by_none(findings, dues)}
    pairs = enumerate(zip(findings, dues, strict=True))
    return tuple(
        _asked(finding, due, doubted[at]) if at in doubted else due for at, (finding, due) in pairs
    )


def _beyond_the_price(dues: Sequence[Owed]) -> dict[int, str]:
    """The points with which the money that comes back would pass what was paid."""
    doubted: dict[int, str] = {}
    purchases: list[list[Owed]] = []
    for at, due in enumerate(dues):
        if due.remedy is None or not _money(due, "price_back"):
            continue
        purchase = next((each for each in purchases if _same(each, due)), None)
        if purchase is None:
            purchases.append([due])
        elif _fits([*purchase, due]):
            purchase.append(due)
        else:
            doubted[at] = TWICE
    return doubted


def _same(purchase: Sequence[Owed], due: Owed) -> bool:
    """Whether it may be the same purchase: what was paid agrees wherever it is known."""
    points = (*purchase, due)
    return all(len(_known(points, name)) <= 1 for name in ("price_paid", "delivery_paid"))


def _fits(points: Sequence[Owed]) -> bool:
    if all(due.facts.get("covered_by_another") is False for due in points):
        return True
    price, delivery = (_known(points, name) for name in ("price_paid", "delivery_paid"))
    refunded = max(_money(due, "already_refunded") for due in points)
    back = sum(_money(due, "price_back") for due in points)
    delivery_back = sum(_money(due, "delivery_back") for due in points)
    within_price = not price or back <= sum(price) + sum(delivery) - refunded
    within_delivery = not delivery or delivery_back <= max(sum(delivery) - refunded, Decimal(0))
    return within_price and within_delivery


def _known(points: Sequence[Owed], name: str) -> set[Decimal]:
    return {value for due in points if isinstance(value := due.facts.get(name), Decimal)}


def _covered_by_none(findings: Sequence[Finding], dues: Sequence[Owed]) -> dict[int, str]:
    results = {finding.result for finding in findings}
    found = [at for at, finding in enumerate(findings) if finding.result in _FOUND]
    known = found and FindingResult.UNDETERMINED not in results
    if known and all(dues[at].facts.get("covered_by_another") is True for at in found):
        return {found[0]: NOWHERE}
    return {}


def _asked(finding: Finding, due: Owed, text: str) -> Owed:
    question = Question(finding.allegation, text, WHOM)
    unknown = dict.fromkeys(("owed.kind", "owed.amount", "owed.chooser", "owed.days"))
    told = {"owed.question": text, "owed.ask_whom": WHOM}
    return replace(due, remedy=None, question=question, facts={**due.facts, **unknown, **told})


def _money(due: Owed, name: str) -> Decimal:
    value = due.facts.get(name)
    return value if isinstance(value, Decimal) else Decimal(0)

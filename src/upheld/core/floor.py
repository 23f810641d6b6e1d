"""The law beside our own decision: what it gives on a point, and whether we give less than it.

What we decide may go beyond the law and never below: a point on which we do is flagged with the
clause, for a person to mend.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from upheld.tables import Field

from .case import Allegation, Case, Facts
from .decision import Decision
from .entitlement import Entitlement
from .law import Law, Reading, Remedy, read
from .law_facts import LawFactsError, completed, open_to
from .money import Money
from .words import FindingResult

# A loss that was made good elsewhere is not made good again.
_MADE_GOOD = ("put_right_before", "covered_by_another")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A remedy of the law that what we give on a point does not reach; `given` is what we give."""

    remedy: Remedy
    given: Money | None


@dataclass(frozen=True, slots=True)
class LawOnPoint:
    """What the law titled `law` gives on one allegation, or the `trouble` that hinders asking."""

    allegation: str
    law: str
    reading: Reading | None
    trouble: tuple[str, ...] = ()


def on_points(
    case: Case, decision: Decision, laws: Callable[[Allegation], Iterable[Law]]
) -> tuple[LawOnPoint, ...]:
    """Every one of its `laws` on every allegation, as of the moment of the decision."""
    found = {finding.allegation: finding.result for finding in decision.findings}
    return tuple(
        _on_point(law, point, found[point.id], case.received_on, decision.decided_at)
        for point in case.allegations
        for law in laws(point)
    )


def _on_point(
    law: Law, point: Allegation, finding: FindingResult, received_on: date, at: datetime
) -> LawOnPoint:
    try:
        reading = of_allegation(law, point, finding, received_on, at.astimezone(law.zone).date())
    except LawFactsError as error:
        return LawOnPoint(point.id, law.title, None, error.problems)
    return LawOnPoint(point.id, law.title, reading)


def of_allegation(
    law: Law, allegation: Allegation, finding: FindingResult, received_on: date, on: date
) -> Reading:
    """What `law` gives on one point of a complaint, from the facts that both know.

    Raises LawFactsError where the facts contradict each other.
    """
    known = {**allegation.readable, "finding": finding.value, "complained_on": received_on}
    return read(law, completed(law, _shared(law, known), on), on)


def _shared(law: Law, known: Facts) -> Facts:
    inputs = {name: law.policy.inputs[name] for name in open_to(law.policy)}
    return {
        name: value
        for name, value in known.items()
        if name in inputs and not _foreign(inputs[name], value)
    }


def _foreign(field: Field, value: object) -> bool:
    return bool(field.values) and value not in field.values


def shortfall(
    reading: Reading, facts: Mapping[str, object], given: Entitlement | None
) -> Shortfall | None:
    """Where what is `given` on a point with these facts is less than the law's certain minimum.

    Certain is what is owed by an amount that is known, or in kind. Where the customer may choose,
    what we give must reach the dearest of it; where we may, any of it will do.
    """
    if any(facts.get(name) is True for name in _MADE_GOOD):
        return None
    sure = [item for item in reading.entitlements if not item.waits]
    dearest = max(_chosen_by_customer(sure), key=_amount, default=None)
    if given is None:
        return Shortfall(dearest or sure[0], None) if sure else None
    if dearest is not None and given.amount < _amount(dearest):
        return Shortfall(dearest, given.money)
    return None


def _chosen_by_customer(remedies: Iterable[Remedy]) -> Iterable[Remedy]:
    return (item for item in remedies if item.chooser != "firm")


def _amount(remedy: Remedy) -> Decimal:
    return remedy.amount.amount if remedy.amount else Decimal(0)

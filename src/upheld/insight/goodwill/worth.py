"""What it is worth that somebody stays: the lift times what they are expected to bring, less the
gift. Never the risk that they leave: who is likeliest to go is not whom a gift moves (Ascarza 2018,
Journal of Marketing Research; Lemmens and Gupta 2020, Marketing Science)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upheld.core.intervals import Interval
from upheld.insight.past_cases import PastCase
from upheld.store import models as rows
from upheld.store.merged import as_one


@dataclass(frozen=True, slots=True)
class Values:
    """What each person is expected to bring in a year; `missing` says why that is not known."""

    of: Mapping[int, float]
    currency: str
    missing: str

    def worth(self, lift: Interval | None, cases: Sequence[PastCase]) -> Interval | None:
        """What one piece of goodwill brought in such cases less what it cost, in their currency;
        None where the lift, the values or the cost cannot be told."""
        known = [self.of[case.person] for case in cases if case.person in self.of]
        costs = [float(case.goodwill) for case in cases if case.got]
        if lift is None or not known or not costs or cases[0].currency != self.currency:
            return None
        value, cost = sum(known) / len(known), sum(costs) / len(costs)
        brought = (lift.low * value, lift.likely * value, lift.high * value)
        low, likely, high = (each - cost for each in brought)
        return Interval(min(low, likely), likely, max(high, likely))


def values() -> Values:
    """As they were worked out last, in two statements."""
    newest = rows.Valuing.objects.first()
    if newest is None:
        return Values({}, "", "what customers are expected to bring was not worked out yet")
    found = rows.CustomerValue.objects.filter(margin__isnull=False).order_by()
    told = found.annotate(person=as_one.person_of()).values_list("person", "margin")
    return Values(
        {who: float(margin) for who, margin in told if margin is not None}, newest.currency, ""
    )

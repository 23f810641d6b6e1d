"""How groups were treated, in sentences: what asks for attention, and what the policy of today does
about it. Of groups, in like cases, and never of a person."""

from upheld.core.intervals import Beside, Interval, told_difference, told_points

from .made import By, Fairness, Group, Measured
from .measures import Measure

NAMES = {
    Measure.UPHELD: "Upheld",
    Measure.GOODWILL: "Goodwill",
    Measure.DAYS: "Days to the answer",
    Measure.ACCEPTED: "Answer accepted",
    Measure.MENDED: "Answer written more than once",
}
_DID = {
    Measure.UPHELD: "were upheld",
    Measure.GOODWILL: "got goodwill",
    Measure.DAYS: "waited for the answer",
    Measure.ACCEPTED: "accepted the answer",
    Measure.MENDED: "had their answer written again",
}
KINDS = {
    "area": "By area",
    "came again": "By coming again before the decision",
    "vulnerability": "By a vulnerability that is noted",
    "channel": "By channel",
}
_ONE_OF = {
    "area": "complaints from {}",
    "came again": "complaints of those who {}",
    "vulnerability": "complaints with a vulnerability {}",
    "channel": "complaints by {}",
}


def headline(found: Fairness) -> str:
    if not found.cases:
        return "No case is decided yet, so there is nothing to compare"
    if not found.kinds:
        return "The groups are too small to compare"
    return (
        "Some groups were treated otherwise in like cases"
        if attention(found)
        else ("No group stands out in like cases")
    )


def kind_name(kind: By) -> str:
    return KINDS.get(kind.name, f"By {kind.name}")


def looked_at(found: Fairness) -> str:
    """Which cases the figures are of."""
    again = f" {found.policy} decided the same cases once more." if found.policy else ""
    return f"{found.cases:,} decided cases of {found.people:,} people.{again}"


def row(kind: By, measured: Measured) -> tuple[str, str, str]:
    """The group that is farthest from like cases, its gap, and its gap under the policy in force;
    "stands out" where chance does not make it."""
    compared = [each for each in measured.groups if each.gap]
    if not compared:
        return "too few to compare", "", ""
    first = max(
        compared, key=lambda each: (each.stands_out, abs(each.gap.likely) if each.gap else 0)
    )
    again = kind.under_policy(measured.measure)
    same = next((each for each in again.groups if each.name == first.name), None) if again else None
    return (
        first.name,
        _told_group(first, measured.measure),
        _told_group(same, measured.measure) if same else "",
    )


def _told_group(group: Group, measure: Measure) -> str:
    out = ": stands out" if group.stands_out else ""
    return f"{told_gap(group.gap, measure)}{out}"


def attention(found: Fairness) -> list[str]:
    """What asks for attention, the farthest gap of each kind and measure first."""
    return [
        told
        for kind in found.kinds
        for measured in kind.measures
        if (told := of_measure(kind, measured))
    ]


def of_measure(kind: By, measured: Measured) -> str:
    """What stands out by one measure, and what becomes of it; empty where nothing does."""
    out = measured.standing_out
    if not out:
        return ""
    first = _ONE_OF.get(kind.name, kind.name + " {}").format(out[0].name)
    others = _others(len(out) - 1)
    head = f"{first[:1].upper()}{first[1:]} {_gap(out[0], measured.measure)} than others like them."
    return f"{head}{others} {_afterwards(kind, measured)}".strip()


def _others(more: int) -> str:
    if not more:
        return ""
    return " One more stands out." if more == 1 else f" {more} more stand out."


def _gap(group: Group, measure: Measure) -> str:
    more = "more" if group.side is Beside.ABOVE else "less"
    found = told_gap(group.gap, measure)
    if measure is Measure.DAYS:
        return f"{_DID[measure]} {'longer' if more == 'more' else 'shorter'}, {found},"
    return f"{_DID[measure]} {more} often, {found},"


def _afterwards(kind: By, measured: Measured) -> str:
    """Whether it would come with the policy of today, by the same measure on the same cases."""
    again = kind.under_policy(measured.measure)
    if again is None:
        return ""
    if again.standing_out:
        names = ", ".join(group.name for group in again.standing_out[:3])
        return f"Under the policy in force it does not vanish: {names} would stand out."
    wanted = measured.standing_out[0].name
    same = next((group for group in again.groups if group.name == wanted), None)
    told = f", {told_gap(same.gap, measured.measure)}" if same and same.gap else ""
    return f"Under the policy in force, on the same facts, no more is left than chance makes{told}."


def told_gap(gap: Interval | None, measure: Measure) -> str:
    """A gap with its interval: "+28 points (+20 to +36)", or in days."""
    return told_points(gap) if measure.is_share else told_difference(gap, 1, "days")

"""Amounts that are in another currency than the case that they stand in: a case keeps the currency
that it was received in, its policy may have another since, and nothing turns one into the other."""

from collections.abc import Iterable, Mapping
from typing import Any

from upheld.core.event_kinds import EventKind
from upheld.tables import Kind

from . import models as rows
from . import policies

_RECORDED = (EventKind.FACTS_RECORDED, EventKind.FACTS_PULLED)


def amounts(case: rows.Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the facts that the policy of the case has as amounts of money."""
    inputs = policies.policy_for(case.received_at, case.regime).inputs
    money = {name for name, field in inputs.items() if field.kind is Kind.MONEY}
    return {name: told for name, told in facts.items() if name in money and told is not None}


def has_amounts(case: rows.Case) -> bool:
    """Whether any amount is known of what is alleged in it."""
    return any(amounts(case, row.facts) for row in case.allegations.all())


def brought(case: rows.Case, came: Iterable[rows.Merge]) -> rows.Merge | None:
    """Of the merges by which others `came` over into the case, one that brought amounts of another
    currency, which nobody has recorded in its own since: an earlier version refused none."""
    for row in came:
        if row.case.currency != case.currency and _came_along(row, recorded=False):
            return row
    return None


def recorded_since(merge: rows.Merge) -> bool:
    """Whether amounts that go back where it is undone were recorded in the currency of the other
    case."""
    return merge.case.currency != merge.into.currency and _came_along(merge, recorded=True)


def _came_along(merge: rows.Merge, *, recorded: bool) -> bool:
    """Whether what went over has amounts, recorded since or never since."""
    moved = rows.Allegation.objects.filter(pk__in=merge.moved.get("allegations", ()))
    told = [row for row in moved if amounts(merge.case, row.facts)]
    since = _recorded_since(merge, {row.case_id for row in told}) if told else set()
    return any((row.pk in since) is recorded for row in told)


def _recorded_since(merge: rows.Merge, now_in: set[int]) -> set[int]:
    """The allegations whose facts were recorded after this merge."""
    of = rows.Event.objects.filter(case__in={merge.into_id, *now_in})
    took = of.filter(kind=EventKind.TOOK_IN, data__merge=merge.pk).order_by("number").first()
    later = of.filter(kind__in=_RECORDED, number__gt=took.number if took else 0)
    return {told.get("allegation") for told in later.values_list("data", flat=True)}

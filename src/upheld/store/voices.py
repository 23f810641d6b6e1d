"""What people told of how it was for them, counted: no mean of so few that it tells of one."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from upheld.core.portal import Fairness, Mean, mean

from .models import Decision, Idea, Satisfaction

_ALL = ""


def means() -> dict[str, dict[Fairness, Mean]]:
    """The means of all answers, under an empty name, and under the outcome of each decision."""
    latest = Decision.objects.filter(case=OuterRef("case")).order_by("-pk")
    told = Satisfaction.objects.annotate(outcome=Subquery(latest.values("outcome")[:1]))
    found = {_ALL: _means(told.aggregate(**_COUNTED))}
    for row in told.values("outcome").annotate(**_COUNTED).order_by("outcome"):
        if row["outcome"]:
            found[row["outcome"]] = _means(row)
    return found


_COUNTED = {f"{kind}_count": Count(str(kind)) for kind in Fairness} | {
    f"{kind}_sum": Sum(str(kind)) for kind in Fairness
}


def _means(row: Any) -> dict[Fairness, Mean]:
    return {kind: mean(row[f"{kind}_sum"] or 0, row[f"{kind}_count"] or 0) for kind in Fairness}


def ideas() -> "QuerySet[Idea]":
    """Every idea, the newest first, with its case and what became of it."""
    return Idea.objects.select_related("case", "fate")

"""What most cases have none of, read for the pages of some: whether there is any by the statement
that reads the cases, and all that there is by one more."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from . import in_one
from . import models as rows

# By their name on a case: the rows, and their key to it.
_RARE: dict[str, tuple["QuerySet[Any]", str]] = {
    "acceptances": (rows.Acceptance.objects.all(), "case"),
    "claims": (rows.Claim.objects.all(), "case"),
    "closings": (rows.Closing.objects.all(), "case"),
    "commitments": (rows.Commitment.objects.all(), "case"),
    "conduct": (rows.Conduct.objects.all(), "case"),
    "deviations": (rows.Deviation.objects.all(), "case"),
    "outside_rulings": (rows.OutsideRuling.objects.all(), "case"),
    "partings": (rows.Parting.objects.all(), "case"),
    "taken_in": (rows.Merge.objects.filter(undone_at=None), "into"),
}


def marked(cases: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    """The cases with whether there is any of each: `has_claims` and so on."""
    there = {
        f"has_{name}": Exists(query.filter(**{key: OuterRef("pk")}))
        for name, (query, key) in _RARE.items()
    }
    return cases.annotate(**there)


def read(cases: Sequence[rows.Case]) -> None:
    """What there is of it, and the letters, onto cases that `marked` gave with their decisions.

    Three statements at most.
    """
    there = {
        name: query.filter(**{f"{key}__in": [case.pk for case in cases]})
        for name, (query, key) in _RARE.items()
        if any(getattr(case, f"has_{name}") for case in cases)
    }
    told = in_one.rows_of(there)
    for case in cases:
        for name, (query, key) in _RARE.items():
            own = [row for row in told.get(name, ()) if getattr(row, f"{key}_id") == case.pk]
            _keep(case, name, query, own)
        for decision in case.decisions.all():
            beside = [row for row in case.deviations.all() if row.decision_id == decision.pk]
            _keep(decision, "deviations", rows.Deviation.objects.all(), beside)
    _letters(cases)


def _letters(cases: Sequence[rows.Case]) -> None:
    """Their own and those of the cases that lead here, in one statement."""
    merges = [merge for case in cases for merge in case.taken_in.all()]
    whose = rows.Case.everything.select_related("customer")
    prefetch_related_objects(merges, Prefetch("case", whose))
    prefetch_related_objects([*cases, *(merge.case for merge in merges)], "letters")


def _keep(of: Any, name: str, query: "QuerySet[Any]", own: list[Any]) -> None:
    """As prefetching keeps it."""
    kept: Any = query.all()
    kept._result_cache, kept._prefetch_done = own, True
    if not hasattr(of, "_prefetched_objects_cache"):
        of._prefetched_objects_cache = {}
    of._prefetched_objects_cache[name] = kept

"""What most cases have none or little of, read for the pages of some: whether there is any by the
statement that reads the cases, and all that there is by one more."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects

from . import in_one
from . import models as rows

# By their name on a case: the rows, and their key to it.
_RARE: dict[str, tuple["QuerySet[Any]", str]] = {
    "acceptances": (rows.Acceptance.objects.all(), "case"),
    "clocks": (rows.Clock.objects.all(), "case"),
    "claims": (rows.Claim.objects.all(), "case"),
    "closings": (rows.Closing.objects.all(), "case"),
    "commitments": (rows.Commitment.objects.all(), "case"),
    "conduct": (rows.Conduct.objects.all(), "case"),
    "deviations": (rows.Deviation.objects.all(), "case"),
    "outside_rulings": (rows.OutsideRuling.objects.all(), "case"),
    "partings": (rows.Parting.objects.all(), "case"),
    "taken_in": (rows.Merge.objects.filter(undone_at=None), "into"),
}
_PARTS, _WHOSE = "parts", "whose"


def marked(cases: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    """The cases with whether there is any of each: `has_claims` and so on."""
    there = {
        f"has_{name}": Exists(query.filter(**{key: OuterRef("pk")}))
        for name, (query, key) in _RARE.items()
    }
    return cases.annotate(**there)


def read(cases: Sequence[rows.Case]) -> None:
    """What there is of it, and the letters, onto cases that `marked` gave with their decisions.

    Two statements.
    """
    keys = [case.pk for case in cases]
    there: dict[str, QuerySet[Any]] = {
        name: query.filter(**{f"{key}__in": keys})
        for name, (query, key) in _RARE.items()
        if any(getattr(case, f"has_{name}") for case in cases)
    }
    if "taken_in" in there:
        parts = rows.Case.everything.filter(pk__in=there["taken_in"].order_by().values("case"))
        whose = rows.Customer.everything.filter(pk__in=parts.order_by().values("customer"))
        there |= {_PARTS: parts, _WHOSE: whose}
    told = in_one.rows_of(there)
    for case in cases:
        for name, (query, key) in _RARE.items():
            own = [row for row in told.get(name, ()) if getattr(row, f"{key}_id") == case.pk]
            _keep(case, name, query, own, key)
        for decision in case.decisions.all():
            beside = [row for row in case.deviations.all() if row.decision_id == decision.pk]
            _keep(decision, "deviations", rows.Deviation.objects.all(), beside, "decision")
    parts_of = _parts(told)
    merges = [merge for case in cases for merge in case.taken_in.all()]
    for merge in merges:
        merge.case = parts_of[merge.case_id]
    # Their own letters and those of the cases that lead here.
    prefetch_related_objects([*cases, *(merge.case for merge in merges)], "letters")


def _parts(told: Mapping[str, Sequence[Any]]) -> dict[int, rows.Case]:
    """The cases that lead here, with whose they are."""
    whose = {each.pk: each for each in told.get(_WHOSE, ())}
    parts: dict[int, rows.Case] = {each.pk: each for each in told.get(_PARTS, ())}
    for part in parts.values():
        part.customer = whose[part.customer_id]
    return parts


def _keep(of: Any, name: str, query: "QuerySet[Any]", own: list[Any], key: str) -> None:
    """As prefetching keeps it, from both sides."""
    for row in own:
        setattr(row, key, of)
    kept: Any = query.all()
    kept._result_cache, kept._prefetch_done = own, True
    if not hasattr(of, "_prefetched_objects_cache"):
        of._prefetched_objects_cache = {}
    of._prefetched_objects_cache[name] = kept

"""What waits for a lead about customers: conduct, restrictions, our own causes, partings.

Nothing about whoever was erased does."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from upheld.core.parting import PartingState
from upheld.core.restriction import GRACE, RestrictionState

from . import models as rows
from .erased.left_open import not_in_an_erased_case, not_of_an_erased_customer
from .merged import as_one

_ON_ITS_WAY = (PartingState.PROPOSED, PartingState.APPROVED, PartingState.REVIEWED)
_THEIRS = not_of_an_erased_customer("customer")
_IN_A_CASE = not_in_an_erased_case("case")


def waiting(today: date) -> "Mapping[str, QuerySet[Any]]":
    """Each kind of thing that somebody must look at by `today`, the oldest first."""
    restrictions = rows.Restriction.objects.filter(_THEIRS, _IN_A_CASE)
    restrictions = restrictions.select_related("customer", "case")
    return {
        "unseen": rows.Conduct.objects.filter(_THEIRS, seen_at=None, withdrawn_at=None)
        .select_related("customer", "case")
        .order_by("at", "pk"),
        "decided": restrictions.filter(state=RestrictionState.DECIDED).order_by("at", "pk"),
        "appeals": rows.RestrictionLook.objects.filter(
            not_of_an_erased_customer("restriction__customer"),
            not_in_an_erased_case("restriction__case"),
            at=None,
        )
        .exclude(restriction__state__in=(RestrictionState.ENDED, RestrictionState.REFUSED))
        .select_related("restriction__customer")
        .order_by("asked_at", "pk"),
        "reviews": _to_review(restrictions, today).order_by("review_due", "pk"),
        "causes": rows.CauseLook.objects.filter(_THEIRS, looked_at=None)
        .select_related("customer")
        .order_by("raised_at", "pk"),
        "partings": rows.Parting.objects.filter(_THEIRS, state__in=_ON_ITS_WAY)
        .select_related("customer")
        .order_by("at", "pk"),
        "afterwards": rows.PartingAfter.objects.filter(
            not_of_an_erased_customer("parting__customer"), due_on__lte=today, told_at=None
        )
        .select_related("parting__customer")
        .order_by("due_on", "pk"),
    }


def _to_review(restrictions: "QuerySet[rows.Restriction]", today: date) -> "QuerySet[Any]":
    """Those whose day has come, and those whose conduct was all withdrawn, whoever saw it."""
    links = rows.Restriction.conduct.through.objects
    stands = links.filter(restriction=OuterRef("pk"), conduct__withdrawn_at=None)
    due = Q(review_due__lte=today) | ~Exists(stands)
    return restrictions.filter(due, state=RestrictionState.IN_FORCE)


def count_waiting(today: date) -> int:
    """How many of them there are, in one statement."""
    first, *rest = (
        found.select_related(None).order_by().values_list(Value(1))
        for found in waiting(today).values()
    )
    return first.union(*rest, all=True).count()


def conduct(customer: rows.Customer) -> "QuerySet[rows.Conduct]":
    """The records of any row of the person, as the restrictions below."""
    return rows.Conduct.objects.filter(customer__in=as_one.shown_family(customer).values("pk"))


def restrictions(customer: rows.Customer) -> "QuerySet[rows.Restriction]":
    return rows.Restriction.objects.filter(customer__in=as_one.shown_family(customer).values("pk"))


def in_force(customer: "rows.Customer | int", today: date) -> "QuerySet[rows.Restriction]":
    """The restrictions that hold today, whichever row of the person they were decided on; what is
    over holds no more, swept or not."""
    return holding(today).filter(customer__in=as_one.shown_family(customer).values("pk"))


def parted() -> "QuerySet[rows.Parting]":
    """Every parting that has left, or that another person read over and that may leave any day."""
    return rows.Parting.objects.filter(state__in=(PartingState.REVIEWED, PartingState.PARTED))


def holding(today: date) -> "QuerySet[rows.Restriction]":
    """Every restriction that holds today: none whose case was erased, which nobody may review."""
    return rows.Restriction.objects.filter(
        _THEIRS,
        _IN_A_CASE,
        state=RestrictionState.IN_FORCE,
        expires_on__gte=today,
        review_due__gte=today - GRACE,
    )

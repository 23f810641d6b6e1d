"""What waits for somebody, in the order in which it comes due."""

from datetime import date, datetime

from django.db.models import QuerySet

from upheld.core.dishonesty import DishonestyState
from upheld.core.obligations import Force
from upheld.core.promises.commitments import CommitmentState
from upheld.core.words import CaseState

from . import models as rows
from .erased.left_open import not_in_an_erased_case


def by_due() -> "QuerySet[rows.Case]":
    """Cases by what must be done next: the earliest due first, then those without a date."""
    return rows.Case.objects.select_related("customer", "owner").order_by("next_due", "id")


def inbox() -> "QuerySet[rows.Case]":
    """Those that are open."""
    return by_due().exclude(state=CaseState.CLOSED)


def newest() -> "QuerySet[rows.Case]":
    every = rows.Case.objects.select_related("customer", "owner")
    return every.order_by("-received_at", "-id")


def to_review(today: date) -> "QuerySet[rows.Case]":
    """Cases, closed ones too, with a statement found knowingly untrue whose review has come due."""
    due = rows.Dishonesty.objects.filter(
        not_in_an_erased_case("allegation__case"),
        state=DishonestyState.CONFIRMED, review_due__lte=today,
    )  # fmt: skip
    return by_due().filter(pk__in=due.values("allegation__case"))


def open_clocks(owner: rows.Person, now: datetime) -> "QuerySet[rows.Clock]":
    """What somebody's open cases still wait for, the earliest first; no paused target, and no
    chance that has passed."""
    clocks = rows.Clock.objects.filter(case__owner=owner, met_at=None)
    clocks = clocks.exclude(case__state=CaseState.CLOSED)
    clocks = clocks.exclude(force=Force.CHANCE, due__lt=now)
    clocks = clocks.exclude(force=Force.OWN, case__paused_since__isnull=False)
    return clocks.select_related("case").order_by("due", "pk")


def open_commitments(owner: rows.Person) -> "QuerySet[rows.Commitment]":
    """What somebody still has to keep, the earliest first, in cases that were closed as well."""
    still = not_in_an_erased_case("case")
    found = rows.Commitment.objects.filter(still, case__owner=owner, state=CommitmentState.OPEN)
    return found.select_related("case").order_by("due", "pk")

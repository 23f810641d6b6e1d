"""Which cases a count is of, and which of them tell of what: one place, so that a list shows the
very rows that a figure counted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from upheld.core.words import AllegationKind, FindingResult, JourneyStage, Outcome

from . import causes, merging
from . import models as rows

# Our answer was that something was so: a fault that we had put right before is one as well.
UPHELD = (Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.ALREADY_PUT_RIGHT)
SO = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)
# Where on the customer's way an expectation comes about.
_SAID = (JourneyStage.LEAD, JourneyStage.PROMISE)


def counted(now: datetime) -> "QuerySet[rows.Case]":
    """Complaints received by now, each once: no part of another, none from the future."""
    return whole().filter(received_at__lte=now)


def whole() -> "QuerySet[rows.Case]":
    """Complaints that are no part of another, those that are dated ahead too."""
    return rows.Case.objects.exclude(pk__in=merging.parts())


def broken_promise() -> Q:
    """Cases in which it was found that a promise was not kept."""
    found = rows.Finding.objects.filter(
        result__in=SO, allegation__kind=AllegationKind.PROMISE_NOT_KEPT
    )
    return Q(pk__in=found.values("allegation__case"))


def misread() -> Q:
    """Cases that came of what we said: closed with a cause where expectations come about, and no
    promise was found broken."""
    named = {cause.key for cause in causes.listed() if cause.stage in _SAID}
    return closed_with(named) & ~broken_promise()


def closed_with(keys: Collection[str]) -> Q:
    closed = rows.Closing.objects.filter(cause__in=sorted(keys), reopened_at=None)
    return Q(pk__in=closed.values("case"))


def latest_decisions(cases: "QuerySet[rows.Case, Any]") -> "QuerySet[rows.Decision]":
    """The newest decision of each case; set aside ones have no outcome that counts."""
    later = rows.Decision.objects.filter(case=OuterRef("case")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    return rows.Decision.objects.filter(~Exists(later), case__in=cases.order_by().values("pk"))

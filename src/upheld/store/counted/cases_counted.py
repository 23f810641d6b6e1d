"""Which cases a count is of, and which of them tell of what: one place, so that a list shows the
very rows that a figure counted."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from upheld.core.words import AllegationKind, FindingResult, JourneyStage, Outcome
from upheld.store import causes
from upheld.store import models as rows
from upheld.store.merged import merging

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
    return Q(pk__in=broken().values("allegation__case"))


def broken() -> "QuerySet[rows.Finding]":
    """What was found of promises that were not kept."""
    return rows.Finding.objects.filter(
        result__in=SO, allegation__kind=AllegationKind.PROMISE_NOT_KEPT
    )


def misread() -> Q:
    """Cases that came of what we said: closed with a cause where expectations come about, and no
    promise was found broken."""
    return Q(pk__in=said_otherwise().values("case")) & ~broken_promise()


def said_otherwise() -> "QuerySet[rows.Closing]":
    """What closed cases with a cause where expectations come about."""
    named = {cause.key for cause in causes.listed() if cause.stage in _SAID}
    return rows.Closing.objects.filter(cause__in=sorted(named), reopened_at=None)


def latest_decisions(cases: "QuerySet[rows.Case, Any]") -> "QuerySet[rows.Decision]":
    """The newest decision of each case; set aside ones have no outcome that counts."""
    later = rows.Decision.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    return rows.Decision.objects.filter(~Exists(later), case__in=cases.order_by().values("pk"))

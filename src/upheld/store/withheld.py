"""Who somebody is to us is withheld until what they allege is found: it must not colour that."""

from collections.abc import Collection

from django.db.models import Count, F, Q, QuerySet

from upheld.core.words import CaseState

from . import models as rows


def waiting_for_findings(customer: rows.Customer) -> int:
    """Open complaints with an allegation that has no finding, or with nothing alleged yet."""
    return _waiting(customer.cases.all()).count()


def withheld(customers: Collection[int]) -> set[int]:
    """Those of these customers whose fit is withheld now, in one statement."""
    found = rows.Case.objects.filter(customer__in=customers)
    return set(_waiting(found).order_by().values_list("customer", flat=True))


def _waiting(cases: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    counted = cases.exclude(state=CaseState.CLOSED).annotate(
        alleged=Count("allegations", distinct=True),
        found=Count("allegations__finding", distinct=True),
    )
    return counted.filter(Q(alleged=0) | Q(found__lt=F("alleged")))

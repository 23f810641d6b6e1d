"""The document of a case, which a decision is made from and its record keeps."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from . import models as rows
from . import policies, rare
from .merged import as_one
from .parting_known import as_recorded
from .tallied import parts as tally_parts
from .tallied import sums as tallied
from .tallied.parts import Of


def document(found: rows.Case, now: datetime, *, priced: bool = True) -> dict[str, Any]:
    """The case as the document that a decision is made from and that its record keeps.

    What is read and not kept need not be `priced`: how often the situation came in a year is
    counted over all cases, and says nothing but what goodwill costs and who may give it."""
    prefetch_related_objects([found], "allegations__evidence", "allegations__finding")
    allegations = list(found.allegations.all())
    return {
        "received_on": policies.day_at(found.regime, found.received_at).isoformat(),
        "currency": found.currency,
        "allegations": [_allegation(row) for row in allegations],
        "circumstances": {
            "withdrawn": found.withdrawn,
            "in_scope": found.in_scope,
            "explained_before": found.explained_before,
        },
        "customer": customer_of(found, now),
        "similar_a_year": _similar(found, allegations, now) if priced else None,
        "lot": _lot(found),
    }


def _lot(found: rows.Case) -> str:
    """What a hold-out draws a lot for; nothing where something was promised: that is kept."""
    return "" if found.commitments.all() else found.reference


def _allegation(row: rows.Allegation) -> dict[str, Any]:
    finding = _of_a_person(row)
    told: dict[str, Any] = {
        "id": f"a{row.pk}",
        "kind": row.kind,
        "statement": row.statement,
        "facts": row.facts,
        "evidence": [evidence.text for evidence in row.evidence.all()],
        "provenance": row.provenance,
    }
    return told | ({"finding": finding.result, "because": finding.because} if finding else {})


def _of_a_person(row: rows.Allegation) -> rows.Finding | None:
    """What the table found is found anew from the facts: recorded, it would outlive them."""
    finding: rows.Finding | None = getattr(row, "finding", None)
    return None if finding is None or finding.by_table else finding


def customer_of(found: rows.Case, now: datetime) -> dict[str, Any]:
    """Who complained, as the document of their case says it."""
    counted = getattr(found, "open_elsewhere", None)  # by `page`, in its own statement
    if counted is None:
        theirs = as_one.family(found.customer).values("pk")
        counted = rare.still_open(theirs, found.pk).count()
    told = customer_told(found.customer, counted)
    return {**told, "relationship": {**told["relationship"], **as_recorded(found.customer, now)}}


def customer_told(customer: rows.Customer, open_complaints: int) -> dict[str, Any]:
    """Who this is to us, as a document says it: what is known of the person who stays, by the name
    that this customer goes by."""
    vulnerable, name = as_one.is_vulnerable(customer), customer.name
    customer = as_one.stays(customer)
    axes = {
        "values_what": customer.values_what,
        "values_how": customer.values_how,
        "mutual_value": customer.mutual_value,
    }
    fit = {name: _plain(value) for name, value in axes.items() if value is not None}
    return {
        "name": name,
        "fit_evidence": customer.fit_evidence,
        "fit": {**fit, "evidence": len(customer.fit_evidence)},
        **({} if vulnerable is None else {"vulnerable": vulnerable}),
        "relationship": {**customer.relationship, "open_complaints": open_complaints},
    }


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _similar(found: rows.Case, allegations: list[rows.Allegation], now: datetime) -> int:
    """The price base of goodwill: other complaints of a year that were upheld in this situation,
    which is the same kind of allegation with the same impact, whoever complained. A year is today
    and the 364 days before it (UTC). Where no impact is known here, any there is like it."""
    asked = {tally_parts.situation(row.kind, row.facts) for row in allegations}
    kinds = {kind for kind, impact in asked if not impact}

    def alike(key: str) -> bool:
        return any(each in asked or each[0] in kinds for each in tally_parts.read_key(key))

    today = now.astimezone(UTC).date()
    year = tallied.Days(today - timedelta(days=364), today)
    return tallied.total(Of.ALIKE, alike, year, but=found.pk) if asked else 0

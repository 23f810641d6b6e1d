"""Complaints: what was alleged, found, decided, written and heard."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models.fields.json import KT

from upheld.core.deviations import GIVEN
from upheld.core.goodwill import MONEY_KINDS
from upheld.core.words import Impact
from upheld.core.words import Touchpoint as Nature
from upheld.store import models as rows
from upheld.store.counted import standing
from upheld.store.merged import as_one, merging

from .source import AT, DAY, M, N, Reading, Row, S, Source, T, read


def _cases(of: Reading) -> Iterator[Row]:
    """All of them; one that is a part of another `counts` nowhere by itself."""
    found: Any = standing.cases(rows.Case.objects.filter(received_at__lte=of.now))
    told = read(
        found.annotate(person=as_one.person_of()),
        "pk", "person", "order_id", "received_at", "channel", "topic", "in_theme__theme", "state",
        "regime", "complaint_kind", "currency", "explained_before", "withdrawn", "in_scope",
        "standing",
    )  # fmt: skip
    parts = set(merging.parts().values_list("case", flat=True))
    for *case, group in told:
        yield *case, of.place("complaint", group), case[0] not in parts


def _allegations(of: Reading) -> Iterator[Row]:
    found = rows.Allegation.objects.annotate(
        nature=KT("facts__touchpoint"), impact=KT("facts__impact")
    )
    for *told, nature, impact in read(
        found, "pk", "case_id", "kind", "finding__result", "finding__by_table", "finding__at",
        "nature", "impact",
    ):  # fmt: skip
        told[3] = told[3] or ""
        # A fact is told where it is a word of ours: what else stands there, somebody wrote.
        yield *told, _known(nature, Nature), _known(impact, Impact)


def _known(told: Any, words: Any) -> str:
    return str(told) if told in set(words) else ""


def _decisions(of: Reading) -> Iterator[Row]:
    return read(
        rows.Decision.objects.all(), "pk", "case_id", "at", "outcome", "stance", "owed", "goodwill",
        "currency", "policy_version",
    )  # fmt: skip


def _remedies(of: Reading) -> Iterator[Row]:
    found = rows.Decision.objects.all()
    for pk, case, currency, owed, beyond in read(
        found, "pk", "case_id", "currency", "record__entitlement", "record__goodwill"
    ):
        given = [("entitlement", each) for each in owed or ()]
        if beyond and beyond.get("kind", "none") != "none":
            given.append(("goodwill", beyond))
        for place, (basis, each) in enumerate(given, 1):
            told = each.get("currency") or currency
            amount = Decimal(str(each.get("amount") or 0))
            yield pk, case, place, basis, each["kind"], told, amount, each.get("source") or ""


def _closings(of: Reading) -> Iterator[Row]:
    return read(
        rows.Closing.objects.all(), "pk", "case_id", "cause", "resolved", "at", "reopened_at"
    )


def _letters(of: Reading) -> Iterator[Row]:
    gone = rows.Letter.objects.filter(queued_at__isnull=False)
    return read(gone, "pk", "case_id", "kind", "queued_at")


def _acceptances(of: Reading) -> Iterator[Row]:
    return read(rows.Acceptance.objects.all(), "pk", "case_id", "accepted")


def _ratings(of: Reading) -> Iterator[Row]:
    found = rows.Satisfaction.objects.all()
    return read(found, "case_id", "distributive", "procedural", "interactional")


def _clocks(of: Reading) -> Iterator[Row]:
    found = rows.Clock.objects.all()
    return read(found, "pk", "case_id", "obligation", "force", "ends", "due_on", "due", "met_at")


def _exceptions(of: Reading) -> Iterator[Row]:
    """An exception `counts` where it gave money that no decision had given before."""
    for *told, state, found, kind, amount in read(
        rows.Deviation.objects.all(), "pk", "case_id", "currency", "at", "granted_at", "expires_on",
        "price_likely", "state", "found", "kind", "amount",
    ):  # fmt: skip
        paid = amount if kind in MONEY_KINDS else None
        yield *told, state, kind, paid, state in GIVEN and not found


SOURCES: tuple[Source, ...] = (
    Source(
        "kept_cases",
        {
            "case_number": N, "customer_number": N, "order_number": N, "received_at": AT,
            "channel": T, "topic": T, "theme": N, "state": T, "regime": T,
            "complaint_kind": T, "currency": T, "explained_before": S, "withdrawn": S,
            "in_scope": S, "touchpoint": T, "counts": S,
        },
        _cases,
        {"received_on": "received_at"},
    ),
    Source(
        "kept_allegations",
        {
            "allegation_number": N, "case_number": N, "kind": T, "finding": T, "by_table": S,
            "found_at": AT, "nature": T, "impact": T,
        },
        _allegations,
    ),
    Source(
        "kept_decisions",
        {
            "decision_number": N, "case_number": N, "decided_at": AT, "outcome": T,
            "stance": T, "owed": M, "goodwill": M, "currency": T, "policy_version": T,
        },
        _decisions,
        {"decided_on": "decided_at"},
    ),
    Source(
        "kept_remedies",
        {
            "decision_number": N, "case_number": N, "place": N, "basis": T, "kind": T,
            "currency": T, "amount": M, "source": T,
        },
        _remedies,
    ),
    Source(
        "kept_closings",
        {
            "closing_number": N, "case_number": N, "cause": T, "resolved": S, "closed_at": AT,
            "reopened_at": AT,
        },
        _closings,
    ),
    Source(
        "kept_letters",
        {"letter_number": N, "case_number": N, "kind": T, "left_at": AT},
        _letters,
    ),
    Source(
        "kept_acceptances",
        {"heard_number": N, "case_number": N, "accepted": S},
        _acceptances,
    ),
    Source(
        "kept_ratings",
        {"case_number": N, "felt_outcome": N, "felt_process": N, "felt_treatment": N},
        _ratings,
    ),
    Source(
        "kept_clocks",
        {
            "clock_number": N, "case_number": N, "obligation": T, "rule_of": T, "met_by": T,
            "due_on": DAY, "due": AT, "met_at": AT,
        },
        _clocks,
    ),
    Source(
        "kept_exceptions",
        {
            "exception_number": N, "case_number": N, "currency": T, "proposed_at": AT,
            "granted_at": AT, "expires_on": DAY, "price": M, "state": T, "kind": T,
            "amount": M, "counts": S,
        },
        _exceptions,
    ),
)  # fmt: skip

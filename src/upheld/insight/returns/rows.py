"""Cases as complaints that a return counts, in eight statements however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from upheld.core.deviations import GIVEN
from upheld.core.event_kinds import EventKind
from upheld.core.goodwill import MONEY_KINDS
from upheld.core.returns import Answer, Period, Reported, Turn
from upheld.core.words import CaseState, LetterKind, Outcome
from upheld.store import models as rows
from upheld.store.merged import merging

_ENDED = (CaseState.ANSWERED, CaseState.CLOSED)
_OPENS = (EventKind.CONTESTED, EventKind.REOPENED)


def reported(period: Period, regime: str | None) -> list[Reported]:
    """The complaints that may have been open in the period, of one regime or of all."""
    cases = _cases(period, regime)
    answers, turns, sent, kinds = _answers(cases), _turns(cases), _first_sent(cases), _kinds(cases)
    named = cases.order_by("received_at", "pk").values_list(
        "pk", "received_at", "topic", "channel", "customer__area", "source", "source_key"
    )
    return [
        Reported(
            reference=key if source else rows.Case(pk=pk).reference,
            received_at=received_at,
            kind=kinds.get(pk, "other"),
            turns=tuple(turns.get(pk, ())),
            answers=tuple(answers.get(pk, ())),
            topic=topic,
            channel=channel,
            area=area,
            first_sent_at=sent.get(pk),
        )
        for pk, received_at, topic, channel, area, source, key in named
    ]


def _cases(period: Period, regime: str | None) -> "QuerySet[rows.Case]":
    """Received before the period ended, and not at rest since before it began."""
    letters = rows.Letter.objects.filter(
        case=OuterRef("pk"), kind=LetterKind.FINAL, queued_at__gte=period.start
    )
    closings = rows.Closing.objects.filter(case=OuterRef("pk"), at__gte=period.start)
    at_rest = Q(state__in=_ENDED) & Q(received_at__lt=period.start)
    # What came in closed was handled elsewhere, and belongs into the returns of that time.
    at_rest |= Q(state=CaseState.CLOSED, brought_by__isnull=False)
    found = rows.Case.objects.filter(received_at__lt=period.end)
    found = found.exclude(pk__in=merging.parts())
    found = found.filter(~at_rest | Exists(letters) | Exists(closings))
    return found.filter(regime=regime) if regime else found


def _answers(cases: "QuerySet[rows.Case]") -> Mapping[int, list[Answer]]:
    """Every decision of a case, the earliest first; its document is left where it is."""
    decided = rows.Decision.objects.filter(case__in=cases.values("pk")).order_by("pk")
    named = decided.values_list(
        "pk", "case_id", "at", "outcome", "owed", "goodwill", "currency",
        "record__entitlement", "record__goodwill__help",
    )  # fmt: skip
    found: defaultdict[int, list[Answer]] = defaultdict(list)
    granted = _granted(cases)
    for pk, case, at, outcome, owed, goodwill, currency, remedies, help in named.iterator():
        told = Outcome(outcome) if outcome else None
        beside = [each for each in granted.get(case, ()) if each[0] <= pk]
        in_kind = bool(help) or any(map(_in_kind, remedies or ()))
        in_kind |= any(amount is None for _, amount in beside)
        money = sum((amount or Decimal(0) for _, amount in beside), goodwill)
        found[case].append(Answer(at, told, owed, money, currency, in_kind))
    return found


def _granted(
    cases: "QuerySet[rows.Case]",
) -> Mapping[int, list[tuple[int, Decimal | None]]]:
    """Exceptions by case: the number of the decision that each stands beside, and its money, None
    where it is none. They are goodwill payments and gestures too (DISP 1.10.3G(3))."""
    given = rows.Deviation.objects.filter(case__in=cases.values("pk"), state__in=[*GIVEN])
    told = given.exclude(found=True).values_list("case_id", "decision_id", "kind", "amount")
    found: defaultdict[int, list[tuple[int, Decimal | None]]] = defaultdict(list)
    for case, decision, kind, amount in told:
        found[case].append((decision, amount if kind in MONEY_KINDS else None))
    return found


def _in_kind(remedy: Mapping[str, Any]) -> bool:
    return not Decimal(str(remedy["amount"]))


def _turns(cases: "QuerySet[rows.Case]") -> Mapping[int, list[Turn]]:
    """When each case was closed and opened again. Of one moment, it is opened first."""
    found: defaultdict[int, list[Turn]] = defaultdict(list)
    for pk, at, closes in _moments(cases):
        found[pk].append(Turn(at, closes))
    return {pk: sorted(turns, key=lambda t: (t.at, t.closes)) for pk, turns in found.items()}


def _moments(cases: "QuerySet[rows.Case]") -> Iterator[tuple[int, datetime, bool]]:
    within = cases.values("pk")
    finals = rows.Letter.objects.filter(
        case__in=within, kind=LetterKind.FINAL, queued_at__isnull=False
    )
    yield from _closing(finals.values_list("case_id", "queued_at"))
    closings = rows.Closing.objects.filter(case__in=within)
    yield from _closing(closings.values_list("case_id", "at"))
    opened = rows.Event.objects.filter(case__in=within, kind__in=_OPENS)
    for pk, at in opened.order_by("number").values_list("case_id", "at"):
        if pk is not None:
            yield pk, at, False


def _closing(found: Iterable[tuple[int, datetime | None]]) -> Iterator[tuple[int, datetime, bool]]:
    for pk, at in found:
        if at is not None:
            yield pk, at, True


def _first_sent(cases: "QuerySet[rows.Case]") -> Mapping[int, datetime]:
    letters = rows.Letter.objects.filter(case__in=cases.values("pk"), queued_at__isnull=False)
    newest_first = letters.order_by("-queued_at").values_list("case_id", "queued_at")
    return {pk: at for pk, at in newest_first if at is not None}


def _kinds(cases: "QuerySet[rows.Case]") -> Mapping[int, str]:
    """The main part of a complaint is what was alleged first."""
    alleged = rows.Allegation.objects.filter(case__in=cases.values("pk"))
    return dict(alleged.order_by("-pk").values_list("case_id", "kind"))

"""Every complaint that counts, with where it stands in the journey, what came of it, and what it
was about: read once, for whoever asks what it did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import NullIf

from upheld.core.placing import Placing
from upheld.core.words import AllegationKind, Impact
from upheld.store import as_one, cases_counted, standing
from upheld.store import models as rows
from upheld.store.made_once import made_once

# How it was for them, where it was more than a nuisance.
HEAVY = frozenset({Impact.MEDIUM.value, Impact.HIGH.value})


@dataclass(frozen=True, slots=True)
class Complained:
    """`person` is the customer that stays, `order` 0 where none is linked. `fault` is whether
    something was found so; `impact` empty where nobody wrote it down."""

    case: int
    person: int
    persona: str
    order: int
    touchpoint: str
    kind: str
    on: date
    fault: bool
    impact: str
    owed: Decimal
    goodwill: Decimal
    currency: str

    @property
    def once(self) -> tuple[int, int, str]:
        """What is one matter: the same person about the same order, or a case without one."""
        return (self.person, self.order, self.kind) if self.order else (-self.case, 0, self.kind)


def complained(by: Placing, now: datetime) -> list[Complained]:
    """The oldest first. One statement, whatever there is."""
    return [one for at, one in _every(by) if at <= now]


@made_once
def _every(by: Placing) -> list[tuple[datetime, Complained]]:
    """With the moment of receipt, those that are dated ahead too."""
    first = rows.Allegation.objects.filter(case=OuterRef("pk")).order_by("pk")
    latest = rows.Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
    so = rows.Finding.objects.filter(allegation__case=OuterRef("pk"), result__in=cases_counted.SO)
    found: Any = standing.cases(cases_counted.whole()).order_by("received_at", "pk")
    nothing = Value(Decimal(0))
    told = found.annotate(
        person=as_one.person_of(),
        kind=Subquery(first.values("kind")[:1]),
        impact=Subquery(first.annotate(told=KT("facts__impact")).values("told")[:1]),
        fault=Exists(so),
        # Nothing, which most are, is read faster than 0.00.
        owes=NullIf(Subquery(latest.values("owed")[:1]), nothing),
        gave=NullIf(Subquery(latest.values("goodwill")[:1]), nothing),
    )
    names = (
        "pk", "person", "customer__persona", "order_id", "standing", "kind", "received_at",
        "fault", "impact", "owes", "gave", "currency",
    )  # fmt: skip
    place = cache(lambda group: standing.placed("complaint", group, by))
    return [_one(row, place) for row in told.values_list(*names).iterator(chunk_size=5_000)]


def _one(row: Sequence[Any], place: Callable[[str], str]) -> tuple[datetime, Complained]:
    case, person, persona, order, group, kind, at, fault, impact, owed, goodwill, currency = row
    nothing = Decimal(0)
    return at, Complained(
        case=case,
        person=person,
        persona=persona,
        order=order or 0,
        touchpoint=place(group),
        kind=kind or AllegationKind.OTHER.value,
        on=at.date(),
        fault=fault,
        impact=impact or "",
        owed=owed or nothing,
        goodwill=goodwill or nothing,
        currency=currency,
    )

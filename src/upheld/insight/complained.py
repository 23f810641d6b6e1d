"""Every complaint that counts, with where it stands in the journey, what came of it, and what it
was about: read once, for whoever asks what it did."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import NullIf

from upheld.core.placing import Placing
from upheld.core.words import AllegationKind, Impact
from upheld.store import models as rows
from upheld.store.counted import cases_counted, standing
from upheld.store.made_once import made_once
from upheld.store.merged import as_one, merging
from upheld.store.sight import seen

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
    at: datetime
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
    return [one for one in _every(by).counted if one.at <= now]


Named = tuple[int, datetime]


def named(by: Placing, now: datetime) -> list[Named]:
    """Which order each complaint names that names one, and when it came: whoever sees it, and also
    where it is a part of another. Of the same statement."""
    return [one for one in _every(by).named if one[1] <= now]


class _Every(NamedTuple):
    """Those that are dated ahead too."""

    counted: list[Complained]
    named: list[Named]


@made_once
def _every(by: Placing) -> _Every:
    person, place = as_one.person_of(), cache(lambda group: standing.placed("complaint", group, by))
    found = _Every([], [])
    with seen.whole():
        every = _read(person)
    for order, at, owner, part, *told in every:
        if order:
            found.named.append((order, at))
        if not part and not seen.keeps(owner):
            found.counted.append(_one((order, at, *told), place))
    return found


def _read(person: Any) -> Iterable[Sequence[Any]]:
    first = rows.Allegation.objects.filter(case=OuterRef("pk")).order_by("pk")
    latest = rows.Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
    so = rows.Finding.objects.filter(allegation__case=OuterRef("pk"), result__in=cases_counted.SO)
    found: Any = standing.cases(rows.Case.objects.all()).order_by("received_at", "pk")
    nothing = Value(Decimal(0))
    told = found.annotate(
        person=person,
        part=Exists(merging.parts().filter(case=OuterRef("pk"))),
        kind=Subquery(first.values("kind")[:1]),
        impact=Subquery(first.annotate(told=KT("facts__impact")).values("told")[:1]),
        fault=Exists(so),
        # Nothing, which most are, is read faster than 0.00.
        owes=NullIf(Subquery(latest.values("owed")[:1]), nothing),
        gave=NullIf(Subquery(latest.values("goodwill")[:1]), nothing),
    )
    names = (
        "order_id", "received_at", "owner_id", "part", "pk", "person", "customer__persona",
        "standing", "kind", "fault", "impact", "owes", "gave", "currency",
    )  # fmt: skip
    every: Iterable[Sequence[Any]] = told.values_list(*names).iterator(chunk_size=5_000)
    return every


def _one(row: Sequence[Any], place: Callable[[str], str]) -> Complained:
    order, at, case, person, persona, group, kind, fault, impact, owed, goodwill, currency = row
    nothing = Decimal(0)
    return Complained(
        case=case,
        person=person,
        persona=persona,
        order=order or 0,
        touchpoint=place(group),
        kind=kind or AllegationKind.OTHER.value,
        at=at,
        on=at.date(),
        fault=fault,
        impact=impact or "",
        owed=owed or nothing,
        goodwill=goodwill or nothing,
        currency=currency,
    )

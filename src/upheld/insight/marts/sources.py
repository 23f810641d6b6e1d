"""What is read of the store for the marts: keys, kinds, amounts and moments, and no word that
somebody wrote. What is not named here is not written down."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet, Value
from django.db.models.fields.json import KT

from upheld.core.deviations import GIVEN
from upheld.core.goodwill import MONEY_KINDS
from upheld.core.placing import Placing, What
from upheld.core.words import Impact
from upheld.core.words import Touchpoint as Nature
from upheld.store import as_one, causes, journey, merging, placing, policies, standing, withheld
from upheld.store import models as rows
from upheld.store.bands import WITHHELD, NotCounted, banded
from upheld.store.costs_file import CostsMissing, rates

from .declared import Kind

# How many rows the database hands over at once.
_AT_ONCE = 10_000
_TYPES: Mapping[Kind, Any] = {
    Kind.NUMBER: pl.Int64(),
    Kind.MONEY: pl.Decimal(18, 2),
    Kind.DECIMAL: pl.Float64(),
    Kind.TEXT: pl.String(),
    Kind.DAY: pl.Date(),
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    Kind.IS_SO: pl.Boolean(),
}
# As many groups of rows as are placed once and remembered.
_MOST_REMEMBERED = 100_000
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Reading:
    """One reading of the store at a moment: what every row of it is held against."""

    now: datetime

    @cached_property
    def by(self) -> Placing:
        return placing.placing()

    @cached_property
    def _placed(self) -> dict[tuple[What, str], str]:
        return {}

    def place(self, what: What, group: str) -> str:
        """Where a group stands; each is asked about once, as long as there are not too many."""
        if (what, group) not in self._placed:
            if len(self._placed) > _MOST_REMEMBERED:
                self._placed.clear()
            self._placed[what, group] = standing.placed(what, group, self.by)
        return self._placed[what, group]


@dataclass(frozen=True, slots=True)
class Source:
    """Some rows of the store. `days` are columns beside those that are read: the day, in the
    firm's zone, of a moment."""

    name: str
    columns: Mapping[str, Kind]
    read: Callable[[Reading], Iterable[Row]]
    days: Mapping[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> dict[str, Any]:
        return {name: _TYPES[kind] for name, kind in self.columns.items()}


_N, _T, _S = Kind.NUMBER, Kind.TEXT, Kind.IS_SO
_AT, _DAY, _M = Kind.MOMENT, Kind.DAY, Kind.MONEY


def _each(found: "QuerySet[Any, Any]", *names: str) -> Iterator[Row]:
    """Rows of one statement, in chunks that the server holds and not we."""
    told: QuerySet[Any, Any] = found.order_by("pk").values_list(*names)
    yield from told.iterator(chunk_size=_AT_ONCE)


def _moment(of: Reading) -> Iterable[Row]:
    return [(of.now,)]


def _cases(of: Reading) -> Iterator[Row]:
    """All of them; one that is a part of another `counts` nowhere by itself."""
    found: Any = standing.cases(rows.Case.objects.filter(received_at__lte=of.now))
    told = _each(
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
    for *told, nature, impact in _each(
        found, "pk", "case_id", "kind", "finding__result", "finding__by_table", "finding__at",
        "nature", "impact",
    ):  # fmt: skip
        told[3] = told[3] or ""
        # A fact is told where it is a word of ours: what else stands there, somebody wrote.
        yield *told, _known(nature, Nature), _known(impact, Impact)


def _known(told: Any, words: Any) -> str:
    return str(told) if told in set(words) else ""


def _decisions(of: Reading) -> Iterator[Row]:
    return _each(
        rows.Decision.objects.all(), "pk", "case_id", "at", "outcome", "stance", "owed", "goodwill",
        "currency", "policy_version",
    )  # fmt: skip


def _remedies(of: Reading) -> Iterator[Row]:
    found = rows.Decision.objects.all()
    for pk, case, currency, owed, beyond in _each(
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
    return _each(
        rows.Closing.objects.all(), "pk", "case_id", "cause", "resolved", "at", "reopened_at"
    )


def _letters(of: Reading) -> Iterator[Row]:
    gone = rows.Letter.objects.filter(queued_at__isnull=False)
    return _each(gone, "pk", "case_id", "kind", "queued_at")


def _acceptances(of: Reading) -> Iterator[Row]:
    return _each(rows.Acceptance.objects.all(), "pk", "case_id", "accepted")


def _ratings(of: Reading) -> Iterator[Row]:
    found = rows.Satisfaction.objects.all()
    return _each(found, "case_id", "distributive", "procedural", "interactional")


def _clocks(of: Reading) -> Iterator[Row]:
    found = rows.Clock.objects.all()
    return _each(found, "pk", "case_id", "obligation", "force", "ends", "due_on", "due", "met_at")


def _exceptions(of: Reading) -> Iterator[Row]:
    """An exception `counts` where it gave money that no decision had given before."""
    for *told, state, found, kind, amount in _each(
        rows.Deviation.objects.all(), "pk", "case_id", "currency", "at", "granted_at", "expires_on",
        "price_likely", "state", "found", "kind", "amount",
    ):  # fmt: skip
        paid = amount if kind in MONEY_KINDS else None
        yield *told, state, kind, paid, state in GIVEN and not found


def _contacts(of: Reading) -> Iterator[Row]:
    found: Any = standing.contacts(rows.Contact.objects.filter(at__lte=of.now))
    known = {"firm", "customer"}
    for *told, about, topic, recorded, group in _each(
        found.annotate(person=as_one.person_of()),
        "pk", "person", "case_id", "at", "inbound", "channel", "minutes",
        "case__topic", "topic", "caused_by", "standing",
    ):  # fmt: skip
        doing = recorded if recorded in known else "neutral"
        yield *told, about or topic, doing, of.place("contact", group)


def _orders(of: Reading) -> Iterator[Row]:
    found: Any = rows.Order.objects.annotate(person=as_one.person_of())
    for *told, nature, item in _each(
        found, "pk", "person", "placed_on", "campaign", "currency", "amount", "delivery_paid",
        "refunded", "promised_on", "delivered_on", "returned_on", "touchpoint", "item",
    ):  # fmt: skip
        yield *told, nature, item, standing.placed_order(nature, item, of.by)


def _customers(of: Reading) -> Iterator[Row]:
    """Those who stay. Who they are to us is withheld while a finding on a case of theirs waits."""
    people: Any = rows.Customer.objects.filter(merged_into=None)
    try:
        people = banded(people, policies.policy_in_force(of.now.date()))
    except NotCounted:
        people = people.annotate(band=Value(None))
    waiting = withheld.all_withheld()
    for *told, persona, band, margin in _each(
        people, "pk", "joined_on", "left_on", "came_by", "area", "value__of__currency",
        "persona", "band", "value__margin",
    ):  # fmt: skip
        waits = told[0] in waiting or band == WITHHELD
        who = (None, None, None) if waits else (persona, band, margin)
        yield *told, *who, waits


def _touchpoints(of: Reading) -> Iterable[Row]:
    for one in journey.touchpoints():
        yield one.key, one.name, str(one.stage), str(one.nature), one.place, one.retired


def _causes(of: Reading) -> Iterable[Row]:
    try:
        own_doing = set(rates().own_doing)
    except CostsMissing:
        own_doing = set()
    for one in causes.listed():
        yield one.key, one.label, str(one.stage), one.key in own_doing, one.retired


def _themes(of: Reading) -> Iterator[Row]:
    found = rows.Theme.objects.filter(Q(gone_at=None), merged_into=None)
    return _each(found, "pk", "name", "head", "cases", "people")


def _personas(of: Reading) -> Iterable[Row]:
    for one in journey.personas():
        yield one.key, one.name, one.designed_for, one.retired


SOURCES: tuple[Source, ...] = (
    Source("kept_moment", {"written_at": _AT}, _moment),
    Source(
        "kept_cases",
        {
            "case_number": _N, "customer_number": _N, "order_number": _N, "received_at": _AT,
            "channel": _T, "topic": _T, "theme": _N, "state": _T, "regime": _T,
            "complaint_kind": _T, "currency": _T, "explained_before": _S, "withdrawn": _S,
            "in_scope": _S, "touchpoint": _T, "counts": _S,
        },
        _cases,
        {"received_on": "received_at"},
    ),
    Source(
        "kept_allegations",
        {
            "allegation_number": _N, "case_number": _N, "kind": _T, "finding": _T, "by_table": _S,
            "found_at": _AT, "nature": _T, "impact": _T,
        },
        _allegations,
    ),
    Source(
        "kept_decisions",
        {
            "decision_number": _N, "case_number": _N, "decided_at": _AT, "outcome": _T,
            "stance": _T, "owed": _M, "goodwill": _M, "currency": _T, "policy_version": _T,
        },
        _decisions,
        {"decided_on": "decided_at"},
    ),
    Source(
        "kept_remedies",
        {
            "decision_number": _N, "case_number": _N, "place": _N, "basis": _T, "kind": _T,
            "currency": _T, "amount": _M, "source": _T,
        },
        _remedies,
    ),
    Source(
        "kept_closings",
        {
            "closing_number": _N, "case_number": _N, "cause": _T, "resolved": _S, "closed_at": _AT,
            "reopened_at": _AT,
        },
        _closings,
    ),
    Source(
        "kept_letters",
        {"letter_number": _N, "case_number": _N, "kind": _T, "left_at": _AT},
        _letters,
    ),
    Source(
        "kept_acceptances",
        {"heard_number": _N, "case_number": _N, "accepted": _S},
        _acceptances,
    ),
    Source(
        "kept_ratings",
        {"case_number": _N, "felt_outcome": _N, "felt_process": _N, "felt_treatment": _N},
        _ratings,
    ),
    Source(
        "kept_clocks",
        {
            "clock_number": _N, "case_number": _N, "obligation": _T, "rule_of": _T, "met_by": _T,
            "due_on": _DAY, "due": _AT, "met_at": _AT,
        },
        _clocks,
    ),
    Source(
        "kept_exceptions",
        {
            "exception_number": _N, "case_number": _N, "currency": _T, "proposed_at": _AT,
            "granted_at": _AT, "expires_on": _DAY, "price": _M, "state": _T, "kind": _T,
            "amount": _M, "counts": _S,
        },
        _exceptions,
    ),
    Source(
        "kept_contacts",
        {
            "contact_number": _N, "customer_number": _N, "case_number": _N, "came_at": _AT,
            "inbound": _S, "channel": _T, "minutes": _M, "topic": _T, "recorded_as": _T,
            "touchpoint": _T,
        },
        _contacts,
        {"on_day": "came_at"},
    ),
    Source(
        "kept_orders",
        {
            "order_number": _N, "customer_number": _N, "placed_on": _DAY, "campaign": _T,
            "currency": _T, "amount": _M, "delivery_paid": _M, "refunded": _M, "promised_on": _DAY,
            "delivered_on": _DAY, "returned_on": _DAY, "nature": _T, "item": _T, "touchpoint": _T,
        },
        _orders,
    ),
    Source(
        "kept_customers",
        {
            "customer_number": _N, "joined_on": _DAY, "left_on": _DAY, "came_by": _T, "area": _T,
            "currency": _T, "persona": _T, "band": _T, "expected_margin": _M, "waits": _S,
        },
        _customers,
    ),
    Source(
        "kept_touchpoints",
        {"touchpoint": _T, "name": _T, "stage": _T, "nature": _T, "place": _N, "retired": _S},
        _touchpoints,
    ),
    Source(
        "kept_causes",
        {"cause": _T, "label": _T, "stage": _T, "own_doing": _S, "retired": _S},
        _causes,
    ),
    Source(
        "kept_themes",
        {"theme": _N, "name": _T, "head": _T, "complaints": _N, "people": _N},
        _themes,
    ),
    Source(
        "kept_personas",
        {"persona": _T, "name": _T, "designed_for": _S, "retired": _S},
        _personas,
    ),
)  # fmt: skip

"""A customer's time with us as one line: orders, contacts, complaints, decisions, letters, promises
and exceptions, merged and paged by the database, in two statements however long it is."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils import timezone

from upheld.core.deviations import GIVEN
from upheld.core.words import LetterState

from . import models as rows
from .merged import as_one
from .sql.asked_again import AskedAgain

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry. What the fields mean hangs on `kind`; each is empty or None where it has no use.

    `of` is, for a contact, who caused it.
    """

    kind: str
    at: datetime
    pk: int
    case: int | None
    title: str
    note: str
    of: str
    amount: Decimal | None
    more: Decimal | None
    currency: str
    promised: date | None
    done: date | None
    returned: date | None


@dataclass(frozen=True, slots=True)
class Life:
    """One page of the line, the newest first. `kinds` count within the year that is asked for,
    `years` within the kind, `found` within both; `complaints` within neither."""

    moments: list[Moment]
    kinds: Counter[str]
    years: Counter[int]
    found: int
    complaints: int


def _no(field: Any) -> Cast:
    """Nothing, of a kind that PostgreSQL can line up with the others."""
    return Cast(Value(None), field)


def _text(value: Any) -> Combinable:
    return Cast(value, TextField())


_MONEY = DecimalField(max_digits=12, decimal_places=2)
_EMPTY: Mapping[str, Combinable] = {
    "case_": _no(BigIntegerField()),
    "title_": _text(Value("")),
    "note_": _text(Value("")),
    "of_": _text(Value("")),
    "amount_": _no(_MONEY),
    "more_": _no(_MONEY),
    "currency_": _text(Value("")),
    "promised_": _no(DateField()),
    "done_": _no(DateField()),
    "returned_": _no(DateField()),
}
_NAMES = ("kind_", "at_", "pk", *_EMPTY)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where the entries of a kind come from, when each was, and what it tells."""

    of: Callable[[Rows], Rows]
    at: str
    told: Mapping[str, Any]


def _orders(people: Rows) -> Rows:
    return rows.Order.objects.filter(customer__in=people)


def _of_cases(model: Any) -> Callable[[Rows], Rows]:
    return lambda people: model.objects.filter(case__customer__in=people, case__taken_back_at=None)


def _letters(people: Rows) -> Rows:
    gone = rows.Letter.objects.filter(state=LetterState.SENT, sent_at__isnull=False)
    return gone.filter(case__customer__in=people, case__taken_back_at=None)


# A kind that another part of the house keeps is one more line here.
KINDS: Mapping[str, _Kind] = {
    "order": _Kind(
        _orders,
        "placed_on",
        {"title_": _text(F("item")), "note_": _text(F("reference")), "amount_": F("amount"),
         "currency_": _text(F("currency")), "promised_": F("promised_on"),
         "done_": F("delivered_on"), "returned_": F("returned_on")},
    ),
    "contact": _Kind(
        lambda people: rows.Contact.objects.filter(customer__in=people),
        "at",
        {"case_": F("case_id"), "title_": _text(F("summary")), "note_": _text(F("channel")),
         "of_": _text(F("caused_by")), "more_": Cast(Cast("inbound", IntegerField()), _MONEY)},
    ),
    "complaint": _Kind(
        lambda people: rows.Case.objects.filter(customer__in=people),
        "received_at",
        {"case_": F("pk"), "title_": _text(F("subject")), "note_": _text(F("state"))},
    ),
    "decision": _Kind(
        _of_cases(rows.Decision),
        "at",
        {"case_": F("case_id"), "title_": _text(F("outcome")), "note_": _text(F("by")),
         "amount_": F("owed"), "more_": F("goodwill"), "currency_": _text(F("currency"))},
    ),
    "letter": _Kind(
        _letters,
        "sent_at",
        {"case_": F("case_id"), "title_": _text(F("subject")), "note_": _text(F("kind"))},
    ),
    "promise": _Kind(
        _of_cases(rows.Commitment),
        "at",
        {"case_": F("case_id"), "title_": _text(F("words")), "note_": _text(F("state")),
         "promised_": F("due_on")},
    ),
    "exception": _Kind(
        lambda people: rows.Deviation.objects.filter(
            customer__in=people, state__in=GIVEN, case__taken_back_at=None
        ),
        "at",
        {"case_": F("case_id"), "title_": _text(F("reason")), "note_": _text(F("kind")),
         "amount_": F("amount"), "currency_": _text(F("currency")), "promised_": F("expires_on")},
    ),
}  # fmt: skip


def life(
    customer: rows.Customer, page: int, size: int, kind: str = "", year: int | None = None
) -> Life:
    """The page of this number, from 1, of one kind and year or of all."""
    person = as_one.shown_as(customer).pk
    kinds: Counter[str] = Counter()
    years: Counter[int] = Counter()
    found = complaints = 0
    for name, when, count in _COUNTED(person):
        in_kind, in_year = kind in ("", name), year in (None, when)
        kinds[name] += count * in_year
        years[when] += count * in_kind
        found += count * (in_kind and in_year)
        if name == "complaint":
            complaints += count
    moments = _page(page, size, kind, year)(person)
    return Life([_moment(*row) for row in moments], kinds, years, found, complaints)


def _people(person: int) -> Rows:
    return as_one.shown_family(person).values("pk")


@lru_cache(maxsize=64)
def _page(page: int, size: int, kind: str, year: int | None) -> AskedAgain:
    start = (page - 1) * size

    def of(person: int) -> Rows:
        people = _people(person)
        told = _merged([_told(name, people, year) for name in KINDS if kind in ("", name)])
        return told.order_by("-at_", "kind_", "-pk")[start : start + size]

    return AskedAgain(of)


def _moment(kind: str, at: date | datetime, *rest: Any) -> Moment:
    """A day as the first moment of it."""
    if not isinstance(at, datetime):
        at = timezone.make_aware(datetime.combine(at, time.min))
    return Moment(kind, at, *rest)


def _counted(person: int) -> Rows:
    people = _people(person)
    return _merged(
        [
            one.of(people)
            .order_by()
            .annotate(
                kind_=Value(name, output_field=CharField()),
                year_=ExtractYear(one.at),
            )
            .values_list("kind_", "year_")
            .annotate(count_=Count("pk"))
            for name, one in KINDS.items()
        ]
    )


_COUNTED = AskedAgain(_counted)


def _told(name: str, people: Rows, year: int | None) -> Rows:
    one = KINDS[name]
    found = one.of(people).order_by()
    if year is not None:
        found = found.filter(**{f"{one.at}__gte": _first(year, one.at)})
        found = found.filter(**{f"{one.at}__lt": _first(year + 1, one.at)})
    # Worked out, and not a column: SQLite would read a moment as the column of the first part.
    at = Coalesce(F(one.at), F(one.at), output_field=DateTimeField())
    told = {**_EMPTY, **one.told, "at_": at, "kind_": Value(name, output_field=CharField())}
    entries: Rows = found.annotate(**told).values_list(*_NAMES)
    return entries


def _first(year: int, at: str) -> date | datetime:
    """The first moment of a year where we are; of a date, its first day."""
    first = date(year, 1, 1)
    if at.endswith("_on"):
        return first
    return timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001


def _merged(parts: list[Rows]) -> Rows:
    merged: Rows = parts[0].union(*parts[1:], all=True)
    return merged

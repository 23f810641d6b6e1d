"""The fit band of many customers at once: the policy's fit table, said to the database."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from upheld.core.words import Band
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight import seen, withheld
from upheld.store.sight.withheld import waiting, waiting_people
from upheld.tables import Policy
from upheld.tables.syntax import Anything, Compare, Endpoint, Interval, Literal, Not, OneOf, Test
from upheld.tables.table import Hit, Rule

# What a page says where a band may not be told yet.
WITHHELD = "withheld"
_COLUMNS = {
    "fit.values_what": "values_what",
    "fit.values_how": "values_how",
    "fit.mutual_value": "mutual_value",
    "fit.evidence": "lines_of_fit",
    "vulnerable": "vulnerable",
}
_LOOKUPS = {"=": "exact", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_IN_ORDER = (Hit.FIRST, Hit.UNIQUE, Hit.ANY)


class NotCounted(ValueError):
    """The fit table asks what cannot be asked of all customers at once; the message says what."""


class _Length(Func):
    """How many members a list has that is kept as JSON."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, "JSONB_ARRAY_LENGTH", **more)


@seen.whole()
def banded(found: "QuerySet[rows.Customer]", policy: Policy) -> "QuerySet[rows.Customer, Any]":
    """The customers, each with its `band`; `withheld` for whoever has an open complaint that
    waits for a finding, under any row of theirs, so that fit cannot colour it. Raises NotCounted.
    """
    return _banded(found, policy, Q(person__in=waiting_people(rows.Case.objects.order_by())))


@seen.whole()
def banded_few(found: "QuerySet[rows.Customer]", policy: Policy) -> "QuerySet[rows.Customer, Any]":
    """As `banded`, for a page of customers: asks after their own complaints and no others."""
    theirs = rows.Case.objects.filter(customer__in=as_one.of_outer(""))
    return _banded(found, policy, Q(Exists(waiting(theirs.order_by()))))


def of_band(
    found: "QuerySet[rows.Customer]", band: str, policy: Policy
) -> "QuerySet[rows.Customer, Any]":
    """Those of one band, or those of whom it is withheld. Raises NotCounted."""
    if band == WITHHELD:
        told: QuerySet[Any] = banded(found, policy)
        return told.filter(band=band)
    return withheld.not_withheld(_banded(found, policy), Q(band=band))


def _banded(
    found: "QuerySet[rows.Customer]", policy: Policy, waits: Q | None = None
) -> "QuerySet[rows.Customer, Any]":
    person = Coalesce("merged_into", "pk")
    counted = found.annotate(lines_of_fit=_Length(F("fit_evidence")), person=person)
    return counted.annotate(
        band=Case(
            *([When(waits, then=Value(WITHHELD))] if waits else []),
            *(When(_asks(rule), then=Value(_gives(rule))) for rule in _rules(policy)),
            default=Value(Band.UNKNOWN.value),
            output_field=CharField(),
        )
    )


def _rules(policy: Policy) -> tuple[Rule, ...]:
    table = policy.tables["fit"]
    if table.hit not in _IN_ORDER:
        raise NotCounted(
            f"the fit table's hit policy is {table.hit.value}: make it first or unique"
        )
    return tuple(table.rules)


def _gives(rule: Rule) -> str:
    given = rule.outputs["fit.band"]
    if not isinstance(given, Literal):
        raise NotCounted(f"rule {rule.ref.id} of the fit table works its band out: name it")
    return str(given.value or Band.UNKNOWN.value)


def _asks(rule: Rule) -> Q:
    """What the rule asks of a row; a rule that asks nothing holds of every one."""
    asked = Q(pk__isnull=False)
    for cell in rule.cells:
        if isinstance(cell.test, Anything):
            continue
        if cell.column not in _COLUMNS:
            raise NotCounted(f"the fit table asks {cell.column}, which no customer's row tells")
        asked &= _matches(_COLUMNS[cell.column], cell.test)
    return asked


def _matches(column: str, test: Test) -> Q:
    match test:
        case Not((Compare("=", Literal(None)),)):
            return Q(**{f"{column}__isnull": False})
        case Not(parts):
            # What is not known matches neither a test nor its opposite.
            return Q(**{f"{column}__isnull": False}) & ~_any(column, parts)
        case OneOf(parts):
            return _any(column, parts)
        case Compare("=", Literal(None)):
            return Q(**{f"{column}__isnull": True})
        case Compare("!=", end):
            return Q(**{f"{column}__isnull": False}) & ~Q(**{column: _value(end)})
        case Compare(operator, end):
            return Q(**{f"{column}__{_LOOKUPS[operator]}": _value(end)})
        case Interval(low, high, low_closed, high_closed):
            above, below = "gte" if low_closed else "gt", "lte" if high_closed else "lt"
            return Q(**{f"{column}__{above}": _value(low), f"{column}__{below}": _value(high)})
        case _:
            raise NotCounted(f"the fit table asks {column} in a way that cannot be counted")


def _any(column: str, parts: tuple[Compare | Interval, ...]) -> Q:
    return reduce(or_, (_matches(column, part) for part in parts))


def _value(end: Endpoint) -> Any:
    if not isinstance(end, Literal):
        raise NotCounted(f"the fit table compares with {end.name}: write the number")
    return end.value

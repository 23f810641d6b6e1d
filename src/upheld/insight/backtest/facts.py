"""Cases as columns: what a policy reads of each, one row a case, its allegations a list of rows.

Money is whole minor units, a number its nearest float: all that a document may hold to fifteen
digits goes into columns and comes back as it was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from upheld.core.case import Allegation, Case, Customer
from upheld.core.document import DocumentError, read_case
from upheld.core.words import AllegationKind
from upheld.tables import Field, Kind, Months, Policy, Value
from upheld.tables.columns.lines import PLAIN, places

ALLEGATION = "allegation"
PROBLEM = "(problem)"
RECEIVED, CURRENCY, SIMILAR = "(received_on)", "(currency)", "(similar_a_year)"
OTHERS = ("circumstance", "customer", "relationship")
_CASE = {RECEIVED: pl.Date(), CURRENCY: pl.String(), SIMILAR: pl.Int64()}


def inputs(policy: Policy, *about: str) -> dict[str, Field]:
    """The policy's inputs about these."""
    return {name: field for name, field in policy.inputs.items() if field.about in about}


def dtype(field: Field) -> pl.DataType:
    """The column of a fact: texts of a known list by their number."""
    return pl.Enum(field.values) if field.values else PLAIN[field.kind]


def schema(policy: Policy) -> dict[str, pl.DataType]:
    """Every column of `facts_of` for this policy."""
    points = {name: dtype(field) for name, field in inputs(policy, ALLEGATION).items()}
    others = {name: dtype(field) for name, field in inputs(policy, *OTHERS).items()}
    rows = {ALLEGATION: pl.List(pl.Struct(points))} if points else {}
    return {**_CASE, **others, **rows, PROBLEM: pl.String()}


def facts_of(documents: Iterable[Mapping[str, Any]], policy: Policy) -> pl.DataFrame:
    """The documents under this policy. One that is not a case has its problem, and no facts."""
    rows = [_row(document, policy) for document in documents]
    return pl.DataFrame(rows, schema(policy), orient="row")


def _row(document: Mapping[str, Any], policy: Policy) -> tuple[Any, ...]:
    try:
        case = read_case(document, policy)
    except DocumentError as error:
        return _unreadable(policy, "; ".join(error.problems))
    if fine := _too_fine(case):
        return _unreadable(policy, f"{fine} has more than fifteen digits: round it")
    return written(case, policy)


def written(case: Case, policy: Policy) -> tuple[Any, ...]:
    """A case as a row of `schema`."""
    known = {**case.circumstances, **case.customer.facts}
    others = [_written(known.get(name), field, policy) for name, field in
              inputs(policy, *OTHERS).items()]  # fmt: skip
    fields = inputs(policy, ALLEGATION)
    points = [
        {name: _written(each.readable.get(name), field, policy) for name, field in fields.items()}
        for each in case.allegations
    ]
    return (case.received_on, case.currency, case.similar_a_year, *others, points, None)


def _unreadable(policy: Policy, problem: str) -> tuple[Any, ...]:
    return (*[None] * (len(schema(policy)) - 1), problem)


def _too_fine(case: Case) -> str:
    """The first number that a float would not give back."""
    facts = (case.circumstances, case.customer.facts, *(each.facts for each in case.allegations))
    numbers = ((n, v) for each in facts for n, v in each.items() if isinstance(v, Decimal))
    return next((n for n, v in numbers if Decimal(repr(float(v))) != v), "")


def _written(value: Value, field: Field, policy: Policy) -> Any:
    if isinstance(value, Months):
        return value.count
    if not isinstance(value, Decimal):
        return value
    return int(value.scaleb(places(policy.currency))) if field.kind is Kind.MONEY else float(value)


def cases_of(facts: pl.DataFrame, policy: Policy) -> list[Case]:
    """Rows of `facts_of` as cases again: what `core.decide` reads of them."""
    return [_case(row, policy) for row in facts.iter_rows(named=True)]


def _case(row: Mapping[str, Any], policy: Policy) -> Case:
    points = [
        _known(point, inputs(policy, ALLEGATION), policy) for point in row.get(ALLEGATION) or ()
    ]
    return Case(
        received_on=row[RECEIVED],
        allegations=tuple(_allegation(at, point) for at, point in enumerate(points, 1)),
        customer=Customer(facts=_known(row, inputs(policy, *OTHERS[1:]), policy)),
        circumstances=_known(row, inputs(policy, OTHERS[0]), policy),
        currency=row[CURRENCY],
        similar_a_year=row[SIMILAR],
    )


def _allegation(at: int, facts: dict[str, Value]) -> Allegation:
    return Allegation(f"a{at}", AllegationKind(str(facts.pop("kind"))), facts=facts)


def _known(row: Mapping[str, Any], fields: Mapping[str, Field], policy: Policy) -> dict[str, Value]:
    return {
        name: _read(row[name], field, policy)
        for name, field in fields.items()
        if row[name] is not None
    }


def _read(value: Any, field: Field, policy: Policy) -> Value:
    read: Callable[[Any], Value] = {
        Kind.MONEY: lambda pence: Decimal(pence).scaleb(-places(policy.currency)),
        Kind.NUMBER: lambda number: Decimal(repr(number).removesuffix(".0")),
        Kind.MONTHS: Months,
    }.get(field.kind, lambda same: same)
    return read(value)


def received_on(facts: pl.DataFrame) -> Sequence[date | None]:
    return facts[RECEIVED].to_list()

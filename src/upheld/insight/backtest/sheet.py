"""Past cases in a table: a row an allegation, or a row a case whose allegations are a list.

The columns are named as the facts are. In rows of allegations those of one case have the same
`case`; a list of allegations is nested as in a document.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from upheld.core.words import AllegationKind, FindingResult
from upheld.tables import Field, Kind, Policy
from upheld.tables.problems import did_you_mean

from .facts import (
    ALLEGATION,
    CURRENCY,
    OTHERS,
    PROBLEM,
    RECEIVED,
    SIMILAR,
    facts_of,
    inputs,
    schema,
)
from .typed import Typed, typed

AT = "(case)"
SEGMENT = "segment."
# What a document keeps in a place of its own: its finding is no plain fact.
_FINDING, _RECORDED = "finding", "recorded_finding"
_OF_CASE = {
    "received_on": Field("received_on", Kind.DATE),
    "currency": Field("currency", Kind.STRING),
    "similar_a_year": Field("similar_a_year", Kind.NUMBER),
}
_WORDS = {"kind": list(AllegationKind), _RECORDED: [*FindingResult, None]}
# Kept for people; no table reads it.
_UNREAD = {"id", "statement", "because", "evidence", "context", "name", "fit_evidence"}


class BadFile(ValueError):
    """A file that does not hold cases; `problems` says where and the mend, one line each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Sheet:
    """`heads` has a row a case, `points` a row an allegation with the number of its case in
    `(case)`. Columns are named as facts, cells are as they were written.

    In a flat table both have all of its columns, and the heads are the first row of each case.
    """

    file: str
    flat: bool
    heads: pl.DataFrame
    points: pl.DataFrame

    @property
    def names(self) -> Sequence[str]:
        return self.heads["case"].cast(pl.String).to_list()

    @property
    def received_on(self) -> Sequence[date | None]:
        return typed(self.heads["received_on"], _OF_CASE["received_on"], "GBP").column.to_list()

    @property
    def segments(self) -> pl.DataFrame:
        return self.heads.select(pl.col(f"^{SEGMENT}.*$").cast(pl.String))

    def facts(self, policy: Policy, elsewhere: Collection[str]) -> pl.DataFrame:
        """As Cases has it. Raises BadFile for a column that no policy knows."""
        self._check(policy, elsewhere)
        others = inputs(policy, *OTHERS)
        heads = {name: self._read(self.heads, name, others[name], policy) for name in others}
        own = {
            name: self._read(self.heads, name, field, policy) for name, field in _OF_CASE.items()
        }
        points = {
            name: self._read(self.points, name, field, policy)
            for name, field in inputs(policy, ALLEGATION).items()
        }
        found = self._whole(policy, own, heads, points)
        doubtful = self._doubtful({**heads, **own}, points)
        return self._settled(found, policy, doubtful)

    def _read(self, frame: pl.DataFrame, name: str, field: Field, policy: Policy) -> Typed:
        column = _FINDING if name == _RECORDED else name
        if column not in frame.columns:
            return typed(pl.Series(name, [None] * frame.height, pl.Null), field, policy.currency)
        return typed(frame[column], field, policy.currency)

    def _whole(
        self,
        policy: Policy,
        own: Mapping[str, Typed],
        heads: Mapping[str, Typed],
        points: Mapping[str, Typed],
    ) -> pl.DataFrame:
        """The columns of `facts.schema`, with whatever is doubtful unknown."""
        columns = [each.column.alias(name) for name, each in points.items()]
        listed = (
            pl.DataFrame([self.points[AT], pl.DataFrame(columns).to_struct(ALLEGATION)])
            .group_by(AT, maintain_order=True)
            .agg(ALLEGATION)
        )
        whole = pl.DataFrame(
            [
                own["received_on"].column.alias(RECEIVED),
                own["currency"].column.fill_null(policy.currency).alias(CURRENCY),
                own["similar_a_year"].column.cast(pl.Int64).alias(SIMILAR),
                *(each.column.alias(name) for name, each in heads.items()),
            ]
        ).with_columns(pl.lit(None, pl.String).alias(PROBLEM))
        joined = whole.with_row_index(AT).join(listed, on=AT, how="left", maintain_order="left")
        return joined.select(*schema(policy))

    def _doubtful(self, heads: Mapping[str, Typed], points: Mapping[str, Typed]) -> pl.Series:
        """The numbers of the cases that are read as documents."""
        similar = heads["similar_a_year"].column
        part = similar.is_not_null() & ((similar < 0) | (similar != similar.round()))
        unsure = [each.doubtful for each in heads.values()]
        unsure += [heads["received_on"].column.is_null(), part.fill_null(False)]
        strange = [
            ~points[name].column.cast(pl.String).is_in(words, nulls_equal=True)
            for name, words in _WORDS.items()
            if name in points
        ]
        of_points = [each.doubtful for each in points.values()] + strange
        cases = pl.int_range(self.heads.height, dtype=pl.UInt32, eager=True)
        found = [
            cases.filter(reduce(or_, unsure)),
            self.points[AT].filter(reduce(or_, of_points)),
            cases.filter(~cases.is_in(self.points[AT].implode())),
        ]
        return pl.concat(found).unique().sort()

    def _settled(self, found: pl.DataFrame, policy: Policy, doubtful: pl.Series) -> pl.DataFrame:
        """With the doubtful cases as core.document reads them, and why it does not."""
        disagreeing = self._disagreeing(policy)
        again = sorted({*doubtful.to_list(), *disagreeing})
        if not again:
            return found
        read = facts_of((self._document(at, policy) for at in again), policy)
        told = pl.Series([disagreeing.get(at) for at in again], dtype=pl.String)
        read = read.with_columns(pl.coalesce(told, PROBLEM).alias(PROBLEM))
        numbers = pl.Series(AT, again, pl.UInt32)
        rest = found.with_row_index(AT).filter(~pl.col(AT).is_in(numbers.implode()))
        return pl.concat([rest, read.insert_column(0, numbers)]).sort(AT).drop(AT)

    def _disagreeing(self, policy: Policy) -> dict[int, str]:
        """The cases whose rows say two things about the whole of it."""
        if not self.flat or self.points.height == self.heads.height:
            return {}
        names = [
            name
            for name in self.heads.columns
            if name in {**inputs(policy, *OTHERS), **_OF_CASE} or name.startswith(SEGMENT)
        ]
        counts = self.points.group_by(AT).agg(pl.col(names).n_unique())
        return {
            at: f"the rows of one case differ in {name}: write it alike in each"
            for name in names
            for at in counts.filter(pl.col(name) > 1)[AT]
        }

    def _document(self, at: int, policy: Policy) -> dict[str, Any]:
        head = _known(self.heads.row(at, named=True))
        rows = self.points.filter(pl.col(AT) == at).iter_rows(named=True)
        told = {
            "circumstances": _some(head, inputs(policy, "circumstance")),
            "customer": _some(head, inputs(policy, "customer", "relationship")),
            "allegations": [_allegation(_known(row), policy) for row in rows],
            **_some(head, _OF_CASE),
        }
        return told | {
            name: read(told[name])
            for name, read in (("received_on", str), ("similar_a_year", _count))
            if name in told
        }

    def _check(self, policy: Policy, elsewhere: Collection[str]) -> None:
        points, heads = inputs(policy, ALLEGATION).keys(), inputs(policy, *OTHERS).keys()
        if self.flat:
            problems = _strange(self.file, self.heads, {*points, *heads}, elsewhere)
        else:
            problems = _strange(self.file, self.heads, heads, elsewhere)
            problems += _strange(f"{self.file}, allegations", self.points, points, elsewhere)
        if problems:
            raise BadFile(*problems)


def _strange(
    where: str, frame: pl.DataFrame, facts: Collection[str], elsewhere: Collection[str]
) -> list[str]:
    known = {*facts, *elsewhere, *_OF_CASE, *_UNREAD, "case", AT, _FINDING} - {_RECORDED}
    return [
        f"{where}: column {name}: no such fact here. {did_you_mean(name, known - {AT})}."
        for name in frame.columns
        if name not in known and not name.startswith(SEGMENT)
    ]


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _some(row: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _allegation(row: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    facts = _some(row, inputs(policy, ALLEGATION).keys() - {"kind", _RECORDED})
    return {**_some(row, ("kind", _FINDING)), "facts": facts}


def _count(told: Any) -> Any:
    """A whole number, however the file has it."""
    try:
        return int(told) if float(told) == int(float(told)) else told
    except ValueError:
        return told

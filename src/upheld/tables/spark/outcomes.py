"""What a table gives, as a small frame to join: a row for each set of rules that can match."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import IntegerType, LongType, StructField, StructType

from upheld.tables.columns.cells import join
from upheld.tables.columns.exact import TooFar
from upheld.tables.columns.outcomes import WALKED, Outcome, outcome_of
from upheld.tables.columns.outputs import Output
from upheld.tables.compiled import Compiled
from upheld.tables.spark.types import spark_type
from upheld.tables.syntax import Expression
from upheld.tables.table import Hit
from upheld.tables.values import Value

KEY = "(key)"
PLAIN = "(plain) {}"
WHICH = "(which) {}"
# A frame that every worker holds whole should be a small one.
_MOST = 10_000
_MICRO = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`sets` are the keys of the join, and `trees` by output the expressions that a row works out:
    `WHICH` counts them from 0 and is null where a plain value is given.
    """

    outputs: Sequence[Output]
    sets: Sequence[int]
    given: Sequence[Outcome]

    def trees(self, name: str) -> list[Expression]:
        """The different expressions of an output."""
        values = [outcome.outputs[name] for outcome in self.given if outcome.outputs]
        return list(dict.fromkeys(value for value in values if isinstance(value, Expression)))

    def frame(self, spark: SparkSession) -> DataFrame:
        """A row for each set."""
        dtypes = {each.field.name: spark_type(each.dtype) for each in self.outputs}
        trees = {name: self.trees(name) for name in dtypes}
        plain = [StructField(PLAIN.format(name), dtype) for name, dtype in dtypes.items()]
        which = [StructField(WHICH.format(name), IntegerType()) for name in dtypes]
        schema = StructType([StructField(KEY, LongType()), *plain, *which])
        rows = [
            (rules, *map(_written, self.outputs, values), *map(_which, trees.values(), values))
            for rules, outcome in zip(self.sets, self.given, strict=True)
            for values in [[(outcome.outputs or {})[name] for name in dtypes]]
        ]
        return spark.createDataFrame(rows, schema)


def outcomes_of(compiled: Compiled, outputs: Sequence[Output]) -> Outcomes:
    """The outcome for each set of rules that can match; for hit first, of each rule alone.

    Raises TooFar where there are too many, or where one hangs on the row's own amounts.
    """
    sets = _first(compiled) if compiled.table.hit is Hit.FIRST else _sets(compiled)
    if len(sets) > _MOST:
        raise TooFar
    given = [outcome_of(compiled, rules) for rules in sets]
    if WALKED in given:
        raise TooFar
    return Outcomes(outputs, sets, given)


def _first(compiled: Compiled) -> list[int]:
    return [0, *(1 << at for at in range(len(compiled.table.rules)))]


def _sets(compiled: Compiled) -> Sequence[int]:
    gates = compiled.gates
    axes = [tuple(dict.fromkeys(gate.passing)) for gate in gates.columns]
    nodes = join(axes, gates.open, False)
    if len(nodes) > 1:
        raise TooFar
    return nodes[0].sets if nodes else (gates.open,)


def _which(trees: Sequence[Expression], value: Value | Expression) -> int | None:
    return trees.index(value) if isinstance(value, Expression) else None


def _written(output: Output, value: Value | Expression) -> Any:
    return None if isinstance(value, Expression) else _held(output.written(value))


def _held(value: Any) -> Any:
    """Times and lengths as the whole numbers that stand for them."""
    match value:
        case list():
            return [_held(each) for each in value]
        case time():
            minutes = value.hour * 60 + value.minute
            return ((minutes * 60 + value.second) * 1_000_000 + value.microsecond) * 1000
        case timedelta():
            return value // _MICRO
    return value

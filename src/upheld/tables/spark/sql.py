"""A table in Spark SQL: a bit for each rule, one join with what the matching rules give."""

from collections.abc import Mapping, Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 (as everybody who knows Spark writes it)
from pyspark.sql.types import StructType

from upheld.tables.columns.exact import TooFar
from upheld.tables.columns.frames import Schema, prepare, read_by
from upheld.tables.columns.lines import Line, lines_of, places
from upheld.tables.columns.outputs import Output
from upheld.tables.functions import AMOUNTS
from upheld.tables.policy import Policy
from upheld.tables.spark.exact import Amounts, Exact, aligned, rounded
from upheld.tables.spark.masks import MOST, matching
from upheld.tables.spark.outcomes import KEY, PLAIN, WHICH, Outcomes, outcomes_of
from upheld.tables.spark.places import place_of
from upheld.tables.spark.text import name as quoted
from upheld.tables.spark.types import polars_schema, spark_type
from upheld.tables.syntax import Comparison, Expression, Name
from upheld.tables.table import Hit
from upheld.tables.values import Kind

_PLACE = "(place) {}"
_RULES = "(rules)"


def table_by_sql(policy: Policy, table: str, frame: DataFrame) -> DataFrame:
    """One table in SQL. Raises TooFar where only a row or the column engine can tell, and
    FactsError for a column of the wrong type."""
    compiled = policy.compiled(table)
    if len(compiled.table.rules) > MOST or compiled.gates.loose:
        raise TooFar
    reads = read_by(compiled)
    schema = polars_schema(
        StructType([part for part in frame.schema if part.name in reads]), policy.names
    )
    prepared = prepare(policy, table, schema)
    if prepared.walk:
        raise TooFar
    outcomes = outcomes_of(compiled, prepared.outputs)
    lines = lines_of(reads, schema, policy.currency)
    placed = {name: place_of(line, name in schema) for name, line in lines.items()}
    named = {name: quoted(_PLACE.format(name)) for name in lines}
    given = _Given(outcomes, lines, named, schema)
    texts = {each.field.name: given.output(each) for each in outcomes.outputs}
    first = compiled.table.hit is Hit.FIRST
    # Each step reads the columns of the one before it, so that nothing is worked out twice.
    steps = [
        {_PLACE.format(name): text for name, text in placed.items()},
        {_RULES: matching(compiled.gates, lines, named)},
        {KEY: f"{quoted(_RULES)} & -{quoted(_RULES)}" if first else quoted(_RULES)},
    ]
    keyed = frame
    for step in steps:
        keyed = keyed.withColumns({name: F.expr(text) for name, text in step.items()})
    joined = keyed.join(F.broadcast(outcomes.frame(frame.sparkSession)), KEY, "left")
    kept = [F.col(quoted(name)) for name in frame.columns if name not in texts]
    return joined.select(*kept, *(F.expr(text).alias(name) for name, text in texts.items()))


class _Given:
    """The outputs in SQL, over the places of a row and what the join brought."""

    def __init__(
        self,
        outcomes: Outcomes,
        lines: Mapping[str, Line],
        named: Mapping[str, str],
        schema: Schema,
    ) -> None:
        self.outcomes = outcomes
        self.lines = lines
        self.named = named
        self.schema = schema
        self.amounts = Amounts(lines, named)

    def output(self, output: Output) -> str:
        """The plain value of the join, or the expression that it names."""
        name = output.field.name
        plain = quoted(PLAIN.format(name))
        trees: Sequence[Expression] = self.outcomes.trees(name)
        if not trees:
            return plain
        each = [f"WHEN {at} THEN {self._worked(tree, output)}" for at, tree in enumerate(trees)]
        return f"CASE {quoted(WHICH.format(name))} {' '.join(each)} ELSE {plain} END"

    def _worked(self, tree: Expression, output: Output) -> str:
        match tree:
            case Comparison():
                return self._compared(tree)
            case Name(name) if output.field.kind not in AMOUNTS:
                return self._as_it_is(name, output)
            case Name(name) if self.lines[name].dtype.is_float():
                return self.named[name]
        amount = self.amounts.exact(tree)
        if output.field.kind is Kind.MONEY:
            return rounded(amount, places(output.currency))
        return _float(amount)

    def _as_it_is(self, name: str, output: Output) -> str:
        if name not in self.schema:
            return f"CAST(NULL AS {spark_type(output.dtype).simpleString()})"
        if output.field.kind is Kind.TIME:
            return self.named[name]
        return quoted(name)

    def _compared(self, tree: Comparison) -> str:
        left, right = self.amounts.exact(tree.left), self.amounts.exact(tree.right)
        one, other, digits = aligned(left, right)
        operator = {"=": "<=>", "!=": "<=>"}.get(tree.operator, tree.operator)
        compared = f"({one.wide(digits)} {operator} {other.wide(digits)})"
        return f"NOT {compared}" if tree.operator == "!=" else compared


def _float(amount: Exact) -> str:
    """The float that is nearest to the amount."""
    if not amount.scale:
        return f"CAST({amount.sql} AS DOUBLE)"
    if amount.digits + amount.scale + 2 > 38:
        raise TooFar
    step = f"CAST('1E-{amount.scale}' AS DECIMAL({amount.scale + 1}, {amount.scale}))"
    return f"CAST(CAST({amount.sql} AS DECIMAL({amount.digits}, 0)) * {step} AS DOUBLE)"

"""The column engine inside Spark: batches of Arrow in, the same rows with the outputs out."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

import polars as pl
from pyspark.sql import DataFrame

from upheld.tables.columns.chain import Chain, run_policy
from upheld.tables.columns.frames import Schema, prepare, run_table
from upheld.tables.policy import Policy
from upheld.tables.spark.types import arrow_schema, held, polars_schema, spark_schema

if TYPE_CHECKING:
    from pyarrow import RecordBatch

Decide = Callable[[pl.DataFrame], pl.DataFrame]


def policy_by_columns(policy: Policy, frame: DataFrame) -> DataFrame:
    """A whole policy, batch by batch. Raises FactsError for a column of the wrong type."""
    given = polars_schema(frame.schema, policy.names)
    found = run_policy(policy, pl.LazyFrame(schema=given)).collect_schema()
    return _by_columns(frame, given, found, lambda: Chain(policy).over)


def table_by_columns(policy: Policy, table: str, frame: DataFrame) -> DataFrame:
    """One table, batch by batch. Raises FactsError for a column of the wrong type."""
    given = polars_schema(frame.schema, policy.names)
    found = run_table(policy, table, pl.LazyFrame(schema=given)).collect_schema()

    def ready() -> Decide:
        prepared = prepare(policy, table, given)
        return lambda batch: prepared.over(batch.lazy()).collect()

    return _by_columns(frame, given, found, ready)


def _by_columns(
    frame: DataFrame, given: Schema, found: Schema, ready: Callable[[], Decide]
) -> DataFrame:
    """`ready` goes to the workers, and is called there once for all batches of a part."""
    schema = spark_schema(found)
    holding = pl.Schema({name: held(dtype) for name, dtype in found.items()})
    meant = pl.Schema(given)

    def work(batches: Iterator["RecordBatch"]) -> Iterator["RecordBatch"]:
        decide, columns = ready(), arrow_schema(schema)
        for batch in batches:
            cases = cast(pl.DataFrame, pl.from_arrow(batch.rename_columns(list(meant)))).cast(meant)
            # Polars' texts and lists are large ones, which Spark does not take.
            yield from decide(cases).cast(holding).to_arrow().cast(columns).to_batches()

    # Spark takes a point in the name of a column that it sends for the way into a structure.
    numbered = frame.toDF(*(f"column{at}" for at in range(len(meant))))
    return numbered.mapInArrow(work, schema)

"""A policy over a Spark frame. Only here and below is pyspark imported."""

from pyspark.sql import DataFrame

from upheld.tables.columns.exact import TooFar
from upheld.tables.policy import Policy
from upheld.tables.spark.kernel import policy_by_columns, table_by_columns
from upheld.tables.spark.sql import table_by_sql


def run_policy(policy: Policy, frame: DataFrame) -> DataFrame:
    """The frame with every output and rollup, as columns/chain.py gives them.

    Money is whole minor units or DECIMAL and given in whole minor units; times of day are whole
    nanoseconds, lengths whole microseconds. The session must tell names by their case. A policy
    with lists goes through the column engine. Raises FactsError for a column of the wrong type;
    rules that contradict each other fail the job.
    """
    if policy.rollups or any(table.each for table in policy.tables.values()):
        return policy_by_columns(policy, frame)
    for table in policy.tables:
        frame = run_table(policy, table, frame)
    return frame


def run_table(policy: Policy, table: str, frame: DataFrame) -> DataFrame:
    """The frame with the table's outputs, as columns/frames.py gives them."""
    try:
        return table_by_sql(policy, table, frame)
    except TooFar:
        return table_by_columns(policy, table, frame)

"""One local Spark for the whole test run; visibly skipped where Java or pyspark is absent."""

import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import polars as pl
import pytest
from hypothesis import Phase

from upheld.tables.columns.frames import Schema
from upheld.tables.files.asked import Asked
from upheld.tables.spark import NoSpark, check_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Test = TypeVar("Test", bound=Callable[..., None])

try:
    check_spark()
    ABSENT = ""
except NoSpark as error:
    ABSENT = str(error)


# Each question costs Spark a second: a case that fails is shown as it was found.
FIRST_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
_SMALL = (
    "--master local[1]",
    "--conf spark.sql.shuffle.partitions=1",
    # Code that runs once or twice is not worth compiling well.
    "--driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'",
)
ON_SPARK = (
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),  # one session, however many processes test
    pytest.mark.skipif(bool(ABSENT), reason=ABSENT),
)


def on_spark(test: Test) -> Test:
    """Marks a test that starts Spark, which takes seconds."""
    for mark in ON_SPARK:
        test = mark(test)
    return test


@cache
def one_session() -> "SparkSession":
    """Small, and quick to plan a small question."""
    from upheld.tables.spark.session import session

    # To the machine that starts: each `builder` of pyspark 4 begins anew and knows of no other.
    os.environ["PYSPARK_SUBMIT_ARGS"] = " ".join((*_SMALL, "pyspark-shell"))
    return session()


def by_spark(asked: Asked, frame: pl.DataFrame, found: Schema) -> pl.DataFrame:
    """The frame decided by Spark, as the columns that are found."""
    from upheld.tables.spark.frames import run_policy, run_table
    from upheld.tables.spark.types import holding

    # Spark has no column of nulls alone; one that is left out says as much.
    columns = {name: dtype for name, dtype in frame.schema.items() if dtype != pl.Null}
    held = frame.select(holding(pl.col(name), dtype) for name, dtype in columns.items())
    given = one_session().createDataFrame(held.to_arrow())
    answered = (
        run_policy(asked.policy, given)
        if asked.table is None
        else run_table(asked.policy, asked.table, given)
    )
    told = pl.from_arrow(answered.toArrow())
    assert isinstance(told, pl.DataFrame)
    return told.cast({name: dtype for name, dtype in found.items() if name in told.columns})

"""The marts by Spark, where one machine is outgrown: the same statements over the same Parquet.

Only here is sqlglot asked: it says DuckDB's words for a function in Spark's.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from .declared import MARTS, Mart
from .written import Written, size_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def build(sources: Path, marts: Path, spark: "SparkSession | None" = None) -> list[Written]:
    """Every mart, each a folder of Parquet files. Raises NoSpark where Spark is absent."""
    session = spark or _session()
    for each in sorted(sources.iterdir()):
        session.read.parquet(str(each)).createOrReplaceTempView(each.name)
    return [_mart(session, each, marts / each.name) for each in MARTS]


def in_spark(sql: str) -> str:
    """A statement that DuckDB understands, as Spark does."""
    import sqlglot

    (told,) = sqlglot.transpile(sql, read="duckdb", write="spark")
    return told


def _session() -> "SparkSession":
    from upheld.tables.spark import check_spark

    check_spark()
    from upheld.tables.spark.session import session

    return session()


def _mart(session: "SparkSession", mart: Mart, folder: Path) -> Written:
    session.sql(in_spark(mart.statement)).write.parquet(str(folder))
    made = session.read.parquet(str(folder))
    made.createOrReplaceTempView(mart.name)
    return Written(mart.name, made.count(), size_of(folder))

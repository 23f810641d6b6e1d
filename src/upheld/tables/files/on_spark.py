"""A policy over a file by Spark: it reads what is asked, and its answers stand beside the rest."""

from pathlib import Path

import polars as pl
from polars.exceptions import InvalidOperationError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 (as everybody who knows Spark writes it)

from upheld.tables.columns.frames import Schema
from upheld.tables.files.asked import Asked
from upheld.tables.files.blame import Contradicted
from upheld.tables.files.source import Source
from upheld.tables.problems import HitError
from upheld.tables.spark.frames import run_policy, run_table
from upheld.tables.spark.session import session
from upheld.tables.spark.text import name as quoted
from upheld.tables.spark.types import holding, readable

_ROW = "(row)"


def decided(asked: Asked, source: Source, space: Path) -> pl.LazyFrame:
    """The cases with every output, in the order of the file.

    Raises Contradicted, and OverflowError for an amount beyond 64 bits.
    """
    found = asked.over(source.cases).collect_schema()
    given = [name for name in found if name in asked.gives or name in asked.lists]
    path = _readable(asked, source, space).resolve()  # Spark stays where it was started
    frame = session().read.parquet(str(path))
    read = [F.col(quoted(name)) for name in _asked(asked, source)]
    numbered = frame.select(*read, F.col("_metadata.row_index").alias(_ROW))
    answered = (
        run_policy(asked.policy, numbered)
        if asked.table is None
        else run_table(asked.policy, asked.table, numbered)
    )
    answers = space.resolve() / "answers"
    # Spark promises no order of its own.
    _write(answered.sort(_ROW).select(*map(quoted, given)), answers)
    return _beside(source.cases, found, given, sorted(answers.glob("*.parquet")))


def _write(frame: DataFrame, path: Path) -> None:
    """Raises what a worker met as the other engines do."""
    try:
        frame.write.parquet(str(path))
    except PySparkException as error:
        told = str(error)
        if HitError.__name__ in told:
            raise Contradicted from None
        if "OVERFLOW" in told or InvalidOperationError.__name__ in told:
            raise OverflowError from None
        raise


def _beside(
    cases: pl.LazyFrame, found: Schema, given: list[str], parts: list[Path]
) -> pl.LazyFrame:
    answers = pl.scan_parquet(parts).cast({name: found[name] for name in given})
    others = cases.drop(given, strict=False)
    return pl.concat([others, answers], how="horizontal").select(*found)


def _readable(asked: Asked, source: Source, space: Path) -> Path:
    """The file, or one that Spark reads with the columns that are asked."""
    columns = _asked(asked, source)
    if all(map(readable, columns.values())):
        return source.path
    path = space / "asked.parquet"
    kept = [holding(pl.col(name), dtype) for name, dtype in columns.items()]
    source.cases.select(kept).sink_parquet(path)
    return path


def _asked(asked: Asked, source: Source) -> dict[str, pl.DataType]:
    """The columns that reach an answer. One of nulls alone says as much where it is left out."""
    schema = source.cases.collect_schema()
    return {name: schema[name] for name in asked.needs(schema) if schema[name] != pl.Null}

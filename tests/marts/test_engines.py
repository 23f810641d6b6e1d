"""The same marts, the same answers: DuckDB and Spark, row for row, to the cent and the second."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.marts.given import written
from tests.tables.spark import on_spark, one_session

from upheld.insight.marts import duck, spark
from upheld.insight.marts.declared import MARTS, Mart

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_FOR_FEW = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}


def read(marts: Path, mart: Mart) -> pl.DataFrame:
    told = pl.read_parquet(marts / mart.name / "*.parquet")
    return told.sort(told.columns)


@pytest.fixture
def spark_for_few() -> "Iterator[SparkSession]":
    """A few rows are counted sooner than code for them is written and compiled."""
    session = one_session()
    for name, value in _FOR_FEW.items():
        session.conf.set(name, value)
    yield session
    for name in _FOR_FEW:
        session.conf.unset(name)


@on_spark
def test_every_mart_is_the_same_by_duckdb_and_by_spark(
    tmp_path: Path, spark_for_few: "SparkSession"
) -> None:
    store = written(tmp_path / "store", cases=150)
    one = {each.name: each.rows for each in duck.build(store, tmp_path / "duckdb")}
    other = {each.name: each.rows for each in spark.build(store, tmp_path / "spark", spark_for_few)}
    assert one == other
    for mart in MARTS:
        assert_frame_equal(read(tmp_path / "duckdb", mart), read(tmp_path / "spark", mart))
    assert one["cases"] > 50
    assert one["months"] > 10


def test_a_store_with_nothing_in_it_has_every_mart_and_no_row(tmp_path: Path) -> None:
    made = duck.build(written(tmp_path / "store", cases=0), tmp_path / "marts")
    assert [each.rows for each in made] == [0] * len(MARTS)
    for mart in MARTS:
        assert read(tmp_path / "marts", mart).columns == [each.name for each in mart.columns]


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_a_mart_declares_each_of_its_columns_with_what_it_means(mart: Mart) -> None:
    names = [each.name for each in mart.columns]
    assert len(names) == len(set(names))
    assert set(mart.key) <= set(names)
    for each in mart.columns:
        assert each.meaning.endswith("."), each.name
    assert mart.about.endswith(".")

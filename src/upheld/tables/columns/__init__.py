"""Policies over columns: frames and Parquet files, with Polars."""

from upheld.tables.columns.chain import run_policy
from upheld.tables.columns.frames import run_table

__all__ = ["run_policy", "run_table"]

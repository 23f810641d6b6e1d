"""Policies over columns: frames and Parquet files, with Polars."""

from upheld.tables.columns.frames import run_table

__all__ = ["run_table"]

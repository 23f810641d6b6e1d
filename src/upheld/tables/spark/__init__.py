"""Policies over Spark: SQL where it can say them, and the column engine batch by batch elsewhere."""

from upheld.tables.spark.absent import NoSpark

__all__ = ["NoSpark"]

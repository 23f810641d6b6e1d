"""Policies over Spark: SQL where it can say them, the column engine batch by batch elsewhere."""

from upheld.tables.spark.absent import NoSpark, check_spark

__all__ = ["NoSpark", "check_spark"]

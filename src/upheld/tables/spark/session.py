"""A Spark session as the engine wants it."""

import os
import sys

from pyspark.sql import SparkSession

_SETTINGS = {
    "spark.sql.caseSensitive": "true",  # as names are in a policy
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


def session() -> SparkSession:
    """Spark on this machine, or where its own settings say."""
    # Spark would ask the path for a python3, which need not be the one that holds upheld.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("upheld")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()

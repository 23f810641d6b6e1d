"""The types of Spark's columns beside those of Polars.

Spark has no column for a time of day and none for a length that every reader agrees on: a time is
a whole number of nanoseconds since midnight here, a length one of microseconds, just as Parquet
holds them.
"""

from collections.abc import Mapping

import polars as pl
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    ByteType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from upheld.tables.fields import Field
from upheld.tables.values import Kind

_PLAIN: Mapping[pl.DataType, DataType] = {
    pl.String(): StringType(),
    pl.Boolean(): BooleanType(),
    pl.Int8(): ByteType(),
    pl.Int16(): ShortType(),
    pl.Int32(): IntegerType(),
    pl.Int64(): LongType(),
    pl.UInt8(): ShortType(),
    pl.UInt16(): IntegerType(),
    pl.UInt32(): LongType(),
    pl.Float32(): FloatType(),
    pl.Float64(): DoubleType(),
    pl.Date(): DateType(),
    pl.Time(): LongType(),
    pl.Duration("us"): LongType(),
    pl.Datetime("us", "UTC"): TimestampType(),
}


def spark_schema(schema: Mapping[str, pl.DataType]) -> StructType:
    """The schema of a Spark frame that holds what one of Polars does."""
    return StructType([StructField(name, _spark(dtype)) for name, dtype in schema.items()])


def _spark(dtype: pl.DataType) -> DataType:
    match dtype:
        case pl.List(inner=inner):
            return ArrayType(_spark(inner))
        case pl.Struct(fields=fields):
            return spark_schema({field.name: field.dtype for field in fields})
        case pl.Decimal(precision=precision, scale=scale):
            return DecimalType(precision or 38, scale)
        case pl.Enum() | pl.Categorical():
            return StringType()
        case pl.Datetime():
            return TimestampType()
    return _PLAIN[dtype]


_HELD: Mapping[Kind, pl.DataType] = {
    Kind.TIME: pl.Time(),
    Kind.DURATION: pl.Duration("us"),
    Kind.DATETIME: pl.Datetime("us", "UTC"),
}

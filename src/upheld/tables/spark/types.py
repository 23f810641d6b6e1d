"""The types of Spark's columns beside those of Polars.

Not every reader of Spark's frames knows a time of day or a length. A time is a whole number of
nanoseconds since midnight here and a length one of microseconds, just as Parquet holds them.
"""

from collections.abc import Mapping
from typing import Any, cast

import polars as pl
from pyspark.sql.pandas.types import to_arrow_schema
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

from upheld.tables.columns.frames import Schema
from upheld.tables.fields import Field
from upheld.tables.values import Kind

Fields = Mapping[str, Field]
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
}
_WHOLE: Mapping[Kind, pl.DataType] = {Kind.TIME: pl.Time(), Kind.DURATION: pl.Duration("us")}


def polars_schema(schema: StructType, fields: Fields) -> dict[str, pl.DataType]:
    """The columns of a Spark frame as Polars has them."""
    empty = cast(pl.DataFrame, pl.from_arrow(arrow_schema(schema).empty_table()))
    return {name: _meant(name, dtype, fields) for name, dtype in empty.schema.items()}


def spark_schema(schema: Schema) -> StructType:
    """The columns of a Polars frame as Spark has them."""
    return StructType([StructField(name, spark_type(dtype)) for name, dtype in schema.items()])


def spark_type(dtype: pl.DataType) -> DataType:
    """A column's type as Spark has it."""
    match held(dtype):
        case pl.List(inner=inner):
            return ArrayType(spark_type(cast(pl.DataType, inner)))
        case pl.Struct(fields=fields):
            return spark_schema({part.name: cast(pl.DataType, part.dtype) for part in fields})
        case pl.Decimal(precision=precision, scale=scale):
            return DecimalType(precision or 38, scale)
        case pl.Datetime():
            return TimestampType()
        case plain:
            return _PLAIN[plain]


def held(dtype: pl.DataType) -> pl.DataType:
    """What a column is cast to, for Spark to take it."""
    match dtype:
        case pl.List(inner=inner):
            return pl.List(held(cast(pl.DataType, inner)))
        case pl.Struct(fields=fields):
            known = [part for part in fields if part.dtype != pl.Null]
            return pl.Struct({part.name: held(cast(pl.DataType, part.dtype)) for part in known})
        case pl.Time() | pl.Duration():
            return pl.Int64()
        case pl.Enum() | pl.Categorical():
            return pl.String()
        case pl.Datetime():
            return pl.Datetime("us", "UTC")
    return dtype


def holding(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A column as Spark takes it; what is finer than a microsecond is rounded down."""
    match dtype:
        case pl.List(inner=pl.Struct(fields=fields)):
            parts = [
                holding(pl.element().struct.field(part.name), cast(pl.DataType, part.dtype))
                for part in fields
                if part.dtype != pl.Null
            ]
            return column.list.eval(pl.struct(parts))
        case pl.Duration(time_unit="ns"):
            return column.to_physical() // 1000
        case pl.Duration():
            return column.cast(pl.Duration("us")).to_physical()
    return column.cast(held(dtype))


def readable(dtype: pl.DataType) -> bool:
    """Whether Spark reads a Parquet column of Polars' as what it is."""
    match dtype:
        case pl.List(inner=inner):
            return readable(cast(pl.DataType, inner))
        case pl.Struct(fields=fields):
            return all(readable(cast(pl.DataType, part.dtype)) for part in fields)
        case pl.Datetime(time_unit=unit, time_zone=zone):
            return unit != "ns" and zone is not None
    return dtype in _PLAIN or isinstance(dtype, pl.Decimal | pl.Enum | pl.Categorical)


def arrow_schema(schema: StructType) -> Any:
    """The columns of a Spark frame as Arrow has them."""
    return to_arrow_schema(schema, timezone="UTC")


def _meant(name: str, dtype: pl.DataType, fields: Fields) -> pl.DataType:
    """A whole number that stands for a time or a length is one."""
    match dtype:
        case pl.List(inner=pl.Struct(fields=parts)):
            inner = {
                part.name: _meant(part.name, cast(pl.DataType, part.dtype), fields)
                for part in parts
            }
            return pl.List(pl.Struct(inner))
    if dtype == pl.Int64 and name in fields:
        return _WHOLE.get(fields[name].kind, dtype)
    return dtype

"""A column of a Spark frame on its line, in SQL: the lines of the column engine (columns/lines.py).

A place is a whole number of the line's unit, a float, a text or a boolean; what is no number is
unknown.
"""

import polars as pl

from upheld.tables.columns.exact import TooFar
from upheld.tables.columns.lines import Line
from upheld.tables.spark.text import name

_DIGITS = 38  # the most that a DECIMAL of Spark has
_TYPES = {pl.String: "STRING", pl.Boolean: "BOOLEAN", pl.Float64: "DOUBLE"}


def place_of(line: Line, given: bool) -> str:
    """The place of each row's value; a column that is not `given` is unknown throughout.

    Raises TooFar for a DECIMAL with too many digits.
    """
    if not given:
        return f"CAST(NULL AS {_TYPES.get(type(line.dtype), 'BIGINT')})"
    column = name(line.field.name)
    match line.dtype:
        case pl.Date():
            return f"CAST(unix_date({column}) AS BIGINT)"
        case pl.Datetime():
            return f"unix_micros({column})"
        case pl.Time():
            return f"({column} div 1000L * 1000L)"  # whole microseconds, as a row has them
        case pl.Decimal(precision=precision, scale=scale):
            return _unscaled(column, precision or _DIGITS, scale)
        case pl.Float32() | pl.Float64():
            wide = f"CAST({column} AS DOUBLE)"
            return f"IF(isnan({wide}) OR abs({wide}) = double('inf'), NULL, {wide})"
    return f"CAST({column} AS BIGINT)" if line.dtype.is_integer() else column


def _unscaled(column: str, precision: int, scale: int) -> str:
    # A product has all digits of both and one more; Spark drops some where that is too many.
    if precision + scale + 2 > _DIGITS:
        raise TooFar
    return f"CAST({column} * CAST({10**scale} AS DECIMAL({scale + 1}, 0)) AS DECIMAL(38, 0))"

"""A table that a command writes: as CSV for spreadsheets, or as Parquet for programs."""

from pathlib import Path
from typing import TYPE_CHECKING

from .errors import Refused

if TYPE_CHECKING:
    import polars as pl

# What a spreadsheet would run at the start of a cell (OWASP, CSV injection).
_FORMULA = r"^([=+\-@\t\r\n])"


def write_frame(frame: "pl.DataFrame", output: Path) -> None:
    """By the name's ending. In CSV a word that begins as a formula has an apostrophe before it, as
    customers may call themselves what they like; numbers stay numbers. Raises Refused."""
    import polars as pl

    if output.suffix == ".csv":
        frame.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'$1")).write_csv(output)
    elif output.suffix == ".parquet":
        frame.write_parquet(output)
    else:
        raise Refused(f"{output}: name a file that ends in .csv or .parquet")

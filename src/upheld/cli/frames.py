"""A table that a command writes: as CSV for spreadsheets, or as Parquet for programs."""

from pathlib import Path
from typing import TYPE_CHECKING

from upheld.tables.spreadsheet import guarded_frame

from .errors import Refused

if TYPE_CHECKING:
    import polars as pl


def write_frame(frame: "pl.DataFrame", output: Path) -> None:
    """By the name's ending; no spreadsheet runs a cell of it. Raises Refused."""
    if output.suffix == ".csv":
        guarded_frame(frame).write_csv(output)
    elif output.suffix == ".parquet":
        frame.write_parquet(output)
    else:
        raise Refused(f"{output}: name a file that ends in .csv or .parquet")

"""The rows that could not be taken, in a file that a person mends and imports again."""

from pathlib import Path

import polars as pl

from .cfpb import ROW, WHY
from .errors import Refused

# A spreadsheet would run a cell that begins so as a formula (OWASP, CSV injection).
_FORMULA = r"^([=+\-@\t\r\n])"


def write(sheet: pl.DataFrame, prepared: pl.DataFrame, file: Path) -> Path | None:
    """Writes them as they stood, with row and reason, beside `file` or where we are. None: no such.

    Raises Refused when neither folder can be written.
    """
    bad = prepared.filter(pl.col(WHY).is_not_null()).select(ROW, WHY)
    if bad.is_empty():
        return None
    rows = sheet.drop(ROW, WHY, strict=False).with_row_index(ROW, offset=2)
    told = bad.join(rows, on=ROW, maintain_order="left")
    safe = told.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'$1"))
    return _first_writable(safe.rename(_safe_name).write_csv(), f"{file.name}.rejected.csv", file)


def _safe_name(name: str) -> str:
    return f"'{name}" if name.startswith(tuple("=+-@\t\r\n")) else name


def _first_writable(text: str, name: str, file: Path) -> Path:
    for path in (file.parent / name, Path.cwd() / name):
        try:
            path.write_text(text, "utf-8", newline="")
        except OSError:
            continue
        return path
    raise Refused(f"{name} can be written neither beside {file} nor here: go where you may write")

"""The rows that could not be taken, in a file that a person mends and imports again."""

from pathlib import Path
from typing import TYPE_CHECKING

from .errors import Refused

if TYPE_CHECKING:
    import polars as pl

    from upheld.store import models as rows


def write(row: "rows.Import", columns: tuple[str, ...], file: Path) -> Path:
    """Writes them as they stood, with row and reason, beside `file` or where we are.

    Raises Refused when neither folder can be written.
    """
    from upheld.store.import_rejects import csv_text

    return _first_writable(csv_text(row, columns), file)


def write_lines(refused: "pl.DataFrame", file: Path) -> Path:
    """The lines of customers or orders that were left out, all of them. Raises as `write`."""
    from upheld.store.import_rejects import lines_text

    return _first_writable(lines_text(refused), file)


def _first_writable(text: str, file: Path) -> Path:
    name = f"{file.name}.rejected.csv"
    for path in (file.parent / name, Path.cwd() / name):
        try:
            path.write_text(text, "utf-8", newline="")
        except OSError:
            continue
        return path
    raise Refused(f"{name} can be written neither beside {file} nor here: go where you may write")

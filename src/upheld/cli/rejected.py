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
    from upheld.store.imports.rejects import csv_text

    return _first_writable(csv_text(row, columns), file)


class LinesLeftOut:
    """The lines of a table that were left out, written to a file of their own part by part.

    `name` is that file once there are any.
    """

    def __init__(self, beside: Path) -> None:
        self.beside = beside
        self.path: Path | None = None

    @property
    def name(self) -> str | None:
        return str(self.path) if self.path else None

    def add(self, refused: "pl.DataFrame") -> None:
        """Raises as `write`."""
        from upheld.store.imports.rejects import lines_text

        if not refused.height:
            return
        if self.path is None:
            self.path = _first_writable(lines_text(refused, headed=True), self.beside)
            return
        with self.path.open("a", encoding="utf-8", newline="") as file:
            file.write(lines_text(refused, headed=False))


def _first_writable(text: str, file: Path) -> Path:
    name = f"{file.name}.rejected.csv"
    for path in (file.parent / name, Path.cwd() / name):
        try:
            path.write_text(text, "utf-8", newline="")
        except OSError:
            continue
        return path
    raise Refused(f"{name} can be written neither beside {file} nor here: go where you may write")

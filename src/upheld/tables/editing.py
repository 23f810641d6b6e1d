"""Changes the text of a table's sheet: cells, rules and columns, by the row a spreadsheet shows."""

from collections.abc import Collection, Mapping
from itertools import count

from upheld.tables.notes import Notes
from upheld.tables.problems import PolicyError, did_you_mean
from upheld.tables.sheet import Row, Sheet, records_of, too_wide
from upheld.tables.sheets import csv_text

_ANYTHING = "-"


class EditError(ValueError):
    """A change that cannot be made to this sheet; the message says why and what to do."""


class Editor:
    """One sheet's text while it is changed. `text` is the CSV that came of it.

    Raises PolicyError for a text that is no CSV, EditError for a row or a column that is not there.
    """

    def __init__(self, file: str, text: str) -> None:
        notes = Notes()
        records = records_of(file, text, notes)
        # Every row is filled up to the columns, so that few rows below very many make gigabytes.
        if notes.problems or not records or too_wide(file, len(records[0]), notes):
            raise PolicyError(notes.problems)
        self.file = file
        self.columns = [cell.strip() for cell in records[0]]
        self.rows = [self._padded(record) for record in records[1:]]

    def _padded(self, record: list[str]) -> list[str]:
        return [*record, *[""] * (len(self.columns) - len(record))][: len(self.columns)]

    @property
    def text(self) -> str:
        rows = tuple(
            Row(number, dict(zip(self.columns, row, strict=True)))
            for number, row in enumerate(self.rows, 2)
        )
        return csv_text(Sheet(self.file, tuple(self.columns), rows))

    def cells(self, row: int) -> dict[str, str]:
        """The cells of a row by column."""
        found = (cell.strip() for cell in self.rows[self._at(row)])
        return dict(zip(self.columns, found, strict=True))

    def write(self, row: int, cells: Mapping[str, str]) -> None:
        """Other texts for some cells of a row."""
        at = self._at(row)
        for column, cell in cells.items():
            self.rows[at][self._column(column)] = cell.strip()

    def add(self, after: int, outputs: Collection[str]) -> int:
        """A new rule below row `after` (1 is the header): asks nothing and gives null."""
        blank = {"because": "", "source": "", "rule": self._free("new-rule")}
        blank |= dict.fromkeys(outputs, "null")
        row = [blank.get(column, _ANYTHING) for column in self.columns]
        self.rows.insert(max(after, 1) - 1, row)
        return max(after, 1) + 1

    def copy(self, row: int) -> int:
        """The same rule again below, with an id of its own."""
        at = self._at(row)
        self.rows.insert(at + 1, list(self.rows[at]))
        if "rule" in self.columns:
            id_at = self.columns.index("rule")
            self.rows[at + 1][id_at] = self._free(self.rows[at][id_at] or "new-rule")
        return row + 1

    def move(self, row: int, by: int) -> int:
        """The rule `by` rules further down, or up where it is negative. Gives its new row."""
        at = self._at(row)
        to = min(max(at + by, 0), len(self.rows) - 1)
        self.rows.insert(to, self.rows.pop(at))
        return to + 2

    def delete(self, row: int) -> None:
        if len(self.rows) == 1:
            raise EditError("this is the table's last rule: change it, or take the table away")
        del self.rows[self._at(row)]

    def add_column(self, column: str, outputs: Collection[str]) -> None:
        """A column that no rule asks yet, before the first output."""
        if column in self.columns:
            raise EditError(f"there is a column {column} already: use that")
        at = min((self.columns.index(each) for each in outputs if each in self.columns), default=0)
        self.columns.insert(at, column)
        for row in self.rows:
            row.insert(at, _ANYTHING)

    def delete_column(self, column: str) -> None:
        at = self._column(column)
        del self.columns[at]
        for row in self.rows:
            del row[at]

    def _at(self, row: int) -> int:
        if not 2 <= row < len(self.rows) + 2:
            raise EditError(f"there is no row {row} in {self.file}: look at the table as it is now")
        return row - 2

    def _column(self, column: str) -> int:
        if column not in self.columns:
            near = did_you_mean(column, self.columns)
            raise EditError(f"{self.file} has no column {column}: {near}")
        return self.columns.index(column)

    def _free(self, id: str) -> str:
        """The id, or the id with the first number that no rule has yet."""
        if "rule" not in self.columns:
            return ""
        at = self.columns.index("rule")
        taken = {row[at].strip() for row in self.rows}
        if id not in taken:
            return id
        return next(each for number in count(2) if (each := f"{id}-{number}") not in taken)

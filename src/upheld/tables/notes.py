"""Gathers problems while a folder is read, so that an author hears of all of them at once."""

from dataclasses import dataclass, field

from upheld.tables.problems import CellError, Problem


@dataclass(slots=True)
class Notes:
    """The problems found so far in one policy folder."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, file: str, row: int | None, column: str | None, message: str, mend: str) -> None:
        self.problems.append(Problem(file, row, column, message, mend))

    def cell(self, file: str, row: int | None, column: str | None, error: CellError) -> None:
        self.add(file, row, column, error.message, error.mend)

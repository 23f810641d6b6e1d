"""One table of a policy as a person reads and writes it: every cell with what is amiss there."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from upheld.core.review import Review
from upheld.desk.show.worth import Told
from upheld.insight.figures import Worked
from upheld.tables import Field, Policy, Problem, tell_case
from upheld.tables.checks import Remark, Severity
from upheld.tables.declared import Declared, Head
from upheld.tables.sheet import Row, Sheet

_ANYTHING = "-"
_WORDS = {"because": "because", "source": "source"}
_ORDER = ("asks", "gives", "because", "source", "unknown")
_GROUPS = {
    "asks": "When",
    "gives": "Then",
    "because": "Why",
    "source": "Why",
    "unknown": "Not understood",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its head says it. `kind` is asks, gives, because, source or unknown."""

    name: str
    kind: str
    means: str
    takes: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    text: str
    errors: tuple[str, ...]
    changed: bool

    @property
    def anything(self) -> bool:
        return self.text in ("", _ANYTHING)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule. `marks` are the severities and the words of what the checks say of it; `worth` is
    what it decided and cost so far, where that is known."""

    row: int
    rule: str
    cells: tuple[Cell, ...]
    errors: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    state: str
    id_cell: Cell | None
    worth: Told | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring columns under one heading."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a check says, in words, with one case that shows it. `rows` are those it is about."""

    severity: str
    kind: str
    message: str
    mend: str
    example: str
    rules: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A table as the page shows it; `columns` and `lines` are empty where it cannot be read.
    What rules are worth was worked out at `worth_at`."""

    name: str
    title: str
    file: str
    hit: str
    each: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    errors: tuple[str, ...]
    said: tuple[Said, ...]
    more_columns: tuple[str, ...]
    worth_at: datetime | None = None

    @property
    def priced(self) -> bool:
        return any(line.worth and line.worth.likely for line in self.lines)


def heads(declared: Declared | None) -> dict[str, Head]:
    return {head.name: head for head in declared.heads} if declared else {}


def sheet_part(found: Review, name: str, base: Sheet | None) -> SheetPart:
    """The table `name` of a policy; `base` is the same table before it was changed, if it was.

    Raises LookupError for a table that policy.yaml does not declare.
    """
    declared = found.draft.declared
    head = heads(declared)[name]
    assert declared is not None
    problems = [each for each in found.draft.problems if each.file == head.file]
    sheet = found.draft.sheets.get(name)
    columns = tuple(_columns(sheet, head, declared, problems)) if sheet else ()
    said = tuple(_said(found.remarks, name, found.policy))
    lines = _lines(sheet, columns, problems, said, base) if sheet else ()
    return SheetPart(
        name=name,
        title=head.title or name.replace("_", " ").capitalize(),
        file=head.file,
        hit=head.hit,
        each=head.each,
        columns=columns,
        groups=tuple(_groups(columns)),
        lines=tuple(lines),
        errors=tuple(_told(each) for each in problems if not _placed(each, sheet, columns)),
        said=said,
        more_columns=tuple(sorted(_readable(declared, head) - set(sheet.columns if sheet else ()))),
    )


def _columns(
    sheet: Sheet, head: Head, declared: Declared, problems: Sequence[Problem]
) -> Iterator[Column]:
    made = [_column(name, head, declared, problems) for name in sheet.columns if name != "rule"]
    yield from sorted(made, key=lambda column: _ORDER.index(column.kind))


def _column(name: str, head: Head, declared: Declared, problems: Sequence[Problem]) -> Column:
    field = head.outputs.get(name) or declared.names.get(name)
    kind = _WORDS.get(name) or ("gives" if name in head.outputs else "asks" if field else "unknown")
    errors = tuple(_told(each) for each in problems if (each.row, each.column) == (1, name))
    means = field.means if field else ""
    return Column(name, kind, means, _takes(field) if field else "", errors)


def _takes(field: Field) -> str:
    """Which values a column may name."""
    if field.values:
        return ", ".join(field.values)
    unit = f" in {field.unit}" if field.unit else ""
    return f"{field.kind}{unit}"


def _groups(columns: Sequence[Column]) -> Iterator[Group]:
    widths: dict[str, int] = defaultdict(int)
    for column in columns:
        widths[_GROUPS[column.kind]] += 1
    for title, width in widths.items():
        yield Group(title, width)


def _readable(declared: Declared, head: Head) -> set[str]:
    """The names that a table's rules may ask: inputs, and what is given before it."""
    names = set(declared.inputs)
    for other in declared.heads:
        if other is head:
            break
        names |= {name for name, field in other.outputs.items() if field.of in ("", head.each)}
    return names | (set() if head.each else set(declared.rollups))


def _lines(
    sheet: Sheet,
    columns: Sequence[Column],
    problems: Sequence[Problem],
    said: Sequence[Said],
    base: Sheet | None,
) -> Iterator[Line]:
    marks: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for each in said:
        for number, _ in each.rules:
            marks[number].append((each.severity, each.kind))
    before = _by_id(base)
    for row in sheet.rows:
        old = before.get(_key(row)) if base else None
        id_column = Column("rule", "rule", "", "", ())
        has_id = "rule" in sheet.columns
        yield Line(
            row=row.number,
            rule=row.cells.get("rule") or f"row {row.number}",
            cells=tuple(_cell(column, row, problems, old, bool(base)) for column in columns),
            errors=tuple(_row_errors(row, problems)),
            marks=tuple(dict.fromkeys(marks[row.number])),
            state=_state(row, old, bool(base), columns),
            id_cell=_cell(id_column, row, problems, old, bool(base)) if has_id else None,
        )


def _by_id(sheet: Sheet | None) -> Mapping[str, Row]:
    return {_key(row): row for row in sheet.rows} if sheet else {}


def _key(row: Row) -> str:
    return row.cells.get("rule") or str(row.number)


def _state(row: Row, old: Row | None, compared: bool, columns: Sequence[Column]) -> str:
    """New, changed, or empty for a rule that is as it was."""
    if not compared:
        return ""
    if old is None:
        return "new"
    names = [column.name for column in columns]
    return "changed" if any(_differs(row, old, name) for name in names) else ""


def _differs(row: Row, old: Row, name: str) -> bool:
    return old.cells.get(name, _ANYTHING) != row.cells[name]


def _cell(
    column: Column, row: Row, problems: Sequence[Problem], old: Row | None, compared: bool
) -> Cell:
    errors = (
        _told(each) for each in problems if (each.row, each.column) == (row.number, column.name)
    )
    changed = compared and old is not None and _differs(row, old, column.name)
    return Cell(column, row.cells[column.name], tuple(errors), changed)


def _row_errors(row: Row, problems: Sequence[Problem]) -> Iterator[str]:
    for each in problems:
        if each.row == row.number and each.column is None:
            yield _told(each)


def _placed(problem: Problem, sheet: Sheet | None, columns: Collection[Column]) -> bool:
    """Whether a problem is told at its own cell, its rule or its column."""
    if sheet is None or problem.row is None:
        return False
    names = {column.name for column in columns} | {"rule", None}
    rows = {row.number for row in sheet.rows} | {1}
    return problem.row in rows and problem.column in names and (problem.row, problem.column) != (
        1, None,
    )  # fmt: skip


def _told(problem: Problem) -> str:
    return f"{problem.message[:1].upper()}{problem.message[1:]}. {problem.mend}."


def _said(remarks: Sequence[Remark], table: str, policy: Policy | None) -> Iterator[Said]:
    for remark in remarks:
        if remark.table != table or policy is None:
            continue
        example = remark.example
        yield Said(
            severity=remark.severity,
            kind=remark.kind,
            message=remark.message[:1].upper() + remark.message[1:],
            mend=remark.mend,
            example="" if example is None else tell_case(example, policy.names, policy.currency),
            rules=tuple((rule.row, rule.id) for rule in remark.rules),
        )


def with_typed(part: SheetPart, row: int, typed: Mapping[str, str]) -> SheetPart:
    """The table with what somebody wrote in a rule and that could not be kept."""
    lines = (_typed(line, typed) if line.row == row else line for line in part.lines)
    return replace(part, lines=tuple(lines))


def _typed(line: Line, typed: Mapping[str, str]) -> Line:
    cells = tuple(replace(cell, text=typed.get(cell.column.name, cell.text)) for cell in line.cells)
    named = line.id_cell and replace(line.id_cell, text=typed.get("rule", line.id_cell.text))
    return replace(line, cells=cells, id_cell=named)


def with_worth(part: SheetPart, worth: Worked[Mapping[str, Told]]) -> SheetPart:
    """The table with what each of its rules decided and cost so far."""
    known = worth.told or {}
    lines = (replace(line, worth=known.get(line.rule)) for line in part.lines)
    return replace(part, lines=tuple(lines), worth_at=worth.at)


def count_errors(found: Review, head: Head) -> int:
    """How much in a table keeps the policy from being published."""
    cells = sum(each.file == head.file for each in found.draft.problems)
    checks = sum(
        each.table == head.name and each.severity is Severity.ERROR for each in found.remarks
    )
    return cells + checks

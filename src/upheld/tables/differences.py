"""What differs between two policies: rules added, removed, changed cell by cell, and moved."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from upheld.tables.fields import Field
from upheld.tables.policy import Policy
from upheld.tables.sheet import Row
from upheld.tables.sheets import sheet_of
from upheld.tables.syntax import written
from upheld.tables.table import Table

_ANYTHING = "-"


class How(StrEnum):
    """What became of a rule, a table or a declared name."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One text before and after: of a cell, or of something that policy.yaml says.

    Empty before: it is new. Empty after: it is gone.
    """

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.what}: {self.after} (new)"
        return f"{self.what}: {self.before} -> {self.after or '(gone)'}"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that differs; `row` is where it stands now, or stood when it is gone."""

    how: How
    rule: str
    row: int
    cells: tuple[Change, ...] = ()
    from_row: int | None = None


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table that differs: what is said of it in policy.yaml, its columns, and its rules."""

    how: How
    table: str
    settings: tuple[Change, ...]
    rules: tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two policies; `settings` are those of policy.yaml as a whole."""

    before: str
    after: str
    settings: tuple[Change, ...]
    tables: tuple[TableChange, ...]

    def __bool__(self) -> bool:
        return bool(self.settings or self.tables)


def differences(before: Policy, after: Policy) -> Differences:
    """What is to be changed in `before` to have `after`."""
    names = dict.fromkeys([*after.tables, *before.tables])
    tables = (_table(before.tables.get(name), after.tables.get(name)) for name in names)
    return Differences(
        before.version,
        after.version,
        tuple(_settings(before, after)),
        tuple(change for change in tables if change),
    )


def _settings(before: Policy, after: Policy) -> Iterator[Change]:
    for what in ("name", "title", "valid_from", "currency"):
        yield from _change(
            what.replace("_", " "), str(getattr(before, what)), str(getattr(after, what))
        )
    yield from _changes("input", _told(before.inputs), _told(after.inputs))
    yield from _changes("rollup", _rollups(before), _rollups(after))
    yield from _changes("claim", _claims(before), _claims(after))


def _rollups(policy: Policy) -> dict[str, str]:
    return {
        name: f"{rollup.how} of {rollup.column} of each {rollup.of}"
        + ("" if rollup.where is None else f" where {written(rollup.where)}")
        for name, rollup in policy.rollups.items()
    }


def _claims(policy: Policy) -> dict[str, str]:
    return {str(claim): claim.because or "claimed" for claim in policy.claims}


def _told(fields: Mapping[str, Field]) -> dict[str, str]:
    return {name: _field(field) for name, field in fields.items()}


def _field(field: Field) -> str:
    """A declaration in a line."""
    parts = {
        "one of": ", ".join(field.values),
        "domain": "" if field.domain is None else written(field.domain),
        "in": field.unit,
        "about": field.about,
        "otherwise": "" if field.default is None else str(field.default),
        "meaning": field.means,
    }
    return "; ".join([field.kind, *(f"{name} {part}" for name, part in parts.items() if part)])


def _changes(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys([*after, *before]):
        yield from _change(f"{kind} {name}", before.get(name, ""), after.get(name, ""))


def _change(what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(what, before, after)


# One table


def _table(before: Table | None, after: Table | None) -> TableChange | None:
    if before is None and after is not None:
        rules = tuple(_new(row) for row in _rows(after))
        return TableChange(How.ADDED, after.name, (), rules)
    if after is None and before is not None:
        rules = tuple(_gone(row) for row in _rows(before))
        return TableChange(How.REMOVED, before.name, (), rules)
    assert before is not None
    assert after is not None
    settings = tuple(_table_settings(before, after))
    rules = tuple(_rules(_rows(before), _rows(after)))
    if not settings and not rules:
        return None
    return TableChange(How.CHANGED, after.name, settings, rules)


def _table_settings(before: Table, after: Table) -> Iterator[Change]:
    for what in ("title", "file", "each", "hit"):
        yield from _change(what, str(getattr(before, what)), str(getattr(after, what)))
    columns = (dict.fromkeys(each.columns, "asked") for each in (before, after))
    yield from _changes("column", *columns)
    yield from _changes("output", _told(before.outputs), _told(after.outputs))


def _rows(table: Table) -> tuple[Row, ...]:
    return sheet_of(table).rows


def _rules(before: Sequence[Row], after: Sequence[Row]) -> Iterator[RuleChange]:
    pairs = _paired(before, after)
    stay = _in_order([old for old, _ in pairs])
    paired = {new: old for old, new in pairs}
    for at, row in enumerate(after):
        if at not in paired:
            yield _new(row)
            continue
        old = before[paired[at]]
        cells = tuple(_cells(old, row))
        if cells:
            yield RuleChange(How.CHANGED, _id(row), row.number, cells)
        if paired[at] not in stay:
            yield RuleChange(How.MOVED, _id(row), row.number, (), old.number)
    kept = {old for old, _ in pairs}
    yield from (_gone(row) for at, row in enumerate(before) if at not in kept)


def _paired(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[int, int]]:
    """Which rule of `before` became which of `after`, by place: by id, then by all its cells."""
    left = dict(enumerate(before))
    pairs: list[tuple[int, int]] = []
    for same in (_same_id, _same_cells, _same_place):
        for new, row in enumerate(after):
            if any(new == taken for _, taken in pairs):
                continue
            old = next((at for at, each in left.items() if same(each, row)), None)
            if old is not None:
                pairs.append((old, new))
                del left[old]
    return sorted(pairs, key=lambda pair: pair[1])


def _same_id(old: Row, new: Row) -> bool:
    return bool(new.cells.get("rule")) and old.cells.get("rule") == new.cells["rule"]


def _same_cells(old: Row, new: Row) -> bool:
    return all(change.what == "rule" for change in _cells(old, new))


def _same_place(old: Row, new: Row) -> bool:
    """Where rules have no ids, one that was changed still stands where it stood."""
    return not (old.cells.get("rule") or new.cells.get("rule")) and old.number == new.number


def _in_order(places: Sequence[int]) -> set[int]:
    """The longest run of places that still follow each other: all others were moved."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, value in enumerate(places):
        length = bisect_left(ends, value)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        at[length : length + 1] = [place]
    kept = set()
    place = at[-1] if at else -1
    while place >= 0:
        kept.add(places[place])
        place = before[place]
    return kept


def _cells(old: Row, new: Row) -> Iterator[Change]:
    for column in dict.fromkeys([*new.cells, *old.cells]):
        was, now = old.cells.get(column, _ANYTHING), new.cells.get(column, _ANYTHING)
        if was != now and {was, now} != {"", _ANYTHING}:
            yield Change(column, was, now)


def _new(row: Row) -> RuleChange:
    cells = tuple(
        Change(column, "", text)
        for column, text in row.cells.items()
        if text not in ("", _ANYTHING) and column != "rule"
    )
    return RuleChange(How.ADDED, _id(row), row.number, cells)


def _gone(row: Row) -> RuleChange:
    cells = tuple(
        Change(column, text, "")
        for column, text in row.cells.items()
        if text not in ("", _ANYTHING) and column != "rule"
    )
    return RuleChange(How.REMOVED, _id(row), row.number, cells)


def _id(row: Row) -> str:
    return row.cells.get("rule") or str(row.number)

"""What one policy changed and another, which was made without it, has otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from upheld.tables import Policy
from upheld.tables.differences import How, RuleChange, TableChange, differences

from .review import promises_fewer

# Each version has its own.
_OWN = ("valid from",)


class _Rule(NamedTuple):
    table: str
    rule: str


@dataclass(slots=True)
class _Touched:
    """Where two policies differ: by setting, and by rule its cells; none are all of them."""

    settings: set[str] = field(default_factory=set)
    rules: dict[_Rule, set[str]] = field(default_factory=dict)


def undone(before: Policy, changed: Policy, later: Policy) -> tuple[str, ...]:
    """What `changed` has otherwise than `before`, and `later` not as `changed`, by where it stands:
    with `later` it would be gone."""
    mine, theirs = _touched(before, changed), _touched(changed, later)
    both = mine.rules.keys() & theirs.rules.keys()
    rules = (_named(each, mine.rules[each], theirs.rules[each]) for each in sorted(both))
    promises = (f"promise {number}" for number in sorted(promises_fewer(changed, later)))
    return (*sorted(mine.settings & theirs.settings), *filter(None, rules), *promises)


def _named(rule: _Rule, mine: set[str], theirs: set[str]) -> str:
    if not mine or not theirs:
        return " ".join(filter(None, rule))
    cells = sorted(mine & theirs)
    return f"{rule.table} {rule.rule} {', '.join(cells)}" if cells else ""


def _touched(before: Policy, after: Policy) -> _Touched:
    found, differ = _Touched(), differences(before, after)
    found.settings |= {each.what for each in differ.settings} - {*_OWN}
    for table in differ.tables:
        found.settings |= {f"{table.table} {each.what}" for each in table.settings}
        for rule, cells in _of_rules(table):
            # A rule that was changed and moved was changed as a whole.
            at = found.rules.setdefault(rule, cells)
            found.rules[rule] = at | cells if at and cells else set()
    return found


def _of_rules(table: TableChange) -> Iterator[tuple[_Rule, set[str]]]:
    if table.how is not How.CHANGED:
        yield _Rule(table.table, ""), set()
    for each in table.rules:
        yield _Rule(table.table, each.rule), _cells(each)


def _cells(change: RuleChange) -> set[str]:
    whole = change.how is not How.CHANGED
    return set() if whole else {cell.what for cell in change.cells}

"""A backtest for a reader at a terminal: the answer first, then what it rests on."""

from collections.abc import Iterable, Iterator

from rich.table import Table

from upheld.core.money import tell_change
from upheld.insight.backtest.report import Affected, Cost, Costs, Report, Ways
from upheld.insight.backtest.segments import Group
from upheld.tables import tell_money

from .screen import out, plain

_MONEY = ("owed before", "after", "goodwill before", "after", "difference")
_CHANGES = {"role": "decided by", "second_person": "second person"}


def show(report: Report) -> None:
    """The report in words and small tables."""
    screen = out()
    for line in _head(report):
        screen.print(plain(line))
    for title, lines in _lists(report).items():
        if lines:
            screen.print(plain(f"\n{title}:"))
            for line in lines:
                screen.print(plain(f"  {line}"))
    for title, table in _tables(report):
        screen.print(plain(f"\n{title}:"))
        screen.print(table)


def _head(report: Report) -> list[str]:
    against = ", ".join(f"{version} ({count:,} cases)" for version, count in report.against.items())
    return [
        f"{report.draft} against {against or 'no policy'}",
        f"{report.changed:,} of {report.decided:,} decisions change.",
        f"Owed: {_ways(report.owed)}; {_moved(report.costs.owed, report.currency)}.",
        f"Goodwill: {_ways(report.goodwill)}; {_moved(report.costs.goodwill, report.currency)}.",
    ]


def _ways(ways: Ways) -> str:
    told = f"{ways.more:,} more, {ways.less:,} less, {ways.same:,} the same"
    return f"{told}, {ways.otherwise:,} something else" if ways.otherwise else told


def _moved(cost: Cost, currency: str) -> str:
    before, after = (tell_money(each, currency) for each in (cost.before, cost.after))
    return f"{before} before, {after} after"


def _lists(report: Report) -> dict[str, list[str]]:
    return {
        "It would break": [
            _counted(each.what, each.cases, each.examples) for each in report.broken
        ],
        "What changes": list(_changes(report)),
        "Most affected": [_affected(each, report.currency) for each in report.affected],
        "Not decided": [
            _counted(f"{each.policy}: {each.why}", each.cases, each.examples)
            for each in report.undecided
        ],
        "To know": list(report.notes),
    }


def _counted(what: str, cases: int | None, examples: Iterable[str]) -> str:
    if cases is None:
        return what
    return f"{what} ({cases:,} {'case' if cases == 1 else 'cases'}, such as {', '.join(examples)})"


def _changes(report: Report) -> Iterator[str]:
    for name, changes in report.changes.items():
        label = _CHANGES.get(name, name.replace("_", " "))
        for each in changes:
            was, now = ((value or "not known").replace("_", " ") for value in (each.was, each.now))
            yield f"{label}: {was} to {now}, {each.cases:,}"


def _affected(each: Affected, currency: str) -> str:
    parts = (f"{line.label.lower()} {line.before} to {line.after}" for line in each.lines)
    return f"{each.case}: {tell_change(each.difference, currency)} ({'; '.join(parts)})"


def _tables(report: Report) -> Iterator[tuple[str, Table]]:
    currency = report.currency
    months = [
        (f"{m.first:%Y-%m}", f"{m.cases:,}", *_costs(m.costs, currency)) for m in report.months
    ]
    yield "By month of receipt", _table(("month", "cases", *_MONEY), months)
    stances = [
        (
            s.stance.replace("_", " "),
            _pair(*s.cases),
            *_costs(s.costs, currency),
        )
        for s in report.stances
    ]
    yield "By stance", _table(("stance", "cases", *_MONEY), stances)
    head = ("group", "cases", "get more", "less", "the same", "difference")
    for segment in report.segments:
        groups = [_group(group, currency) for group in segment.groups]
        yield f"By {segment.name}", _table(head, groups or [("too few cases to show", *[""] * 5)])


def _pair(before: int, after: int) -> str:
    return f"{before:,}" if before == after else f"{before:,} to {after:,}"


def _group(group: Group, currency: str) -> tuple[str, ...]:
    if group.difference is None:
        return (group.name, f"{group.cases:,}", "withheld", "", "", "")
    counts = (f"{count:,}" for count in (group.cases, group.gain, group.lose, group.same))
    return (group.name, *counts, tell_change(group.difference, currency))


def _costs(costs: Costs, currency: str) -> tuple[str, ...]:
    pairs = (costs.owed.before, costs.owed.after, costs.goodwill.before, costs.goodwill.after)
    told = (tell_money(amount, currency) for amount in pairs)
    return (*told, tell_change(costs.difference, currency))


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    first, *others = head
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    for name, *cells in rows:
        table.add_row(plain(name), *cells)
    return table

"""What may be told of the marts at this moment: they were made of the whole store, and may be of
yesterday.

A statement stands before each mart that has something to hold back: who somebody is to us while a
finding waits, and what private teams work on, from all who do not see it. The sets of numbers
that the statements read are those of store/sight/kept_back.py, each a table of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from upheld.insight.marts.declared import BY_NAME, MARTS, Mart

# Of which set a column's numbers are held back, with their rows.
_ROWS = {"case_number": "cases", "customer_number": "customers"}
# Of a person in part: a row of theirs is left out, and what names it beside another is empty.
_IN_PART = {"customer_number": "hidden", "order_number": "orders", "contact_number": "contacts"}


class _Count(NamedTuple):
    """What is counted anew from the rows `of` another mart that may be told, for those who are in a
    set and whatever a private complaint is about. A blank there would say that there is one. With
    `every` it is so for each row, and one of which nothing may be told is left out."""

    of: str
    by: str
    whose: str
    told: Mapping[str, str]
    every: bool = False


_COUNTED = {
    "customers": (
        _Count("cases", "customer_number", "in_part",
               {"complaints": "count(*)", "upheld": "count_if(upheld)"}),
        _Count("contacts", "customer_number", "in_part",
               {"contacts": "count_if(inbound)",
                "contacts_by_us": "count_if(inbound AND failure_demand)"}),
        _Count("orders", "customer_number", "mixed",
               {"orders": "count(*)", "first_order_on": "min(placed_on)",
                "last_order_on": "max(placed_on)"}),
    ),
    "orders": (_Count("cases", "order_number", "", {"complaints": "count(*)"}),),
    "themes": (
        _Count("cases", "theme", "",
               {"complaints": "count(*)", "people": "count(DISTINCT customer_number)"},
               every=True),
    ),
}  # fmt: skip


def views(kept_back: Mapping[str, Sequence[int]], of: str) -> Mapping[str, str]:
    """A statement for each mart of which something is kept back; `of` is where the marts lie."""
    private, waits = bool(kept_back["cases"]), bool(kept_back["withheld"])
    return {
        mart.name: mart.statement if mart.sums else _rows(mart, private, of)
        for mart in MARTS
        if private or (waits and any(column.withheld for column in mart.columns))
    }


def part_of(
    mart: Mart, kept_back: Mapping[str, Sequence[int]], of: str, part: tuple[int, int]
) -> str:
    """Of these rows of a mart, by their place in the file, what may be told."""
    first, end = part
    return _rows(mart, bool(kept_back["cases"]), of, [f"rowid >= {first}", f"rowid < {end}"])


def plain(mart: Mart, of: str) -> str:
    """A mart of which nothing is kept back."""
    return f"SELECT * FROM {of}.{mart.name}"


def set_of(name: str) -> str:
    """The table with the numbers of a set."""
    return f"{name}_now"


def _rows(mart: Mart, private: bool, of: str, among: Sequence[str] = ()) -> str:
    counts = _COUNTED.get(mart.name, ()) if private else ()
    masks = dict(_masks(mart, private)) | dict(_counted(counts, of))
    replaced = ", ".join(f"{told} AS {name}" for name, told in masks.items())
    rows = [*among, *(_not_in(by, told) for by, told in _left_out(mart) if private)]
    rows += [f"k{at}.n IS NOT NULL" for at, count in enumerate(counts) if count.every]
    shown = f"SELECT m.*{f' REPLACE ({replaced})' if replaced else ''} FROM {of}.{mart.name} AS m"
    shown += "".join(_joined(count, at, of) for at, count in enumerate(counts))
    return f"{shown} WHERE {' AND '.join(rows)}" if rows else shown


def _left_out(mart: Mart) -> Iterator[tuple[str, str]]:
    names = {column.name for column in mart.columns}
    yield from ((by, told) for by, told in _ROWS.items() if by in names)
    yield from ((by, told) for by, told in _IN_PART.items() if mart.key == (by,))


def _masks(mart: Mart, something_private: bool) -> Iterator[tuple[str, str]]:
    for column in mart.columns:
        name = column.name
        if column.withheld:
            yield name, _unless("withheld", name)
        elif name == "waits":  # as what is withheld says: when they were made, or at this moment
            yield name, f"m.waits OR customer_number IN (SELECT n FROM {set_of('withheld')})"
        elif something_private and name in _IN_PART and mart.key != (name,):
            yield name, _unless(_IN_PART[name], name, name)


def _counted(counts: Sequence[_Count], of: str) -> Iterator[tuple[str, str]]:
    for at, count in enumerate(counts):
        for name, told in count.told.items():
            anew = f"coalesce(k{at}.{name}, 0)" if told.startswith("count") else f"k{at}.{name}"
            whose = "true" if count.every else f"m.{count.by} IN ({_whose(count, of)})"
            yield name, f"CASE WHEN {whose} THEN {anew} ELSE m.{name} END"


def _joined(count: _Count, at: int, of: str) -> str:
    told = ", ".join(f"{told} AS {name}" for name, told in count.told.items())
    seen = [_not_in(by, hidden) for by, hidden in _left_out(BY_NAME[count.of])]
    whose = f"{count.by} IS NOT NULL" if count.every else f"{count.by} IN ({_whose(count, of)})"
    rows = " AND ".join((*seen, whose))
    anew = f"SELECT {count.by} AS n, {told} FROM {of}.{count.of} WHERE {rows} GROUP BY 1"
    return f" LEFT JOIN ({anew}) AS k{at} ON k{at}.n = m.{count.by}"


def _whose(count: _Count, of: str) -> str:
    among = [f"SELECT n FROM {set_of(count.whose)}"] if count.whose else []
    if "case_number" in {column.name for column in BY_NAME[count.of].columns}:
        private = f"case_number IN (SELECT n FROM {set_of('cases')})"
        about = f"SELECT {count.by} FROM {of}.{count.of} WHERE {private}"
        among.append(f"{about} AND {count.by} IS NOT NULL")
    return " UNION ALL ".join(among)


def _unless(told: str, column: str, by: str = "customer_number") -> str:
    return f"CASE WHEN {_not_in(by, told)} THEN {column} END"


def _not_in(column: str, told: str) -> str:
    return f"({column} IS NULL OR {column} NOT IN (SELECT n FROM {set_of(told)}))"

"""What may be told of the marts at this moment: they were made of the whole store, and may be of
yesterday.

A statement stands before each mart that has something to hold back: who somebody is to us while a
finding waits, and what private teams work on, from all who do not see it. The sets of numbers
that the statements read are those of store/kept_back.py, each a table of its own.
"""

from collections.abc import Iterator, Mapping, Sequence

from upheld.insight.marts.declared import MARTS, Mart

# Of which set a column's numbers are held back, with their rows.
_ROWS = {"case_number": "cases", "customer_number": "customers"}
# Of a person in part: a row of theirs is left out, and what names it beside another is empty.
_IN_PART = {"customer_number": "hidden", "order_number": "orders", "contact_number": "contacts"}
# What is counted of a person, with what is kept back of it.
_COUNTED = {
    "customers": dict.fromkeys(
        ("waits", "complaints", "upheld", "contacts", "contacts_by_us"), "in_part"
    )
    | dict.fromkeys(("orders", "first_order_on", "last_order_on"), "mixed"),
    "orders": {"complaints": "in_part"},
}


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
    masks = dict(_masks(mart, private))
    replaced = ", ".join(f"{told} AS {name}" for name, told in masks.items())
    rows = [*among, *(_not_in(by, told) for by, told in _left_out(mart) if private)]
    shown = f"SELECT *{f' REPLACE ({replaced})' if replaced else ''} FROM {of}.{mart.name}"
    return f"{shown} WHERE {' AND '.join(rows)}" if rows else shown


def _left_out(mart: Mart) -> Iterator[tuple[str, str]]:
    names = {column.name for column in mart.columns}
    yield from ((by, told) for by, told in _ROWS.items() if by in names)
    yield from ((by, told) for by, told in _IN_PART.items() if mart.key == (by,))


def _masks(mart: Mart, something_private: bool) -> Iterator[tuple[str, str]]:
    counted = _COUNTED.get(mart.name, {})
    for column in mart.columns:
        name = column.name
        if column.withheld:
            yield name, _unless("withheld", name)
        elif something_private and name in counted:
            yield name, _unless(counted[name], name)
        elif something_private and name in _IN_PART and mart.key != (name,):
            yield name, _unless(_IN_PART[name], name, name)


def _unless(told: str, column: str, by: str = "customer_number") -> str:
    return f"CASE WHEN {_not_in(by, told)} THEN {column} END"


def _not_in(column: str, told: str) -> str:
    return f"({column} IS NULL OR {column} NOT IN (SELECT n FROM {set_of(told)}))"

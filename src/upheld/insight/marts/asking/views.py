"""What the marts show at this moment: they were made of the whole store, and may be of yesterday.

A view stands before each mart that has something to hold back: who somebody is to us while a
finding waits, and what private teams work on, from all who do not see it. The sets of numbers
that the views read are those of store/kept_back.py, each a table of its own.
"""

from collections.abc import Iterator, Mapping

from upheld.insight.marts.declared import MARTS, Mart

# Of which set a column's numbers are held back, with their rows.
_ROWS = {"case_number": "cases", "customer_number": "customers"}
# What is counted of a person's complaints and contacts, those that are kept back with them.
_COUNTED = {
    "customers": ("waits", "complaints", "upheld", "contacts", "contacts_by_us"),
    "orders": ("complaints",),
}


def views(something_private: bool, of: str) -> Mapping[str, str]:
    """A statement for each mart with something to hold back; `of` is where the marts lie."""
    return {
        mart.name: _view(mart, something_private, of)
        for mart in MARTS
        if something_private or any(column.withheld for column in mart.columns)
    }


def set_of(name: str) -> str:
    """The table with the numbers of a set."""
    return f"{name}_now"


def _view(mart: Mart, something_private: bool, of: str) -> str:
    names = {column.name for column in mart.columns}
    if something_private and "month" in names:  # made of the marts before it: of what they show
        return mart.statement
    masks = dict(_masks(mart, something_private))
    replaced = ", ".join(f"{told} AS {name}" for name, told in masks.items())
    rows = [_not_in(by, told) for by, told in _ROWS.items() if something_private and by in names]
    shown = f"SELECT *{f' REPLACE ({replaced})' if replaced else ''} FROM {of}.{mart.name}"
    return f"{shown} WHERE {' AND '.join(rows)}" if rows else shown


def _masks(mart: Mart, something_private: bool) -> Iterator[tuple[str, str]]:
    for column in mart.columns:
        if column.withheld:
            yield column.name, _unless("withheld", column.name)
        elif something_private and column.name in _COUNTED.get(mart.name, ()):
            yield column.name, _unless("in_part", column.name)


def _unless(told: str, column: str) -> str:
    return f"CASE WHEN {_not_in('customer_number', told)} THEN {column} END"


def _not_in(column: str, told: str) -> str:
    return f"({column} IS NULL OR {column} NOT IN (SELECT n FROM {set_of(told)}))"

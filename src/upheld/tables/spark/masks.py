"""The rules that a row's columns let pass, in SQL: a bit for each rule, up to 63 of them."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from upheld.tables.columns.lines import Line
from upheld.tables.gates import Gate, Gates
from upheld.tables.spark.text import literal

MOST = 63  # bits of a BIGINT without its sign


def matching(gates: Gates, lines: Mapping[str, Line], places: Mapping[str, str]) -> str:
    """The rules that match a row, as the bits of a BIGINT."""
    passing = [
        _ordered(gate, lines[gate.column], places[gate.column])
        if gate.bins.ordered
        else _listed(gate, places[gate.column])
        for gate in gates.columns
    ]
    return " & ".join([literal(gates.open), *passing])


def _ordered(gate: Gate, line: Line, place: str) -> str:
    """Neighbouring bins with the same rules are one: only where the rules change is a bound."""
    runs = [
        (next(places), rules)
        for rules, places in groupby(range(1, gate.bins.count), key=lambda at: gate.passing[at])
    ]
    bounds = [_bound(gate, line, at) for at, _ in runs[1:]]
    known = _halved(bounds, [rules for _, rules in runs], place)
    return f"IF({place} IS NULL, {literal(gate.passing[0])}, {known})"


def _bound(gate: Gate, line: Line, at: int) -> int | float | str:
    cut, above = divmod(at - 2, 2)
    return line.bound(gate.bins.cuts[cut], above=bool(above))


def _halved(bounds: Sequence[int | float | str], sets: Sequence[int], place: str) -> str:
    """The set of the place's bin, found by halves: one of `sets`, which `bounds` stand between."""
    if not bounds:
        return literal(sets[0])
    at = len(bounds) // 2
    below = _halved(bounds[:at], sets[: at + 1], place)
    above = _halved(bounds[at + 1 :], sets[at + 1 :], place)
    return f"IF({place} < {literal(bounds[at])}, {below}, {above})"


def _listed(gate: Gate, place: str) -> str:
    null, *each = gate.passing
    values: dict[int, list[str]] = {}
    for value, rules in zip(gate.bins.cuts, each, strict=False):
        assert isinstance(value, str | bool)
        values.setdefault(rules, []).append(literal(value))
    cases = [
        f"WHEN {place} IN ({', '.join(some)}) THEN {literal(rules)}"
        for rules, some in values.items()
    ]
    unknown, other = literal(null), literal(each[-1])
    return f"CASE WHEN {place} IS NULL THEN {unknown} {' '.join(cases)} ELSE {other} END"

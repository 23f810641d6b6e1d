"""Facts beside the records: what is new, what agrees, what differs, where records disagree.

What a person wrote down is never written over in silence, and what the records tell in two ways
is known by nobody until somebody has found out.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from upheld.tables import FactsError, Field, Policy, Value
from upheld.tables.syntax import names_in
from upheld.tables.table import Rule, Table

from .records import Reading

# Chosen with the allegation, or recorded as its finding: no record can say them.
NOT_FACTS = frozenset({"kind", "recorded_finding"})


class Change(StrEnum):
    """What a pull would do to a fact: `differs` from what a person wrote, `changed` since the last
    pull, `disputed` between the records themselves."""

    NEW = "new"
    AGREES = "agrees"
    DIFFERS = "differs"
    CHANGED = "changed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Said:
    """One record's word on a fact, and the columns that it follows from; both as JSON."""

    source: str
    query: str
    value: Any
    columns: Mapping[str, Any]

    @property
    def told(self) -> dict[str, Any]:
        """What the case keeps of it."""
        columns = dict(self.columns)
        return {"source": self.source, "query": self.query, "value": self.value, "from": columns}


@dataclass(frozen=True, slots=True)
class Found:
    """One fact that the records speak of, beside what is known; both values as JSON."""

    name: str
    change: Change
    value: Any
    known: Any
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Pull:
    """All that the records say of one allegation, and what they could not say."""

    found: tuple[Found, ...]
    troubles: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Two pulls that say the same have the same mark: nobody keeps what they did not read."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def of(self, *changes: Change) -> tuple[Found, ...]:
        return tuple(each for each in self.found if each.change in changes)


def compare(
    readings: Sequence[Reading],
    known: Mapping[str, Any],
    provenance: Mapping[str, Any],
    matter: Iterable[str],
    policy: Policy,
) -> Pull:
    """What the readings say of the facts that `matter`, beside what is known (both as JSON)."""
    said: dict[str, list[Said]] = {}
    for reading in readings:
        for name, told in reading.facts.items():
            columns = {column: plain(value) for column, value in told.columns.items()}
            one = Said(reading.source, reading.query, plain(told.value), columns)
            said.setdefault(name, []).append(one)
    wanted = set(matter)
    found = (
        _found(name, tuple(said[name]), known.get(name), provenance.get(name, {}), policy)
        for name in policy.inputs
        if name in said and name in wanted
    )
    troubles = tuple(trouble for reading in readings for trouble in reading.troubles)
    return Pull(tuple(found), troubles)


def _found(
    name: str, said: tuple[Said, ...], known: Any, came: Mapping[str, Any], policy: Policy
) -> Found:
    value = said[0].value
    if any(not _same(name, each.value, value, policy) for each in said[1:]):
        return Found(name, Change.DISPUTED, None, known, said)
    if known is None:
        return Found(name, Change.NEW, value, None, said)
    if _same(name, known, value, policy):
        return Found(name, Change.AGREES, known, known, said)
    change = Change.CHANGED if came.get("sources") else Change.DIFFERS
    return Found(name, change, value, known, said)


def _same(name: str, one: Any, other: Any, policy: Policy) -> bool:
    try:
        read = policy.read({name: one}, {"allegation"}), policy.read({name: other}, {"allegation"})
    except FactsError:  # written down under an older policy
        return False
    return read[0] == read[1]


def disputes(pull: Pull) -> Iterator[str]:
    """Each fact on which the records disagree, as a question."""
    for each in pull.of(Change.DISPUTED):
        told = ", ".join(f"{said.source} says {_spoken(said.value)}" for said in each.said)
        yield f"{each.name.replace('_', ' ').capitalize()}: {told}. Which of them is right?"


def _spoken(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def take(
    pull: Pull,
    chosen: Iterable[str],
    known: Mapping[str, Any],
    provenance: Mapping[str, Any],
    by: str,
    now: datetime,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts and their provenance after a pull.

    What is new is taken, what agrees gains its source, what differs only where it was `chosen`;
    what the records dispute is no longer known, unless a person wrote it down.
    """
    facts, came, wanted = dict(known), dict(provenance), set(chosen)
    stamp = {"by": by, "at": now.isoformat()}
    for each in pull.found:
        said = [one.told for one in each.said]
        pulled = bool(came.get(each.name, {}).get("sources"))
        if each.change is Change.DISPUTED:
            if pulled:
                facts.pop(each.name, None)
            written = {} if pulled else came.get(each.name, {})
            came[each.name] = {**written, "disputed": {**stamp, "said": said}}
        elif each.change in (Change.NEW, Change.AGREES) or each.name in wanted:
            facts[each.name] = each.value
            came[each.name] = {**stamp, "sources": said}
    return facts, came


def recorded(
    facts: Mapping[str, Any],
    before: Mapping[str, Any],
    provenance: Mapping[str, Any],
    by: str,
    now: datetime,
) -> dict[str, Any]:
    """The provenance after a person wrote facts down: what is new or changed is theirs."""
    stamp = {"by": by, "at": now.isoformat()}
    kept = {name: came for name, came in provenance.items() if facts.get(name) == before.get(name)}
    return kept | {name: stamp for name in facts if facts[name] != before.get(name)}


def plain(value: Value) -> Any:
    """A typed fact as the JSON that a case keeps."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


# Which facts matter


def that_matter(kind: str, known: Iterable[str], policy: Policy) -> tuple[list[Field], list[Field]]:
    """The facts that some rule for this kind asks or counts with, and the rest."""
    asked = {rollup.column for rollup in policy.rollups.values()} | set(known)
    for table in policy.tables.values():
        if table.each == "allegation":
            asked |= set(_asked(table, kind))
    facts = [
        field
        for field in policy.inputs.values()
        if field.about == "allegation" and field.name not in NOT_FACTS
    ]
    matter = [field for field in facts if field.name in asked]
    return matter, [field for field in facts if field.name not in asked]


def _asked(table: Table, kind: str) -> Iterator[str]:
    for rule in table.rules:
        if _speaks_of(rule, kind):
            for cell in rule.cells:
                yield cell.column
            for tree in rule.outputs.values():
                yield from names_in(tree)


def _speaks_of(rule: Rule, kind: str) -> bool:
    only_kind = tuple(cell for cell in rule.cells if cell.column == "kind")
    return replace(rule, cells=only_kind).stopped_by({"kind": kind}) is None

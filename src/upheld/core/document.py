"""A case as a document: what `upheld decide` reads and what a decision's record keeps.

The document says what happened (`allegations`), what belongs to the complaint
(`circumstances`) and who this is to us (`customer`). Whatever else was said, how loudly and by
which channel may stand under `context`, which no table reads.
"""

import reprlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from upheld.tables import FactsError, Policy, Value
from upheld.tables.problems import unknown

from .case import Allegation, Case, Customer
from .words import AllegationKind, FindingResult

_CASE_KEYS = {
    "received_on", "currency", "allegations", "circumstances", "customer", "similar_a_year",
    "lot", "context",
}  # fmt: skip
# `provenance` says where each fact comes from; it is kept for people and read by no table.
_ALLEGATION_KEYS = {
    "id", "kind", "statement", "finding", "because", "facts", "evidence", "provenance",
}  # fmt: skip
T = TypeVar("T")
_short = reprlib.repr
# Recorded in their own place, so that a finding always has its reason beside it.
_ELSEWHERE = {
    "kind": "give it as the allegation's kind",
    "recorded_finding": "give it as the allegation's finding, with its reason",
}
# Above any price of a thing or a service: a slip of the finger, and what one decision may owe.
_TOO_LARGE = 10_000_000
# Read for people, never by a table.
_CUSTOMER_LABELS = {"name", "fit_evidence"}


class DocumentError(ValueError):
    """A document that is not a case; `problems` says where and the mend, one line each."""

    def __init__(self, problems: Collection[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass
class _Reader:
    """Collects every problem, so that an author mends a document in one go."""

    policy: Policy
    problems: list[str] = field(default_factory=list)

    def keys(self, where: str, given: Mapping[str, Any], known: Collection[str]) -> None:
        for key in given:
            if key not in known:
                self.problems.append(f"{where}: {unknown(str(key), known)}")

    def mapping(self, where: str, given: Any) -> Mapping[str, Any]:
        return self._typed(where, given, dict, {}, "an object, such as {}")

    def listed(self, where: str, given: Any) -> list[Any]:
        return self._typed(where, given, list, [], "a list, such as []")

    def text(self, where: str, given: Any) -> str:
        return self._typed(where, given, str, "", "a text")

    def _typed(self, where: str, given: Any, kind: type[T], empty: T, name: str) -> T:
        if given is None:
            return empty
        if isinstance(given, kind):
            return given
        self.problems.append(f"{where}: {_short(given)} is not {name}")
        return empty

    def facts(self, where: str, given: Any, about: Collection[str]) -> dict[str, Value]:
        flat = _flat(self.mapping(where, given))
        told = {name: fact for name, fact in flat.items() if self._is_one_value(where, name, fact)}
        try:
            facts = self.policy.read(told, about)
        except FactsError as error:
            self.problems += [f"{where}.{p.column}: {p.message}. {p.mend}." for p in error.problems]
            return {}
        for name, fact in facts.items():
            if isinstance(fact, Decimal) and abs(fact) >= _TOO_LARGE:
                mend = f"give a number below {_TOO_LARGE:,}"
                self.problems.append(f"{where}.{name}: {fact} is too large: {mend}")
        return facts

    def _is_one_value(self, where: str, name: str, fact: Any) -> bool:
        if isinstance(fact, dict | list):
            self.problems.append(f"{where}.{name}: {_short(fact)} is not one value")
        return not isinstance(fact, dict | list)

    def of_allegation(self, where: str, given: Any) -> dict[str, Value]:
        facts = {**self.mapping(where, given)}
        for name in _ELSEWHERE.keys() & facts.keys():
            self.problems.append(f"{where}.{name}: {_ELSEWHERE[name]}")
            del facts[name]
        return self.facts(where, facts, {"allegation"})

    def value(self, where: str, given: Any, read: Callable[[Any], T], mend: str) -> T | None:
        try:
            return read(given)
        except (ValueError, TypeError, RecursionError):
            self.problems.append(f"{where}: {_short(given)} is not {mend}")
            return None


def read_case(document: Any, policy: Policy) -> Case:
    """The case that a JSON document describes. Raises DocumentError naming every problem."""
    reader = _Reader(policy)
    given = reader.mapping("the document", document)
    reader.keys("the document", given, _CASE_KEYS)
    case = Case(
        received_on=_received_on(reader, given),
        allegations=_allegations(reader, given.get("allegations")),
        customer=_customer(reader, given.get("customer")),
        circumstances=reader.facts("circumstances", given.get("circumstances"), {"circumstance"}),
        currency=reader.text("currency", given.get("currency")) or policy.currency,
        similar_a_year=_similar(reader, given.get("similar_a_year")),
        lot=reader.text("lot", given.get("lot")),
    )
    return _without_problems(reader, case)


def read_facts(given: Mapping[str, Any], policy: Policy) -> dict[str, Value]:
    """The facts of one allegation. Raises DocumentError naming each bad one."""
    reader = _Reader(policy)
    return _without_problems(reader, reader.of_allegation("facts", given))


def read_circumstances(given: Mapping[str, Any], policy: Policy) -> dict[str, Value]:
    """What belongs to the whole complaint. Raises DocumentError naming each bad one."""
    reader = _Reader(policy)
    return _without_problems(reader, reader.facts("circumstances", given, {"circumstance"}))


def _without_problems(reader: _Reader, read: T) -> T:
    if reader.problems:
        raise DocumentError(reader.problems)
    return read


def _received_on(reader: _Reader, given: Mapping[str, Any]) -> date:
    text = given.get("received_on")
    mend = "a day: add the day of receipt as 2026-11-02"
    return reader.value("received_on", text, date.fromisoformat, mend) or date.min


def _similar(reader: _Reader, given: Any) -> int | None:
    if given is None or (type(given) is int and 0 <= given < _TOO_LARGE):
        return given
    reader.problems.append(f"similar_a_year: {_short(given)} is not a count of cases, 0 or more")
    return None


def _allegations(reader: _Reader, given: Any) -> tuple[Allegation, ...]:
    rows = reader.listed("allegations", given)
    if not rows:
        reader.problems.append("allegations: nothing is alleged: add at least one")
    found = tuple(_allegation(reader, number, row) for number, row in enumerate(rows, 1))
    ids = [allegation.id for allegation in found]
    for double in sorted({id for id in ids if ids.count(id) > 1}):
        reader.problems.append(f"allegations: id {double} stands twice: give each its own")
    return found


def _allegation(reader: _Reader, number: int, given: Any) -> Allegation:
    where = f"allegations[{number}]"
    row = reader.mapping(where, given)
    reader.keys(where, row, _ALLEGATION_KEYS)
    kinds = ", ".join(AllegationKind)
    kind = reader.value(f"{where}.kind", row.get("kind"), AllegationKind, f"one of {kinds}")
    facts = reader.of_allegation(f"{where}.facts", row.get("facts"))
    reader.mapping(f"{where}.provenance", row.get("provenance"))
    if row.get("finding") is not None:
        facts |= _recorded(reader, where, row["finding"])
    return Allegation(
        id=reader.text(f"{where}.id", row.get("id")) or f"a{number}",
        kind=kind or AllegationKind.OTHER,
        statement=reader.text(f"{where}.statement", row.get("statement")),
        facts=facts,
        evidence=tuple(
            reader.text(f"{where}.evidence", item)
            for item in reader.listed(f"{where}.evidence", row.get("evidence"))
        ),
        because=reader.text(f"{where}.because", row.get("because")),
    )


def _recorded(reader: _Reader, where: str, given: Any) -> dict[str, Value]:
    results = ", ".join(FindingResult)
    found = reader.value(f"{where}.finding", given, FindingResult, f"one of {results}")
    return reader.facts(where, {"recorded_finding": found}, {"allegation"}) if found else {}


def _customer(reader: _Reader, given: Any) -> Customer:
    row = {**reader.mapping("customer", given)}
    labels = {key: row.pop(key) for key in _CUSTOMER_LABELS & row.keys()}
    lines = reader.listed("customer.fit_evidence", labels.get("fit_evidence"))
    return Customer(
        name=reader.text("customer.name", labels.get("name")),
        facts=reader.facts("customer", row, {"customer", "relationship"}),
        fit_evidence=tuple(reader.text("customer.fit_evidence", line) for line in lines),
    )


# No input has a name of more parts, and a bottomless document must not exhaust the machine.
_DEEPEST = 3


def _flat(given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested objects as dotted names: {"fit": {"evidence": 5}} is fit.evidence. An object with
    nothing in it is no group of facts: as the value of one it would be kept unread."""
    flat: dict[str, Any] = {}
    for key, value in given.items():
        if isinstance(value, dict) and value and prefix.count(".") < _DEEPEST:
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat

"""The facts of an allegation, as they are told: each with its source, and which of them decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from upheld.core.money import Money
from upheld.core.records import DAYS
from upheld.store import models as rows
from upheld.tables import Field, Kind, Policy


@dataclass(frozen=True, slots=True)
class Fact:
    """`follows` tells the columns of the record that it follows from, where they say more."""

    label: str
    value: str
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts that came together. `sources` is empty where a person wrote them down."""

    sources: str
    by: str
    at: datetime | None
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact on which the records disagree."""

    label: str
    said: str


def told(known: Mapping[str, Any], policy: Policy) -> list[Fact]:
    """The known facts as a person reads them, in the policy's order."""
    return [
        Fact(label(field.name), spoken(known[field.name], field, policy))
        for field in policy.inputs.values()
        if known.get(field.name) is not None
    ]


def with_sources(row: rows.Allegation, policy: Policy) -> list[Facts]:
    """The known facts in the policy's order, those that came together under one source."""
    groups: dict[tuple[str, str, str], Facts] = {}
    for each in policy.inputs.values():
        if row.facts.get(each.name) is None:
            continue
        came = row.provenance.get(each.name, {})
        sources = ", ".join(one["source"] for one in came.get("sources", ()))
        by, at = came.get("by", ""), came.get("at", "")
        # What one person wrote down in one day stands together.
        key = sources, by, at if sources else at[: len("2026-11-02")]
        when = datetime.fromisoformat(at) if at else None
        group = groups.setdefault(key, Facts(sources, by, when))
        value = spoken(row.facts[each.name], each, policy)
        columns = came["sources"][0].get("from", {}) if sources else {}
        made_of = follows(columns, row.facts[each.name])
        group.facts.append(Fact(label(each.name), value, made_of))
    return list(groups.values())


def disputes(row: rows.Allegation, policy: Policy) -> list[Dispute]:
    return [
        Dispute(label(name), ", ".join(_one_said(one, policy.inputs[name], policy) for one in said))
        for name, said in _disputed(row)
        if name in policy.inputs
    ]


def _disputed(row: rows.Allegation) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    for name, came in row.provenance.items():
        if "disputed" in came:
            yield name, came["disputed"]["said"]


def _one_said(one: Mapping[str, Any], field: Field, policy: Policy) -> str:
    return f"{one['source']} says {spoken(one['value'], field, policy)}"


def decided_by(names: Sequence[str], row: rows.Allegation, policy: Policy) -> list[Fact]:
    """The facts on which a finding rests; what a rule found missing is told so."""
    return [
        Fact(label(name), _or_unknown(row.facts.get(name), policy.inputs[name], policy))
        for name in names
        if name in policy.inputs
    ]


def _or_unknown(value: Any, field: Field, policy: Policy) -> str:
    return "not known" if value is None else spoken(value, field, policy)


def follows(columns: Mapping[str, Any], value: Any) -> str:
    """The columns a fact is made of, where they say more than it does, days in their order:
    "promised on 15 Oct 2026, delivered on 24 Oct 2026"."""
    more = {
        name: told for name, told in columns.items() if name not in DAYS and str(told) != str(value)
    }
    if all(told is None for told in more.values()):
        return ""
    in_time = sorted(more.items(), key=lambda one: (one[1] is None, str(one[1])))
    return ", ".join(f"{label(name).lower()} {_plainly(told)}" for name, told in in_time)


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    return f"{day.day} {day:%b %Y}" if day else str(value if value is not None else "not known")


def label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def spoken(value: Any, field: Field, policy: Policy) -> str:
    """A fact's JSON as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.kind is Kind.MONEY:
        return str(Money(Decimal(str(value)), policy.currency))
    return str(value)

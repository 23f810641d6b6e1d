"""The cases of a backtest: what each is called, when it was received, which groups it is in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import polars as pl

from upheld.tables import Policy

from .facts import facts_of


class Cases(Protocol):
    """Cases that fit in memory together. The columns of `segments` are groups that the firm holds:
    who is in one reaches no table."""

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def received_on(self) -> Sequence[date | None]: ...

    @property
    def segments(self) -> pl.DataFrame: ...

    def facts(self, policy: Policy, elsewhere: Collection[str]) -> pl.DataFrame:
        """The cases as this policy reads them. Facts that it does not know and another policy of
        the backtest does, `elsewhere`, are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Documents:
    """Cases as documents, such as those that decisions keep."""

    names: Sequence[str]
    documents: Sequence[Mapping[str, Any]]
    segments: pl.DataFrame

    @property
    def received_on(self) -> Sequence[date | None]:
        return [_day(document.get("received_on")) for document in self.documents]

    def facts(self, policy: Policy, elsewhere: Collection[str]) -> pl.DataFrame:
        told = (_without(document, elsewhere) for document in self.documents)
        return facts_of(told if elsewhere else self.documents, policy)


def _day(told: Any) -> date | None:
    try:
        return date.fromisoformat(told)
    except (TypeError, ValueError):
        return None


def _without(document: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The document without the facts of these names, nested or dotted."""
    left: dict[str, Any] = {
        part: _left(document[part], names)
        for part in ("circumstances", "customer")
        if isinstance(document.get(part), dict)
    }
    points = document.get("allegations")
    if isinstance(points, list):
        left["allegations"] = [_of_point(point, names) for point in points]
    return {**document, **left}


def _of_point(point: Any, names: Collection[str]) -> Any:
    if isinstance(point, dict) and isinstance(point.get("facts"), dict):
        return {**point, "facts": _left(point["facts"], names)}
    return point


def _left(facts: Mapping[str, Any], names: Collection[str], prefix: str = "") -> dict[str, Any]:
    return {
        name: _left(value, names, f"{prefix}{name}.") if isinstance(value, dict) else value
        for name, value in facts.items()
        if f"{prefix}{name}" not in names
    }

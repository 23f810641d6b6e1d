"""The laws, schemes and contracts that say what is owed: folders of tables, read once a process."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from upheld.core.case import Allegation, Case
from upheld.core.decision import Decision
from upheld.core.floor import LawOnPoint, on_points
from upheld.core.law import Answer, Law, LawBasis
from upheld.core.law_facts import Span
from upheld.core.limits import slips
from upheld.store import policies
from upheld.store.policies import PolicyMissing
from upheld.tables import load
from upheld.tables.problems import did_you_mean, unknown

from .data_files import BadData, read_yaml
from .regime_files import calendar_of, zone_of

_SETTINGS, _OWED, _SOLD_UNDER = "regime.yaml", "owed.csv", "laws.yaml"
# What the table `owed` of every law answers; core.law reads no other, but for a guidance's bounds.
_OUTPUTS = frozenset(
    f"owed.{name}"
    for name in (
        "answer", "gives", "amount", "chooser", "days", "perform", "ask", "burden", "choice",
        "clause", "verified",
    )
)  # fmt: skip


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class _Settings:
    """regime.yaml as its author writes it."""

    name: str
    title: str
    basis: LawBasis
    zone: str
    country: str
    subdivision: str | None
    spans: tuple[Span, ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()
    whole: tuple[str, ...] = ()
    when_not_given: Mapping[str, tuple[str, ...]] | None = None
    questions: Mapping[str, str] | None = None
    notes: tuple[str, ...] = ()


def laws() -> tuple[str, ...]:
    """The names of all that can be asked what is owed."""
    return tuple(sorted(path.parent.name for path in _regimes().glob(f"*/{_OWED}")))


def law_in_force(name: str, day: date) -> Law:
    """Raises PolicyMissing for an unknown law, and for a day before it was in force."""
    law = read_law(name)
    if day < law.policy.valid_from:
        raise PolicyMissing(
            f"{law.title} ({name}) is in force from {law.policy.valid_from}, and {day} is before "
            "it: name the law of that day"
        )
    return law


@cache
def read_law(name: str) -> Law:
    """Raises PolicyMissing for an unknown name, PolicyError or BadData for a folder with a slip."""
    if name not in laws():
        raise PolicyMissing(f"law {unknown(name, laws())}")
    told = _settings(name)
    law = Law(
        name=told.name,
        title=told.title,
        basis=told.basis,
        policy=load(_regimes() / name),
        calendar=calendar_of(told.country, told.subdivision),
        zone=zone_of(told.zone),
        spans=told.spans,
        in_order=told.in_order,
        whole=told.whole,
        when_not_given=told.when_not_given or {},
        questions=told.questions or {},
    )
    _check(law)
    return law


def notes(name: str) -> tuple[str, ...]:
    """What a reader should know of how a law was put into tables."""
    return _settings(name).notes


def sold_under(touchpoint: str | None) -> tuple[str, ...]:
    """The laws that the firm's dealings fall under: a hand-off's, a handshake's, or either's.

    None asks for all of them. Raises BadData when laws.yaml is not what it should be.
    """
    chosen = _sold_under()
    if touchpoint is None:
        return tuple(dict.fromkeys(name for names in chosen.values() for name in names))
    return chosen.get(touchpoint, ())


def chosen(names: Iterable[str], touchpoint: object, day: date) -> tuple[Law, ...]:
    """The named laws, or those that the firm sells under, as they are in force on the day.

    Raises PolicyMissing where there is none to ask."""
    asked = [*dict.fromkeys(names)] or [
        *sold_under(touchpoint if isinstance(touchpoint, str) else None)
    ]
    if not asked:
        known = ", ".join(laws())
        raise PolicyMissing(f"no law is named and laws.yaml names none: name one of {known}")
    return tuple(law_in_force(name, day) for name in asked)


def _of_point(point: Allegation, currency: str, received_on: date) -> tuple[Law, ...]:
    """The laws that the firm's dealings fall under on one allegation, in the case's currency.

    A law that had not begun on the day of receipt is left out: nothing stands in its place.
    """
    touchpoint = point.facts.get("touchpoint")
    named = map(read_law, sold_under(touchpoint if isinstance(touchpoint, str) else None))
    return tuple(
        law
        for law in named
        if law.policy.valid_from <= received_on and law.policy.currency == currency
    )


def on(case: Case, decision: Decision) -> tuple[LawOnPoint, ...]:
    """What those laws give on every allegation of a case, as of the moment of its decision."""
    return on_points(
        case, decision, lambda point: _of_point(point, case.currency, case.received_on)
    )


@cache
def _sold_under() -> Mapping[str, tuple[str, ...]]:
    path = policies.folder() / _SOLD_UNDER
    if not path.is_file():
        return {}
    told = read_yaml(path, TypeAdapter(dict[str, tuple[str, ...]]))
    for name in (name for names in told.values() for name in names):
        if name not in laws():
            lines = path.read_text("utf-8").splitlines()
            line = next((at for at, text in enumerate(lines, 1) if _says(text, name)), 1)
            raise BadData(
                f"{path.parent.name}/{path.name}, line {line}: {name} is no law here. "
                f"{did_you_mean(name, laws())}"
            )
    return told


def _says(line: str, name: str) -> bool:
    return name in re.split(r"[\s,:\[\]\"']+", line.partition("#")[0])


def _regimes() -> Path:
    return Path(settings.POLICIES) / "regimes"


def _settings(name: str) -> _Settings:
    return read_yaml(_regimes() / name / _SETTINGS, TypeAdapter(_Settings))


def _check(law: Law) -> None:
    """Raises BadData where the tables of a law lack what is asked of every law."""
    where, policy = f"{law.name}/policy.yaml", law.policy
    if "remedy" not in policy.inputs or "asked_on" not in policy.inputs:
        raise BadData(f"{where}: add the inputs remedy (with its values) and asked_on (a date)")
    owed = policy.tables.get("owed")
    missing = _OUTPUTS - (owed.outputs.keys() if owed else set())
    if missing:
        raise BadData(f"{where}: table owed gives no {', '.join(sorted(missing))}: add them")
    if set(policy.names["owed.answer"].values) != set(Answer):
        raise BadData(f"{where}: owed.answer must have the values {', '.join(Answer)}")
    for slip in slips(policy):
        raise BadData(f"{where}: {slip}")
    named = (
        {span.fact for span in law.spans}
        | {*law.whole}
        | law.when_not_given.keys()
        | law.questions.keys()
    )
    named |= {name for span in law.spans for name in (span.start, span.end)}
    named |= {name for names in (*law.in_order, *law.when_not_given.values()) for name in names}
    for name in sorted(named - policy.inputs.keys()):
        raise BadData(
            f"{law.name}/{_SETTINGS}: {name} is no input. {did_you_mean(name, policy.inputs)}."
        )

"""What laws give, as data for programs and as words for a reader."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from rich.padding import Padding
from rich.text import Text

from upheld.core.law import Considered, Law, Reading, Remedy
from upheld.core.law_facts import open_to
from upheld.core.money import Money
from upheld.tables.syntax import written

from .moments import day_if_given
from .screen import out, plain

_UNVERIFIED = "not verified"


def day_of(on: datetime | None) -> date:
    """Raises Refused."""
    return day_if_given("--on", on) or datetime.now(UTC).astimezone().date()


def as_data(readings: Sequence[Reading], on: date) -> dict[str, Any]:
    """The readings for JSON: each list over all laws, every entry with its law."""
    return {
        "on": on.isoformat(),
        "regimes": [{"regime": each.regime, "version": each.version} for each in readings],
        "entitlements": [_remedy(item) for each in readings for item in each.entitlements],
        "guidance": [_remedy(item) for each in readings for item in each.guidance],
        "considered": [_considered(item) for each in readings for item in each.considered],
        "questions": [
            {"fact": item.fact, "text": item.text, "regime": item.regime, "kinds": item.kinds}
            for each in readings
            for item in each.questions
        ],
    }


def _remedy(item: Remedy) -> dict[str, Any]:
    bounds = {"from": _amount(item.low), "to": _amount(item.high)}
    return {
        "kind": item.kind,
        "gives": item.gives,
        "amount": _amount(item.amount),
        **({} if item.low is item.high is None else bounds),
        "currency": item.currency,
        "chooser": item.chooser,
        "perform_by": item.perform_by.isoformat() if item.perform_by else None,
        "perform": item.perform,
        "burden": item.burden,
        "choice": item.choice,
        "because": item.because,
        "clause": item.clause,
        "source": item.source,
        "verified": item.verified,
        "basis": item.basis,
        "regime": item.regime,
    }


def _amount(money: Money | None) -> str | None:
    return None if money is None else f"{money.amount:f}"


def _considered(item: Considered) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "because": item.because,
        "clause": item.clause,
        "source": item.source,
        "verified": item.verified,
        "regime": item.regime,
    }


def show(readings: Sequence[Reading], on: date) -> None:
    """For a reader at a terminal."""
    screen = out()
    for reading in readings:
        screen.print(Text(f"{reading.title} ({reading.regime}), asked for {on}", "bold"))
        for line in _lines(reading):
            screen.print(line)


def _lines(reading: Reading) -> Iterable[Text | Padding]:
    for item in (*reading.entitlements, *reading.guidance):
        yield _headed("owed" if item in reading.entitlements else "guidance", _head(item))
        yield _inside(item.because)
        yield _inside(_terms(item))
        yield _inside(_sourced(item))
    for question in reading.questions:
        kinds = ", ".join(_words(kind) for kind in question.kinds)
        yield _headed("to find out", f"{question.text} ({question.fact}; for {kinds})")
    for other in reading.considered:
        yield _headed("not owed", f"{_words(other.kind)}: {other.because}")
        yield _inside(_sourced(other))


def _head(item: Remedy) -> str:
    if item.low or item.high:
        parts = (f"from {item.low}" * bool(item.low), f"to {item.high}" * bool(item.high))
        return f"{_words(item.kind)}, {' '.join(part for part in parts if part)}"
    in_words = "how much is not known yet" if item.waits else "in kind"
    return f"{_words(item.kind)}, {item.amount or in_words}"


def _terms(item: Remedy) -> str:
    by = f"by {item.perform_by}: {item.perform}" if item.perform_by else item.perform
    chooser = f"the {item.chooser} chooses" if item.chooser else ""
    burden = f"the {item.burden} has to prove it" if item.burden else ""
    return "; ".join(part for part in (chooser, by, burden) if part)


def _sourced(item: Remedy | Considered) -> str:
    mark = "" if item.verified else f" [{_UNVERIFIED}]"
    return f"{item.clause}{mark}: {item.source}"


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _headed(word: str, rest: str) -> Text:
    return Text.assemble((f"{word}: ", "bold"), plain(rest))


def _inside(text: str) -> Padding:
    return Padding(plain(text), (0, 0, 0, 2))


def facts_data(laws: Sequence[Law]) -> dict[str, Any]:
    """Every fact that the laws know, by law."""
    return {law.name: [_fact(law, name) for name in open_to(law.policy)] for law in laws}


def _fact(law: Law, name: str) -> dict[str, Any]:
    field = law.policy.inputs[name]
    return {
        "fact": name,
        "type": str(field.kind),
        "values": list(field.values) or None,
        "domain": written(field.domain) if field.domain else None,
        "unit": field.unit or None,
        "means": field.means,
    }


def show_facts(known: dict[str, Any]) -> None:
    screen = out()
    for law, facts in known.items():
        screen.print(Text(law, "bold"))
        for fact in facts:
            allowed = " | ".join(fact["values"] or ()) or f"{fact['type']} {fact['domain'] or ''}"
            screen.print(_headed(fact["fact"], allowed.strip()))
            screen.print(_inside(fact["means"]))

"""A decision laid out for a reader: the answer first, then the tables that gave it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.findings import Finding
from upheld.core.money import Money
from upheld.core.ruling import Ruling
from upheld.tables import Line, Trace

from .screen import out, plain

_QUIET = "dim"


def show(decision: Decision, traces: Sequence[Trace] | None, note: str) -> None:
    """Prints the decision. Without `traces` only the rules that fired are known."""
    screen = out()
    _head(screen, decision, note)
    for title, parts in _chapters(decision):
        screen.print(Text(f"\n{title}", style="bold"))
        for part in parts:
            screen.print(Padding(part, (0, 0, 0, 2)))
    screen.print(Rule("the tables", style=_QUIET))
    for number, ruling in enumerate(decision.trace):
        screen.print(_table(ruling, traces[number] if traces else None))


def _head(screen: Console, decision: Decision, note: str) -> None:
    outcome = _words(decision.outcome or "not known yet")
    screen.print(Text(f"{outcome} · {decision.owed} owed · {_words(decision.stance)}", "bold"))
    told = f"policy {decision.policy_version}, {_moment(decision.decided_at)}"
    screen.print(plain(f"{note}, {told}" if note else told), style=_QUIET)


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y %H:%M} UTC"


def _chapters(decision: Decision) -> Iterator[tuple[str, Iterable[RenderableType]]]:
    yield "What we found", map(_finding, decision.findings)
    yield "What is owed, to everyone", _owed(decision)
    yield "Who this is to us", _reasoned(_words(decision.fit.band), decision.fit.because)
    stance = next(ruling for ruling in decision.trace if ruling.table == "stance")
    yield "Stance", _reasoned(_words(decision.stance), stance.because, stance.source)
    yield "Goodwill, beyond what is owed", _goodwill(decision)
    yield "Who may decide", _authority(decision)
    action = decision.next_action
    yield "What happens next", _reasoned(f"{_words(action.action)} ({action.who})", action.text)
    if decision.questions:
        yield "Still to be known", (plain(f"{q.text} ({q.whom})") for q in decision.questions)


def _finding(finding: Finding) -> RenderableType:
    alleged = (finding.statement or _words(finding.kind)).rstrip(".")
    parts = list(_reasoned(f"{alleged}: {_words(finding.result)}", finding.because))
    parts += [plain(f"evidence: {line}") for line in finding.evidence]
    return Group(*parts)


def _owed(decision: Decision) -> Iterator[RenderableType]:
    for item in decision.entitlement:
        yield from _reasoned(_remedy(item), item.because, item.source)
    if len(decision.entitlement) != 1:
        yield plain(f"{decision.owed} in all" if decision.entitlement else "Nothing.")


def _remedy(item: Entitlement) -> str:
    amount = f"{item.money} " if item.amount else ""
    days = "" if item.days is None else f", within {item.days} days"
    chooser = f", the {item.chooser} chooses" if item.chooser else ""
    return f"{amount}{_words(item.kind)}{days}{chooser}"


def _goodwill(decision: Decision) -> Iterator[RenderableType]:
    gesture = decision.goodwill
    if not gesture.given:
        return _reasoned("None.", gesture.because, gesture.source)
    told = f"{gesture.money} {_words(gesture.kind)}" if gesture.amount else _words(gesture.kind)
    price = "what everyone in the same situation would cost a year is not known"
    if gesture.cost_a_year is not None:
        cost = Money(gesture.cost_a_year, gesture.currency)
        price = f"{cost} a year if all {gesture.similar_a_year} in the same situation get it"
    return _reasoned(f"{told}; {price}", gesture.because, gesture.source)


def _authority(decision: Decision) -> Iterator[RenderableType]:
    second = ", with a second person" if decision.authority.second_person else ""
    told = f"{_words(decision.authority.role)}{second}"
    return _reasoned(told, decision.authority.because)


def _reasoned(told: str, because: str, source: str = "") -> Iterator[RenderableType]:
    yield plain(told)
    if because:
        yield plain(because)
    if source:
        yield Text.assemble("source: ", plain(source), style=_QUIET)


def _table(ruling: Ruling, trace: Trace | None) -> RenderableType:
    """One table: what it gave by which rule, then each other rule with the cell that said no."""
    name = f"{ruling.table} {ruling.subject}".strip()
    gave = ", ".join(f"{key} {_value(value)}" for key, value in ruling.gave.items())
    fired = ", ".join(ruling.rules) or "no rule"
    head = Text.assemble("\n", (name, "bold"), f": {fired} gave ", plain(gave))
    lines = [line for line in trace.lines if not line.fired] if trace else []
    grid = Table.grid(padding=(0, 2))
    for line in lines:
        grid.add_row(Text(f"  {line.rule.id}"), plain(_why_not(line, fired)), style=_QUIET)
    return Group(head, grid)


def _why_not(line: Line, fired: str) -> str:
    if line.stopped is None:
        return f"comes after {fired}"
    stop = line.stopped
    return f"wants {stop.column} {stop.test}, but it is {_value(stop.value)}"


def _value(value: object) -> str:
    if value is None:
        return "unknown"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _words(value: str) -> str:
    return value.replace("_", " ")

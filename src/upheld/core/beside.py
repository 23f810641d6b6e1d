"""Two decisions beside each other: where they differ, and which rule made the difference."""

from collections.abc import Callable
from dataclasses import dataclass

from .decision import Decision


@dataclass(frozen=True, slots=True)
class Line:
    """One part of two decisions. `table` is the decision table whose rules explain it."""

    label: str
    table: str
    left: str
    right: str
    left_because: str
    right_because: str

    @property
    def same(self) -> bool:
        return self.left == self.right


_PARTS: tuple[tuple[str, str, Callable[[Decision], str]], ...] = (
    ("Findings", "finding", lambda d: ", ".join(_words(f.result) for f in d.findings)),
    ("Outcome", "outcome", lambda d: _words(d.outcome or "not yet known")),
    ("Owed", "entitlement", lambda d: _owed(d)),
    ("Fit", "fit", lambda d: _words(d.fit.band)),
    ("Stance", "stance", lambda d: _words(d.stance)),
    ("Goodwill", "goodwill", lambda d: _goodwill(d)),
    ("Authority", "authority", lambda d: _words(d.authority.role)),
    ("Next action", "next_action", lambda d: _words(d.next_action.action)),
)


def beside(left: Decision, right: Decision) -> tuple[Line, ...]:
    """Every part of both decisions in the order of the story, equal or not."""
    return tuple(
        Line(
            label=label,
            table=table,
            left=read(left),
            right=read(right),
            left_because=left.because(table),
            right_because=right.because(table),
        )
        for label, table, read in _PARTS
    )


def _words(value: str) -> str:
    return value.replace("_", " ")


def _owed(decision: Decision) -> str:
    items = [f"{_words(i.kind)} {i.money}" if i.amount else _words(i.kind)
             for i in decision.entitlement]  # fmt: skip
    return ", ".join(items) or "nothing"


def _goodwill(decision: Decision) -> str:
    gesture = decision.goodwill
    kind = _words(gesture.kind) if gesture.kind != "none" else ""
    money = f"{kind} {gesture.money}" if kind and gesture.amount else kind
    more = "help in person" if gesture.help else ""
    return " and ".join(part for part in (money, more) if part) or "none"

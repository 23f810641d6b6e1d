"""A customer's fit as it was assessed: its lines, what each moves, and the rows behind them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from upheld.core.fit_explained import NAMES, Explained, explained
from upheld.core.fitting import Assessed, Line
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.fit import AssessForm, ContestForm, NoteForm, ReviewForm
from upheld.steps import may
from upheld.store import fitting, policies
from upheld.store import models as rows
from upheld.store.beside_customer import Beside
from upheld.store.policy_files import fit_files
from upheld.store.sight import fit_seen, withheld
from upheld.store.sql import in_one

from .fold import Fold, Opened, fold


@dataclass(frozen=True, slots=True)
class AxisPart:
    label: str
    value: Decimal | None
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class RowPart:
    """One row behind a line; `address` is where it is read whole."""

    words: str
    day: date | None
    address: str


@dataclass(frozen=True, slots=True)
class LinePart:
    line: Line
    moves: list[tuple[str, str]]
    rows: list[RowPart]
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class ContestPart:
    row: rows.FitContest
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class FitAssessedPart:
    """`kept` is None where nothing was assessed yet; `idle` is what was noted and counts for
    nothing, because no row of the table knows its words or because it is too old."""

    kept: rows.FitAssessment | None
    recorded_by: str
    expired: bool
    told: Explained | None
    axes: list[AxisPart]
    lines: list[LinePart]
    contests: list[ContestPart]
    idle: list[rows.FitNote]
    folds: list[Fold]


def fit_assessed(
    customer: rows.Customer, beside: Beside, by: may.Actor, now: datetime, opened: Opened
) -> FitAssessedPart:
    """The assessment, what was contested and noted, the rows behind it: at most two statements. Of
    whoever this customer is: the one who stays, with what was said of any of their rows."""
    kept = beside.assessment
    assessed = fitting.assessed_of(kept) if kept else None
    folds = _Folds(customer, by, opened)
    shown = fit_seen.contests(customer.pk, beside.contests)
    contests = [ContestPart(row, folds.of_contest(row)) for row in shown]
    of_all = folds.of_customer()
    if kept is None or assessed is None or kept.expires_on is None:
        return FitAssessedPart(kept, "", False, None, [], [], contests, [], of_all)
    policy = policies.policy_in_force(timezone.localdate(now))
    hidden = fit_seen.hidden(assessed)
    told = explained(assessed, fit_files.limits(), policy, hidden)
    axes = [AxisPart(_label(n), axis.value, axis.confidence) for n, axis in assessed.axes.items()]
    notes = list(beside.notes)
    behind = _behind(assessed, notes)
    lines = [_line(line, told, behind, folds) for line in assessed.lines if line.key not in hidden]
    expired = kept.expires_on <= timezone.localdate(now)
    spoken = {line.key for line in assessed.lines} | {part.row.line for part in contests}
    idle = [note for note in notes if f"told:{note.pk}" not in spoken]
    who = withheld.writer(kept.recorded_by)
    return FitAssessedPart(kept, who, expired, told, axes, lines, contests, idle, of_all)


def _label(axis: str) -> str:
    return NAMES[axis].capitalize()


def _line(
    line: Line, told: Explained, behind: Mapping[tuple[str, int], RowPart], folds: "_Folds"
) -> LinePart:
    moves = [(NAMES[axis], f"{by:+.2f}") for axis, by in told.moves[line.key].items() if by]
    rests_on = [behind[row] for row in line.rows if row in behind]
    return LinePart(line, moves, rests_on, folds.of_line(line))


def _behind(assessed: Assessed, notes: Iterable[rows.FitNote]) -> dict[tuple[str, int], RowPart]:
    asked: dict[str, list[int]] = {"order": [], "case": [], "contact": [], "note": []}
    for what, number in (row for line in assessed.lines for row in line.rows):
        asked[what].append(number)
    found: dict[tuple[str, int], RowPart] = {}
    kinds = {"order": rows.Order, "case": rows.Case, "contact": rows.Contact}
    there = in_one.rows_of(
        {
            what: model._default_manager.filter(pk__in=asked[what])
            for what, model in kinds.items()
            if asked[what]
        }
    )
    for order in there.get("order", ()):
        told = f"Order {order.reference}: {order.item}"
        found["order", order.pk] = RowPart(told, order.placed_on, "?kind=order#life")
    for case in there.get("case", ()):
        address = reverse("desk:case", args=[case.pk])
        told = f"{case.reference} {case.subject}"
        found["case", case.pk] = RowPart(told, timezone.localdate(case.received_at), address)
    for contact in there.get("contact", ()):
        told = contact.summary
        found["contact", contact.pk] = RowPart(
            told, timezone.localdate(contact.at), "?kind=contact#life"
        )
    for note in notes:
        found["note", note.pk] = RowPart(f"Noted by {note.by}", note.on, "#fit")
    return found


@dataclass(frozen=True, slots=True)
class _Folds:
    customer: rows.Customer
    by: may.Actor
    opened: Opened

    def of_customer(self) -> list[Fold]:
        if not may.allowed_any("know", self.by):
            return []
        return [
            self._fold("note", "Note what they told us", "Note it", "fit_note",
                       lambda key: NoteForm(key=key)),
            self._fold("assess", "Assess it anew", "Assess it", "fit_assess",
                       lambda key: AssessForm(key=key)),
        ]  # fmt: skip

    def of_line(self, line: Line) -> list[Fold]:
        if not may.allowed_any("contest_fit", self.by):
            return []
        key = f"contest-{line.key.replace(':', '-')}"
        return [
            self._fold(key, "Contest this line", "Contest it", "fit_contest",
                       lambda key: ContestForm(key=key, initial={"line": line.key}))
        ]  # fmt: skip

    def of_contest(self, row: rows.FitContest) -> list[Fold]:
        """Whoever contested it does not review it."""
        waits = row.stands is None and row.by != self.by.name
        if not waits or not may.allowed_any("review_fit", self.by):
            return []
        return [
            self._fold(f"review-{row.pk}", "Say whether it stands", "Say so", "fit_review",
                       lambda key: ReviewForm(key=key), row.pk)
        ]  # fmt: skip

    def _fold(
        self, key: str, label: str, submit: str, name: str, form: Callable[[str], DeskForm],
        *more: int,
    ) -> Fold:  # fmt: skip
        address = reverse(f"desk:{name}", args=[self.customer.pk, *more])
        page = reverse("desk:customer", args=[self.customer.pk])
        return fold(self.opened, key, label, submit, address, form, page)


def folds_of(part: FitAssessedPart | None) -> Sequence[Fold]:
    if part is None:
        return ()
    of_lines = [fold for each in part.lines for fold in each.folds]
    return [*part.folds, *of_lines, *(fold for each in part.contests for fold in each.folds)]

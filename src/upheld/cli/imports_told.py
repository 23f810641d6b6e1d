"""What an import came to, for programs and for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from .screen import out, plain

if TYPE_CHECKING:
    from upheld.core.imports.tables import Tally
    from upheld.store.models import Import


@dataclass(frozen=True, slots=True)
class Summary:
    """What one import did with the rows of its file; `reasons` counts the rejected ones, `ignored`
    the fields that are not read. Of a dry run it is what would come of it."""

    number: int
    file: str
    state: str
    dry_run: bool
    rows: int
    done: int
    taken: int
    past: int
    already_there: int
    without_date: int
    rejected: int
    reasons: dict[str, int]
    ignored: dict[str, int]
    taken_back: int
    rejected_file: str | None

    @classmethod
    def of(cls, row: "Import", file: str, rejected_file: str | None) -> Self:
        return cls(
            number=row.pk, file=file, state=row.state, dry_run=row.dry, rows=row.rows or 0,
            done=row.done, taken=row.taken, past=row.past, already_there=row.already_there,
            without_date=row.without_date, rejected=row.rejected, reasons=row.reasons,
            ignored=row.ignored, taken_back=row.taken_back, rejected_file=rejected_file,
        )  # fmt: skip


def print_summary(summary: Summary) -> None:
    screen = out()
    trial = " (a trial: nothing was written)" if summary.dry_run else ""
    screen.print(plain(f"{summary.rows:,} rows in {summary.file}{trial}"), style="bold")
    screen.print(f"{summary.taken:>9,}  {'would be taken' if summary.dry_run else 'taken'}")
    if summary.past:
        screen.print(f"{summary.past:>9,}  of these closed there: past cases, without clocks")
    if summary.without_date:
        screen.print(f"{summary.without_date:>9,}  of these without a date: received now")
    screen.print(f"{summary.already_there:>9,}  already there")
    screen.print(f"{summary.rejected:>9,}  rejected")
    for why, count in sorted(summary.reasons.items(), key=lambda each: -each[1]):
        screen.print(plain(f"{count:>9,}    {why}"))
    if summary.ignored:
        told = ", ".join(f"{name} ({count:,})" for name, count in summary.ignored.items())
        screen.print(plain(f"Not read: {told}"), soft_wrap=True)
    if summary.rejected_file:
        screen.print(plain(f"The rejected rows are in {summary.rejected_file}"), soft_wrap=True)
    if not summary.dry_run and summary.taken:
        screen.print(f"Undo it with upheld import undo {summary.number}")


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What came of the lines of customers, orders or contacts, or of a dry run what would. `made`
    are the customers, orders or contacts that they come to: those that are `new`, and those that
    were there, of which some are `changed`. `told` counts what a person should know of them."""

    number: int
    kind: str
    file: str
    dry_run: bool
    lines: int
    lines_taken: int
    lines_rejected: int
    reasons: dict[str, int]
    told: dict[str, int]
    made: int
    new: int
    already_there: int
    changed: int
    rejected_file: str | None

    @classmethod
    def of(cls, row: "Import", tally: "Tally", file: str, rejected_file: str | None) -> Self:
        return cls(
            number=row.pk, kind=row.kind, file=file, dry_run=row.dry, lines=tally.lines,
            lines_taken=tally.lines_taken, lines_rejected=tally.rejected,
            reasons=dict(tally.reasons), told=dict(tally.told), made=tally.made, new=row.taken,
            already_there=row.already_there, changed=row.changed, rejected_file=rejected_file,
        )  # fmt: skip


def print_table(summary: TableSummary) -> None:
    screen = out()
    trial = " (a trial: nothing was written)" if summary.dry_run else ""
    screen.print(plain(f"{summary.lines:,} lines in {summary.file}{trial}"), style="bold")
    screen.print(f"{summary.lines_taken:>9,}  taken, which make {summary.made:,} {summary.kind}")
    for count, what in _there(summary):
        screen.print(f"{count:>9,}  {summary.kind} {what}")
    for what, count in summary.told.items():
        screen.print(plain(f"{count:>9,}  {what}"))
    screen.print(f"{summary.lines_rejected:>9,}  rejected")
    for why, count in sorted(summary.reasons.items(), key=lambda each: -each[1]):
        screen.print(plain(f"{count:>9,}    {why}"))
    if summary.rejected_file:
        screen.print(plain(f"The rejected lines are in {summary.rejected_file}"), soft_wrap=True)


def _there(summary: TableSummary) -> tuple[tuple[int, str], ...]:
    stay = summary.already_there - summary.changed
    if not summary.dry_run:
        return (summary.new, "are new"), (summary.already_there, "were there")
    return (
        (summary.new, "would be new"),
        (summary.changed, "would change"),
        (stay, "would stay as they are"),
    )


def print_imports(told: "Iterable[Import]") -> None:
    screen = out()
    for row in told:
        counts = f"{row.taken:,} taken, {row.rejected:,} rejected"
        counts += f", {row.taken_back:,} taken back" if row.taken_back else ""
        state = "tried" if row.dry and row.state == "draft" else row.state
        at = f"{row.made_at:%Y-%m-%d %H:%M}"
        screen.print(plain(f"{row.pk:>5}  {at}  {state:<8}  {row.filename}  {counts}"))

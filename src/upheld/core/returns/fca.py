"""DISP 1 Annex 1: complaints opened, closed and outstanding, upheld, and the redress, by category.

Source: DISP 1.10.2R-3G as domain knowledge cites it; the annex's own codes were not read.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from upheld.core.calendars import Calendar, business_days_after
from upheld.core.words import AllegationKind, Outcome

from .complaint import Answer, Period, PeriodError, Reported, concerned
from .mapping import Fca, fca
from .table import Cell, Check, Note, Return

NAME, TITLE = "fca-disp-1-annex-1", "UK FCA complaints return (DISP 1 Annex 1)"
COLUMNS = (
    "category", "outstanding_at_start", "opened", "reopened", "closed_within_3_business_days",
    "closed_within_8_weeks", "closed_after_8_weeks", "closed", "upheld", "rejected",
    "not_ours", "outstanding_at_end", "redress", "currency",
)  # fmt: skip
_EIGHT_WEEKS = timedelta(weeks=8)
_ALL = "all categories"

NOTES = (
    Note(
        "redress", "What is owed and goodwill with a cash value, of the complaints closed in the "
        "period, as decided. Payments themselves are not kept here.",
        "DISP 1.10.3G(3)", verified=True,
    ),
    Note(
        "upheld, rejected", "Partly upheld counts as upheld. Not upheld with a goodwill payment "
        "counts as rejected. Undecided and settled with goodwill counts as upheld.",
        "DISP 1.10, FCA guidance", verified=True,
    ),
    Note(
        "upheld", "Already put right before the complaint counts as upheld; withdrawn counts as "
        "rejected, and as upheld when money was given.", "our own reading", verified=False,
    ),
    Note(
        "category", "The main part of the complaint: what was alleged first, in our own kinds. "
        "The regulator's codes for products and causes were not read: map them before you send it.",
        "DISP 1.10.2R for the main part; the codes are not sourced", verified=False,
    ),
    Note(
        "closed_within_3_business_days, closed_within_8_weeks, closed_after_8_weeks",
        "From receipt until our final answer left: by the end of the third business day after the "
        "day of receipt, after that and within eight weeks, and later.",
        "DISP 1.5, DISP 1.6.2R", verified=True,
    ),
    Note(
        "not_ours", "Complaints closed as not ours to answer: they were opened, and leave here, "
        "with no outcome and no redress.", "our own reading", verified=False,
    ),
    Note(
        "reopened, closed, rejected, not_ours, outstanding_at_end, currency",
        "Added here so that the figures can be checked; they are no columns of the annex.",
        "our own", verified=False,
    ),
    Note(
        "redress of a complaint that was opened again", "It is counted with its newest decision in "
        "the period in which it was closed again.", "our own reading", verified=False,
    ),
)  # fmt: skip


def make(complaints: Sequence[Reported], period: Period, calendar: Calendar) -> Return:
    """The return on the complaints that were open in the period. Raises PeriodError for sums in
    several currencies."""
    told = concerned(complaints, period)
    kinds = [kind.value for kind in AllegationKind if any(each.kind == kind for each in told)]
    currency = _currency(told, period)
    by_kind = {kind: [each for each in told if each.kind == kind] for kind in kinds}
    lines = {kind: _line(of, period, calendar) for kind, of in by_kind.items()}
    lines[_ALL] = _line(told, period, calendar)
    return Return(
        name=NAME,
        title=TITLE,
        period=period,
        columns=COLUMNS,
        rows=tuple((kind, *line, currency) for kind, line in lines.items()),
        checks=_checks(told, period, lines),
        notes=NOTES,
        nil=not told,
        unanswered=tuple(each.reference for each in told if _unmapped(each, period)),
    )


def _aside(each: Reported, period: Period) -> bool:
    answer = _answer(each, period)
    return answer is not None and answer.outcome is Outcome.OUT_OF_SCOPE


def _answer(each: Reported, period: Period) -> Answer | None:
    """The answer that a complaint was closed with by the end of the period."""
    return each.answer(period.end) if each.closed_at(period.end) else None


def _unmapped(each: Reported, period: Period) -> bool:
    answer = _answer(each, period)
    unread = answer is None or fca(answer) is None
    return each.closed_in(period) and unread and not _aside(each, period)


def _currency(told: Sequence[Reported], period: Period) -> str:
    closed = [each for each in told if each.closed_in(period)]
    found = {answer.currency for each in closed if (answer := _answer(each, period))}
    if len(found) > 1:
        raise PeriodError(
            f"the complaints of this period are in {' and '.join(sorted(found))}: a sum of redress "
            "is in one currency, so report each regime by itself with --regime"
        )
    return next(iter(found), "GBP")


def _line(told: Sequence[Reported], period: Period, calendar: Calendar) -> tuple[Cell, ...]:
    ended = [each for each in told if each.closed_in(period)]
    closed = [each for each in ended if not _aside(each, period)]

    def count(of: Sequence[Reported], asks: Callable[[Reported], bool]) -> int:
        return sum(map(asks, of))

    def within(each: Reported) -> int:
        return _band(each, period, calendar)

    def found(each: Reported) -> Fca | None:
        answer = _answer(each, period)
        return fca(answer) if answer else None

    return (
        count(told, lambda each: each.open_at(period.start)),
        count(told, lambda each: each.opened_in(period)),
        count(told, lambda each: each.reopened_in(period)),
        count(closed, lambda each: within(each) == 0),
        count(closed, lambda each: within(each) == 1),
        count(closed, lambda each: within(each) == 2),
        len(closed),
        count(closed, lambda each: found(each) is Fca.UPHELD),
        count(closed, lambda each: found(each) is Fca.REJECTED),
        count(ended, lambda each: _aside(each, period)),
        count(told, lambda each: each.open_at(period.end)),
        sum((_money(each, period) for each in closed), Decimal("0.00")),
    )


def _money(each: Reported, period: Period) -> Decimal:
    answer = _answer(each, period)
    return answer.money if answer else Decimal(0)


def _band(each: Reported, period: Period, calendar: Calendar) -> int:
    """0 within three business days of receipt, 1 within eight weeks, 2 later."""
    received, closed = period.day(each.received_at), _closed_on(each, period)
    if closed <= business_days_after(received, 3, calendar):
        return 0
    return 1 if closed <= received + _EIGHT_WEEKS else 2


def _closed_on(each: Reported, period: Period) -> date:
    closed = each.closed_at(period.end)
    assert closed is not None
    return period.day(closed)


def _checks(
    told: Sequence[Reported], period: Period, lines: dict[str, tuple[Cell, ...]]
) -> tuple[Check, ...]:
    of_lines = [check for name, line in lines.items() for check in _of_line(name, line)]
    closed = [each for each in told if each.closed_in(period) and not _aside(each, period)]
    answers = [answer for each in closed if (answer := _answer(each, period))]
    parts = {
        "owed": sum((answer.owed for answer in answers), Decimal(0)),
        "goodwill": sum((answer.goodwill for answer in answers), Decimal(0)),
    }
    redress = {"redress": _redress(lines[_ALL])}
    return (*of_lines, *_of_categories(lines), Check("redress", redress, parts))


def _of_line(name: str, line: tuple[Cell, ...]) -> Iterator[Check]:
    """What came in went out or is there; what went out is told by time and by outcome."""
    number = _numbers(line)
    part = name != _ALL
    sides = {
        name: (COLUMNS[1:4], ("closed", "not_ours", "outstanding_at_end")),
        f"{name}, by time": (("closed",), COLUMNS[4:7]),
        f"{name}, by outcome": (("closed",), ("upheld", "rejected")),
    }
    for what, (left, right) in sides.items():
        yield Check(what, _side(number, left), _side(number, right), part)


def _side(number: dict[str, int], columns: Sequence[str]) -> dict[str, int]:
    return {column.replace("_", " "): number[column] for column in columns}


def _of_categories(lines: dict[str, tuple[Cell, ...]]) -> Iterator[Check]:
    """Every complaint stands in one category: each column's sum is its total."""
    parts = [line for name, line in lines.items() if name != _ALL]
    for column, whole in _numbers(lines[_ALL]).items():
        told = sum(_numbers(line)[column] for line in parts)
        yield Check(f"{column} of the categories", {"sum": told}, {"total": whole}, of_a_part=True)
    told_redress = sum((_redress(line) for line in parts), Decimal(0))
    yield Check("categories", {"redress": told_redress}, {"total": _redress(lines[_ALL])})


def _numbers(line: tuple[Cell, ...]) -> dict[str, int]:
    at = zip(COLUMNS[1:], line, strict=False)
    return {column: value for column, value in at if isinstance(value, int)}


def _redress(line: tuple[Cell, ...]) -> Decimal:
    return next(cell for cell in line if isinstance(cell, Decimal))

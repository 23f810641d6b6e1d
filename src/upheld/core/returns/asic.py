"""ASIC's internal dispute resolution data: one row for each complaint open in the period.

Source: the elements that domain knowledge lists from ASIC's page on IDR data reporting; the codes
of the data dictionary were not read, so every cell stands in words.
"""

from collections.abc import Sequence
from decimal import Decimal

from .complaint import Period, Reported, concerned
from .mapping import asic
from .table import Cell, Check, Note, Return, balance

NAME, TITLE = "asic-idr", "ASIC internal dispute resolution data (RG 271)"
COLUMNS = (
    "unique_id", "brand", "complaint_type", "gender", "age", "postcode", "status", "channel",
    "received", "closed", "days_to_resolve", "representative", "product", "issue", "outcome",
    "amount", "currency",
)  # fmt: skip
_OPEN, _CLOSED = "open", "closed"
_UNKNOWN = "not recorded"

NOTES = (
    Note(
        "rows", "One for each complaint that was open at any time of the period. A period without "
        "any is a nil submission.", "ASIC, IDR data reporting", verified=True,
    ),
    Note(
        "complaint_type, gender, age, representative", "Not kept here: the cells say so.",
        "our own", verified=True,
    ),
    Note(
        "status, channel, product, issue, outcome", "In words. The codes of the data dictionary "
        "were not read: map them before you send the file, or its validation fails.",
        "our own reading", verified=False,
    ),
    Note(
        "outcome", "What the complainant got in the end: money before work, work before words. "
        "What was found stands apart from it and is not in this file.",
        "our own reading", verified=False,
    ),
    Note("amount", "What is owed and goodwill, as decided.", "our own reading", verified=False),
    Note(
        "currency", "Added here; the regulator reads amounts in Australian dollars.",
        "our own", verified=False,
    ),
)  # fmt: skip


def make(complaints: Sequence[Reported], period: Period, brand: str) -> Return:
    """The register of the period, the earliest received first."""
    told = concerned(complaints, period)
    rows = tuple(_row(each, period, brand) for each in told)
    return Return(
        name=NAME,
        title=TITLE,
        period=period,
        columns=COLUMNS,
        rows=rows,
        checks=_checks(told, rows, period),
        notes=NOTES,
        nil=not rows,
        unanswered=tuple(
            row[0] for row in map(_as_text, rows) if row[6] == _CLOSED and not row[14]
        ),
    )


def _as_text(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(map(str, row))


def _row(each: Reported, period: Period, brand: str) -> tuple[Cell, ...]:
    received, closed = period.day(each.received_at), each.closed_at(period.end)
    answer = each.answer(period.end) if closed else None
    product, _, _ = each.topic.partition(" › ")
    return (
        each.reference,
        brand,
        _UNKNOWN,
        _UNKNOWN,
        _UNKNOWN,
        each.area or _UNKNOWN,
        _CLOSED if closed else _OPEN,
        each.channel,
        received.isoformat(),
        period.day(closed).isoformat() if closed else "",
        (period.day(closed) - received).days if closed else "",
        _UNKNOWN,
        product or _UNKNOWN,
        each.kind,
        asic(answer).value if answer else "",
        answer.money if answer else "",
        answer.currency if answer else "",
    )


def _checks(
    told: Sequence[Reported], rows: Sequence[tuple[Cell, ...]], period: Period
) -> tuple[Check, ...]:
    def having(status: str) -> list[tuple[Cell, ...]]:
        return [row for row in rows if row[6] == status]

    counted = [
        sum(each.open_at(period.start) for each in told),
        sum(each.opened_in(period) for each in told),
        sum(each.reopened_in(period) for each in told),
        len(having(_CLOSED)),
        len(having(_OPEN)),
    ]
    amounts = [row[15] for row in rows if isinstance(row[15], Decimal)]
    answers = [each.answer(period.end) for each in told if each.closed_at(period.end)]
    closed = {"closed": len(having(_CLOSED))}
    return (
        balance("complaints", counted),
        Check("rows", {"rows": len(rows)}, {"different ids": len({row[0] for row in rows})}),
        Check("dates", closed, {"with a day of closing": sum(bool(row[9]) for row in rows)}),
        Check("outcomes", closed, {"with an outcome": sum(bool(row[14]) for row in rows)}),
        Check(
            "amounts",
            {"amount": sum(amounts, Decimal(0))},
            {
                "owed": sum((a.owed for a in answers if a), Decimal(0)),
                "goodwill": sum((a.goodwill for a in answers if a), Decimal(0)),
            },
        ),
    )

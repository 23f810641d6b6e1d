"""The CFPB's categories of response: one row for each complaint open in the period.

Source: nratheband.com and insidearm.com 00041341 on the company portal, as domain knowledge cites.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from .complaint import Period, Reported, concerned
from .mapping import Cfpb, cfpb
from .table import Cell, Check, Note, Return, balance

NAME, TITLE = "cfpb", "US CFPB company responses"
COLUMNS = (
    "Complaint ID", "Date received", "Product", "Issue", "Company response to consumer",
    "Date responded", "Timely response?",
)  # fmt: skip
_RESPOND, _FINAL = timedelta(days=15), timedelta(days=60)

NOTES = (
    Note(
        "Company response to consumer", "Relief in money before relief in kind before an "
        "explanation; withdrawn or not ours to answer is Closed; without an answer, In progress.",
        "the CFPB's categories, as described by nratheband.com and insidearm.com", verified=True,
    ),
    Note(
        "Timely response?", "Answered within 15 calendar days; or something was sent within 15 and "
        "the answer within 60. An open complaint is timely while one of these can still be so.",
        "15 and 60 days from insidearm.com 00041341; that any letter counts is our own reading",
        verified=False,
    ),
    Note(
        "left out", "The administrative categories (wrong company, duplicate, redirected, sent to "
        "a regulator) are not kept here.", "our own", verified=True,
    ),
)  # fmt: skip


def make(complaints: Sequence[Reported], period: Period) -> Return:
    """The responses as they stood at the end of the period, the earliest received first."""
    told = concerned(complaints, period)
    rows = tuple(_row(each, period) for each in told)
    return Return(
        name=NAME,
        title=TITLE,
        period=period,
        columns=COLUMNS,
        rows=rows,
        checks=_checks(told, rows, period),
        notes=NOTES,
        nil=not rows,
        unanswered=tuple(each.reference for each in told if _unanswered(each, period)),
    )


def _unanswered(each: Reported, period: Period) -> bool:
    return each.closed_at(period.end) is not None and each.answer(period.end) is None


def _row(each: Reported, period: Period) -> tuple[Cell, ...]:
    closed = each.closed_at(period.end)
    product, _, issue = each.topic.partition(" › ")
    return (
        each.reference,
        period.day(each.received_at).isoformat(),
        product,
        issue or each.kind,
        cfpb(each.answer(period.end) if closed else None).value,
        period.day(closed).isoformat() if closed else "",
        "Yes" if _timely(each, period) else "No",
    )


def _timely(each: Reported, period: Period) -> bool:
    received = period.day(each.received_at)
    closed, sent = each.closed_at(period.end), each.first_sent_at
    answered_on = period.day(closed) if closed else period.last
    if answered_on <= received + _RESPOND:
        return True
    in_progress = sent is not None and period.day(sent) <= received + _RESPOND
    return in_progress and answered_on <= received + _FINAL


def _checks(
    told: Sequence[Reported], rows: Sequence[tuple[Cell, ...]], period: Period
) -> tuple[Check, ...]:
    by_category = Counter(str(row[4]) for row in rows)
    closed = sum(each.closed_at(period.end) is not None for each in told)
    counted = [
        sum(each.open_at(period.start) for each in told),
        sum(each.opened_in(period) for each in told),
        sum(each.reopened_in(period) for each in told),
        sum(bool(row[5]) for row in rows),
        by_category[Cfpb.IN_PROGRESS],
    ]
    closings = {kind.value: by_category[kind] for kind in Cfpb if kind is not Cfpb.IN_PROGRESS}
    return (
        balance("complaints", counted),
        Check("rows", {"rows": len(rows)}, {"different ids": len({row[0] for row in rows})}),
        Check("categories", {"closed": closed}, closings),
    )

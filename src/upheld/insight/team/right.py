"""What was right the first time, what came back, and letters that a check held back."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from upheld.core.intervals import Share, share
from upheld.store import models as rows
from upheld.store.counted import answers_right, case_days, cases_counted
from upheld.store.counted.answers_right import NEW, held_back
from upheld.store.sql.asked_again import AskedAgain


@dataclass(frozen=True, slots=True)
class Right:
    """Of the complaints first answered in a span. One may have gone wrong in several ways.

    `right`: answered once, not reopened or contested, not changed by an outside body, and no check
    held the answer back. `new` were answered too recently for many to have come back."""

    answered: int
    right: Share | None
    again: int
    reopened: int
    outside: int
    ruled: int
    held_back: int
    new: int


@dataclass(frozen=True, slots=True)
class Checked:
    """Letters of cases that a check held back in a span, each once, and how many of them were
    mended and have left since; `problems` says how often each was found."""

    held_back: int
    mended: int
    problems: tuple[tuple[str, int], ...]


class _Answered(NamedTuple):
    """One complaint: when its first answer left, and what became of it."""

    case: int
    first: datetime
    again: bool
    back: bool
    outside: bool
    ruled: bool


def right(since: datetime, until: datetime, now: datetime) -> Right:
    """Two statements."""
    found = [_Answered(*row) for row in _ANSWERED(since, until)]
    held = answers_right.held(since, until)
    went = [each.again or each.back or each.outside or each.case in held for each in found]
    return Right(
        answered=len(found),
        right=share(went.count(False), len(found)),
        again=sum(each.again for each in found),
        reopened=sum(each.back for each in found),
        outside=sum(each.outside for each in found),
        ruled=sum(each.ruled for each in found),
        held_back=sum(each.case in held for each in found),
        new=sum(now - each.first < NEW for each in found),
    )


def _answered(since: datetime, until: datetime) -> case_days.Cases:
    found = case_days.answered(cases_counted.counted(until), since, until).order_by()
    first = answers_right.answers().filter(case=OuterRef("pk")).order_by("queued_at")
    went = {name: _whether(of_case()) for name, of_case in answers_right.WENT.items()}
    ruled = _whether(Q(pk__in=rows.OutsideRuling.objects.order_by().values("case")))
    told: case_days.Cases = found.annotate(
        first=Subquery(first.values("queued_at")[:1]), **went, ruled=ruled
    )
    return told.values_list("pk", *_Answered._fields[1:])


def _whether(condition: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(condition, BooleanField())


_ANSWERED = AskedAgain(_answered)


def checked(since: datetime, until: datetime) -> Checked:
    """One statement, and one more where a letter was held back."""
    found = held_back(since, until)
    problems: dict[str, int] = {}
    for each in found.values():
        for code in each.data["problems"]:
            problems[code] = problems.get(code, 0) + 1
    cases = {case for case, _ in found}
    left = rows.Letter.objects.filter(case__in=cases, queued_at__isnull=False).order_by("queued_at")
    sent = {(case, kind): at for case, kind, at in left.values_list("case", "kind", "queued_at")}
    mended = sum(
        (at := sent.get(which)) is not None and at >= event.at for which, event in found.items()
    )
    ranked = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    return Checked(len(found), mended, tuple(ranked))

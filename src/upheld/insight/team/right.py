"""What was right the first time, what came back, and letters that a check held back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from upheld.core.intervals import Share, share
from upheld.store import answers_right, case_days, cases_counted
from upheld.store import models as rows
from upheld.store.answers_right import NEW, held_back
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


def right(since: datetime, until: datetime, now: datetime) -> Right:
    """Seven statements."""
    first = dict(_FIRST_ANSWERS(since, until))
    again, back, changed = ({pk for (pk,) in asked(since, until)} for asked in _GONE)
    held = _gone("held")(since, until).values_list("pk", flat=True)
    ruled = rows.OutsideRuling.objects.order_by().values_list("case", flat=True).distinct()
    wrong = again | back | changed | set(held)
    return Right(
        answered=len(first),
        right=share(len(first) - len(wrong & first.keys()), len(first)),
        again=len(again),
        reopened=len(back),
        outside=len(changed),
        ruled=len(first.keys() & set(ruled)),
        held_back=len(held),
        new=sum(now - at < NEW for at in first.values()),
    )


def _answered(since: datetime, until: datetime) -> case_days.Cases:
    return case_days.answered(cases_counted.counted(until), since, until).order_by()


def _first_answers(since: datetime, until: datetime) -> case_days.Cases:
    told = answers_right.answers().filter(case__in=_answered(since, until).values("pk"))
    return told.values("case").annotate(first=Min("queued_at")).values_list("case", "first")


def _gone(wrong: str) -> Callable[[datetime, datetime], case_days.Cases]:
    def of(since: datetime, until: datetime) -> case_days.Cases:
        found = answers_right.gone(_answered(since, until), wrong, since, until)
        return found.values_list("pk")

    return of


_FIRST_ANSWERS = AskedAgain(_first_answers)
# Those that a check held back are named by events, which are read each time.
_GONE = [AskedAgain(_gone(wrong)) for wrong in ("again", "back", "outside")]


def checked(since: datetime, until: datetime) -> Checked:
    """Two statements, and one more where a letter was held back."""
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

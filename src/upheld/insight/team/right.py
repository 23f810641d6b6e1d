"""What was right the first time, what came back, and letters that a check held back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from upheld.core.intervals import Share, share
from upheld.store import answers_right, case_days, cases_counted
from upheld.store import models as rows
from upheld.store.answers_right import NEW, held_back


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
    cases = case_days.answered(cases_counted.counted(until), since, until).order_by()
    first = _first_answers(cases)
    again, back, changed, held = (
        set(answers_right.gone(cases, wrong, since, until).values_list("pk", flat=True))
        for wrong in answers_right.WRONG
    )
    ruled = rows.OutsideRuling.objects.filter(case__in=cases.values("pk")).order_by()
    wrong = again | back | changed | held
    return Right(
        answered=len(first),
        right=share(len(first) - len(wrong & first.keys()), len(first)),
        again=len(again),
        reopened=len(back),
        outside=len(changed),
        ruled=ruled.values("case").distinct().count(),
        held_back=len(held),
        new=sum(now - at < NEW for at in first.values()),
    )


def _first_answers(cases: case_days.Cases) -> Mapping[int, datetime]:
    told = answers_right.answers().filter(case__in=cases.values("pk"))
    return dict(told.values_list("case").annotate(first=Min("queued_at")))


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

"""Themes as whoever looks may see them: the job reads every complaint, and those of a private team
count for nobody else.

What names a theme, and since when it comes up, is of every complaint in it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upheld.core.event_kinds import EventKind
from upheld.store.merged import as_one
from upheld.store.models import Case, Event, Merge, Theme, ThemeCase, ThemesFound

from . import seen


def with_cases(found: "QuerySet[Theme]") -> "QuerySet[Theme]":
    """The themes with a case that is theirs to see."""
    if not seen.hides():
        return found
    return found.filter(Exists(ThemeCase.objects.filter(theme=OuterRef("pk"))))


def counted(found: Iterable[Theme], whole: ThemesFound | None) -> list[Theme]:
    """The same rows, which say no more than their cases that may be seen. They are not for keeping:
    a step asks for the whole. Three statements, and none where nothing is hidden."""
    found = list(found)
    if not seen.hides():
        return found
    numbers = [row.pk for row in found]
    inside = ThemeCase.objects.filter(theme__in=numbers).order_by().values_list("theme")
    people = Count(as_one.person_of("case__customer"), distinct=True)
    counts = {pk: told for pk, *told in inside.annotate(n=Count("pk"), people=people)}
    kept = seen.kept_cases().filter(in_theme__theme__in=numbers)
    away = list(kept.values_list("in_theme__theme", "received_at"))
    named = {each["case"] for row in found for each in (*row.examples, *row.wishes)}
    shown = seen.shown(named)
    for row in found:
        row.cases, row.people = counts.get(row.pk, (0, 0))
        row.letters = min(row.letters, row.cases)
        row.weeks = _weeks(row, whole, [at for theme, at in away if theme == row.pk])
        row.examples, row.wishes = _said(row.examples, shown), _said(row.wishes, shown)
    return [row for row in found if row.cases]


def _weeks(row: Theme, whole: ThemesFound | None, away: Sequence[Any]) -> list[int]:
    if whole is None or whole.first_week is None:
        return list(row.weeks)
    gone = Counter((timezone.localdate(at) - whole.first_week).days // 7 for at in away)
    return [max(many - gone[at], 0) for at, many in enumerate(row.weeks)]


def _said(told: Sequence[dict[str, Any]], shown: set[int]) -> list[dict[str, Any]]:
    return [each for each in told if each["case"] in shown]


def of_all(whole: ThemesFound | None) -> ThemesFound | None:
    """What was found of all of them, without the complaints that may not be seen."""
    if whole is None or not seen.hides():
        return whole
    kept = _kept_when_read(whole.at)
    whole.cases = max(whole.cases - kept.count(), 0)
    whole.outside = max(whole.outside - kept.filter(in_theme=None).count(), 0)
    return whole


def _kept_when_read(at: datetime) -> "QuerySet[Case]":
    """The cases that may not be seen and were read then, as that time has them in the record: what
    is written down, merged or taken back since would tell by a count that it was."""
    written_down = Event.objects.filter(case=OuterRef("pk"), kind=EventKind.RECEIVED, at__lte=at)
    merged = Merge._base_manager.filter(_since(at, "undone_at"), case=OuterRef("pk"), at__lte=at)
    read = seen.kept_cases().filter(_since(at, "taken_back_at"), Exists(written_down))
    return read.exclude(Exists(merged))


def _since(at: datetime, name: str) -> Q:
    """It was not so then, whatever became of it."""
    return Q(**{name: None}) | Q(**{f"{name}__gt": at})

"""What people said alike in these days: themes that come up and go down, and copied letters."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from upheld.insight.learnt import Learnt
from upheld.store import models as rows
from upheld.store import themes
from upheld.store.counted import case_days, cases_counted

from . import stakes
from .part import Told
from .span import Span, day
from .told import Cell, Place, Section, Table, counted, number

_SHOWN = 12
# Of fewer complaints in these days, or people who sent one letter, nothing is made.
_FEW, _SENDERS = 5, 5
_EMERGING = "emerging"


def told(span: Span) -> Told:
    """Themes as they were found last, with how many complaints of each came in these days."""
    whole = themes.latest()
    shown, came = themes.listed(), _came(span)
    letters = _letters(span)
    return Told(
        Section(
            key="themes",
            title="What people say",
            sentence=_sentence(whole, shown, span),
            tables=tuple(_tables(shown, came, letters, span)),
            limits=tuple(_limits(whole)),
            place=Place("themes"),
        ),
        (*_trends(shown, came, span), *map(_letter, letters)),
    )


def _came(span: Span) -> Mapping[int, int]:
    """By the number of the theme, how many complaints of these days are in it."""
    cases = case_days.received(cases_counted.counted(span.seen), span.since, span.seen)
    inside = rows.ThemeCase.objects.filter(case__in=cases.values("pk")).order_by()
    return dict(inside.values_list("theme").annotate(n=Count("pk")))


def _letters(span: Span) -> list[rows.CopiedLetter]:
    sent = rows.CopiedLetter.objects.filter(people__gte=_SENDERS)
    return list(sent.filter(first_on__lte=span.last, last_on__gte=span.first))


def _sentence(
    whole: rows.ThemesFound | None, shown: Sequence[rows.Theme], span: Span
) -> str:  # fmt: skip
    if whole is None:
        return "Nobody has looked for themes yet: run upheld themes --store."
    up = [row.name for row in shown for trend in row.trends if _goes_on(trend, _EMERGING, span)]
    return f"Coming up: {', '.join(up)}." if up else "No theme comes up in these days."


def _goes_on(trend: Mapping[str, Any], direction: str, span: Span) -> bool:
    """Whether a change was told by the end of these days and is not over before they are."""
    ended = trend["ended"] and date.fromisoformat(trend["ended"])
    known = date.fromisoformat(trend["told"]) <= span.last
    return bool(trend["direction"] == direction and known and (not ended or ended > span.last))


def _trends(
    shown: Sequence[rows.Theme], came: Mapping[int, int], span: Span
) -> Iterator[Learnt]:  # fmt: skip
    for row in shown:
        for trend in row.trends:
            if _goes_on(trend, _EMERGING, span) and came.get(row.pk, 0) >= _FEW:
                yield _coming(row, date.fromisoformat(trend["began"]), came[row.pk], span)
            elif _goes_on(trend, "fading", span) and span.first <= date.fromisoformat(
                trend["told"]
            ):
                yield _going(row, date.fromisoformat(trend["began"]))


def _coming(row: rows.Theme, began: date, many: int, span: Span) -> Learnt:
    first = max(began, span.first)
    since, _ = case_days.moments(first, span.last)
    cases = case_days.received(cases_counted.counted(span.seen), since, span.seen)
    lasted = max((span.seen - since) / timedelta(days=1), 1.0)
    return Learnt(
        kind="theme",
        about=str(row.pk),
        sentence=f"“{row.name}” comes up since {day(began)}.",
        figure=f"{number(many)} complaints",
        page="theme",
        argument=str(row.pk),
        stake=stakes.of_cases(cases.filter(in_theme__theme=row), lasted),
        then=f"Read the complaints of “{row.name}”, and give what causes them an owner.",
    )


def _going(row: rows.Theme, began: date) -> Learnt:
    return Learnt(
        kind="theme",
        about=str(row.pk),
        sentence=f"“{row.name}” goes down since {day(began)}.",
        figure=f"{number(row.cases)} complaints in all",
        page="theme",
        argument=str(row.pk),
    )


def _letter(row: rows.CopiedLetter) -> Learnt:
    return Learnt(
        kind="letter",
        about=str(row.pk),
        sentence=f"{number(row.people)} people sent one letter, nearly word for word; each was "
        "looked into on its own.",
        figure=f"{number(row.cases)} complaints, {_days(row)}",
        page="copied_letter",
        argument=str(row.pk),
        then="Answer in public what that letter says, as so many have the same of it.",
    )


def _days(row: rows.CopiedLetter) -> str:
    return f"{day(row.first_on)} to {day(row.last_on)}" if row.first_on and row.last_on else ""


def _tables(
    shown: Sequence[rows.Theme],
    came: Mapping[int, int],
    letters: Sequence[rows.CopiedLetter],
    span: Span,
) -> Iterator[Table]:
    largest = sorted(shown, key=lambda row: (-came.get(row.pk, 0), row.pk))
    if any(came.values()):
        some = [row for row in largest if came.get(row.pk)][:_SHOWN]
        head = ("The largest themes", "Complaints in these days", "What changes")
        yield Table(head, tuple(_theme(row, came[row.pk], span) for row in some))
    moving = [
        (row, trend)
        for row in shown
        for trend in row.trends
        if date.fromisoformat(trend["began"]) <= span.last
        and (not trend["ended"] or date.fromisoformat(trend["ended"]) >= span.first)
    ]
    if moving:
        yield Table(
            ("Came up or went down", "Since", "Until"),
            tuple(_moving(row, trend) for row, trend in moving),
        )
    if letters:
        yield Table(
            ("Letters sent by several", "People", "Complaints"),
            tuple(_sent(row) for row in letters),
        )


def _theme(row: rows.Theme, many: int, span: Span) -> tuple[Cell, ...]:
    place = Place("theme", str(row.pk))
    going = [
        word
        for word in (_EMERGING, "fading")
        if any(_goes_on(trend, word, span) for trend in row.trends)
    ]
    return Cell(row.name, place), counted(number(many), place), Cell(", ".join(going))


def _moving(row: rows.Theme, trend: Mapping[str, Any]) -> tuple[Cell, ...]:
    up = "Up" if trend["direction"] == _EMERGING else "Down"
    ended = day(date.fromisoformat(trend["ended"])) if trend["ended"] else "goes on"
    name = Cell(f"{up}: {row.name}", Place("theme", str(row.pk)))
    return name, Cell(day(date.fromisoformat(trend["began"]))), Cell(ended)


def _sent(row: rows.CopiedLetter) -> tuple[Cell, ...]:
    """Not its words: a report is kept for good, and whoever wrote them may be erased."""
    place = Place("copied_letter", str(row.pk))
    return (
        Cell(f"Sent {_days(row)}", place),
        counted(number(row.people), place),
        counted(number(row.cases), place),
    )


def _limits(whole: rows.ThemesFound | None) -> Iterator[str]:
    if whole is not None:
        found = day(timezone.localdate(whole.at))
        yield f"Themes were found last on {found}, in {number(whole.cases)} complaints."
        yield from (f"{limit[:1].upper()}{limit[1:]}." for limit in whole.limits)

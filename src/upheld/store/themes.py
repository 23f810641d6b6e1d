"""Themes: rows to what is known of them, and what was found to rows."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from upheld.core.event_kinds import EventKind
from upheld.core.themes import LetterRead, Said, ThemeError, ThemeRead, ThemesRead, Trend

from .erased.words import GONE
from .models import Case, CopiedLetter, LetterCase, Theme, ThemeCase, ThemesFound
from .record import events
from .sight import seen, themes_seen

_AT_ONCE = 2000


def shown() -> QuerySet[Theme]:
    """The themes that are there now, the largest first; of what whoever looks may see, by name."""
    found = Theme.objects.filter(gone_at=None, merged_into=None, cases__gt=0)
    return themes_seen.with_cases(found)


def listed() -> list[Theme]:
    """The same with what they count and quote, of what whoever looks may see."""
    found = themes_seen.counted(shown(), ThemesFound.objects.first())
    return sorted(found, key=lambda row: (-row.cases, row.pk))


def remembered() -> list[Theme]:
    """Every theme whose words are known: those of now, and those that were merged into one."""
    return list(Theme.objects.filter(gone_at=None).order_by("pk"))


def bounds(known: Iterable[Theme]) -> dict[int, tuple[int | None, int | None]]:
    """What each was merged into, and what it is a part of."""
    return {row.pk: (row.merged_into_id, row.split_from_id) for row in known}


def of(number: int) -> Theme:
    """The theme, following where it was merged into. Raises ThemeError."""
    row = Theme.objects.filter(pk=number).first()
    while row is not None and row.merged_into_id is not None:
        row = Theme.objects.filter(pk=row.merged_into_id).first()
    if row is None:
        raise ThemeError(f"there is no theme {number}: take its number from the list of themes")
    return row


def as_seen(number: int) -> Theme:
    """The theme as whoever looks may see it. Raises ThemeError where none of its cases is theirs to
    see."""
    row = of(number)
    if seen.hides() and not themes_seen.counted([row], ThemesFound.objects.first()):
        raise ThemeError(f"there is no theme {number}: take its number from the list of themes")
    return row


def latest() -> ThemesFound | None:
    return themes_seen.of_all(ThemesFound.objects.first())


def kept(read: ThemesRead, by: str, now: datetime) -> None:
    """Replaces what was found before, in the caller's transaction. A hand's name stays.

    Raises ThemeError where themes were merged, split or found since it was read."""
    if read.bounds is not None and read.bounds != bounds(remembered()):
        raise ThemeError("themes were changed while it looked for them: look again")
    known, gone = {row.pk: row for row in Theme.objects.all()}, _erased()
    placed: list[ThemeCase] = []
    found: set[int] = set()
    for theme in read.themes:
        row = known.get(theme.continues or 0) or Theme(first_found_at=now)
        _told(row, theme, gone, now)
        row.save()
        found.add(row.pk)
        placed += [ThemeCase(case_id=case, theme=row, place=at)
                   for at, case in enumerate(theme.cases)]  # fmt: skip
    ThemeCase.objects.all().delete()
    ThemeCase.objects.bulk_create(placed, batch_size=_AT_ONCE)
    lost = Theme.objects.filter(gone_at=None, merged_into=None).exclude(pk__in=found)
    lost.update(cases=0)
    # A theme that others were merged into is kept for them; any other that is not found is gone.
    lost.filter(merged=None).update(gone_at=now)
    _letters(read.letters, gone)
    _whole(read, by, now)
    events.append(events.Act(None, EventKind.THEMES_FOUND, by, now, _event(read, found, known)))


def _event(read: ThemesRead, found: set[int], known: dict[int, Theme]) -> dict[str, Any]:
    return {
        "themes": len(read.themes),
        "new": len(found - known.keys()),
        "cases": read.cases,
        "outside": read.outside,
    }


def _erased() -> frozenset[int]:
    """Of these nothing is quoted: they may have been read before they were erased."""
    return frozenset(Case.everything.exclude(erased_at=None).values_list("pk", flat=True))


def _told(row: Theme, read: ThemeRead, gone: frozenset[int], now: datetime) -> None:
    row.found_name = read.name[:80] or "Unnamed"
    if not row.named_by:
        row.name = row.found_name
    row.head = read.head[:80]
    row.phrases, row.weights = list(read.phrases), dict(read.weights)
    row.examples = [asdict(each) for each in read.examples if each.case not in gone]
    row.wishes = [asdict(each) for each in read.wishes if each.case not in gone]
    row.weeks = list(read.weeks)
    row.trends = [_trend(each) for each in read.trends]
    row.cases, row.letters, row.people = len(read.cases), read.letters, read.people
    row.found_at, row.gone_at = now, None


def _trend(trend: Trend) -> dict[str, str | None]:
    return {
        "direction": str(trend.direction),
        "began": trend.began.isoformat(),
        "told": trend.told.isoformat(),
        "ended": trend.ended.isoformat() if trend.ended else None,
    }


def _letters(read: Sequence[LetterRead], gone: frozenset[int]) -> None:
    CopiedLetter.objects.all().delete()
    rows = [
        CopiedLetter(words=each.words if gone.isdisjoint(each.cases) else GONE,
                     cases=len(each.cases), people=each.people,
                     first_on=each.first_on, last_on=each.last_on)
        for each in read
    ]  # fmt: skip
    made = CopiedLetter.objects.bulk_create(rows, batch_size=_AT_ONCE)
    cases = [
        LetterCase(case_id=case, letter=row)
        for row, each in zip(made, read, strict=True)
        for case in each.cases
    ]
    LetterCase.objects.bulk_create(cases, batch_size=_AT_ONCE)


def _whole(read: ThemesRead, by: str, now: datetime) -> None:
    ThemesFound.objects.create(
        at=now,
        by=by,
        cases=read.cases,
        outside=read.outside,
        copies=read.copies,
        first_week=read.first_week,
        terms=[{"term": each.term, **_trend(each.trend)} for each in read.terms],
        languages=dict(read.languages),
        limits=list(read.limits),
    )


def renamed(row: Theme, name: str, by: str, now: datetime) -> None:
    before, row.name, row.named_by = row.name, name, by
    row.save(update_fields=["name", "named_by"])
    _changed(row, "renamed", by, now, before=before, after=name)


def merged(row: Theme, into: Theme, by: str, now: datetime) -> None:
    """One theme of two: its cases stand behind those of the other."""
    behind = into.in_theme.count()
    cases = list(row.in_theme.all())
    for at, case in enumerate(cases):
        case.theme, case.place = into, behind + at
    ThemeCase.objects.bulk_update(cases, ["theme", "place"], batch_size=500)
    into.cases += row.cases
    into.letters += row.letters
    # Somebody may have written to both.
    into.people = into.in_theme.values("case__customer").order_by().distinct().count()
    into.weeks = [a + b for a, b in zip(*_as_long(into.weeks, row.weeks), strict=True)]
    into.save(update_fields=["cases", "letters", "people", "weeks"])
    row.merged_into, row.cases = into, 0
    row.save(update_fields=["merged_into", "cases"])
    _changed(row, "merged", by, now, into=into.pk)


def _as_long(one: list[int], other: list[int]) -> tuple[list[int], list[int]]:
    longest = max(len(one), len(other))
    return (one + [0] * (longest - len(one)), other + [0] * (longest - len(other)))


def are_of(row: Theme, parts: Sequence[ThemeRead]) -> bool:
    """Whether the cases of these parts are those that the theme has by now."""
    cases = {case for part in parts for case in part.cases}
    return cases == set(row.in_theme.values_list("case_id", flat=True))


def split(row: Theme, parts: Sequence[ThemeRead], by: str, now: datetime) -> list[Theme]:
    """Several themes of one: the first part keeps its number, and each is known to be a part.

    Parts of a part are parts of the whole, so that all of them stay apart."""
    made, whole, gone = [], row.split_from or row, _erased()
    for at, part in enumerate(parts):
        each = row if at == 0 else Theme(first_found_at=now, head=row.head)
        each.split_from = whole
        if at == 0:
            each.named_by = ""
        _told(each, part, gone, now)
        each.save()
        ThemeCase.objects.filter(case__in=part.cases).update(theme=each)
        made.append(each)
    _changed(row, "split", by, now, parts=[each.pk for each in made])
    return made


def _changed(row: Theme, how: str, by: str, now: datetime, **told: Any) -> None:
    data = {"theme": row.pk, "name": row.name, "how": how, **told}
    events.append(events.Act(None, EventKind.THEME_CHANGED, by, now, data))


def said(told: Iterable[dict[str, Any]]) -> tuple[Said, ...]:
    """The sentences that a row keeps."""
    return tuple(Said(each["case"], each["words"]) for each in told)

"""The themes of all cases, found again, each kept under its number and in its bounds of before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from upheld.core.themes import (
    LetterRead,
    Said,
    TermTrend,
    ThemeRead,
    ThemesRead,
    Trend,
)
from upheld.insight import names
from upheld.insight.duplicates import closer
from upheld.store import models as rows
from upheld.store import themes as kept
from upheld.store.called import NAMED_BY, named_in

from .change import FALSE_ALARM_WEEKS, FEWEST_WEEKS, Change, changes, weeks_of
from .found import Found, Theme, described
from .identity import Known, same
from .letters import OUTSIDE, Letters, Progress
from .terms_watched import watched

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DEMANDS = 2
_LONGEST_DEMAND = 260
_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Case:
    """What is read of a case: its words and demand, its day, and whose it is."""

    number: int
    text: str
    demand: str
    day: date | None
    customer: int
    names: tuple[str, ...] = ()  # what they are called

    def says(self, words: str) -> Said:
        """A sentence of it for whoever reads the theme, and need not know whose it is."""
        return Said(self.number, names.redact(words, *self.names).text)


def cases() -> list[Case]:
    """Every case that stands on its own, in the order of receipt."""
    asked = rows.Case.objects.filter(merged_into=None).order_by("received_at", "pk")
    columns = "pk", "text", "demand", "received_at", "customer_id"
    named, called = asked.values_list(*columns, *NAMED_BY), named_in()
    return [
        Case(pk, text, demand, at.date(), customer, called(customer, *known))
        for pk, text, demand, at, customer, *known in named.iterator(chunk_size=2000)
    ]


def refit(read: Sequence[Case], done: Progress = lambda doing, count: None) -> ThemesRead:
    """What the cases of the store bear out now, and which theme of before each continues."""
    before = kept.remembered()
    return replace(looked_at(read, before, _had(before), done), bounds=kept.bounds(before))


def looked_at(
    read: Sequence[Case],
    before: Sequence[rows.Theme] = (),
    had: Mapping[int, frozenset[int]] = MappingProxyType({}),
    done: Progress = lambda doing, count: None,
) -> ThemesRead:
    """The same for any cases; `before` are themes that were found earlier, which `had` cases."""
    letters = Letters(
        [case.text for case in read], done, writers=[" ".join(case.names) for case in read]
    )
    group = letters.grouped([row.weights for row in before])
    settled, leads = _settled(letters, group, before, had, read)
    found = described(letters, settled)
    continues = _continued(found, before, had, read, leads)
    return _read(found, continues, letters, read)


def _had(before: Sequence[rows.Theme]) -> dict[int, frozenset[int]]:
    """The cases of each theme, by its number."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for theme, case in rows.ThemeCase.objects.values_list("theme_id", "case_id"):
        found[theme].add(case)
    return {row.pk: frozenset(found[row.pk]) for row in before}


def _leads_to(before: Sequence[rows.Theme]) -> dict[int, int]:
    """For each theme the one that it leads to in the end: itself, unless it was merged."""
    into = {row.pk: row.merged_into_id for row in before}

    def end(number: int) -> int:
        while (next_one := into.get(number)) is not None:
            number = next_one
        return number

    return {row.pk: end(row.pk) for row in before}


def _settled(
    letters: Letters,
    group: "NDArray[Any]",
    before: Sequence[rows.Theme],
    had: Mapping[int, frozenset[int]],
    read: Sequence[Case],
) -> "tuple[NDArray[Any], dict[int, int]]":
    """The groups with what was merged by hand in one, and what was split by hand apart."""
    leads = _leads_to(before)
    known = [Known(row.weights, had[row.pk]) for row in before]
    found = [
        Known(weights, frozenset(read[at].number for at in letters.first[group == number]))
        for number, weights in enumerate(letters.telling(group))
    ]
    matched = same(known, found)
    group = group.copy()
    first_of: dict[int, int] = {}
    for number, place in enumerate(matched):
        if place is not None:
            home = first_of.setdefault(leads[before[place].pk], number)
            group[group == number] = home
    at_first = [read[at].number for at in letters.first]
    return _apart(letters, group, before, first_of, had, at_first), leads


def _apart(
    letters: Letters,
    group: "NDArray[Any]",
    before: Sequence[rows.Theme],
    first_of: dict[int, int],
    had: Mapping[int, frozenset[int]],
    cases: Sequence[int],
) -> "NDArray[Any]":
    """Each letter of themes that are parts of one stays in its part; a new one goes to the part
    whose words it has. `cases` are the numbers of the letters."""
    families: defaultdict[int, list[rows.Theme]] = defaultdict(list)
    for row in before:
        if row.split_from_id is not None and row.merged_into_id is None:
            families[row.split_from_id].append(row)
    fresh = int(group.max(initial=OUTSIDE)) + 1
    for parts in families.values():
        at_home = {first_of[row.pk] for row in parts if row.pk in first_of}
        if not at_home or len(parts) < 2:
            continue
        inside = [at for at in range(len(group)) if group[at] in at_home]
        best = letters.nearest(inside, [row.weights for row in parts])
        home = {case: part for part, row in enumerate(parts) for case in had[row.pk]}
        for at, part in zip(inside, best, strict=True):
            group[at] = fresh + home.get(cases[at], part)
        for at, row in enumerate(parts):
            first_of[row.pk] = fresh + at
        fresh += len(parts)
    return group


def _continued(
    found: Found,
    before: Sequence[rows.Theme],
    had: Mapping[int, frozenset[int]],
    read: Sequence[Case],
    leads: Mapping[int, int],
) -> list[int | None]:
    """The number that each theme keeps. What was merged is asked for by all of its words."""
    standing = [row for row in before if leads[row.pk] == row.pk]
    joined = [
        Known(
            row.weights,
            frozenset().union(*(had[o.pk] for o in before if leads[o.pk] == row.pk)),
        )
        for row in standing
    ]
    now = [Known(t.weights, frozenset(read[at].number for at in t.members)) for t in found.themes]
    return [None if place is None else standing[place].pk for place in same(joined, now)]


def _read(
    found: Found, continues: Sequence[int | None], letters: Letters, read: Sequence[Case]
) -> ThemesRead:
    import numpy as np

    places, first, weeks = weeks_of([case.day for case in read])
    different = set(letters.first.tolist())
    counts = np.zeros((len(found.themes), weeks))
    totals = np.zeros(weeks)
    for at, week in enumerate(places):
        if week is not None and at in different:
            totals[week] += 1
            if found.theme_of[at] != OUTSIDE:
                counts[found.theme_of[at], week] += 1
    monday = first or date.min
    trends: defaultdict[int, list[Trend]] = defaultdict(list)
    for change in changes(counts, totals, FALSE_ALARM_WEEKS / 2):
        trends[change.series].append(_trend(change, monday))
    themes = tuple(
        _theme(theme, number, found, read, counts[at], tuple(trends[at]))
        for at, (theme, number) in enumerate(zip(found.themes, continues, strict=True))
    )
    terms = tuple(
        TermTrend(term, _trend(change, monday)) for term, change in watched(letters, places, totals)
    )
    limits = found.limits + (_no_change(totals),) * bool(_no_change(totals))
    return ThemesRead(
        themes=themes,
        letters=tuple(_letters(letters, read)),
        terms=terms,
        cases=len(read),
        outside=sum(1 for theme in found.theme_of if theme == OUTSIDE),
        copies=found.copies,
        first_week=first,
        languages={name: count for name, count in found.languages.items() if name},
        limits=limits,
    )


def _no_change(totals: "NDArray[Any]") -> str:
    weeks = int((totals > 0).sum())
    if weeks >= FEWEST_WEEKS or not weeks:
        return ""
    said = f"{weeks} week{'s' * (weeks != 1)}"
    return f"complaints in {said}: what comes up or goes down is told from {FEWEST_WEEKS} on"


def _trend(change: Change, first: date) -> Trend:
    def monday(week: int) -> date:
        return first + timedelta(weeks=week)

    ended = None if change.ended is None else monday(change.ended)
    return Trend(change.direction, monday(change.began), monday(change.told), ended)


def _theme(
    theme: Theme,
    continues: int | None,
    found: Found,
    read: Sequence[Case],
    weeks: "NDArray[Any]",
    trends: tuple[Trend, ...],
) -> ThemeRead:
    asked = [
        read[at].says(" ".join(read[at].demand.split()))
        for at in theme.members
        if len(read[at].demand.split()) > 0 and len(read[at].demand) <= _LONGEST_DEMAND
    ][:_DEMANDS]
    wishes = [read[quote.text].says(quote.words) for quote in theme.wishes]
    return ThemeRead(
        continues=continues,
        name=theme.name,
        phrases=theme.phrases,
        weights=theme.weights,
        head=found.heads[theme.head].name if theme.head != OUTSIDE else "",
        cases=tuple(read[at].number for at in theme.members),
        letters=theme.letters,
        people=len({read[at].customer for at in theme.members}),
        examples=tuple(read[quote.text].says(quote.words) for quote in theme.examples),
        wishes=tuple({said.words.lower(): said for said in [*wishes, *asked]}.values()),
        weeks=tuple(int(count) for count in weeks),
        trends=trends,
    )


def _letters(letters: Letters, read: Sequence[Case]) -> list[LetterRead]:
    """Letters that several people sent, those of most people first."""
    groups: defaultdict[int, list[Case]] = defaultdict(list)
    for at, head in enumerate(closer(letters.words, letters.same)):
        groups[head].append(read[at])
    several = [each for each in groups.values() if len({case.customer for case in each}) > 1]
    found = map(_letter, several)
    return sorted(found, key=lambda each: (-each.people, each.cases))


def _letter(cases: Sequence[Case]) -> LetterRead:
    days = sorted(case.day for case in cases if case.day is not None)
    return LetterRead(
        cases=tuple(case.number for case in cases),
        people=len({case.customer for case in cases}),
        words=cases[0].says(cases[0].text[:_SHOWN]).words,
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
    )

"""The report: its parts together, what matters most first, and what to do next."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from upheld.insight.learnt import Learnt
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.counted import case_days, cases_counted
from upheld.store.made_once import readings_made_once

from . import numbers
from .part import Part, Told
from .parts import PARTS
from .span import Span, day, span
from .told import Report, Section

# As many as a board keeps in mind, each of another kind.
MOST = 5
STEPS = 3
NOTHING = "Nothing was learnt that these days bear out: too little came, or nothing stands out."
UNTOLD = "This could not be told: what went wrong is in the log."
GO_ON = "Nothing that was found asks for a step: go on, and look again next month."


def report(first: date, last: date, now: datetime, parts: Sequence[Part] = PARTS) -> Report:
    """What happened from `first` to `last`, both days whole, what was learnt and what to do next.

    Raises ReportError for days that run backwards, are to come or are too many."""
    chosen = span(first, last, now)
    with readings_made_once():
        told = [_told(part, chosen) for part in parts]
        headline = numbers.headline(numbers.numbers(chosen), numbers.numbers(chosen.before))
    ordered = in_order([each for one in told for each in one.learnt])
    learnt = most_telling(ordered)
    return Report(
        firm=policies.voice().firm,
        first=first,
        last=last,
        zone=str(timezone.get_current_timezone()),
        at=now,
        so_far=chosen.until > now,
        headline=headline,
        figures=tuple(figure for one in told for figure in one.figures),
        learnt=learnt,
        next=tuple(steps(ordered)) or (GO_ON,),
        sections=tuple(_with_the_rest(one, learnt) for one in told),
        limits=tuple(_limits(chosen, told, learnt)),
    )


def _told(part: Part, chosen: Span) -> Told:
    """One that fails says so and is logged: the others are told all the same. A database that is
    away or busy fails all of them, to be tried again."""
    try:
        return part.told(chosen)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        logging.getLogger(__name__).exception("the part %s of a report failed", part.key)
        return Told(Section(part.key, part.title, UNTOLD), failed=True)


def _with_the_rest(one: Told, learnt: Sequence[Learnt]) -> Section:
    """What the first page does not tell; all of it where the page of the part has nothing else."""
    rest = [each for each in one.learnt if each not in learnt]
    return replace(one.section, learnt=tuple(rest if one.section.tables else one.learnt))


def in_order(found: Iterable[Learnt]) -> list[Learnt]:
    """By what it costs in a year, then by how sure it is, then what asks for a step. Amounts are
    set beside each other in the currency of most of them: none is converted."""
    every = list(found)
    currencies = [each.stake.currency for each in every if each.stake]
    usual = max(sorted(set(currencies)), key=currencies.count, default="")
    stakes = {each: _stake(each, usual) for each in every}
    small = max(stakes.values(), default=Decimal(0)) / _SMALL
    dear = {each: stake if stake >= small else Decimal(0) for each, stake in stakes.items()}
    return sorted(every, key=lambda each: (-dear[each], not each.certain, not each.then))


# What costs less than this part of the dearest is no dearer than what nobody could price.
_SMALL = 100


def _stake(learnt: Learnt, usual: str) -> Decimal:
    stake = learnt.stake
    return stake.amount if stake and stake.currency == usual else Decimal(0)


def most_telling(ordered: Sequence[Learnt]) -> tuple[Learnt, ...]:
    """The first of each kind, and of those the first few."""
    chosen: dict[str, Learnt] = {}
    for each in ordered:
        chosen.setdefault(each.kind, each)
    return tuple(chosen.values())[:MOST]


def steps(ordered: Sequence[Learnt]) -> Iterator[str]:
    """What to do next, a sentence each: the dearest first, those that are certain before others,
    and of each kind one."""
    surest = sorted(ordered, key=lambda each: not each.certain)
    kinds: set[str] = set()
    for each in surest:
        if each.then and each.kind not in kinds and len(kinds) < STEPS:
            kinds.add(each.kind)
            yield each.then


def _limits(chosen: Span, told: Sequence[Told], learnt: Sequence[Learnt]) -> Iterator[str]:
    if chosen.until > chosen.now:
        yield "These days are not over: this is how they stand so far."
    yield from (f"{one.section.title}: this could not be told." for one in told if one.failed)
    if not rows.Case.objects.exists():
        yield "No complaint is on record yet: this report will fill when one comes."
    elif not case_days.received(
        cases_counted.counted(chosen.seen), chosen.since, chosen.seen
    ).exists():
        yield f"No complaint came from {day(chosen.first)} to {day(chosen.last)}."
    if not learnt:
        yield NOTHING
    if any(not each.certain for each in learnt):
        yield "What is not certain says so."

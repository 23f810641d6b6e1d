"""By when whoever complained hears from us, and why then."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from upheld.core.obligations import ANSWERS, Force, ObligationKind
from upheld.core.reply import told_day
from upheld.core.words import CaseState
from upheld.portal.page_parts import By, Said
from upheld.store import clocks, own_day, policies
from upheld.store import models as rows

from .told_last import Told, told_last

_FIRST = ANSWERS | {ObligationKind.ACKNOWLEDGEMENT}


def of_case(case: rows.Case, left: Sequence[rows.Letter], now: datetime) -> By | None:
    """The next day on which they hear from us, as the letters to them that `left` told it last, or
    else by the rule."""
    found = own_day.clocks(case)
    waiting = [each for each in found if not each.met_at]
    clock = _next(waiting, _FIRST if case.state == CaseState.RECEIVED else ANSWERS)
    told = told_last(left, found, case.regime)
    if told is None or (clock and _tells(clock, told)):
        return _by_rule(clock, now) if clock else None
    return _by_letter(case, told, now)


def of_receipt(case: rows.Case, now: datetime) -> By | None:
    """The first day by what was filed here, until it is over. Whoever reads it need not be whose
    address was given: nothing that came since moves the day or takes it away."""
    filed = case.filings.order_by("pk").first()
    if filed is None:
        return None
    clock = _next(clocks.new(case, clocks.rules_of(case).deadlines(filed.at)), _FIRST)
    return _by_rule(clock, now) if clock and clock.due >= now else None


def _next(found: Iterable[rows.Clock], kinds: frozenset[ObligationKind]) -> rows.Clock | None:
    return next((each for each in found if each.kind in kinds and each.force != Force.CHANCE), None)


def _tells(clock: rows.Clock, told: Told) -> bool:
    """Whether the clock tells the day of the letter, or that since then a pause moved it."""
    if told.day is None or not clock.moved:
        return told.day == clock.due_on
    since = any(until > told.at for _, until in clocks.spans_of(clock.case))
    was = policies.day_at(clock.case.regime, clock.first_due or clock.due)
    return told.day <= clock.due_on and (since or told.day == was)


def _by_letter(case: rows.Case, told: Told, now: datetime) -> By:
    left_on = told_day(policies.day_at(case.regime, told.at))
    if told.day is None:
        return By((Said("Our letter of", left_on, " says by when you have our answer."),), "")
    late = told.day < policies.day_at(case.regime, now)
    words = "You have our answer by" if told.answer else "You hear from us by"
    return By((_said(words, told.day, late),), f"Our letter of {left_on} says so.")


def _by_rule(clock: rows.Clock, now: datetime) -> By:
    first = clock.kind == ObligationKind.ACKNOWLEDGEMENT
    words = "You hear from us first by" if first else "You have our answer by"
    why = " ".join(filter(None, (clock.explanation, clock.moved)))
    return By((_said(words, clock.due_on, clock.due < now),), why)


def _said(words: str, day: date, late: bool) -> Said:
    if late:
        return Said("We said that you would hear from us by", told_day(day), _LATE)
    return Said(words, told_day(day), ".")


_LATE = ", and you have not. That is our fault, and we are late."

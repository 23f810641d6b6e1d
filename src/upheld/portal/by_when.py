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
    kinds = _FIRST if case.state == CaseState.RECEIVED else ANSWERS
    clock, told = _next(waiting, kinds), told_last(left, found, case.regime)
    if clock and _stands_still(case, clock, told):
        clock = _next((each for each in waiting if each.force != Force.OWN), kinds)
        return _by_rule(clock, now) if clock else _WAITS
    if told is None or (clock and _tells(clock, told, now)):
        return _by_rule(clock, now) if clock else None
    return _by_letter(case, told, clock, now)


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


_WAITS = By(
    (
        Said(
            "We are waiting for what we asked you for. Until we have it, the days to our answer "
            "are not counted.", "", "",
        ),
    ), "",
)  # fmt: skip


def _stands_still(case: rows.Case, clock: rows.Clock, told: Told | None) -> bool:
    """Whether the day is our own aim, and was still to come when we began to wait for them: a
    letter that left since then says another."""
    since = case.paused_since
    if since is None or clock.force != Force.OWN or (told and told.at > since):
        return False
    day = told.day if told and told.day else clock.due_on
    return day >= policies.day_at(case.regime, since)


def _tells(clock: rows.Clock, told: Told, now: datetime) -> bool:
    """Whether the clock tells the day of the letter, which is still to come, or one to which a
    pause moved that day since."""
    if told.day == clock.due_on:
        return clock.due >= now
    if told.day is None or not clock.moved:
        return False
    since = any(until > told.at for _, until in clocks.spans_of(clock.case))
    was = policies.day_at(clock.case.regime, clock.first_due or clock.due)
    return told.day < clock.due_on and (since or told.day == was)


def _by_letter(case: rows.Case, told: Told, clock: rows.Clock | None, now: datetime) -> By:
    left_on = told_day(policies.day_at(case.regime, told.at))
    if told.day is None:
        said, why = Said("Our letter of", left_on, " says by when you have our answer."), ""
    else:
        said, why = _as_said(case, told, told.day, now), f"Our letter of {left_on} says so."
    if clock is None or clock.force == Force.OWN or clock.due >= now or _LATE in said.rest:
        return By((said,), why)
    return By((said, _should_have(clock)), why)  # no letter moves what binds us


def _as_said(case: rows.Case, told: Told, day: date, now: datetime) -> Said:
    if day >= policies.day_at(case.regime, now):
        words = "You have our answer by" if told.answer else "You hear from us by"
        return Said(words, told_day(day), ".")
    words = "have our answer" if told.answer else "hear from us"
    late = f", and you do not have our answer. {_LATE}"
    return Said(f"We said that you would {words} by", told_day(day), late)


def _by_rule(clock: rows.Clock, now: datetime) -> By:
    why = " ".join(filter(None, (clock.explanation, clock.moved)))
    if clock.due < now:
        return By((_should_have(clock),), why)
    first = clock.kind == ObligationKind.ACKNOWLEDGEMENT
    words = "You hear from us first by" if first else "You have our answer by"
    return By((Said(words, told_day(clock.due_on), "."),), why)


_LATE = "That is our fault, and we are late."


def _should_have(clock: rows.Clock) -> Said:
    """What the rule is, where nobody may have told them a day."""
    first = clock.kind == ObligationKind.ACKNOWLEDGEMENT
    words = "You should have heard from us by" if first else "You should have had our answer by"
    return Said(words, told_day(clock.due_on), f". {_LATE}")

"""By when whoever complained hears from us, and why then."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from upheld.core.obligations import ANSWERS, Force, ObligationKind
from upheld.core.reply import told_day
from upheld.core.words import CaseState
from upheld.portal.page_parts import By, Said
from upheld.store import clocks, policies
from upheld.store import models as rows
from upheld.store.merged import own_day

from .told_last import Told, told_last

_FIRST = ANSWERS | {ObligationKind.ACKNOWLEDGEMENT}


def of_case(
    case: rows.Case, left: Sequence[rows.Letter], now: datetime, *, asked: bool
) -> By | None:
    """The next day on which they hear from us, as the letters to them that `left` told it last, or
    else by the rule. `asked`: what we wait for we asked them for, and not somebody else."""
    found = own_day.clocks(case)
    waiting = [each for each in found if not each.met_at]
    kinds = _FIRST if case.state == CaseState.RECEIVED else ANSWERS
    clock, told = _next(waiting, kinds), told_last(left, found, case.regime)
    if clock and _stands_still(case, clock, told):
        clock = _next((each for each in waiting if each.force != Force.OWN), kinds)
        return _by_rule(clock, own_day.theirs(case), now) if clock else _waits(asked)
    if told is None or (clock and _tells(clock, told, now)):
        return _by_rule(clock, own_day.theirs(case), now) if clock else None
    return _by_letter(case, told, clock, now)


def of_receipt(case: rows.Case, now: datetime) -> By | None:
    """The first day by what was filed here, until it is over. Whoever reads it need not be whose
    address was given: nothing that came since moves the day or takes it away."""
    filed = case.filings.order_by("pk").first()
    if filed is None:
        return None
    clock = _next(clocks.new(case, clocks.rules_of(case).deadlines(filed.at)), _FIRST)
    over = clock is None or clocks.last_of(clock, filed.at) < now
    return None if clock is None or over else _by_rule(clock, filed.at, now)


def _next(found: Iterable[rows.Clock], kinds: frozenset[ObligationKind]) -> rows.Clock | None:
    return next((each for each in found if each.kind in kinds and each.force != Force.CHANCE), None)


def _waits(asked: bool) -> By:
    of_you = "you " if asked else ""
    told = (
        f"We are waiting for what we asked {of_you}for. Until we have it, the days to our answer "
        "are not counted."
    )
    return By((Said(told, "", ""),), "")


def _stands_still(case: rows.Case, clock: rows.Clock, told: Told | None) -> bool:
    """Whether the day is our own aim, and was still to come when we began to wait for them: a
    letter that left since then says another."""
    since = case.paused_since
    if since is None or clock.force != Force.OWN or (told and told.at > since):
        return False
    day = told.day if told and told.day else clock.due_on
    return day >= policies.day_at(case.regime, since)


def _tells(clock: rows.Clock, told: Told, now: datetime) -> bool:
    """Whether the clock tells the day of the letter, which is still to come, one to which a pause
    moved that day since, or a first response that is due before the answer."""
    if told.day == clock.due_on or (told.day and _is_before(clock, told.day)):
        return clock.due >= now
    if told.day is None or not clock.moved:
        return False
    since = any(until > told.at for _, until in clocks.spans_of(clock.case))
    was = policies.day_at(clock.case.regime, clock.first_due or clock.due)
    return told.day < clock.due_on and (since or told.day == was)


def _is_before(clock: rows.Clock, day: date) -> bool:
    return clock.kind == ObligationKind.RESPONSE and clock.due_on < day


def _by_letter(case: rows.Case, told: Told, clock: rows.Clock | None, now: datetime) -> By:
    left_on, today = (policies.day_at(case.regime, at) for at in (told.at, now))
    letter = f"Our letter of {told_day(left_on)} says"
    if told.day is None:
        said, why = Said(f"{letter} by when you have our answer.", "", ""), ""
    else:
        said, why = _as_said(told, told.day, clock, today), f"{letter} so."
    if clock is None or clock.force == Force.OWN or clock.due >= now or _LATE in said.rest:
        return By((said,), why)
    return By((said, _should_have(clock, clock.due_on)), why)  # no letter moves what binds us


def _as_said(told: Told, day: date, clock: rows.Clock | None, today: date) -> Said:
    if day >= today:
        words = "You have our answer by" if told.answer else "You hear from us by"
        return Said(words, told_day(day), ".")
    words = "have our answer" if told.answer else "hear from us"
    response = clock is not None and clock.kind == ObligationKind.RESPONSE
    late = f", and you do not have {'a first response' if response else 'our answer'}. {_LATE}"
    return Said(f"We said that you would {words} by", told_day(day), late)


def _by_rule(clock: rows.Clock, since: datetime, now: datetime) -> By:
    """By the rule of a clock, which is counted from `since`."""
    why = " ".join(filter(None, (clock.explanation, clock.moved)))
    last = clocks.last_of(clock, since)
    day = clock.due_on if last == clock.due else policies.day_at(clock.case.regime, last)
    if last < now:
        return By((_should_have(clock, day),), why)
    return By((Said(f"{_HAVE.get(clock.kind, _ANSWER)[0]} by", told_day(day), "."),), why)


# What comes by the day of a clock, and what should have come.
_ANSWER = ("You have our answer", "You should have had our answer")
_HAVE: dict[str, tuple[str, str]] = {
    ObligationKind.ACKNOWLEDGEMENT: ("You hear from us first", "You should have heard from us"),
    ObligationKind.RESPONSE: (
        "You have a first response from us", "You should have had a first response from us",
    ),
}  # fmt: skip
_LATE = "That is our fault, and we are late."


def _should_have(clock: rows.Clock, day: date) -> Said:
    """What the rule is, where nobody may have told them a day."""
    words = f"{_HAVE.get(clock.kind, _ANSWER)[1]} by"
    return Said(words, told_day(day), f". {_LATE}")

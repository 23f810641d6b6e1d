"""By when whoever complained hears from us, and why then."""

from collections.abc import Iterable
from datetime import datetime

from upheld.core.obligations import ANSWERS, Force, ObligationKind
from upheld.core.reply import told_day
from upheld.core.words import CaseState
from upheld.portal.page_parts import By
from upheld.store import clocks, own_day
from upheld.store import models as rows

_FIRST = ANSWERS | {ObligationKind.ACKNOWLEDGEMENT}


def of_case(case: rows.Case, now: datetime) -> By | None:
    """The next day on which they hear from us, with the reason that its deadline gives."""
    waiting = [each for each in own_day.clocks(case) if not each.met_at]
    clock = _next(waiting, _FIRST if case.state == CaseState.RECEIVED else ANSWERS)
    return _told(clock, now) if clock else None


def of_receipt(case: rows.Case, now: datetime) -> By | None:
    """The first day by what was filed here, until it is over. Whoever reads it need not be whose
    address was given: nothing that came since moves the day or takes it away."""
    filed = case.filings.order_by("pk").first()
    if filed is None:
        return None
    clock = _next(clocks.new(case, clocks.rules_of(case).deadlines(filed.at)), _FIRST)
    return _told(clock, now) if clock and clock.due >= now else None


def _next(found: Iterable[rows.Clock], kinds: frozenset[ObligationKind]) -> rows.Clock | None:
    return next((each for each in found if each.kind in kinds and each.force != Force.CHANCE), None)


def _told(clock: rows.Clock, now: datetime) -> By:
    first = clock.kind == ObligationKind.ACKNOWLEDGEMENT
    words = "You hear from us first" if first else "You have our answer"
    why = " ".join(filter(None, (clock.explanation, clock.moved)))
    return By(words, told_day(clock.due_on), why, clock.due < now)

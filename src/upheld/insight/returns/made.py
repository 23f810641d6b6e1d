"""A return by its name and period, made from the store."""

from datetime import date

from upheld.core.returns import RETURNS, Form, Period, PeriodError, Return
from upheld.store import policies
from upheld.tables.problems import unknown

from .rows import reported


class ReturnMissing(LookupError):
    """No return of this name; the message says which there are."""


def form_of(name: str) -> Form:
    """The return of this name. Raises ReturnMissing."""
    if name in RETURNS:
        return RETURNS[name]
    raise ReturnMissing(f"return {unknown(name, RETURNS)}")


def made(name: str, first: date, last: date, today: date, regime: str | None = None) -> Return:
    """The return on the complaints under `regime`, or under every one, that were open on the
    whole days from `first` to `last`. Days are those of the regulator's own regime.

    Raises ReturnMissing, PolicyMissing for an unknown regime, and PeriodError for a period that
    ends before it begins or begins after `today`.
    """
    form = form_of(name)
    period = Period(first, last, policies.zone(form.regime))
    if first > today:
        raise PeriodError(f"the period begins on {first}, which is to come: nothing is known of it")
    if regime is not None:
        policies.regime(regime)
    calendar = policies.calendar(form.regime)
    return form.make(reported(period, regime), period, calendar, policies.voice().firm)

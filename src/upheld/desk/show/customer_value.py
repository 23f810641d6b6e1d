"""What a customer may bring, as it was worked out last, and what serving them has cost so far."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from upheld.core.serving import CausedBy, Rates
from upheld.desk.templatetags.desk import day
from upheld.insight.profit import Account, Scope, What, accounts, not_verified
from upheld.store.merged import as_one
from upheld.store.models import Customer, CustomerValue
from upheld.store.policy_files.costs_file import CostsMissing, rates
from upheld.store.policy_files.data_files import BadData
from upheld.tables import tell_money

_DOINGS = (CausedBy.FIRM, CausedBy.CUSTOMER, CausedBy.NEUTRAL)
_LABELS = {
    What.CONTACTS: "Contacts",
    What.COMPLAINTS: "Complaints looked into",
    What.RETURNS: "Things fetched back",
    What.OWED: "What was owed",
    What.GOODWILL: "Goodwill",
}


@dataclass(frozen=True, slots=True)
class ValuePart:
    """`ahead` is told in sentences beside `recency`, which needs no model."""

    ahead: tuple[str, ...]
    recency: str
    rests: str


@dataclass(frozen=True, slots=True)
class CostLine:
    """One kind of cost: how many and how much, by whose doing, in the order of the columns."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountPart:
    sales: str
    orders: int
    margin: str
    profit: str
    firm: str
    unverified: str
    costly: bool
    lines: tuple[CostLine, ...]
    total: CostLine


def value_part(
    customer: Customer, kept: CustomerValue | None, now: datetime, withheld: bool
) -> dict[str, Any]:
    """All that the page shows of value and cost; `kept` is what was worked out last. `withheld`
    while a finding is to be made: what somebody brings must not colour it."""
    told: dict[str, Any] = {"value_withheld": withheld}
    try:
        declared = rates()
    except (BadData, CostsMissing) as error:
        return told | {"value_trouble": str(error)}
    if withheld:
        return told
    customer = as_one.shown_as(customer)
    account = accounts(declared, Scope(now, customer=customer.pk)).of.get(customer.pk)
    if account is None:
        return told
    return told | {"value": _value(kept, declared, now), "account": _account(account, declared)}


def _value(kept: CustomerValue | None, declared: Rates, now: datetime) -> ValuePart | None:
    if kept is None:
        return None
    return ValuePart(_ahead(kept), _recency(kept, timezone.localdate(now)), _rests(kept, declared))


def _ahead(kept: CustomerValue) -> tuple[str, ...]:
    if kept.purchases is None or kept.alive is None or kept.again is None:
        return ()
    sentences = [
        f"{kept.purchases:.1f} orders are expected in a year{_or(kept)}.",
        f"Of ten customers like this nine make {kept.orders_low} to {kept.orders_high}; "
        f"{kept.again:.0%} make at least one.",
    ]
    if kept.margin is not None:
        sentences.append(f"Expected margin: {_money(kept, kept.margin)}{_or_money(kept)}.")
    sentences.append(
        f"Still a customer: {kept.alive:.0%} by Pareto/NBD, {kept.alive_else or 0:.0%} by MBG/NBD."
    )
    return tuple(sentences)


def _or(kept: CustomerValue) -> str:
    if kept.purchases_low is None or kept.purchases_high is None:
        return ""
    return f" ({kept.purchases_low:.1f} to {kept.purchases_high:.1f})"


def _or_money(kept: CustomerValue) -> str:
    if kept.margin_low is None or kept.margin_high is None:
        return ""
    return f" ({_money(kept, kept.margin_low)} to {_money(kept, kept.margin_high)})"


def _recency(kept: CustomerValue, today: date) -> str:
    """Beside every model: how long ago, against how long it usually is."""
    ago = (today - kept.last_on).days
    since = f"Last ordered {ago:,} day{'' if ago == 1 else 's'} ago"
    if kept.usual_gap is None:
        return f"{since}, on the one day with an order so far."
    return f"{since}; usually {kept.usual_gap:,.0f} days lie between two orders."


def _rests(kept: CustomerValue, declared: Rates) -> str:
    of = kept.of
    days = f"{kept.days:,} day{'' if kept.days == 1 else 's'} with an order"
    by = "by Pareto/NBD" if of.model else "without a model: too few came back"
    verified = "" if declared.verified else ", neither verified"
    return (
        f"Rests on {days} since {day(kept.first_on)}. Worked out on {day(of.until)} {by}, at a "
        f"margin of {of.margin:.0%} and a cost of capital of {of.cost_of_capital:.0%}"
        f"{verified}. Ranges hold nine times in ten."
    )


def _money(kept: CustomerValue, amount: Decimal) -> str:
    return tell_money(amount, kept.of.currency)


def _account(account: Account, declared: Rates) -> AccountPart:
    def money(amount: Decimal) -> str:
        return tell_money(amount, declared.currency)

    def cell(what: What, doing: CausedBy) -> str:
        count, amount = account.lines.get((what, doing), (0, Decimal(0)))
        return f"{money(amount)} ({count:,})" if count else ""

    there = {what for what, _ in account.lines}
    return AccountPart(
        sales=money(account.sales),
        orders=account.orders,
        margin=money(account.margin),
        profit=money(account.profit),
        firm=money(account.firm),
        unverified="" if declared.verified else f"{not_verified(declared)}.",
        costly=account.costly,
        lines=tuple(
            CostLine(label, tuple(cell(what, doing) for doing in _DOINGS))
            for what, label in _LABELS.items()
            if what in there
        ),
        total=CostLine("All", tuple(money(account.of(doing)) for doing in _DOINGS)),
    )

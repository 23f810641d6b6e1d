"""What each customer brings: the margin of their orders, less what serving them cost.

What we caused is kept apart and lowers nobody's profit; only what a customer caused counts
against them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum

from upheld.core.serving import CausedBy, Rates
from upheld.store import models as rows
from upheld.store.merged import as_one

from .costs import Cost, Scope, What, costs

_NOTHING = Decimal(0)


@dataclass(slots=True)
class Account:
    """One customer's. `sales` are net of what was given back, `margin` the firm's part of them;
    then what serving them cost by whose doing, `own` being what the customer caused. `lines` are
    by what it was and whose doing: how many, and what they came to."""

    customer: int
    orders: int = 0
    sales: Decimal = _NOTHING
    margin: Decimal = _NOTHING
    firm: Decimal = _NOTHING
    neutral: Decimal = _NOTHING
    own: Decimal = _NOTHING
    lines: dict[tuple[What, CausedBy], tuple[int, Decimal]] = field(default_factory=dict)

    def of(self, doing: CausedBy) -> Decimal:
        by = {CausedBy.FIRM: self.firm, CausedBy.NEUTRAL: self.neutral, CausedBy.CUSTOMER: self.own}
        return by[doing]

    @property
    def profit(self) -> Decimal:
        """Without what we caused ourselves."""
        return self.margin - self.neutral - self.own

    @property
    def costly(self) -> bool:
        """Their own doing cost more than their orders brought. Nothing else marks anybody."""
        return self.own > max(self.margin, _NOTHING)

    def contacts(self, doing: CausedBy | None = None) -> int:
        return sum(
            count
            for (what, by), (count, _) in self.lines.items()
            if what is What.CONTACTS and doing in (None, by)
        )

    def add(self, cost: Cost) -> None:
        match cost.caused_by:
            case CausedBy.FIRM:
                self.firm += cost.amount
            case CausedBy.NEUTRAL:
                self.neutral += cost.amount
            case CausedBy.CUSTOMER:
                self.own += cost.amount
        times, amount = self.lines.get((cost.what, cost.caused_by), (0, _NOTHING))
        told = (times + cost.times, amount + cost.amount)
        self.lines[cost.what, cost.caused_by] = told


@dataclass(frozen=True, slots=True)
class Accounts:
    """By customer. Orders that are left out: those in another currency, by it, and those dated
    ahead."""

    of: Mapping[int, Account]
    elsewhere: Mapping[str, int]
    ahead: int


def accounts(rates: Rates, scope: Scope) -> Accounts:
    """Every customer's account, those without an order or a contact too; customers who were
    merged are one."""
    found = {pk: Account(pk) for pk in _customers(scope)}
    elsewhere: dict[str, int] = defaultdict(int)
    ahead = 0
    for customer, currency, orders, sales, later in _sales(scope):
        ahead += later
        if currency != rates.currency:
            elsewhere[currency] += orders
        elif customer in found:
            account = found[customer]
            account.orders, account.sales = orders, sales
            account.margin = sales * rates.margin
    for cost in costs(rates, scope):
        if cost.customer in found:
            found[cost.customer].add(cost)
    return Accounts(found, {name: n for name, n in elsewhere.items() if n}, ahead)


def _customers(scope: Scope) -> list[int]:
    if scope.customer:
        return [scope.customer]
    found = rows.Customer.objects.filter(as_one.lead_nowhere()).order_by()
    return list(found.values_list("pk", flat=True))


def _sales(scope: Scope) -> list[tuple[int, str, int, Decimal, int]]:
    """Customer, currency, how many orders, what they came to, and how many are dated ahead."""
    here, ahead = scope.days("placed_on"), Q(placed_on__gt=scope.last_day)
    summed = (
        scope.whose(rows.Order.objects.order_by())
        .filter(here | ahead)
        .values_list("person", "currency")
        .annotate(
            orders=Count("pk", filter=here),
            amount=Sum("amount", filter=here),
            back=Sum("refunded", filter=here),
            ahead=Count("pk", filter=ahead),
        )
    )
    return [
        (customer, currency, orders, (amount or _NOTHING) - (back or _NOTHING), ahead)
        for customer, currency, orders, amount, back, ahead in summed
    ]

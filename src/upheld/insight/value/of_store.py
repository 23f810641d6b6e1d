"""The store's own customers valued from their orders, net of what was given back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.db.models import FloatField
from django.db.models.functions import Cast

from upheld.core.money import Money
from upheld.core.serving import Rates
from upheld.insight.profit import not_verified
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.policy_files.costs_file import rates

from .ahead import most
from .customers import History, histories
from .fitting import NothingToFit
from .models import PARETO_NBD
from .told import as_data
from .valuation import Terms, Valuation, value

A_YEAR = 365.25 / 7
_SCHEMA = {"customer": pl.Int64, "day": pl.Date, "amount": pl.Float64, "refunded": pl.Float64}


@dataclass(frozen=True, slots=True)
class Valued:
    """How it was worked out, not yet kept, and a row for each customer who has ordered."""

    of: rows.Valuing
    each: tuple[rows.CustomerValue, ...]


def valued_customers(today: date) -> Valued:
    """Every customer with an order in the firm's currency until `today`; of customers who were
    merged the one who stays, with what all of them bought.

    Where no model can be fitted, recency is told alone. Raises CostsMissing or BadData.
    """
    declared = rates()
    orders, limits = _orders(declared, today)
    bought = pl.concat([_purchases(orders), _given_back(orders)])
    terms = Terms(A_YEAR, float(declared.margin), float(declared.cost_of_capital))
    plain = _recency(_purchases(orders))
    told: dict[str, Any] = {}
    found: Valuation | None = None
    known = histories(bought.lazy(), today)
    try:
        if len(known):
            found = value(known, terms)
            told = as_data(known, found, terms)
            limits += found.limits
    except NothingToFit as error:
        limits.append(str(error))
    of = rows.Valuing(
        until=today, weeks=A_YEAR, model=PARETO_NBD.name if found else "",
        currency=declared.currency, margin=declared.margin,
        cost_of_capital=declared.cost_of_capital, customers=len(plain), told=told, limits=limits,
    )  # fmt: skip
    table = plain.join(_likely(known, found), on="customer", how="left") if found else plain
    return Valued(of, tuple(_row(each, declared) for each in table.iter_rows(named=True)))


def _orders(declared: Rates, today: date) -> tuple[pl.DataFrame, list[str]]:
    """The orders, and what a person should know of those that are left out."""
    found = rows.Order.objects.order_by()
    here = found.filter(currency=declared.currency, placed_on__lte=today).annotate(
        person=as_one.person_of(),
        price=Cast("amount", FloatField()),
        back=Cast("refunded", FloatField()),
    )
    told = list(here.values_list("person", "placed_on", "price", "back"))
    return pl.DataFrame(told, schema=_SCHEMA, orient="row"), [*_left_out(found, declared, today)]


def _left_out(found: Any, declared: Rates, today: date) -> Iterator[str]:
    if not declared.verified:
        yield not_verified(declared)
    if elsewhere := found.exclude(currency=declared.currency).count():
        yield f"{elsewhere:,} orders in another currency than {declared.currency} are left out"
    if ahead := found.filter(currency=declared.currency, placed_on__gt=today).count():
        yield f"{ahead:,} orders are dated ahead and left out"


def _purchases(orders: pl.DataFrame) -> pl.DataFrame:
    """What costs nothing and was given back is a refund of an order that is not here."""
    amount, back = pl.col("amount"), pl.col("refunded")
    return orders.filter((amount > 0) | (back <= 0)).select("customer", "day", amount.clip(0))


def _given_back(orders: pl.DataFrame) -> pl.DataFrame:
    back = orders.filter(pl.col("refunded") > 0)
    return back.select("customer", "day", amount=-pl.col("refunded"))


def _recency(bought: pl.DataFrame) -> pl.DataFrame:
    """When each customer ordered first and last, on how many days, and how far these usually lie
    apart: what needs no model."""
    days = bought.select("customer", "day").unique().sort("customer", "day")
    gap = pl.col("day").diff().dt.total_days().median()
    return days.group_by("customer", maintain_order=True).agg(
        days=pl.len(), first_on=pl.col("day").min(), last_on=pl.col("day").max(), usual_gap=gap
    )


def _likely(known: History, found: Valuation) -> pl.DataFrame:
    """With how many orders nine in ten customers like each make, which no average tells."""
    seen, by = known.alike(), found.fitted[PARETO_NBD.name].parameters
    alive = PARETO_NBD.alive(by, seen.x, seen.t, seen.end)
    ends = {
        name: pl.Series(most(by, seen, alive, A_YEAR, chance)[seen.at]).cast(pl.Int64)
        for name, chance in (("orders.low", 0.05), ("orders.high", 0.95))
    }
    return found.table.with_columns(**ends)


def _row(each: dict[str, Any], declared: Rates) -> rows.CustomerValue:
    def money(name: str) -> Decimal | None:
        amount = each.get(name)
        if amount is None or abs(amount) > _MOST:
            return None
        return Money(Decimal(amount), declared.currency).amount

    return rows.CustomerValue(
        customer_id=each["customer"], days=each["days"], first_on=each["first_on"],
        last_on=each["last_on"], usual_gap=each["usual_gap"],
        alive=each.get("alive.pareto_nbd"), alive_else=each.get("alive.mbg_nbd"),
        again=each.get("again"), purchases=each.get("purchases.pareto_nbd"),
        purchases_low=each.get("purchases.low"), purchases_high=each.get("purchases.high"),
        orders_low=each.get("orders.low"), orders_high=each.get("orders.high"),
        margin=money("margin"), margin_low=money("margin.low"), margin_high=money("margin.high"),
    )  # fmt: skip


# More is what a column does not hold, and what no customer brings.
_MOST = 1e11

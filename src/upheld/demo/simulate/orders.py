"""All purchases of all lives as numbered orders, in the order in which they were placed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from upheld.core.money import Money
from upheld.demo.simulate.company import Order
from upheld.demo.simulate.firm import FIRM
from upheld.demo.simulate.life import Life
from upheld.demo.simulate.purchases import Purchase

FIRST_NUMBER = 10_001


class Sold(NamedTuple):
    purchase: Purchase
    order: Order


def numbered(lives: Iterable[Life]) -> list[Sold]:
    purchases = [purchase for life in lives for purchase in life.purchases]
    purchases.sort(key=lambda purchase: (purchase.placed_on, purchase.person.id))
    return [
        Sold(purchase, _order(number, purchase))
        for number, purchase in enumerate(purchases, FIRST_NUMBER)
    ]


def pounds(amount: Decimal) -> Money:
    return Money(amount, FIRM.currency)


def _order(number: int, purchase: Purchase) -> Order:
    item = purchase.item
    return Order(
        id=number,
        customer_id=purchase.person.id,
        placed_on=purchase.placed_on,
        item=item.name,
        touchpoint=item.touchpoint,
        amount=pounds(item.price),
        delivery_paid=pounds(item.delivery),
        promised_on=purchase.promised_on,
        delivered_on=purchase.delivered_on,
        campaign=purchase.campaign,
        returned_on=purchase.returned_on,
        refunded=pounds(purchase.refunded) if purchase.refunded else None,
    )

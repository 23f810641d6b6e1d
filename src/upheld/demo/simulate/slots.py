"""The facts that a letter may name, in the writer's own way of putting dates, sums and spans."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from upheld.demo.simulate.company import Order
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.firm import ITEMS
from upheld.demo.simulate.grievances import Grievance

ONES = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_CLOCKS = (
    "ten past nine", "half nine", "11.15", "eleven", "noon", "10 to 1", "2pm", "14:20",
    "half past two", "ten to four", "16.05", "quarter past five", "5.40", "just after nine",
)  # fmt: skip
_STAFF_INITIALS = ("GP", "bev", "M.R.", "Priya", "ryan", "KT", "GwynP")
_SOURCES = {
    "word_of_mouth": "a friend",
    "search": "a search late at night",
    "open_workshop": "your open day",
    "magazine": "a magazine at the dentist's",
    "trade_list": "the fit-out list",
    "voucher_site": "one of those voucher pages",
    "fitted_in_a_week": "the week advert",
}
# How an item is called in speech where that differs from its name.
_SPOKEN = {
    "Alder wall shelves, set of three": "alder shelves",
    "Beech floating shelf, 90 cm": "beech shelf",
    "Alcove bookcase, made to measure": "alcove bookcase",
    "Ash desk, 140 cm": "ash desk",
    "Oak standing desk": "standing desk",
    "Plan chest, six drawers": "plan chest",
    "Hallway bench with pegs": "hallway bench",
    "Window seat, made to measure": "window seat",
    "Bedside cabinet in cherry": "cherry cabinet",
    "Iron shelf brackets, pair": "iron brackets",
    "Oil and wax care kit": "care kit",
    "Care plan, one year": "care plan",
}

DATE_STYLES: dict[str, Callable[[date], str]] = {
    "full": lambda day: f"{day.day} {day:%B %Y}",
    "plain": lambda day: f"{day.day} {day:%B}",
    "ordinal": lambda day: f"{_ordinal(day.day)} {day:%B}",
    "the": lambda day: f"the {_ordinal(day.day)} of {day:%B}",
    "backwards": lambda day: f"{day:%B} {_ordinal(day.day)}",
    "short": lambda day: f"{day.day} {day:%b}",
    "weekday": lambda day: f"{day:%A} {_ordinal(day.day)} {day:%B}",
    "wkd": lambda day: f"{day:%a} {day.day} {day:%b}",
    "slashes": lambda day: f"{day.day}/{day.month}",
    "long slashes": lambda day: f"{day:%d/%m/%y}",
    "dots": lambda day: f"{day.day}.{day.month}.",
    "formal": lambda day: f"{_ordinal(day.day)} {day:%B %Y}",
}
MONEY_STYLES: dict[str, Callable[[Decimal], str]] = {
    "plain": lambda sum_: f"£{sum_:,.2f}".removesuffix(".00"),
    "exact": lambda sum_: f"£{sum_:,.2f}",
    "words": lambda sum_: f"{sum_:,.2f} pounds".replace(".00", ""),
    "quid": lambda sum_: f"{sum_:.0f} quid",
}
ORDER_STYLES = (
    "order {}", "order {}", "order no {}", "order #{}", "order number {}", "order LL{}",
    "order LL-{}", "order ref {}",
)  # fmt: skip


def office_slots(grievance: Grievance, dice: Dice) -> dict[str, str]:
    """As the desk writes: full dates, exact sums."""
    return slots(grievance, "full", "exact", "order {}", dice)


def slots(
    grievance: Grievance, date_style: str, money_style: str, order_style: str, dice: Dice
) -> dict[str, str]:
    order, person = grievance.order, grievance.person
    on, money = DATE_STYLES[date_style], MONEY_STYLES[money_style]
    return {
        **_thing(order),
        **_days(grievance, on, date_style == "full"),
        **_sums(grievance, money),
        **_chances(grievance, dice),
        "order": order_style.format(order.id),
        "no": str(order.id),
        "order_no": str(order.id),
        "first": person.first,
        "last": person.last,
        "initial": f"{person.first[0]}.",
        "town": person.town,
        "source": _SOURCES[person.source],
        "nl": "\n",
    }


def spoken(item: str) -> str:
    return _SPOKEN.get(item, item[0].lower() + item[1:])


def span(days: int, exact: bool) -> str:
    """A number of days as people say it; `exact` as a desk writes it."""
    if exact or 20 < days < 45:
        return f"{days} days" if days != 1 else "1 day"
    if days <= 1:
        return "a day"
    if days >= 45:
        return f"{ONES[min(days // 30, 20)]} months" if days >= 60 else "six weeks"
    return "two weeks" if days == 14 else "a week" if days == 7 else f"{ONES[days]} days"


def _thing(order: Order) -> dict[str, str]:
    item = ITEMS[order.item]
    full = spoken(order.item)
    many = item.plural
    article = "" if many else "an " if full[0] in "aeio" else "a "
    return {
        "thing": item.short,
        "the": f"the {item.short}",
        "full": f"the {full}",
        "a_full": article + full,
        "a_thing": item.short if many else f"a {item.short}",
        "it": "they" if many else "it",
        "them": "them" if many else "it",
        "is": "are" if many else "is",
        "was": "were" if many else "was",
        "has": "have" if many else "has",
        "this": "these" if many else "this",
    }


def _days(grievance: Grievance, on: Callable[[date], str], exact: bool) -> dict[str, str]:
    order, day = grievance.order, grievance.day
    came = order.delivered_on or order.promised_on
    late = (min(came, day) if came > order.promised_on else day) - order.promised_on
    earliest = max(order.promised_on - timedelta(days=4), order.placed_on)
    return {
        "placed": on(order.placed_on),
        "promised": on(order.promised_on),
        "delivered": on(came),
        "earliest": on(earliest),
        "today": on(day),
        "pwd": f"{order.promised_on:%A}",
        "late": span(max(late.days, 1), exact),
        "waited": span(max((day - order.promised_on).days, 1), exact),
        "owned": span(max((day - came).days, 1), exact),
        "month": f"{order.placed_on:%B}",
        "month_next": f"{day + timedelta(days=40):%B}",
        "year": str(grievance.person.joined_on.year),
        "yesterday_wd": f"{day - timedelta(days=1 + order.id % 4):%A}",
    }


def _sums(grievance: Grievance, money: Callable[[Decimal], str]) -> dict[str, str]:
    price = grievance.order.amount.amount
    delivery = grievance.order.delivery_paid.amount
    return {
        "price": money(price),
        "delivery": money(delivery),
        "total": money(price + delivery),
        "claimed": money(grievance.claimed or Decimal(0)),
        "small": str(max(int(price) // 25 * 5, 5)),
    }


def _chances(grievance: Grievance, dice: Dice) -> dict[str, str]:
    first, last = grievance.person.first, grievance.person.last
    return {
        "clock": dice.choice(_CLOCKS),
        "minutes": str(dice.choice((9, 12, 14, 18, 22, 25, 35, 41, 48, 55))),
        "number": ONES[dice.randint(2, 12)],
        "workshop": dice.choice(("Ludlow", "the workshop", "your workshop")),
        "staff_initials": dice.choice(_STAFF_INITIALS),
        "caller": dice.choice((f"{first} {last}", last, f"Cust {last}", f"{first[0]} {last}")),
    }


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"

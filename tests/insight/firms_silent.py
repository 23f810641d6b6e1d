"""Made-up firms whose orders went wrong in every way, and of which people complained in every way:
naming the order or none, of whatever kind, before a kind letter or after it, to a private team, and
merged into another case."""

from datetime import date, timedelta
from random import Random

from tests.stories import NOW

from upheld.core.faults import Declared
from upheld.core.words import AllegationKind
from upheld.steps.keep_faults import declare_fault
from upheld.store import models as rows

TODAY = NOW.date()
ITEMS = ("Ash desk", "Oak ÉTAGÈRE", "Filing pedestal", "Fitting visit")
_AMOUNTS = (("9.99", "4.95", "14.94"), ("145", "0", "0"), ("0.10", "0.20", "0.30"),
            ("80", "4.95", "40"), ("60", "0", "60"))  # fmt: skip


def a_firm(random: Random, lead: rows.Person, vera: rows.Person) -> None:
    """`vera` is of a private team. Whoever leads to another customer is one person with them."""
    people = rows.Customer.objects.bulk_create(
        rows.Customer(name=f"C{number}", email=f"c{number}@example.org", area=random.choice("AB"))
        for number in range(random.randint(1, 12))
    )
    for each in people[1:]:
        if random.random() < 0.2:
            rows.Customer.objects.filter(pk=each.pk).update(merged_into=people[0])
    orders = rows.Order.objects.bulk_create(_an_order(random, people) for _ in range(60))
    for order in random.sample(orders, 12):
        for _ in range(random.randint(1, 2)):  # the first may not have left
            _asked(order, random)
    cases = rows.Case.objects.bulk_create(
        _a_case(random, random.choice(orders), random.choice((lead, lead, vera)))
        for _ in range(random.randint(1, 25))
    )
    kinds = (*AllegationKind, None)
    rows.Allegation.objects.bulk_create(
        rows.Allegation(case=case, kind=kind) for case in cases if (kind := random.choice(kinds))
    )
    if len(cases) > 1 and cases[0].owner == cases[1].owner:
        rows.Merge.objects.create(case=cases[0], into=cases[1], as_history=False, at=NOW, by="x")
    for number, words in enumerate(((), ("étagère",), ("pedestal", "desk"))):
        _declared(random, number, words, lead)


def _an_order(random: Random, people: list[rows.Customer]) -> rows.Order:
    placed = TODAY - timedelta(days=random.randint(-5, 800))
    amount, delivery, refunded = random.choice(_AMOUNTS)
    item = random.choice(ITEMS)
    return rows.Order(
        customer=random.choice(people),
        reference="1",
        placed_on=placed,
        item=item,
        touchpoint="service" if item == "Fitting visit" else "product",
        amount=amount,
        delivery_paid=delivery,
        refunded=refunded,
        promised_on=_later(random, placed),
        delivered_on=_later(random, placed),
        returned_on=_later(random, placed, 400) if random.random() < 0.3 else None,
    )


def _later(random: Random, day: date, most: int = 60) -> date | None:
    return day + timedelta(days=random.randint(-2, most)) if random.random() < 0.8 else None


def _a_case(random: Random, order: rows.Order, owner: rows.Person) -> rows.Case:
    """At any time of day, also while it is another day in UTC; now and then it is dated ahead."""
    ago = timedelta(days=random.randint(-1, 300), minutes=random.randint(0, 1439))
    return rows.Case(
        customer=order.customer, order=order if random.random() < 0.6 else None, owner=owner,
        subject="x", text="It went wrong.", channel="web", state="closed", regime="uk-retailer",
        zone="UTC", currency="GBP", received_at=NOW - ago,
    )  # fmt: skip


def _asked(order: rows.Order, random: Random) -> None:
    rows.Asked.objects.create(
        customer=order.customer, order=order, fault="late.delivery", subject="x", body="x", by="x",
        to="x@example.org", state="sent", at=NOW - timedelta(days=random.randint(1, 300)),
        answer=random.choice(("", "well", "wrong")),
    )  # fmt: skip


def _declared(random: Random, number: int, words: tuple[str, ...], lead: rows.Person) -> None:
    first = TODAY - timedelta(days=random.randint(50, 500))
    areas = random.choice(((), ("A",)))
    last = first + timedelta(days=random.randint(0, 400)) if not areas or number else None
    given = Declared("", f"Batch {number}", "delivery", first, last, areas, words, "We know.")
    declare_fault(given, lead, NOW)

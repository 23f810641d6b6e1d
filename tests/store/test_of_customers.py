"""Rows of customers who are so: looked up where few are, walked to where many are, and the same."""

from datetime import UTC, date, datetime

import pytest
from tests.stories import a_closed_case, an_open_case

from upheld.store import lists, of_customers
from upheld.store.models import Case, Customer, Order, Person

NOW = datetime(2026, 3, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def bought(name: str, **more: object) -> Customer:
    whose = Customer.objects.create(name=name, **more)
    Order.objects.create(
        customer=whose, reference=name, placed_on=date(2026, 1, 1), item="Desk",
        touchpoint="product", amount=1,
    )  # fmt: skip
    return whose


@pytest.fixture
def shop() -> None:
    """One who came by a friend, who was merged into by another, and one whose import was taken back
    while their order stands; and one of whom nothing is written down."""
    anna = bought("ANNA", came_by="friend", persona="maker")
    bought("OLD", came_by="search", persona="maker", merged_into=anna)
    bought("BACK", came_by="friend", persona="maker", taken_back_at=NOW)
    bought("ELSE")


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("few", [0, 1, 10_000])
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"came_by": "friend"}, {"ANNA", "OLD", "BACK"}),
        ({"came_by": "search"}, set()),
        ({"came_by": "-"}, {"ELSE"}),
        ({"persona": "maker"}, {"ANNA", "OLD", "BACK"}),
        ({"persona": "-"}, {"ELSE"}),
        ({"persona": "nobodys"}, set()),
    ],
)
def test_the_same_orders_are_found_however_many_customers_are_so(
    asked: dict[str, str], found: set[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_customers, "_FEW", few)
    assert {each.reference for each in lists.orders(asked, NOW)} == found


@pytest.mark.parametrize("few", [0, 10_000])
def test_whoever_waits_for_a_finding_is_listed_under_no_persona(
    handler: Person, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_customers, "_FEW", few)
    waits = an_open_case(handler, email="a@example.org")
    told = a_closed_case(handler, email="b@example.org")
    Customer.objects.update(persona="maker")
    at = Case.objects.latest("received_at").received_at
    found = {each.pk for each in lists.complaints({"persona": "maker"}, at)}
    assert (waits in found, told in found) == (False, True)

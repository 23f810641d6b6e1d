"""Rows of customers who are so: looked up where few are, walked to where many are, and the same."""

from datetime import UTC, date, datetime

import pytest
from tests.stories import a_closed_case, an_open_case

from upheld.store import policies
from upheld.store.counted import lists, of_customers
from upheld.store.models import Campaign, Case, Contact, Customer, Order, Person

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


def ordered(whose: Customer, campaign: str, day: int) -> None:
    Order.objects.create(
        customer=whose, reference=f"{whose.name}{day}", placed_on=date(2026, 1, day), item="Desk",
        touchpoint="product", amount=1, campaign=campaign,
    )  # fmt: skip


@pytest.fixture
def fair() -> None:
    """One whom a campaign brought who has answered another since, one who was merged into another
    by whose row the campaign came first, and one of whom no order names any."""
    Campaign.objects.create(key="fair", name="The fair", promise="Soon")
    Campaign.objects.create(key="twin", name="Another", promise="Soon")
    Campaign.objects.create(key="mute", name="A third")
    first, stays = bought("FIRST"), bought("STAYS")
    ordered(first, "fair", 2)
    ordered(first, "mute", 3)
    ordered(stays, "fair", 5)
    ordered(bought("GONE", merged_into=stays), "twin", 4)
    bought("NONE")


@pytest.mark.usefixtures("fair")
@pytest.mark.parametrize("few", [0, 1, 5_000])
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"campaign": "fair"}, {"FIRST"}),
        ({"campaign": "twin"}, {"STAYS", "GONE"}),
        ({"campaign": "mute"}, set()),
        ({"campaign": "-"}, {"NONE"}),
        ({"promise": "Soon"}, {"FIRST", "STAYS", "GONE"}),
        ({"promise": "Soon", "campaign": "twin"}, {"STAYS", "GONE"}),
        ({"promise": "-"}, {"NONE"}),
    ],
)
def test_who_was_brought_by_a_campaign_is_so_however_many_it_may_have_brought(
    asked: dict[str, str], found: set[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_customers, "_FEW_BROUGHT", few)
    listed = lists.orders(asked, NOW).select_related("customer")
    assert {each.customer.name for each in listed} == found
    policy = policies.policy_in_force(NOW.date())
    assert {each.name for each in lists.customers(asked, policy, NOW)} == found - {"GONE"}


@pytest.mark.parametrize("few", [0, 10_000])
def test_whoever_called_because_of_us_is_found_by_any_of_their_rows(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_customers, "_FEW", few)
    stays, other = bought("STAYS"), bought("OTHER")
    gone = bought("GONE", merged_into=stays)
    told = {"channel": "phone", "summary": "Where is it?"}
    for whose, cause, inbound in ((gone, "firm", True), (other, "firm", False),
                                  (other, "customer", True)):  # fmt: skip
        Contact.objects.create(customer=whose, at=NOW, caused_by=cause, inbound=inbound, **told)
    policy = policies.policy_in_force(NOW.date())

    def having(cause: str) -> list[str]:
        return [each.name for each in lists.customers({"has": cause}, policy, NOW)]

    assert (having("firm"), having("customer"), having("neutral")) == (["STAYS"], ["OTHER"], [])

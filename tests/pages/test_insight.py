"""What leads look at to learn, and the first page of somebody who was invited, in a browser."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page
from tests import stories
from tests.desk.reading import page_of
from tests.desk.test_exceptions import given
from tests.insight.test_silence import a_late_order
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.demo.simulate.journey import JOURNEY
from upheld.steps.keep_journey import declare
from upheld.store.models import Customer, Order, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_whom_it_hurt_and_who_said_nothing(open_desk: OpenDesk, lead: Person) -> None:
    now = datetime.now(UTC)
    declare([], [each for each in JOURNEY if not each.personas], lead, now)
    lately = (now - timedelta(days=40)).date()
    days = {"placed_on": lately, "promised_on": lately + timedelta(days=9)}
    for name in ("Ann", "Ben"):
        a_late_order(name, **days, delivered_on=lately + timedelta(days=20))
    stories.a_closed_case(lead, now)
    page = open_desk(lead)
    found = _looked_at(page, "/insight/hurt/", "/insight/silent/", "/insight/silent/late.delivery/")
    page.get_by_label("Ann").check()
    page.get_by_role("button", name="Ask those who are ticked").click()
    page.get_by_text("Letters that are on their way: 1.").wait_for()
    assert found + broken(page) == []


def test_what_is_granted_what_is_promised_and_how_the_team_does(
    open_desk: OpenDesk, lead: Person
) -> None:
    now = datetime.now(UTC)
    granted = given(lead, 2)
    who = Customer.objects.create(name="Ann", email="ann@example.org", came_by="advert")
    Order.objects.create(
        customer=who, reference="1", placed_on=now.date(), item="Desk", touchpoint="product",
        amount=100, campaign="advert",
    )  # fmt: skip
    assert (
        _looked_at(
            open_desk(lead),
            "/exceptions/customers/",
            "/exceptions/afterwards/",
            "/insight/sources/?by=campaign",
            "/insight/sources/?by=campaign&do=campaign-0",
            "/insight/team/",
            f"{page_of(granted[0].case_id)}topic/",
        )
        == []
    )


def test_an_invitation_is_taken_and_then_it_has_ended(
    open_desk: OpenDesk, administrator: Person
) -> None:
    page = open_desk(administrator)
    page.goto("/people/?do=invite")
    page.get_by_label("Name").fill("Ada Byron")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_role("button", name="Make their link").click()
    link = page.get_by_label("Their link").input_value()
    found = broken(page)
    stranger = open_desk()
    found += _looked_at(stranger, link)
    for label in ("Choose a password", "The same once more"):
        stranger.get_by_label(label).fill("seven blue herons at noon")
    stranger.get_by_role("button", name="Keep this password").click()
    stranger.get_by_text("Your password is kept. Sign in with it.").wait_for()
    stranger.goto(link)
    stranger.get_by_role("heading", name="This link has ended").wait_for()
    assert found + broken(stranger) == []


def _looked_at(page: Page, *addresses: str) -> list[str]:
    """What is broken on each, where there is a page."""
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer, address
        assert answer.status == 200, (address, answer.status)
        found += broken(page)
    return found

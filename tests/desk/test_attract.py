"""Whom we attract, the journey, and the lists that their figures open."""

from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db.models import QuerySet
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.insight.test_journey import PRACTICE, a_contact

from upheld.demo.simulate.journey import JOURNEY
from upheld.desk.show import picture
from upheld.insight.journey import Quarter, journey
from upheld.steps.keep_journey import declare
from upheld.store import policies
from upheld.store.counted import lists
from upheld.store.models import Campaign, Case, Customer, Order, Person

TODAY = stories.NOW.date()


def some_customers(count: int, came_by: str, complaining: int = 0, orders: int = 2) -> None:
    """Customers with orders; the first ones complained, and it is closed."""
    made = Customer.objects.bulk_create(
        Customer(name=f"{came_by} {number}", came_by=came_by, joined_on=TODAY)
        for number in range(count)
    )
    Order.objects.bulk_create(
        Order(customer=each, reference="1", placed_on=TODAY, item="Desk", touchpoint="product",
              amount=100, campaign=came_by)
        for each in made for _ in range(orders)
    )  # fmt: skip
    Case.objects.bulk_create(
        Case(customer=each, subject="Late", text="It is late.", channel="web", state="closed",
             received_at=stories.NOW - timedelta(days=9), regime="uk-retailer", zone="UTC",
             currency="GBP")
        for each in made[:complaining]
    )  # fmt: skip


class TestSources:
    def test_the_one_that_disappoints_is_the_headline(
        self, alice: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        some_customers(80, "advert", complaining=60)
        some_customers(200, "friends", complaining=10)
        Campaign.objects.create(key="advert", name="The advert", promise="Fitted in a week")
        with django_assert_max_num_queries(13):
            page = text(alice.get("/insight/sources/?by=campaign"))
        assert "“The advert” brings customers whom we disappoint" in page
        assert "“Fitted in a week”" in page
        assert "Complaints for each hundred orders: 38 (29 to 48); of the others 2.5" in page
        assert "75 (57 to 97) 60" in page  # and its interval is not broken over two lines
        shown = alice.get("/insight/sources/?by=campaign").content.decode()
        assert "75 (57\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}97)" in shown
        assert "£16,000" in page

    def test_each_figure_leads_to_its_rows(self, alice: Client) -> None:
        some_customers(3, "advert", complaining=2)
        page = alice.get("/insight/sources/").content.decode()
        assert 'href="/customers/?came_by=advert"' in page
        assert 'href="/complaints/?came_by=advert"' in page
        assert "2 complaints" in text(alice.get("/complaints/?came_by=advert"))
        assert "3 customers" in text(alice.get("/customers/?came_by=advert&band=unknown"))

    def test_a_lead_sees_what_serving_cost_and_a_handler_does_not(
        self, signed_in: SignIn, lead: Person, alice: Client,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        some_customers(3, "advert", complaining=2)
        assert "Cost to serve each" not in text(alice.get("/insight/sources/"))
        client = signed_in(lead)
        for by in ("source", "campaign", "promise"):
            with django_assert_max_num_queries(17):
                page = text(client.get(f"/insight/sources/?by={by}"))
            assert "Cost to serve each Caused by us, laid on nobody" in page
            assert "£0.00 (0.00 to 0.00) 0 contacts that we caused" in page
        assert "is not verified" in page

    def test_without_costs_it_says_so_and_tells_the_rest(
        self, signed_in: SignIn, lead: Person, settings: Settings, tmp_path: Path
    ) -> None:
        some_customers(3, "advert")
        kept = copytree(policies.folder(), tmp_path / "ours")
        (kept / "costs.yaml").unlink()
        settings.POLICIES, settings.POLICY = tmp_path, "ours"
        page = text(signed_in(lead).get("/insight/sources/"))
        assert "Cost to serve is not told: there is no costs.yaml" in page
        assert "Advert" in page

    def test_nobody_at_all_is_told_in_words(self, alice: Client) -> None:
        page = text(alice.get("/insight/sources/?by=nonsense"))
        assert "No customer is on record yet" in page

    def test_customers_who_never_bought_make_no_rate_up(self, alice: Client) -> None:
        some_customers(40, "advert", orders=0)
        some_customers(40, "", complaining=1, orders=0)
        page = text(alice.get("/insight/sources/"))
        assert "Not written down" in page
        assert "none decided" in page
        assert "nan" not in page.lower().replace("finance", "")


class TestCampaigns:
    def test_a_lead_declares_what_a_campaign_promises(
        self, signed_in: SignIn, lead: Person
    ) -> None:
        some_customers(3, "advert")
        client = signed_in(lead)
        assert "Declare what it promises" in text(client.get("/insight/sources/?by=campaign"))
        told = {"key": "advert", "name": "The advert", "promise": "Soon", "starts": "2026-03-01"}
        page = text(client.get(done(client, "/insight/campaigns/?do=campaign-0", told)))
        assert "It is kept." in page
        assert "“Soon”" in page
        assert "From Sun 1 Mar 2026" in page

    def test_what_cannot_be_comes_back(self, signed_in: SignIn, lead: Person) -> None:
        some_customers(3, "advert")
        told = {"key": "advert", "name": "Advert", "starts": "2026-03-01", "ends": "2026-02-01"}
        page = refused(signed_in(lead), "/insight/campaigns/?do=campaign-0", told, 422)
        assert "is before it starts" in page

    def test_a_handler_reads_them_and_keeps_none(self, alice: Client) -> None:
        some_customers(3, "advert")
        assert "Say it in other words" not in text(alice.get("/insight/sources/?by=campaign"))
        refused(alice, "/insight/campaigns/?do=campaign", {"name": "Advert"}, 403)


class TestJourney:
    def test_it_works(
        self, alice: Client, lead: Person, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        declare([], [each for each in JOURNEY if not each.personas], lead, stories.NOW)
        some_customers(40, "advert", complaining=2)
        with django_assert_max_num_queries(12):
            response = alice.get("/insight/journey/")
        page = text(response)
        assert "Delivery Hand-off 80 passages, Delivery orders" in page
        assert b"<svg" in response.content
        # Nothing was alleged yet, so that nobody can say where they stand.
        assert "Complaints that say nowhere in the journey: 2." in page

    @pytest.mark.parametrize(("persona", "quarter"), [("", None), ("practice", Quarter(2026, 4))])
    def test_passages_and_what_was_paid_open_their_rows(
        self, lead: Person, persona: str, quarter: Quarter | None
    ) -> None:
        declare([PRACTICE], [each for each in JOURNEY if not each.personas], lead, stories.NOW)
        some_customers(3, "advert", complaining=1)
        Customer.objects.filter(name="advert 2").update(persona="practice")
        for who in Customer.objects.all():
            a_contact(who, "The invoice is wrong")
        found = journey(stories.NOW, persona, quarter)
        assert (found.persona is not None, found.quarter) == (bool(persona), quarter)
        for at, row in zip(found.points, picture.table(found), strict=True):
            assert behind(row.passed_url).count() == at.passages, row.passed
            paid = {each.currency: each.amount for each in lists.paid(behind(row.orders_url))}
            assert paid == at.count.paid
        passed = {row.passed for row in picture.table(found) if row.passages != "0"}
        assert passed == {"orders", "contacts", "every order", "every piece", "customers"}

    def test_without_a_journey_it_says_so(self, alice: Client) -> None:
        page = text(alice.get("/insight/journey/?persona=nobody&quarter=soon"))
        assert "No touchpoint is declared yet" in page


def behind(url: str) -> "QuerySet[Any]":
    """The rows of a list at this address."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    if parts.path == "/customers/":
        return lists.customers(asked, policies.policy_in_force(TODAY), stories.NOW)
    listed = {"/orders/": lists.orders, "/contacts/": lists.contacts}
    return listed[parts.path](asked, stories.NOW)


class TestLists:
    def test_orders_are_found_with_what_was_paid_for_them(
        self, alice: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        some_customers(20, "advert")
        some_customers(1, "friends")
        Order.objects.filter(customer__name="friends 0").update(refunded=40)
        with django_assert_max_num_queries(10):
            page = text(alice.get("/orders/?nature=product"))
        assert "At every hand-off" in page
        friends = text(alice.get("/orders/?came_by=friends&q=desk"))
        assert "2 orders: £120.00" in friends
        assert "£60.00 £40.00 given back" in friends
        assert "No order is like that." in text(alice.get("/orders/?q=wardrobe"))
        paid = alice.get("/insight/sources/").content.decode()
        assert 'href="/orders/?came_by=friends">£120<' in paid

    def test_customers_are_found_by_name_address_and_order(
        self, alice: Client, handler: Person, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        some_customers(60, "advert", complaining=2)
        stories.an_open_case(handler)
        sally = Customer.objects.get(name="Sally Hart")
        Order.objects.create(customer=sally, reference="LL-7", placed_on=TODAY, item="Desk",
                             touchpoint="product", amount=1)  # fmt: skip
        with django_assert_max_num_queries(10):
            page = text(alice.get("/customers/"))
        assert "61 customers" in page
        assert "1 to 25 of 61" in page
        for query in ("hart sally", "sally@example", "LL-7"):
            assert "1 customer " in text(alice.get("/customers/", {"q": query}))
        assert "Nobody is like that." in text(alice.get("/customers/", {"q": "zz zz"}))

    def test_fit_is_not_told_while_a_complaint_waits_for_a_finding(
        self, alice: Client, handler: Person
    ) -> None:
        case = stories.an_open_case(handler)
        stories.told_about(case, "0.9", "0.8", "0.7")
        assert "Withheld 0 1" in text(alice.get("/customers/"))
        assert "0 customers" in text(alice.get("/customers/?band=core"))
        stories.a_finding(case, stories.an_allegation(case, handler), handler)
        assert "1 customer" in text(alice.get("/customers/?band=core"))

    def test_complaints_are_listed_with_what_came_of_them(
        self, alice: Client, handler: Person, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        stories.a_closed_case(handler)
        some_customers(60, "advert", complaining=60)
        with django_assert_max_num_queries(10):
            page = text(alice.get("/complaints/"))
        assert "61 complaints" in page
        upheld = text(alice.get("/complaints/?about=upheld"))
        assert "1 complaint " in upheld
        assert "Upheld UP-" in upheld

    @pytest.mark.parametrize(
        "query",
        ["came_by=-", "campaign=-", "promise=-", "promise=x", "persona=-", "has=firm", "page=99",
         "customer=9999999999999999", "customer=x", "quarter=2026+Q9", "touchpoint=nowhere",
         "about=nonsense", "nature=nonsense", "nature=product", "case=-", "joined=known",
         "band=nonsense", "q=%00", "q=%27%22%25_"],
    )  # fmt: skip
    def test_whatever_an_address_asks_is_a_page(self, alice: Client, query: str) -> None:
        some_customers(2, "advert", complaining=1)
        for path in ("/customers/", "/orders/", "/complaints/", "/contacts/"):
            assert alice.get(f"{path}?{query}").status_code == 200

    def test_what_no_field_holds_is_told_and_can_be_left_out(self, alice: Client) -> None:
        page = alice.get("/complaints/?promise=Soon&q=late").content.decode()
        assert "Promised: Soon" in page
        assert 'href="?q=late"' in page


@pytest.mark.parametrize(
    ("what", "empty", "way_on"),
    [
        ("complaints", "No complaint has come yet.", "/complaints/new/"),
        ("customers", "No customer is on record yet.", "/imports/"),
        ("orders", "No order is on record yet.", "/imports/"),
        ("contacts", "No contact is on record yet.", "/imports/"),
    ],
)
def test_a_list_of_a_new_store_says_how_it_fills(
    signed_in: SignIn, lead: Person, what: str, empty: str, way_on: str
) -> None:
    shown = signed_in(lead).get(f"/{what}/")
    assert empty in text(shown)
    assert f'href="{way_on}"' in shown.content.decode().partition('id="found"')[2]
    assert empty not in text(signed_in(lead).get(f"/{what}/?q=zz"))

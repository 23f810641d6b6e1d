"""The number of those who said nothing is the length of the list behind it, for every rule."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.api.programs import Program, key_of
from tests.insight.firms_silent import a_firm
from tests.insight.test_silence import a_late_order, asked_kindly, journeyed
from tests.stories import NOW, an_allegation, an_open_case

from upheld.core.faults import FOUND, fault
from upheld.core.words import AllegationKind as Kind
from upheld.core.words import CaseId
from upheld.insight.silence.made import Known, silence
from upheld.store import hit, journey
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight import seen

__all__ = ["journeyed"]
pytestmark = pytest.mark.usefixtures("journeyed")


@pytest.fixture
def vera(handler: rows.Person) -> rows.Person:
    """Of a private team."""
    team = rows.Team.objects.create(name="Board matters", private=True)
    rows.Person.objects.filter(pk=handler.pk).update(team=team)
    handler.refresh_from_db()
    return handler


def told_and_listed() -> dict[str, tuple[int, int]]:
    """By fault: how many the figure tells, and how many are listed behind it."""
    found = {each.fault.key: each for each in silence(NOW).faults}
    every = [fault(rule, each.key) for rule in FOUND for each in journey.touchpoints()]
    faults = {each.key: each for each in every} | {key: one.fault for key, one in found.items()}
    return {
        key: (found[key].quiet if key in found else 0, len(hit.quiet(one, NOW)))
        for key, one in faults.items()
    }


@pytest.mark.parametrize("seed", range(24))
def test_each_number_is_the_length_of_its_list_in_any_firm_whoever_looks(
    seed: int, journeyed: rows.Person, vera: rows.Person
) -> None:
    """Whoever leads to somebody who is kept from whoever looks is counted, and in no list of whom
    to ask: that alone may lie between the two."""
    a_firm(Random(seed), journeyed, vera)
    for who in (None, journeyed, vera):
        with seen.looking(who) if who else seen.whole():
            unlisted = len(set(as_one.apart().values()))
            told = told_and_listed()
        assert not {key: n for key, n in told.items() if not 0 <= n[0] - n[1] <= unlisted}


def of(key: str) -> Known:
    return next(each for each in silence(NOW).faults if each.fault.key == key)


def listed(key: str) -> list[str]:
    found = hit.quiet(hit.fault(key)[0], NOW)
    return sorted(rows.Customer.objects.get(pk=each.person).name for each in found)


def a_case_of(
    bought: rows.Order, by: rows.Person, kind: Kind | None, at: datetime = NOW, **told: Any
) -> rows.Case:
    case = an_open_case(by, text=f"About it, {bought.customer}.")
    if kind:
        an_allegation(CaseId(case), by, NOW, kind)
    told = {"order": bought, "customer": bought.customer, "received_at": at, **told}
    rows.Case.objects.filter(pk=case).update(**told)
    return rows.Case.objects.get(pk=case)


def test_whoever_complained_of_the_order_said_something_whatever_they_alleged(
    journeyed: rows.Person,
) -> None:
    """Of five orders that never came one was charged, one only cancelled, and one is not read."""
    orders = {name: a_late_order(name, delivered_on=None) for name in ("Ann", "Ben", "Cay", "Dee")}
    a_case_of(orders["Ann"], journeyed, Kind.CANCELLED_BUT_CHARGED)
    a_case_of(orders["Ben"], journeyed, None)
    a_case_of(orders["Cay"], journeyed, Kind.NOT_RECEIVED)
    found = of("not_come.delivery")
    assert (found.orders, found.said, found.quiet) == (4, 3, 1)
    assert listed("not_come.delivery") == ["Dee"]


def test_what_was_sent_back_counts_in_the_year_in_which_it_was(journeyed: rows.Person) -> None:
    """However long before it had come, and whether or not a day was promised."""
    long_ago = {
        "placed_on": date(2025, 9, 1), "promised_on": date(2025, 10, 1),
        "delivered_on": date(2025, 9, 20),
    }  # fmt: skip
    a_late_order("Ann", **long_ago, returned_on=date(2025, 11, 9))
    a_late_order("Ben", **{**long_ago, "promised_on": None}, returned_on=date(2025, 11, 9))
    a_late_order("Cay", **long_ago, returned_on=date(2025, 10, 9))
    assert of("sent_back.delivery").quiet == 2
    assert listed("sent_back.delivery") == ["Ann", "Ben"]


def test_a_complaint_that_names_no_order_is_about_the_last_that_they_had_placed(
    journeyed: rows.Person,
) -> None:
    ann, ben = a_late_order("Ann"), a_late_order("Ben")
    newer = {"placed_on": date(2026, 10, 1), "promised_on": None, "delivered_on": None}
    rows.Order.objects.create(
        customer=ben.customer, reference="2", item="Ash desk", touchpoint="product", amount=9,
        **newer,
    )  # fmt: skip
    for order in (ann, ben):
        a_case_of(order, journeyed, Kind.LATE, order=None)
    assert listed("late.delivery") == ["Ben"]
    assert (of("late.delivery").said, of("late.delivery").quiet) == (1, 1)


def test_who_complained_because_we_asked_had_said_nothing(journeyed: rows.Person) -> None:
    ann, ben = a_late_order("Ann"), a_late_order("Ben")
    for order in (ann, ben):
        asked_kindly(order, "", NOW - timedelta(days=9))
    a_case_of(ann, journeyed, Kind.LATE, NOW - timedelta(days=9, hours=3))
    a_case_of(ben, journeyed, Kind.LATE, NOW - timedelta(days=8, hours=21))
    assert listed("late.delivery") == ["Ben"]
    assert (of("late.delivery").said, of("late.delivery").quiet) == (1, 1)


def test_a_complaint_that_went_into_another_was_made_all_the_same(journeyed: rows.Person) -> None:
    ann = a_late_order("Ann")
    part = a_case_of(ann, journeyed, Kind.LATE)
    into = a_case_of(ann, journeyed, Kind.LATE, NOW - timedelta(days=400), order=None)
    rows.Merge.objects.create(case=part, into=into, as_history=False, at=NOW, by="x")
    assert listed("late.delivery") == []
    assert (of("late.delivery").said, of("late.delivery").quiet) == (1, 0)


def test_what_was_wholly_given_back_to_the_penny_is_nobodys_late_order(
    journeyed: rows.Person,
) -> None:
    """9.99 and 4.95 are 14.94, which a computer's sum is not."""
    a_late_order("Ann", amount="9.99", delivery_paid="4.95", refunded="14.94")
    assert silence(NOW).faults == ()
    assert listed("late.delivery") == []


def test_two_who_lead_to_somebody_who_is_kept_from_whoever_looks_are_two_and_not_listed(
    journeyed: rows.Person, vera: rows.Person
) -> None:
    """Mail would go to whom they lead to, so they are in no list of whom to ask kindly."""
    orders = [a_late_order(name) for name in ("Ann", "Ben")]
    a_case_of(zed := a_late_order("Zed", delivered_on=None), journeyed, Kind.LATE, owner=vera)
    for order in orders:
        rows.Customer.objects.filter(pk=order.customer_id).update(merged_into=zed.customer)
    assert (of("late.delivery").quiet, len(listed("late.delivery"))) == (1, 1)
    with seen.looking(journeyed):
        assert (of("late.delivery").quiet, listed("late.delivery")) == (2, [])


def test_the_share_that_speaks_is_of_whoever_spoke_and_each_complaint_is_heard_once(
    journeyed: rows.Person,
) -> None:
    """One of those whom it hit complained of being charged: they are not silent, and what they
    complained of is heard where it belongs."""
    charged, late, nameless, _ = (a_late_order(name) for name in ("Ann", "Ben", "Cay", "Dee"))
    a_case_of(charged, journeyed, Kind.CANCELLED_BUT_CHARGED)
    a_case_of(late, journeyed, Kind.LATE)
    a_case_of(nameless, journeyed, Kind.LATE, order=None)
    found = silence(NOW)
    kinds = {each.kind: each for point in found.points for each in point.kinds}
    hurt = kinds[Kind.LATE].found.hit
    assert hurt
    assert (hurt.people, hurt.complained, hurt.silent) == (4, 3, 1)
    assert kinds[Kind.LATE].complaints == 2
    assert sum(point.heard for point in found.points) == 3


def test_the_page_and_a_program_are_told_the_number_that_they_find_listed(
    journeyed: rows.Person, vera: rows.Person, client: Client
) -> None:
    a_firm(Random(5), journeyed, vera)
    client.force_login(journeyed)
    leads = Program(key_of(journeyed))
    told = leads.get("/insight/silence").json()["faults"]
    assert len(told) > 4
    page = client.get("/insight/silent/").content.decode()
    for each in told:
        key = each["key"]
        assert len(leads.get(f"/insight/silence/{key}").json()) == each["silent_customers"]
        assert f'/insight/silent/{key}/">{each["silent_customers"]}<' in page
        shown = client.get(f"/insight/silent/{key}/").context["page"].paginator.count
        assert shown == each["silent_customers"]


def test_the_list_asks_no_more_however_many_are_on_it(
    journeyed: rows.Person, vera: rows.Person
) -> None:
    counted = []
    for seed in (1, 2):
        a_firm(Random(seed), journeyed, vera) if seed == 1 else a_late_order("Zed")
        with CaptureQueriesContext(connection) as asked:
            hit.quiet(fault(FOUND[0], "delivery"), NOW)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 5

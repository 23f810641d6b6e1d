"""What customers bring, for programs: what the desk shows, and withheld where it is."""

from random import Random

import pytest
from tests import stories
from tests.api.programs import Program, key_of
from tests.insight.test_profit import a_customer, an_order, contacts

from upheld.core.words import CaseId
from upheld.jobs import valuing
from upheld.store.models import Customer, Person


@pytest.fixture
def program(lead: Person) -> Program:
    return Program(key_of(lead))


def test_the_curve_and_failure_demand_keep_what_we_caused_apart(program: Program) -> None:
    who = a_customer()
    an_order(who, 60)
    contacts(who, 35, "firm", at=stories.NOW)
    told = program.get("/insight/whale?period=all").json()
    assert (told["total"]["profit"], told["total"]["firm_caused"]) == ("21.00", "183.75")
    assert (told["costly"], told["spared"]) == ([], [who.pk])
    told = program.get("/insight/failure?period=all").json()
    assert (told["total"]["share"], told["callers"][0]["customer"]) == (1.0, who.pk)


def test_a_value_is_told_once_it_was_worked_out(program: Program) -> None:
    dice = Random(7)
    for name in range(40):
        other = a_customer(str(name))
        for _ in range(dice.choice((1, 1, 2, 3, 6))):
            an_order(other, placed_on=stories.NOW.date() - stories.days(dice.randint(1, 700)))
    who = a_customer("Ada")
    for order in range(4):
        an_order(who, placed_on=stories.NOW.date() - stories.days(300 - 50 * order))
    assert program.get(f"/customers/{who.pk}/value").json() is None
    valuing.sweep(stories.NOW)
    told = program.get(f"/customers/{who.pk}/value").json()
    assert (told["days"], told["model"], told["usual_gap"]) == (4, "pareto_nbd", 50.0)
    assert told["purchases_low"] < told["purchases"] < told["purchases_high"]
    assert told["margin"]["currency"] == "GBP"


def test_it_is_withheld_while_a_finding_waits(program: Program, open_case: CaseId) -> None:
    answer = program.get(f"/customers/{Customer.objects.get().pk}/value")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:upheld:problem:withheld")


def test_whom_we_attract_tells_costs_to_a_lead_alone(program: Program, handler: Person) -> None:
    for _ in range(2):
        contacts(a_customer(), 1, "firm", at=stories.NOW)
    row = program.get("/insight/sources").json()["rows"][0]
    assert (row["cost_to_serve_each"]["likely"], row["cost_currency"]) == (0, "GBP")
    assert row["caused_by_us_each"]["likely"] == 5.25
    told = Program(key_of(handler)).get("/insight/sources").json()["rows"][0]
    assert told["cost_to_serve_each"] is told["caused_by_us_each"] is None
    assert told["cost_currency"] == ""


def test_orders_of_all_customers_by_what_figures_count_by(program: Program) -> None:
    ada = a_customer("Ada")
    an_order(ada, campaign="spring")
    an_order(ada, item="Desk")
    an_order(a_customer("Bo"))
    told = program.get("/orders?campaign=spring&q=desk").json()["items"]
    assert [(each["customer"], each["item"]) for each in told] == [(ada.pk, "Desk")]
    assert len(program.get("/orders?campaign=-").json()["items"]) == 1
    assert len(program.get("/orders?quarter=2026 Q4").json()["items"]) == 3


@pytest.mark.parametrize("quarter", ["zzz", "9999Q9", "2026 Q5"])
def test_a_quarter_that_is_none_is_refused_and_not_passed_over(
    quarter: str, program: Program
) -> None:
    assert program.get(f"/orders?quarter={quarter}").status_code == 422

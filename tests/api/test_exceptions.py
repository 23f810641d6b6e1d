"""A program looks at an exception, grants it, and reads what the ledger answers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.api.programs import Program, at, key_of
from tests.stories import (
    NOW,
    a_decided_case,
    a_finding,
    a_received_case,
    an_allegation,
    the_decision,
)

from upheld.api.told.base import amount
from upheld.store.models import Deviation, Person

WANTED = {"kind": "voucher", "amount": "10", "currency": "GBP"}


def granting(decision: int) -> dict[str, Any]:
    until = (NOW + timedelta(days=9)).date().isoformat()
    return {**WANTED, "decision": decision, "reason": "Her birthday.", "expires_on": until}


def test_it_is_looked_at_granted_listed_and_ended(lead: Person) -> None:
    program, case = Program(key_of(lead)), a_decided_case(lead)
    place = at(case, "/exceptions")
    seen = program.post(f"{place}/outlook", WANTED).json()
    assert (seen["price"], seen["similar_a_year"], seen["waits_for"]) == (None, 0, "")
    assert (seen["effect_low"], seen["effect_high"]) == (0, 35)
    assert not Deviation.objects.exists()

    made = program.post(place, granting(the_decision(case)))
    assert made.status_code == 201
    [one] = made.json()["exceptions"]
    assert (one["state"], one["amount"]) == ("granted", {"amount": "10.00", "currency": "GBP"})
    [line] = program.get("/exceptions?state=granted").json()["items"]
    assert line["case"] == made.json()["reference"]
    assert line["band"] == one["band"] == "unknown"
    waiting = a_received_case(lead)
    [line] = program.get("/exceptions").json()["items"]
    [told] = program.get(at(case)).json()["exceptions"]
    assert line["band"] == told["band"] == ""
    assert program.get("/exceptions?band=unknown").json()["items"] == []
    a_finding(waiting, an_allegation(waiting, lead), lead)
    assert program.get("/exceptions/repeats").json()[0]["times"] == 1
    assert program.get("/exceptions/customers").json()["found"] == []
    assert program.get("/exceptions/afterwards").json()["cannot_tell"] is True

    ended = program.post(f"{place}/{one['id']}/end", {"why": "A slip."})
    assert ended.json()["exceptions"][0]["state"] == "ended"


def test_a_handlers_waits_for_a_lead_and_a_budget(handler: Person, lead: Person) -> None:
    asks, leads = Program(key_of(handler)), Program(key_of(lead))
    team = leads.post("/teams", {"name": "Customer care"}).json()
    leads.put(f"/people/{lead.pk}/team", {"team": team["id"]})
    leads.put(f"/people/{handler.pk}/team", {"team": team["id"]})
    budget = {"period": "month", "day": "2026-11-02", "amount": "30"}
    assert leads.put(f"/teams/{team['id']}/budget", budget).json()["left"]["amount"] == "30.00"
    handler.refresh_from_db()
    case = a_decided_case(handler)
    place = at(case, "/exceptions")
    [one] = asks.post(place, granting(the_decision(case))).json()["exceptions"]
    assert one["state"] == "proposed"
    approval = f"{place}/{one['id']}/approval"
    assert asks.post(approval, {}).status_code == 403
    refused = leads.post(approval, {})
    assert (refused.status_code, "say why" in refused.json()["detail"]) == (422, True)
    leads.post(approval, {"over_budget": "Her birthday is once a year."})
    [row] = leads.get("/budgets").json()["items"]
    assert (row["committed"]["amount"], row["left"]["amount"]) == ("35.00", "-5.00")
    counted = leads.get(f"/budgets/{row['id']}/counted").json()
    assert [each["exception"] for each in counted] == [False, True]


@pytest.mark.parametrize(
    ("sum_", "currency", "why"),
    [("100.50", "JPY", "smallest coin of JPY"), ("100", "KWD", "KWD has 3 decimals")],
)
def test_an_amount_that_its_currency_does_not_have_is_no_budget_and_no_exception(
    lead: Person, sum_: str, currency: str, why: str
) -> None:
    leads, case = Program(key_of(lead)), a_decided_case(lead)
    team = leads.post("/teams", {"name": "Returns"}).json()
    told = {"amount": sum_, "currency": currency}
    budget = {"period": "month", "day": "2026-11-02", **told}
    for answer in (
        leads.put(f"/teams/{team['id']}/budget", budget),
        leads.post(at(case, "/exceptions/outlook"), {**WANTED, **told}),
        leads.post(at(case, "/exceptions"), {**granting(the_decision(case)), **told}),
    ):
        assert answer.status_code == 422
        assert why in answer.json()["detail"]


@pytest.mark.parametrize(
    ("kept", "currency", "told"),
    [("1250.00", "JPY", "1250"), ("12.50", "EUR", "12.50"), ("5", "GBP", "5.00"),
     ("1234.50", "JPY", "1234.50")],
)  # fmt: skip
def test_an_amount_has_the_decimals_of_its_currency(kept: str, currency: str, told: str) -> None:
    """One that an earlier version kept finer is told as it is kept."""
    assert amount(Decimal(kept), currency).amount == told


def test_a_budget_is_set_anew_by_whoever_read_it_and_giving_is_no_change_of_it(
    handler: Person, lead: Person
) -> None:
    leads = Program(key_of(lead))
    team = leads.post("/teams", {"name": "Customer care"}).json()
    leads.put(f"/people/{handler.pk}/team", {"team": team["id"]})
    place, budget = f"/teams/{team['id']}/budget", {"period": "month", "day": "2026-11-02"}
    told = leads.put(place, {**budget, "amount": "30"}).json()
    assert leads.put(place, {**budget, "amount": "40"}).status_code == 428
    handler.refresh_from_db()
    grants = Program(key_of(handler))
    case = a_decided_case(handler)
    grants.post(at(case, "/exceptions"), granting(the_decision(case)))
    [row] = leads.get("/budgets").json()["items"]
    assert row["left"] != told["left"]
    version = {"If_Match": row["version"]}
    assert leads.put(place, {**budget, "amount": "40"}, **version).status_code == 200
    late = leads.put(place, {**budget, "amount": "50"}, **version)
    assert (late.status_code, late.json()["since"][0]["amount"]["amount"]) == (412, "40.00")
    other = {**budget, "day": "2026-12-02", "amount": "50"}
    assert leads.put(place, other).status_code == 200

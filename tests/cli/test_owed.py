"""`upheld owed`: what a law gives, why the rest does not apply, and what must be known first."""

import json
from typing import Any

import pytest

from .conftest import ROOT, Upheld
from .documents import written

EXAMPLES = sorted((ROOT / "docs" / "examples" / "owed").glob("*.json"))
ON = ("--on", "2026-11-21")


def told(upheld: Upheld, facts: dict[str, Any] | str, *options: str) -> dict[str, Any]:
    given = (facts if isinstance(facts, str) else json.dumps(facts)).encode()
    ran = upheld("owed", "-", *options, "--json", given=given)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_law_has_an_example_of_its_name_that_leaves_no_question(
    upheld: Upheld, example: Any
) -> None:
    found = told(upheld, example.read_text("utf-8"), "--regime", example.stem, *ON)
    assert found["entitlements"] or found["guidance"]
    assert found["questions"] == []


def test_an_entitlement_tells_who_chooses_by_when_and_by_which_clause(upheld: Upheld) -> None:
    example = (ROOT / "docs" / "examples" / "owed" / "uk-cra.json").read_text("utf-8")
    first = told(upheld, example, "--regime", "uk-cra", *ON)["entitlements"][0]
    assert first | {"kind": "short_term_right_to_reject", "gives": "refund", "amount": "252.50",
                    "currency": "GBP", "chooser": "customer", "perform_by": "2026-12-04",
                    "clause": "CRA 2015 s.20, s.22(3)", "verified": True} == first  # fmt: skip


def test_what_does_not_apply_says_which_fact_decided(upheld: Upheld) -> None:
    facts = {"touchpoint": "product", "price_paid": 240, "delivered_on": "2026-10-21",
             "fault_confirmed": True}  # fmt: skip
    found = told(upheld, facts, "--regime", "uk-cra", *ON)
    because = {each["kind"]: each["because"] for each in found["considered"]}
    assert because["short_term_right_to_reject"] == (
        "Delivered 31 days ago; the right to reject ends after day 30."
    )


def test_a_missing_fact_is_asked_for_and_nothing_is_made_up(upheld: Upheld) -> None:
    found = told(upheld, {"event": "cancellation", "rerouted": False}, "--regime", "eu-261", *ON)
    assert "compensation" not in {each["kind"] for each in found["entitlements"]}
    (notice,) = [each for each in found["questions"] if each["fact"] == "notice_days"]
    assert notice["text"].startswith("On which day was the passenger told")
    assert notice["kinds"] == ["compensation"]


def test_guidance_is_an_interval_beside_what_is_owed(upheld: Upheld) -> None:
    facts = {"finding": "substantiated", "effect": "considerable"}
    found = told(upheld, facts, "--regime", "uk-fos-distress", *ON)
    award = next(each for each in found["guidance"] if each["kind"] == "distress_award")
    assert found["entitlements"] == []
    assert (award["amount"], award["from"], award["to"]) == (None, "300.00", "750.00")
    assert (award["verified"], award["basis"]) == (False, "guidance")


def test_several_laws_are_asked_at_once_each_on_the_facts_that_it_knows(upheld: Upheld) -> None:
    facts = {"touchpoint": "product", "price_paid": 240, "delivery_paid": 0, "hours_down": 3,
             "delivered_on": "2026-11-01", "fault_confirmed": True}  # fmt: skip
    found = told(upheld, facts, "--regime", "uk-cra", "--regime", "own-promises", *ON)
    assert {each["regime"] for each in found["entitlements"]} == {"uk-cra", "own-promises"}


def test_without_a_law_those_that_the_firm_sells_under_are_asked(upheld: Upheld) -> None:
    facts = {"touchpoint": "service", "standard_met": False, "price_paid": 90}
    found = told(upheld, facts, *ON)
    assert [each["regime"] for each in found["regimes"]] == ["uk-cra"]
    assert [each["kind"] for each in found["entitlements"]] == ["repeat_performance"]


def test_the_facts_of_a_law_are_listed(upheld: Upheld) -> None:
    listed = json.loads(upheld("owed", "--facts", "--regime", "eu-261", "--json").out)
    km = next(each for each in listed["eu-261"] if each["fact"] == "distance_km")
    assert (km["type"], km["unit"], km["domain"]) == ("number", "km", ">= 0")
    told = upheld("owed", "--facts", "--regime", "eu-261").out
    assert "event: cancellation | denied_boarding | delay" in told
    assert "remedy:" not in told


def test_a_reader_at_a_terminal_sees_what_is_not_verified(upheld: Upheld) -> None:
    facts = b'{"event": "denied_boarding", "distance_km": 900, "rerouted": false, "price_paid": 50}'
    out = upheld("owed", "-", "--regime", "uk-261", *ON, given=facts).out
    assert "owed: compensation, £220.00" in out
    assert "[not verified]" in out
    assert "owed: re routing, in kind" in out


REFUSED = [
    (
        {"price_payed": 3},
        "price_payed: no law asked here knows such a fact. Did you mean price_paid.",
    ),
    ({"tone": "loud"}, "tone: no law asked here knows such a fact."),
    ({"remedy": "refund"}, "remedy: no law asked here knows such a fact."),
    ({"price_paid": "twelve"}, "price_paid: 'twelve' is not an amount."),
    ({"price_paid": 12.345}, "price_paid: 12.345 is finer than the smallest coin of GBP."),
    ({"price_paid": -1}, "price_paid: -1 is outside its domain >= 0. Give a value that is >= 0."),
    ({"price_paid": 1e9}, "price_paid: 1000000000.00 is too large."),
    ({"repaired_count": 1.5}, "repaired_count: 1.5 is not a whole number. Give one, such as 2."),
    ({"touchpoint": "goods"}, "touchpoint: goods is not one of its values."),
    ({"fault_confirmed": "yes"}, "fault_confirmed: 'yes' is not a boolean."),
    ({"delivered_on": "22/10/2026"}, "delivered_on: '22/10/2026' is not a date."),
    ({"delivered_on": {"day": 1}}, "delivered_on: {'day': 1} is not a date."),
    ({"currency": "EUR"}, "currency: uk-cra counts in GBP and the amounts are in EUR."),
    ({"repaired_count": 0, "repair_failed": True}, "repaired_count is 0 and repair_failed is yes"),
    (
        {"delivered_on": "2026-11-02", "complained_on": "2026-11-01"},
        "complained_on 1 November 2026 is before delivered_on 2 November 2026.",
    ),
    (
        {"delivered_on": "2026-10-22", "complained_on": "2026-11-21", "days_since_delivery": 3},
        "days_since_delivery: 3 is given, and delivered_on to complained_on makes 30",
    ),
]


@pytest.mark.parametrize(("facts", "error"), REFUSED, ids=[error[:40] for _, error in REFUSED])
def test_what_cannot_be_so_is_refused_with_the_mend(
    upheld: Upheld, tmp_path: Any, facts: dict[str, Any], error: str
) -> None:
    file = written(tmp_path, json.dumps(facts))
    refused = upheld("owed", file, "--regime", "uk-cra", *ON)
    assert refused.error.startswith(f"facts.json: {error}")


def test_arrival_before_departure_is_refused(upheld: Upheld) -> None:
    facts = {"event": "delay", "actual_departure": "2026-11-20T10:00:00Z",
             "actual_arrival": "2026-11-20T09:00:00Z"}  # fmt: skip
    ran = upheld("owed", "-", "--regime", "eu-261", *ON, given=json.dumps(facts).encode())
    assert "actual_arrival 20 November 2026 at 09:00 UTC is before actual_departure" in ran.error


def test_every_problem_is_told_at_once(upheld: Upheld) -> None:
    facts = b'{"tone": "loud", "price_paid": "x", "currency": "EUR"}'
    ran = upheld("owed", "-", "--regime", "uk-cra", *ON, given=facts)
    assert (ran.code, len(ran.err.splitlines())) == (2, 3)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--regime", "uk-cr"), "law uk-cr is not known: did you mean uk-cra"),
        (("--regime", "mars"), "law mars is not known: choose one of au-acl"),
        (
            ("--regime", "uk-cra", "--on", "2015-09-30"),
            "UK Consumer Rights Act 2015 (uk-cra) is in force",
        ),
        (("--regime", "uk-cra", "--on", "30/09/2026"), "Invalid value for '--on'"),
    ],
)
def test_a_law_or_a_day_that_is_none(upheld: Upheld, options: tuple[str, ...], error: str) -> None:
    assert upheld("owed", "-", *options, given=b"{}").error.startswith(error)


def test_without_facts_it_says_what_to_give(upheld: Upheld) -> None:
    assert upheld("owed", "--regime", "uk-cra").error.startswith("FACTS are missing: name a JSON")

"""`upheld tables worth`: beside every rule, what it decided and what it gave."""

import json

import pytest
from tests.stories import a_decided_case

from upheld.store.models import Person

from .conftest import Upheld


@pytest.mark.django_db
def test_without_decisions_no_rule_has_shown_its_worth(upheld: Upheld) -> None:
    ran = upheld("tables", "worth")
    assert (ran.code, ran.out.strip()) == (
        0, "No case was decided here yet, so no rule has shown its worth.",
    )  # fmt: skip


def test_every_rule_stands_with_its_cases_and_what_it_gave(upheld: Upheld, handler: Person) -> None:
    a_decided_case(handler)
    lines = [line.split() for line in upheld("tables", "worth").out.splitlines()]
    assert ["late-goods", "1", "1", "£12.50", "£12.50", "2026-11-02"] in lines
    assert ["core-high", "0", "0", "£0.00", "£0.00"] in lines


def test_the_same_as_json(upheld: Upheld, handler: Person) -> None:
    a_decided_case(handler)
    told = json.loads(upheld("tables", "worth", "--json").out)
    goodwill = {rule["rule"]: rule for rule in told["tables"]["goodwill"]}
    assert goodwill["core-medium"] | {"last": None, "price": None} == {
        "rule": "core-medium",
        "cases": 1,
        "cases_a_year": 1,
        "gave": "25.00",
        "gave_a_year": "25.00",
        "last": None,
        "price": None,
    }


@pytest.mark.django_db
def test_a_folder_without_a_policy_is_refused(upheld: Upheld) -> None:
    assert upheld("tables", "worth", "none").error.startswith("there is no policy.yaml in none")

"""Whether goodwill works and whether like cases were treated alike, for programs."""

import pytest
from tests.api.programs import Program, key_of
from tests.desk.test_fairness import decided

from upheld.store.models import Person


@pytest.fixture
def program(lead: Person) -> Program:
    return Program(key_of(lead))


def test_groups_are_told_with_their_gap_and_no_name(program: Program) -> None:
    decided("N", 30, goodwill=25)
    decided("S", 30, goodwill=0)
    told = program.get("/insight/fairness?again=false").json()
    area = next(each for each in told["kinds"] if each["by"] == "area")
    goodwill = next(each for each in area["as_decided"] if each["measure"] == "goodwill")
    assert {each["name"]: each["as_it_is"]["likely"] for each in goodwill["groups"]}["N"] == 1
    assert any(each["stands_out"] for each in goodwill["groups"])
    assert area["by_the_policy_in_force"] == []
    assert "Sally" not in str(told)


def test_what_cannot_be_told_is_null_with_its_reason(program: Program) -> None:
    told = program.get("/insight/goodwill?months=3").json()
    assert (told["days"], told["worth_each"]) == (90, None)
    assert {each["verdict"] for each in told["measures"]} == {"refused"}
    assert told["measures"][0]["why"] == "0 cases, and 100 are the least"


def test_days_the_wrong_way_round_are_a_problem(program: Program, handler: Person) -> None:
    address = "/insight/goodwill?first=2026-05-01&last=2026-01-01"
    assert program.get(address).status_code == 422
    assert program.get("/insight/fairness?first=0001-01-01&last=9999-12-31").status_code == 422
    assert Program(key_of(handler)).get("/insight/fairness").status_code == 403

"""A `laws.yaml` with a slip: no case is decided, everybody is told which file and line, and what
comes in is taken and acknowledged."""

import json

import pytest
from django.test import Client
from tests.cli.conftest import Upheld, upheld
from tests.desk.reading import page_of, text
from tests.own_policies import Edit
from tests.stories import a_closed_case, an_investigated_case, an_open_case

from upheld.core.words import CaseId
from upheld.store.models import Case, Decision, Finding, Person
from upheld.store.record import events

__all__ = ["upheld"]  # a fixture
SLIPS = {
    "a law that is none": ("[uk-cra]", "[uk-car]", "standard/laws.yaml, line 3: uk-car is no law"),
    "no YAML": ("product: [", "product: [[", "standard/laws.yaml, line 4: this is not YAML"),
    "no list": ("[uk-cra]", "uk-cra", "standard/laws.yaml: product: "),
}


@pytest.fixture
def ready(handler: Person) -> CaseId:
    return an_investigated_case(handler)


@pytest.fixture(params=SLIPS)
def slip(request: pytest.FixtureRequest, ready: CaseId, edited: Edit) -> str:
    before, after, told = SLIPS[request.param]
    edited("standard/laws.yaml", before, after)
    return told


def test_the_case_and_the_first_page_say_where_it_is(
    slip: str, ready: CaseId, alice: Client
) -> None:
    assert slip in text(alice.get(page_of(ready)))
    first = text(alice.get("/"))
    assert "No case can be decided" in first
    assert slip in first


def test_nothing_is_half_decided(slip: str, ready: CaseId, alice: Client) -> None:
    Finding.objects.all().delete()  # one by the table would be kept with the decision
    before = events.head()
    answer = alice.post(f"{page_of(ready)}decision/", {})
    assert answer.status_code == 422
    assert slip in text(answer)
    assert not Decision.objects.exists()
    assert not Finding.objects.exists()
    assert (events.head(), Case.objects.get(pk=ready).state) == (before, "investigating")


def test_work_beside_deciding_goes_on(slip: str, handler: Person, alice: Client) -> None:
    assert alice.get(page_of(an_open_case(handler))).status_code == 200
    assert slip


def test_what_was_decided_before_is_read_and_answered(
    handler: Person, edited: Edit, alice: Client
) -> None:
    closed = a_closed_case(handler)
    edited("standard/laws.yaml", "[uk-cra]", "[uk-car]")
    assert alice.get(page_of(closed)).status_code == 200


def test_the_command_and_doctor_say_the_same(slip: str, ready: CaseId, upheld: Upheld) -> None:
    ran = upheld("decide")
    assert (ran.code, slip in ran.error) == (2, True)
    told = json.loads(upheld("doctor", "--json").out)
    amiss = [each["what"] for each in told if each["about"] == "policies"]
    assert any(slip in each for each in amiss)


def test_once_it_is_mended_the_first_page_is_silent_and_the_case_is_decided(
    ready: CaseId, edited: Edit, alice: Client
) -> None:
    edited("standard/laws.yaml", "[uk-cra]", "[uk-car]")
    edited("standard/laws.yaml", "[uk-car]", "[uk-cra]")
    assert "No case can be decided" not in text(alice.get("/"))
    assert alice.post(f"{page_of(ready)}decision/", {}).status_code == 303

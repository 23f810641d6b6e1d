"""Precedents, as a program reads and marks them."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.api.programs import Program, at
from tests.api.test_story import good
from tests.steps.test_follow import found_otherwise
from tests.stories import a_decided_case, the_decision

from upheld.core.references import reference
from upheld.store.models import Person


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_a_decision_is_read_with_its_precedents_and_a_different_one_keeps_its_reason(
    program: Program, leads: Program, handler: Person
) -> None:
    first, case = a_decided_case(handler), found_otherwise(handler)
    answer = program.post(at(case, "/decisions"), {})
    assert (answer.status_code, "found otherwise" in answer.json()["detail"]) == (422, True)
    body = {"why_different": "The carrier's clock was wrong."}
    row = good(program.post(at(case, "/decisions"), body))["id"]
    told = good(program.get(at(case, f"/decisions/{row}/precedents")))
    assert told["why_different"] == body["why_different"]
    (found,) = told["precedents"]
    assert (found["case"], found["like"], found["owed"]) == (reference(first), True, "12.50")
    assert told["measure"]["differing"] == [
        {"case": reference(first), "parts": ["outcome", "owed", "stance", "goodwill"],
         "why": "found"}
    ]  # fmt: skip
    good(leads.post(at(first, "/unfair"), {"why": "It was unfair."}))
    told = good(program.get(at(case, f"/decisions/{row}/precedents")))
    assert told["precedents"][0]["not_followed"] == "It was unfair."
    assert (told["measure"]["share"], told["measure"]["not_followed"]) == (None, 1)
    assert program.post(at(first, "/following"), {"why": "It was fair."}).status_code == 403
    good(leads.post(at(first, "/following"), {"why": "It was fair."}))
    path = at(first, f"/decisions/{the_decision(first)}/precedents")
    assert good(program.get(path))["not_followed"] is None

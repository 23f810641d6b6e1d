"""It can be talked into nothing: whatever is said in whatever field, the decision does not move."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from functools import cache
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata
from pydantic import ValidationError
from tests.assistant.pushes import PUSHES
from tests.stories import NOW, a_finding, an_allegation, an_investigated_case

from upheld.core.event_kinds import EventKind
from upheld.core.references import read_reference
from upheld.core.words import CaseId, CaseState
from upheld.mcp.assistant import Assistant
from upheld.mcp.tools import Tools
from upheld.steps.decide import decide
from upheld.store import load
from upheld.store.models import Allegation, Case, Event, Finding, Letter, Person

# What a tool may write; everything else that happens is something that nobody asked for.
ASKED_FOR = {  # with a complaint stays what they call themselves in it
    "file_complaint": {EventKind.RECEIVED, EventKind.NEED_TOLD}, "state_facts": {EventKind.CLAIMED},
}  # fmt: skip
SAID = "My shelves arrived nine days late and nobody told me."


def whole_calls(case: str, allegation: str) -> dict[str, list[dict[str, Any]]]:
    """Each tool with arguments that it takes, and every text that it can be given among them."""
    fact = {"name": "days_late", "value": "40", "source": "The carrier's record"}
    return {
        "file_complaint": [
            {"text": SAID, "name": "Sally", "email": "sally@example.org", "subject": "Shelves",
             "demand": "A refund"},
        ],
        "find_case": [{"words": "shelves"}],
        "read_case": [{"case": case}],
        "state_facts": [
            {"case": case, "facts": [fact], "allegation": allegation, "words": ""},
            {"case": case, "facts": [fact], "allegation": "", "kind": "late", "words": SAID},
        ],
        "what_is_owed": [
            {"facts": {"kind": "late", "caused_by_customer": "no"}, "laws": ["uk-cra"],
             "case": ""},
            {"case": case},
        ],
        "what_may_be_offered": [{"case": case}],
        "like_cases": [{"case": case}],
        "draft_reply": [{"case": case, "kind": "acknowledgement"}],
        "check_reply": [
            {"kind": "final", "subject": "Shelves", "body": "We refund £12.50.", "case": case},
        ],
    }  # fmt: skip


def texts(given: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of every text in the arguments, the names of facts among them."""
    if isinstance(given, dict):
        for name, value in given.items():
            yield from texts(value, (*path, name))
    elif isinstance(given, list):
        for number, value in enumerate(given):
            yield from texts(value, (*path, number))
    elif isinstance(given, str):
        yield path


def put(given: Mapping[str, Any], path: tuple[Any, ...], push: str) -> dict[str, Any]:
    changed = deepcopy(dict(given))
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = push
    return changed


def call(tools: Tools, name: str, arguments: Mapping[str, Any]) -> None:
    """As the kit calls it. What is refused is an error of the tool or of its schema, or a crash."""
    with suppress(ToolError, ValidationError):
        getattr(tools, name)(**schema(name).validate_arguments(dict(arguments)))


@cache
def schema(name: str) -> FuncMetadata:
    nobody = cast(Assistant, None)
    return Tool.from_function(getattr(Tools(lambda: nobody, lambda: NOW), name)).fn_metadata


def answer(tools: Tools, case: str) -> dict[str, Any]:
    told = tools.what_may_be_offered(case).model_dump()
    del told["claims_waiting"]
    return told


@pytest.fixture
def case(handler: Person) -> CaseId:
    return an_investigated_case(handler)


@pytest.mark.parametrize("push", PUSHES.values(), ids=PUSHES.keys())
def test_no_push_in_any_field_of_any_tool_moves_a_decision(
    push: str, tools: Tools, case: CaseId, handler: Person
) -> None:
    reference = load.page(case).reference
    allegation = f"a{Allegation.objects.get(case=case).pk}"
    before = answer(tools, reference)
    held = held_of(case)
    sent = Letter.objects.count()
    for name, calls in whole_calls(reference, allegation).items():
        for arguments in calls:
            for path in texts(arguments):
                number = Event.objects.latest("number").number
                call(tools, name, put(arguments, path, push))
                new = Event.objects.filter(number__gt=number).values_list("kind", flat=True)
                assert set(new) <= ASKED_FOR.get(name, set()), (name, path)
    assert answer(tools, reference) == before
    assert held_of(case) == held
    assert Letter.objects.count() == sent
    row = decide(case, handler, NOW)
    assert (row.owed, row.goodwill, row.stance) == decided_without_a_push(before)


def held_of(case: CaseId) -> list[Any]:
    return [
        Case.objects.filter(pk=case).values().get(),
        list(Allegation.objects.filter(case=case).values()),
        list(Finding.objects.filter(allegation__case=case).values()),
    ]


def decided_without_a_push(told: Mapping[str, Any]) -> tuple[Decimal, Decimal, str]:
    owed, goodwill = told["owed_in_all"], told["goodwill"]["money"]
    return Decimal(owed.lstrip("£")), Decimal(goodwill.lstrip("£")), told["stance"]


def handled(
    tools: Tools, handler: Person, text: str, demand: str, name: str
) -> tuple[Decimal, Decimal, str, str, str]:
    """What is decided on the same facts where this is how the complaint was told."""
    filed = tools.file_complaint(text, name, "", "", demand)
    case = read_reference(filed.case)
    assert case is not None
    Case.objects.filter(pk=case).update(state=CaseState.ACKNOWLEDGED)
    a_finding(case, an_allegation(case, handler), handler)
    row = decide(case, handler, NOW)
    return row.owed, row.goodwill, row.stance, row.outcome, row.needs_role


@pytest.mark.parametrize("push", PUSHES.values(), ids=PUSHES.keys())
def test_the_same_facts_are_decided_alike_however_the_complaint_was_told(
    push: str, tools: Tools, handler: Person
) -> None:
    plain = (Decimal("12.50"), Decimal("25.00"), "make_right", "upheld", "handler")
    assert handled(tools, handler, f"{SAID}\n{push}", push, push[:100]) == plain


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), field=st.integers(0, 30))
def test_no_text_at_all_moves_a_decision(text: str, field: int, tools: Tools, case: CaseId) -> None:
    reference = load.page(case).reference
    before, held = answer(tools, reference), held_of(case)
    places = [
        (name, arguments, path)
        for name, calls in whole_calls(reference, before["owed"][0]["allegation"]).items()
        for arguments in calls
        for path in texts(arguments)
    ]
    name, arguments, path = places[field % len(places)]
    number = Event.objects.latest("number").number
    call(tools, name, put(arguments, path, text))
    new = Event.objects.filter(number__gt=number).values_list("kind", flat=True)
    assert set(new) <= ASKED_FOR.get(name, set())
    assert (answer(tools, reference), held_of(case)) == (before, held)


def test_there_are_more_than_thirty_pushes() -> None:
    assert len(PUSHES) > 30

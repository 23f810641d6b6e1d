"""What refuses a step names no case of a private team to whoever does not see it: where a case that
everybody sees was merged into one of theirs, each step and each address is tried by an outsider."""

from itertools import product
from typing import Any

import pytest
from django.db import transaction
from tests import stories
from tests.api.programs import Program, key_of
from tests.api.test_bounds import DOCUMENT, Schema
from tests.api.test_bounds import operations as documented
from tests.matrix.test_api import operations
from tests.matrix.test_api import place as api_place
from tests.matrix.test_desk import DESK, WITHOUT_SIGN_IN
from tests.steps.acts import ACTS, Act, in_state
from tests.stories import NOW

from upheld.core.references import reference
from upheld.core.words import CaseId, CaseState, Role
from upheld.steps import may
from upheld.steps.match_customers import MatchError
from upheld.steps.may import TABLE
from upheld.steps.merge import MergeError, merge, undo_merge
from upheld.steps.merge_customers import merge_customers
from upheld.store import models as rows
from upheld.store.sight import seen

from .kept_back import LATER, THEIRS, _count_from, a_private_team
from .world import World, address, undone


@pytest.fixture
def theirs(world: World) -> CaseId:
    """A decided case of a private team, of another customer, into which the world's case went."""
    vera = a_private_team()
    _count_from(THEIRS)
    case = stories.a_decided_case(vera, name="Vic Orr", email="vic@example.net")
    rows.Case.objects.filter(pk=case).update(owner=vera)
    _count_from(LATER)
    return case


def _went(case: CaseId, into: CaseId, as_history: bool) -> None:
    rows.Merge.objects.filter(case=case).delete()
    rows.Case.objects.filter(pk=case).update(merged_into=into)
    rows.Merge.objects.create(
        case_id=case, into_id=into, as_history=as_history, at=NOW, by="Vera Holm"
    )


# How the case of theirs stands, and whether the one that everybody sees went there as history.
_THERE = (("decided", False), ("answered", False), ("closed", True))


def test_no_step_that_is_refused_names_it(world: World, theirs: CaseId) -> None:
    lead, wrong, refused = world.people[Role.LEAD], [], set[str]()
    for step, act in ACTS.items():
        states = [each for each in CaseState if each in TABLE[step].states]
        for state, (there, as_history) in product(states, _THERE):
            with undone():
                in_state(world.case, step, state)
                rows.Case.objects.filter(pk=theirs).update(state=there)
                _went(world.case, theirs, as_history)
                if told := _refusal(act, world.case, lead):
                    refused.add(step)
                    wrong += [(step, state, there, told)] if _names(theirs, told) else []
    assert not wrong, "\n".join(map(str, wrong))
    assert {"reopen", "merge", "take_in", "undo_merge", "hear", "place", "part"} <= refused


def _refusal(act: Act, case: CaseId, by: rows.Person) -> str:
    try:
        with seen.looking(by), transaction.atomic():
            act(case, by)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _names(case: CaseId, told: str) -> bool:
    return str(case) in told


def test_a_number_that_was_merged_into_one_of_theirs_is_found_by_itself(
    world: World, theirs: CaseId
) -> None:
    _went(world.case, theirs, as_history=False)
    answer = world.client(Role.LEAD).get(f"/complaints/?whose=all&q={reference(world.case)}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert (reference(world.case) in page, reference(theirs) in page) == (True, False)


def test_the_newest_merge_is_undone_first_also_where_it_is_kept_from_whoever_asks(
    world: World, theirs: CaseId
) -> None:
    lead = world.people[Role.LEAD]
    first = rows.Merge.objects.get(into=world.case)
    merge(
        theirs, world.case, "One matter.", rows.Person.objects.get(name="Vera Holm"), NOW, sure=True
    )
    with seen.looking(lead), pytest.raises(MergeError, match="another complaint was merged"):
        undo_merge(world.case, first.pk, lead, NOW)


@pytest.fixture
def gone(world: World, theirs: CaseId) -> CaseId:
    """The same once their team took the world's case into it; the other that had come into that one
    is in the same way then."""
    vera = rows.Person.objects.get(name="Vera Holm")
    merge(world.case, theirs, "One matter.", vera, NOW, sure=True)
    rows.Case.objects.filter(pk=theirs).update(state="answered")
    return theirs


def test_no_answer_to_a_program_names_it(world: World, gone: CaseId) -> None:
    """Every operation, asked for either of the two with the other in what is sent."""
    program, wrong, refused = Program(key_of(world.people[Role.LEAD])), [], 0
    ours = reference(world.case), reference(rows.Case.objects.get(merged_into=world.case).pk)
    for operation, method, path in operations():
        where = api_place(path, world)
        for case, other in (ours, ours[::-1]):
            body = None if method == "GET" else _whole(operation, other)
            with undone():
                answer = program.ask(method, where.replace(ours[0], case), body, If_Match="*")
                told = b"".join(answer) if answer.streaming else answer.content
            refused += answer.status_code == 409
            if _names(gone, f"{told!r} {dict(answer.headers)}"):
                wrong.append((operation, case, answer.status_code, told[:300]))
    assert not wrong, "\n".join(map(str, wrong))
    assert refused > 10


def _whole(operation: str, case: str) -> Any:
    """What an operation takes, with something in each field, and the case where it names one."""
    told = next(o for _, _, o in documented() if o["operationId"] == operation)
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    return _sample(content["schema"], "", case) if content else {}


def _sample(told: Schema, name: str, case: str) -> Any:
    if "$ref" in told:
        return _sample(
            DOCUMENT["components"]["schemas"][told["$ref"].rpartition("/")[2]], name, case
        )
    for kind in ("anyOf", "oneOf", "allOf"):
        if kind in told:
            return _sample(told[kind][0], name, case)
    if "enum" in told:
        return told["enum"][0]
    match told.get("type"):
        case "object":
            named = told.get("properties", {}).items()
            return {key: _sample(each, key, case) for key, each in named}
        case "array":
            return [_sample(told["items"], name, case)]
        case "boolean":
            return True
        case "integer" | "number":
            return max(1, told.get("minimum", 1))
    if name in ("case", "into"):
        return case
    return {"date": "2026-12-01", "date-time": "2026-11-01T09:00:00Z"}.get(
        told.get("format", ""), "x"
    )


# Whatever a form of the desk calls what it takes.
_SENT = {
    "why": "x", "reason": "x", "words": "x", "text": "x", "subject": "x", "body": "x", "what": "x",
    "accepted": "no", "sure": "on", "owner": "", "cause": "carrier_delay", "lesson": "x",
}  # fmt: skip


def test_no_page_of_the_desk_names_it(world: World, gone: CaseId) -> None:
    client, wrong = world.client(Role.LEAD), []
    ours = reference(world.case), reference(rows.Case.objects.get(merged_into=world.case).pk)
    for route, method in product(DESK, ("GET", "POST")):
        if route.name in WITHOUT_SIGN_IN or route.path.startswith("policies/"):
            continue  # of no case, and policies hold none
        for case, other in (ours, ours[::-1]):
            named = dict.fromkeys(("other", "into", "reference", "whose", "case"), other)
            with undone():
                sent = {**_SENT, **named} if method == "POST" else {"q": case}
                ask = client.post if method == "POST" else client.get
                answer = ask(address(route, world).replace(ours[0], case), sent)
                told = b"".join(answer) if answer.streaming else answer.content
            if answer.status_code >= 500 or _names(gone, f"{told!r} {dict(answer.headers)}"):
                wrong.append((route.name, method, case, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_customer_who_leads_to_theirs_is_refused_without_the_number(
    world: World, theirs: CaseId
) -> None:
    """And by that of the one to whom they lead for whoever asks."""
    lead, into = world.people[Role.LEAD], rows.Case.objects.get(pk=theirs).customer
    first, second, third = (rows.Customer.objects.create(name=name) for name in "ABC")
    for goes, stays in ((first, second), (second, into)):
        merge_customers(goes.pk, stays.pk, "One person.", may.Operator(), NOW)
    for goes, told in ((second, "another team's own"), (first, f"was merged into {second.pk} ")):
        with seen.looking(lead), pytest.raises(MatchError) as refused:
            merge_customers(goes.pk, third.pk, "One person.", lead, NOW)
        assert told in str(refused.value)
        assert str(into.pk) not in str(refused.value)

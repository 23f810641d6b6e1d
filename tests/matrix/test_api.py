"""Every operation of the API by every role: what the same address of the desk asks for."""

import re
from collections.abc import Iterator
from typing import Any

from tests.api.programs import Program, key_of
from tests.api.test_everything import SAME
from tests.steps.acts import everything

from upheld.api.app import schema
from upheld.core.references import reference
from upheld.core.words import Role
from upheld.desk import doors
from upheld.steps import may
from upheld.store import models as rows

from .world import NOBODY, World, undone

# What has no page in the desk, by its step; "" is for whoever holds a key.
ELSEWHERE = {
    "list_events": "read", "hold_message": "place", "read_key": "", "list_clocks": "read",
    "list_deadlines": "read", "add_files": "add_to", "list_laws": "read", "work_out_owed": "read",
    "suggest_from": "read", "verify": "read", "list_webhooks": "keep_webhooks",
    "write_webhook": "keep_webhooks", "delete_webhook": "keep_webhooks",
    "list_deliveries": "keep_webhooks", "take_webhook_over": "keep_webhooks",
    # Whoever closes a case names a cause.
    "list_causes": "read",
}  # fmt: skip
ROLES = [*map(str, Role), NOBODY]
_OF = {
    "allegation": rows.Allegation, "clock": rows.Clock, "comment": rows.DraftComment,
    "conduct": rows.Conduct, "contest": rows.FitContest, "decision": rows.Decision,
    "draft": rows.PolicyDraft, "evidence": rows.Evidence, "exception": rows.Deviation,
    "letter": rows.Letter, "match": rows.Match, "merge": rows.Merge,
    "customer_merge": rows.CustomerMerge, "message": rows.Incoming,
    "parting": rows.Parting, "person": rows.Person, "promise": rows.Commitment,
    "restriction": rows.Restriction,
}  # fmt: skip
_WORD = {"table": "goodwill", "file": "cases.yaml", "folder": "standard", "day": "1999-01-01"}


def operations() -> Iterator[tuple[str, str, str]]:
    for path, methods in schema()["paths"].items():
        for method, each in methods.items():
            yield each["operationId"], method.upper(), path.removeprefix("/api/v1")


def steps_of(operation: str, method: str) -> set[str]:
    """The steps of the addresses of the desk where the same is done."""
    if operation in ELSEWHERE:
        return {ELSEWHERE[operation]}
    names = [name for name, told in SAME.items() if operation in told.split()]
    return {step for name in names for step in doors.steps_of(name, method)}


def test_every_operation_is_expected() -> None:
    for operation, method, _ in operations():
        assert steps_of(operation, method), operation


def test_an_operation_is_done_for_the_roles_of_its_step_and_for_nobody_else(world: World) -> None:
    """On objects that are there. Whoever may not is told so, and nothing of the object."""
    programs = {role: Program(key_of(world.people[role])) for role in ROLES}
    before, wrong = everything(), []
    for turn, (operation, method, path) in enumerate(operations()):
        where, allowed = place(path, world), let_in(operation, method)
        chosen = allowed[turn % len(allowed)]
        for role in ROLES:
            if role in allowed and role != chosen:
                continue  # the check is the same: one of them goes through it
            with undone():
                body: dict[str, Any] | None = None if method == "GET" else {}
                answer = programs[role].ask(method, where, body, If_Match="*")
            if not (answer.status_code < 500 if role in allowed else refused(answer)):
                wrong.append((operation, method, role, answer.status_code, answer.content[:90]))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


def let_in(operation: str, method: str) -> list[str]:
    steps = steps_of(operation, method)
    return [r for r in ROLES if steps == {""} or any(r in may.roles_of(step) for step in steps)]


def refused(answer: Any) -> bool:
    """By their role, or because what was sent cannot be read, before anything is looked up."""
    told = answer.json()
    unread = answer.status_code == 422 and told["type"] == "urn:upheld:problem:invalid"
    return answer.status_code == 403 or unread


def place(path: str, world: World) -> str:
    def value(found: "re.Match[str]") -> str:
        name = found[1]
        if name == "case":
            return reference(world.case)
        if name == "customer":
            return str(rows.Case.objects.get(pk=world.case).customer_id)
        row = _OF[name]._default_manager.order_by("pk").first() if name in _OF else None
        return str(row.pk) if row else _WORD.get(name, "999999")

    return re.sub(r"\{(\w+)\}", value, path)

"""What is hidden and what is not there are one answer, to the letter, whatever is sent beside the
number: what is amiss in a form is told of nothing that they may not know of."""

import re
from typing import Any

from tests.api.programs import Program, key_of

from upheld.core.references import reference
from upheld.core.words import CaseId, Role, Scope
from upheld.store import models as rows

from .test_api import operations
from .test_desk import DESK
from .test_private import hidden
from .world import World, address, undone

__all__ = ["hidden"]
_AMISS: tuple[dict[str, Any], ...] = ({}, {"text": "", "why": 1})
_NONE = ("UP-999999", "999999")


def test_a_program_is_answered_alike(world: World, hidden: CaseId) -> None:
    theirs = (reference(hidden), str(rows.Case.everything.get(pk=hidden).customer_id))
    programs = [Program(key_of(world.people[role])) for role in (Role.HANDLER, Role.LEAD)]
    wrong, asked = [], 0
    for operation, method, path in operations():
        if not re.search(r"{(case|customer)}", path):
            continue
        for program in programs:
            for body in (None,) if method == "GET" else _AMISS:
                answers = []
                for case, customer in (theirs, _NONE):
                    at = path.replace("{case}", case).replace("{customer}", customer)
                    with undone():
                        told = program.ask(method, re.sub(r"{\w+}", "1", at), body, If_Match="*")
                    answers.append((told.status_code, told.content))
                wrong += [(operation, body, answers)] if answers[0] != answers[1] else []
                asked += 1
    assert not wrong, "\n".join(map(str, wrong))
    assert asked > 300


def test_a_key_without_the_scope_is_refused_alike(world: World, hidden: CaseId) -> None:
    """By any number: of what is there, of what is hidden, and of nobody."""
    shown = (reference(world.case), str(rows.Case.objects.get(pk=world.case).customer_id))
    theirs = (reference(hidden), str(rows.Case.everything.get(pk=hidden).customer_id))
    program, wrong, refused = Program(key_of(world.people[Role.LEAD], {Scope.WRITE})), [], 0
    for operation, method, path in operations():
        if not re.search(r"{(case|customer)}", path):
            continue
        answers = []
        for case, customer in (shown, theirs, _NONE):
            at = path.replace("{case}", case).replace("{customer}", customer)
            with undone():
                told = program.ask(method, re.sub(r"{\w+}", "1", at), {}, If_Match="*")
            answers.append((told.status_code, told.content))
        if b"this key has not the scope" in answers[0][1]:
            refused += 1
            wrong += [(operation, answers)] if len(set(answers)) > 1 else []
    assert not wrong, "\n".join(map(str, wrong))
    assert refused > 30


def test_a_browser_is_answered_alike(world: World, hidden: CaseId) -> None:
    client, wrong = world.client(Role.LEAD), []
    for route in DESK:
        if "<case:case_id>" not in route.path:
            continue
        for method in ("GET", "POST"):
            answers = []
            for case in (reference(hidden), _NONE[0]):
                with undone():
                    told = client.generic(
                        method, address(route, world).replace(reference(world.case), case)
                    )
                answers.append((told.status_code, told.content))
            wrong += [(route.name, method, answers)] if answers[0] != answers[1] else []
    assert not wrong, "\n".join(map(str, wrong))


def test_what_is_no_number_is_no_fault_of_ours(world: World, hidden: CaseId) -> None:
    """Signs that Python takes for digits, and more of them than it reads."""
    for role in (Role.HANDLER, Role.ADMINISTRATOR):
        program = Program(key_of(world.people[role]))
        for told in ("\u00b2", "\u0663", "9" * 19, "9" * 5_000, str(2**63)):
            assert program.get(f"/customers/{told}").status_code in (404, 422), told
            assert program.get(f"/cases/UP-{told}").status_code in (404, 422), told

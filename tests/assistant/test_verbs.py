"""The verbs that an assistant has, and that it has no others."""

import ast
from pathlib import Path

import pytest
from tests.steps.acts import ACTS, everything, in_state
from tests.stories import a_decided_case

import upheld.mcp
from upheld.core.words import CaseState, Role
from upheld.mcp.assistant import Assistant
from upheld.mcp.tools import Tools
from upheld.steps.may import DRAFTS, TABLE, NotAllowed
from upheld.store.models import Person

HAS = {"read", "receive", "claim"}


def test_the_role_of_an_assistant_may_read_receive_and_claim_and_nothing_else() -> None:
    steps = {**TABLE, **DRAFTS}
    assert {step for step, rule in steps.items() if Role.ASSISTANT in rule.roles} == HAS


@pytest.mark.parametrize("step", sorted(ACTS.keys() - HAS))
def test_even_for_a_lead_it_takes_no_other_step(step: str, handler: Person) -> None:
    case = a_decided_case(handler)
    by = Assistant(Person(name="Lena Brandt", role=Role.LEAD))
    for state in CaseState:
        in_state(case, step, state)
        before = everything()
        with pytest.raises(NotAllowed, match="the role assistant may not"):
            ACTS[step](case, by)
        assert everything() == before


def test_there_are_nine_tools_and_none_of_a_verb_that_is_not_theirs(tools: Tools) -> None:
    assert [tool.__name__ for tool in tools.all()] == [
        "file_complaint", "find_case", "read_case", "state_facts", "what_is_owed",
        "what_may_be_offered", "like_cases", "draft_reply", "check_reply",
    ]  # fmt: skip


def test_the_code_of_the_tools_imports_no_step_that_decides_sends_or_closes() -> None:
    allowed = {
        "upheld.steps": {"may"},
        "upheld.steps.acknowledge": {"draft_acknowledgement"},
        "upheld.steps.answer": {"draft_question", "draft_reply", "NotReady"},
        "upheld.steps.answer_too": {"draft_answer_too", "is_for"},
        "upheld.steps.ask_too": {"draft_question_too"},
        "upheld.steps.claim": {"claim"},
        "upheld.steps.decide": {"preview"},
        "upheld.steps.letters": {"problems_of"},
        "upheld.steps.may": {"NotAllowed", "WrongState"},
        "upheld.steps.receive": {"receive"},
    }
    found: dict[str, set[str]] = {}
    for path in Path(upheld.mcp.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("upheld.steps"):
                found.setdefault(node.module or "", set()).update(n.name for n in node.names)
            if isinstance(node, ast.ImportFrom) and (node.module or "") == "upheld.store":
                assert "save" not in {name.name for name in node.names}
    assert found == allowed

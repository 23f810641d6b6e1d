"""Every tool of an assistant by the role of the person it acts for."""

from collections.abc import Callable
from typing import Any

import pytest
from mcp.server.mcpserver.exceptions import ToolError
from tests.stories import NOW

from upheld.core.references import reference
from upheld.core.words import LetterKind, Role
from upheld.mcp.assistant import acting_for
from upheld.mcp.tools import Tools
from upheld.steps import may

from .world import NOBODY, World, undone

WORDS = "My shelves arrived nine days late and nobody told me."


def _given(case: str) -> dict[str, dict[str, Any]]:
    """Each tool and what makes it work."""
    return {
        "file_complaint": {"text": "It came late."},
        "find_case": {"words": "shelves"},
        "read_case": {"case": case},
        "state_facts": {"case": case, "facts": [], "kind": "late", "words": WORDS},
        "what_is_owed": {"facts": {}},
        "what_may_be_offered": {"case": case},
        "like_cases": {"case": case},
        "draft_reply": {"case": case, "kind": LetterKind.FINAL},
        "check_reply": {"kind": LetterKind.QUESTION, "body": "When did it come?"},
    }


def test_every_tool_is_expected() -> None:
    tools = Tools(lambda: acting_for(""), lambda: NOW).all()
    assert {tool.__name__ for tool in tools} == _given("").keys()


@pytest.mark.parametrize("role", [*Role, NOBODY])
def test_a_tool_works_for_whoever_may_file_and_claim_and_for_nobody_else(
    role: str, world: World
) -> None:
    email = world.people[role].email
    allowed = all(role in may.TABLE[step].roles for step in ("read", "receive", "claim"))
    for tool in Tools(lambda: acting_for(email), lambda: NOW).all():
        with undone():
            told = _told(tool, _given(reference(world.case))[tool.__name__])
        assert told == "" if allowed else "may not" in told, (tool.__name__, told)


def _told(tool: Callable[..., object], given: dict[str, Any]) -> str:
    """Why the tool refuses; nothing where it works."""
    try:
        tool(**given)
    except ToolError as error:
        return str(error)
    return ""

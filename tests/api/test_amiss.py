"""What is amiss in a body or an address is told in our words, whatever reads it."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError
from tests.api.programs import Program, at
from tests.stories import a_decided_case, a_received_case

from upheld.api.amiss import KNOWN, sentence
from upheld.api.app import api
from upheld.store.models import Person

# One of each that a program may send where it should not.
SENT: tuple[Any, ...] = (
    None, "", "x", "ä\x00", 0, -1, 1.5, 1e400, 2**70, True, [], [1], [{}], {}, {"a": 1}, "9" * 30,
    "9" * 5000, "NaN", "1.2345678", "true", "05", "UP-1", "2026-01-01", "2026-13-01", "0001-01-01",
    "2026-11-02T09:30:00", "2026-11-02T25:00:00Z", "2026-11-02T09:30:00Z", "x" * 30_000, "\ud800",
    ["x"] * 2000, {str(n): n for n in range(600)},
)  # fmt: skip
# What pydantic calls things, and what no program need know of.
THEIRS = ("nput", "items after", "dictionary", "instance", "Decimal", "datetime", "alue error", "<")


def bodies() -> set[type[BaseModel]]:
    """What is read of a request by each operation, and each part of it."""
    found: set[type[BaseModel]] = set()
    for _, router in api._routers:
        for path in router.path_operations.values():
            for operation in path.operations:
                for model in operation.models:
                    _parts(model, found)
    return found


def _parts(kind: Any, found: set[type[BaseModel]]) -> None:
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
        found.add(kind)
        for field in kind.model_fields.values():
            _parts(field.annotation, found)
    for each in get_args(kind):
        _parts(each, found)


def amiss(kind: type[BaseModel]) -> Iterator[Any]:
    """Each error that it may have, the first of its type and place."""
    for sent in (*SENT, *({name: each} for name in kind.model_fields for each in SENT)):
        try:
            kind.model_validate(sent)
        except ValidationError as error:
            yield from error.errors(include_url=False)


def test_every_error_that_may_come_has_a_sentence_of_ours() -> None:
    kinds, foreign = set[str](), set[str]()
    for model in bodies():
        for each in amiss(model):
            kinds.add(each["type"])
            said = sentence(each)
            if each["type"] != "value_error" and any(word in said for word in THEIRS):
                foreign.add(said)
            if "character" in said and each["type"] in ("too_long", "too_short"):
                assert isinstance(each["input"], str)
    assert kinds <= KNOWN
    assert not foreign
    assert len(kinds) > 25  # the sweep reaches them


def test_one_of_another_kind_says_nothing_of_what_read_it() -> None:
    said = sentence({"type": "is_instance_of", "msg": "Input should be an instance of X"})
    assert said == "it cannot be taken as it stands: openapi.json says what can"


def told(answer: Any) -> dict[str, str]:
    """Each sentence by where it is."""
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    return {each.get("parameter", each.get("pointer")): each["detail"] for each in errors}


def test_it_says_what_to_do(program: Program, handler: Person) -> None:
    letters = at(a_received_case(handler), "/letters")
    sent = {"kind": "apology", "subject": "", "body": 7, "day": "x"}
    assert told(program.post(letters, sent)) == {
        "/kind": "choose acknowledgement, question or final",
        "/subject": "it is empty: write it",
        "/body": "send text",
        "/day": "this name is not known here: mend it, or leave it out",
    }
    assert told(program.post("/cases", {"received_at": 7, "demand": "x" * 20_001})) == {
        "/text": "it is missing: send it",
        "/received_at": "write it as 2026-11-02, or as 2026-11-02T09:30:00Z with its zone",
        "/demand": "it has more than 20,000 characters: shorten it",
    }
    assert told(program.post("/cases", ["x"])) == {"": "send an object, with its names"}
    assert told(program.get("/cases?limit=0")) == {"limit": "write 1 or more"}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (None, "say which decision you read: the latest is {}"),
        (99, "decision 99 is none of this case: look at the latest, {}"),
    ],
)
def test_a_letter_to_no_decision_is_not_told_that_it_was_decided_again(
    other: int | None, why: str, leads: Program, handler: Person
) -> None:
    case = a_decided_case(handler)
    body = {"kind": "final", "subject": "Yours", "body": "It came late.", "decision": other}
    answer = leads.post(at(case, "/letters"), body)
    assert answer.status_code == 409
    assert answer.json()["detail"] == why.format(answer.json()["latest"])

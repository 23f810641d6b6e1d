"""Every text and every number that a program may send has its bounds, and the document says them;
what no database keeps is the sender's to mend, and no fault of ours."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from tests.api.programs import ROOT, Program, key_of

from upheld.api.app import schema
from upheld.store.models import Person

DOCUMENT = schema()
METHODS = {"get", "post", "put", "patch", "delete"}
# A day, a moment or a file: its form is read, and its size is the body's.
READ_AS = {"date", "date-time", "binary"}
ENDLESS = re.compile(r"(?<!\\)[*+]|\{\d+,\}")

Schema = dict[str, Any]
Place = tuple[str, ...]


def leaves(
    told: Schema, at: Place = (), above: tuple[str, ...] = ()
) -> Iterator[tuple[Place, Schema]]:
    """Each schema inside, with the way to it; "0" is any item of a list, "x" any name."""
    if name := told.get("$ref", "").rpartition("/")[2]:
        if name not in above:
            yield from leaves(DOCUMENT["components"]["schemas"][name], at, (*above, name))
        return
    yield at, told
    for kind in ("anyOf", "oneOf", "allOf"):
        for each in told.get(kind, ()):
            yield from leaves(each, at, above)
    for name, each in told.get("properties", {}).items():
        yield from leaves(each, (*at, name), above)
    for kind, name in (("items", "0"), ("additionalProperties", "x")):
        if isinstance(told.get(kind), dict):
            yield from leaves(told[kind], (*at, name), above)


def operations() -> Iterator[tuple[str, str, Schema]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, each in methods.items():
            yield method.upper(), path.removeprefix(ROOT), each


def sent(operation: Schema) -> Iterator[tuple[str, Place, Schema]]:
    """All that an operation takes: where it stands, the way to it there, and its schema."""
    for each in operation.get("parameters", ()):
        for _, told in leaves(each["schema"]):
            yield each["in"], (each["name"],), told
    for kind, body in operation.get("requestBody", {}).get("content", {}).items():
        for at, told in leaves(body["schema"]):
            yield kind, at, told


def bounded(told: Schema) -> bool:
    match told.get("type"):
        case "string":
            form = told.get("pattern")
            fixed = form is not None and not ENDLESS.search(form)
            known = told.keys() & {"enum", "const", "maxLength"}
            return bool(known) or fixed or told.get("format") in READ_AS
        case "integer" | "number":
            return "minimum" in told and "maximum" in told
        case "array":
            return "maxItems" in told
        case "object":
            return "properties" in told or "maxProperties" in told
        case _:
            return True


def test_the_document_bounds_every_text_number_list_and_object() -> None:
    amiss = [
        (method, path, where, at)
        for method, path, operation in operations()
        for where, at, told in sent(operation)
        if not bounded(told)
    ]
    assert not amiss, "\n".join(map(str, amiss))


def test_the_check_finds_what_is_not_bounded() -> None:
    for told in (
        {"type": "string"}, {"type": "string", "pattern": "^[a-z]+$"}, {"type": "integer"},
        {"type": "integer", "maximum": 5}, {"type": "array", "items": {}}, {"type": "object"},
    ):  # fmt: skip
        assert not bounded(told), told


@pytest.fixture
def anybody(administrator: Person) -> Program:
    return Program(key_of(administrator))


def test_a_nul_in_an_address_is_refused(anybody: Program) -> None:
    """PostgreSQL keeps none, and would fail where it is looked for."""
    wrong, asked = [], 0
    for method, path, operation in operations():
        for where, way, each in sent(operation):
            if where not in ("path", "query") or each.get("type") != "string":
                continue
            (name,) = way
            plain = re.sub(r"{(\w+)}", lambda found: _valid(found[1]), path)
            at = {
                "path": re.sub(r"{\w+}", lambda found: _valid(found[0][1:-1]),
                               path.replace(f"{{{name}}}", quote("a\0b"))),
                "query": f"{plain}?{name}={quote('a' + chr(0) + 'b')}",
            }[where]  # fmt: skip
            body: dict[str, Any] | None = {} if method in ("POST", "PUT", "PATCH") else None
            answer = anybody.ask(method, at, body, If_Match="*")
            amiss = [one.get("parameter", "") for one in answer.json().get("errors", ())]
            told = answer.status_code == 422 and any(one.startswith(name) for one in amiss)
            # Of what is not there nothing is read that stands behind the question mark.
            if not told and (where, answer.status_code) != ("query", 404):
                wrong.append((method, at, answer.status_code, answer.content[:80]))
            asked += 1
    assert not wrong, "\n".join(map(str, wrong))
    assert asked > 100


def _valid(name: str) -> str:
    return {"case": "UP-000001", "day": "1999-01-01"}.get(name, "1")


def test_a_nul_in_a_body_is_refused_where_it_stands(anybody: Program) -> None:
    wrong, asked = [], 0
    for method, path, operation in operations():
        at = re.sub(r"{(\w+)}", lambda found: _valid(found[1]), path)
        for kind, way, told in sent(operation):
            if kind != "application/json" or told.get("type") != "string":
                continue
            answer = anybody.ask(method, at, _nested(way, "a\0b"), If_Match="*")
            pointers = [each.get("pointer", "") for each in answer.json().get("errors", ())]
            found = any(f"{each}/".startswith("/" + "/".join(way[:1])) for each in pointers)
            if answer.status_code != 422 or not found:
                wrong.append((method, at, way, answer.status_code, answer.content[:120]))
            asked += 1
    assert not wrong, "\n".join(map(str, wrong))
    assert asked > 200


def _nested(way: Place, value: Any) -> Any:
    for name in reversed(way):
        value = [value] if name == "0" else {name: value}
    return value

"""A row is held so that rows may still be written that lead to it: a transaction that wrote one
asks at its end whether it is there, and would wait for whoever holds it, who may wait for that
transaction (PostgreSQL, 13.3.2, FOR NO KEY UPDATE)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import upheld

SRC = Path(upheld.__file__).parent
# Where a row is held with its key, by file and function, and why that is right.
WITH_ITS_KEY = {"store/loose.py _forget": "the row itself is deleted, and nothing leads to it"}


def test_whoever_holds_a_row_and_lets_it_be_leaves_its_key_free() -> None:
    assert {*held_with_their_key()} == {*WITH_ITS_KEY}


def held_with_their_key() -> Iterator[str]:
    for file in sorted(SRC.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text())):
            if isinstance(function, ast.FunctionDef) and any(map(holds_its_key, calls(function))):
                yield f"{file.relative_to(SRC)} {function.name}"


def calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".select_for_update"):
            yield node


def holds_its_key(call: ast.Call) -> bool:
    told = {each.arg: ast.unparse(each.value) for each in call.keywords}
    return told.get("no_key") != "True"

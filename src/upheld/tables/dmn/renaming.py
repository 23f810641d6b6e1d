"""Names that both a policy and any DMN engine can read, and trees in which they are exchanged.

A policy writes `owed.amount`, where a dot is part of the name. FEEL allows that, but most engines
take the dot for a path, so a model gets `owed_amount` and keeps the policy's name beside it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from upheld.tables.problems import CellError
from upheld.tables.syntax import (
    Compare,
    Endpoint,
    Expression,
    Literal,
    Name,
    Not,
    OneOf,
    Simple,
    Test,
    written,
)

# What FEEL keeps for itself beyond the words a policy keeps already (DMN 1.3, clause 10.3.1.2).
_KEYWORDS = {"for", "return", "if", "then", "else", "some", "every", "satisfies", "instance", "of"}
_KEYWORDS |= {"between", "function", "external", "and", "or", "in", "not", "true", "false", "null"}
_KEYWORDS |= {"date", "time", "duration", "rule", "because", "source"}
_NULL = Compare("=", Literal(None))

Tree = TypeVar("Tree", bound="Test | Expression")


class Namer:
    """Gives each name a plain one that nobody has yet."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def plain(self, name: str) -> str:
        """Letters, digits and _ only, beginning with a letter."""
        word = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "name"
        word = f"n_{word}" if word[0].isdigit() else word
        word = f"{word}_" if word.lower() in _KEYWORDS else word
        return self.free(word)

    def free(self, word: str) -> str:
        """The word, with a number where it is taken."""
        number = 1
        chosen = word
        while chosen in self.taken:
            number += 1
            chosen = f"{word}_{number}"
        self.taken.add(chosen)
        return chosen


def renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    """The tree with every name exchanged. Raises CellError for one that has no counterpart."""

    def exchanged(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(exchanged(one) for one in part)
        if isinstance(part, Name):
            if part.name not in names:
                raise CellError(f"{part.name} has no counterpart", "Read a single value")
            return Name(names[part.name])
        if not is_dataclass(part) or isinstance(part, type):
            return part
        return _mapped(part, exchanged)

    result: Tree = exchanged(tree)
    return result


def _mapped(part: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(part, Literal):
        return part
    return replace(part, **{each.name: change(getattr(part, each.name)) for each in fields(part)})


def for_dmn(test: Test) -> Test:
    """A policy's test as any DMN engine understands it.

    `not("a")` does not match the unknown in a policy, but does in DMN, where null is not "a": so
    null is named among what is left out. `!=` is no unary test of S-FEEL and becomes `not`.
    One difference stays: a test for equality with another name matches in DMN where both are null.

    Raises CellError for `!=` in a list, which DMN cannot say.
    """
    match test:
        case Compare("!=", endpoint):
            return _without(endpoint)
        case Not(tests):
            _refuse_unequal(test, tests)
            return test if _NULL in tests else Not((*tests, _NULL))
        case OneOf(tests):
            _refuse_unequal(test, tests)
    return test


def _without(endpoint: Endpoint) -> Not:
    equal = Compare("=", endpoint)
    return Not((equal,)) if equal == _NULL else Not((equal, _NULL))


def _refuse_unequal(test: Test, tests: tuple[Simple, ...]) -> None:
    if any(isinstance(part, Compare) and part.operator == "!=" for part in tests):
        raise CellError(f"{written(test)} cannot be said in DMN", "Make a rule of each part")


def for_policy(test: Test, values: tuple[str, ...]) -> Test:
    """A test of a DMN table as a policy's cell with the same meaning; the reverse of `for_dmn`.

    Raises CellError for a `not` of several values of an open list, which also matches null.
    """
    match test:
        case Compare(operator, endpoint):
            return Compare(operator, endpoint)
        case OneOf(tests):
            return OneOf(tuple(_plain(part) for part in tests))
        case Not(tests):
            return _for_policy_not(tuple(_plain(part) for part in tests), values)
    return test


def _plain(part: Simple) -> Simple:
    return Compare(part.operator, part.endpoint) if isinstance(part, Compare) else part


def _for_policy_not(tests: tuple[Simple, ...], values: tuple[str, ...]) -> Test:
    known = tuple(part for part in tests if part != _NULL)
    if len(known) < len(tests):
        return Not(known or (_NULL,))
    equal = [p.endpoint for p in known if isinstance(p, Compare) and p.operator == "="]
    if len(equal) < len(known):
        return Not(known)  # with an order among them, null makes the whole unknown in DMN too
    if len(equal) == 1:
        return OneOf((_NULL, Compare("!=", equal[0])))
    left = [Literal(value) for value in values]
    if not left or not set(equal) <= set(left):
        message = f"{written(Not(known))} matches null too, which a policy cannot say in one cell"
        raise CellError(message, "Add null to the list, and a rule for null")
    return OneOf((_NULL, *(Compare("=", value) for value in left if value not in equal)))

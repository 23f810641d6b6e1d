"""FEEL as DMN models of level 2 use it: S-FEEL with names that hold spaces, and a little more.

Beyond a policy's cells: `and`, `or`, `not(x)`, `if then else`, text that is added, local
date-times and zoned times, the `@"..."` of DMN 1.3, and calls of the model's own functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal as Word

from upheld.tables import values
from upheld.tables.functions import FUNCTIONS
from upheld.tables.lexer import Token
from upheld.tables.parser import MADE, Parser
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.syntax import (
    Anything,
    Apply,
    Compare,
    Expression,
    If,
    Literal,
    Logic,
    Name,
    Not,
    OneOf,
    Opposite,
    Same,
    Simple,
    Test,
    names_in,
)
from upheld.tables.values import Scalar

_MOST_CALLS = 10_000
_MOST_IFS = 20


@dataclass(frozen=True, slots=True)
class Defined:
    """A function that the model defines. `cost` counts the calls that one call makes."""

    parameters: tuple[str, ...]
    body: Expression
    cost: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may read and call. `open` are names whose parts nobody declared."""

    names: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
    functions: Mapping[str, Defined] = field(default_factory=dict)

    def check(self, tree: Test | Expression) -> None:
        """Raises CellError for a name that nothing provides."""
        for name in sorted(names_in(tree) - self.names):
            if not any(name.startswith(f"{root}.") for root in self.open):
                mend = did_you_mean(name, self.names)
                known = mend if mend.startswith("Did") else f"{mend}, or require {name}"
                raise CellError(f"{name} is no name that can be read here", known)


def feel_expression(text: str, scope: Scope) -> Expression:
    """The expression; no text is null. Raises CellError."""
    return define((), text, scope).body


def define(parameters: tuple[str, ...], text: str, scope: Scope) -> Defined:
    """The function whose body is `text`. Raises CellError."""
    if not text.strip():
        return Defined(parameters, Literal(None), 1)
    parser = _Feel(text, scope)
    tree = parser.expression()
    parser.end()
    scope.check(tree)
    return Defined(parameters, tree, parser.cost)


def feel_test(text: str, scope: Scope) -> Test:
    """The unary tests of an input cell; no text is `-`, as modelers write it. Raises CellError."""
    if text.strip() in ("", "-"):
        return Anything()
    parser = _Feel(text, scope)
    tree = parser.tests()
    parser.end()
    scope.check(tree)
    return tree


def check_cost(cost: int) -> None:
    """Raises CellError where functions that call functions would take for ever."""
    if cost > _MOST_CALLS:
        raise CellError(f"this makes more than {_MOST_CALLS:,} calls", "Call fewer functions")


def when(text: str) -> Scalar:
    """A date, time, date-time or duration from its text alone. Raises ValueError."""
    for make in (values.day, local_time, local_moment, values.duration):
        try:
            return make(text)
        except ValueError:
            continue
    raise ValueError(text)


def local_time(text: str) -> time:
    """A time of day, with or without its offset. Raises ValueError."""
    return time.fromisoformat(text)


def local_moment(text: str) -> datetime:
    """A date-time, with or without its offset; a date alone is its midnight. Raises ValueError."""
    return datetime.fromisoformat(text)


_MADE: dict[str, tuple[Callable[[str], Scalar], str]] = MADE | {
    "time": (local_time, 'time("14:30:00")'),
    "date and time": (local_moment, 'date and time("2026-11-02T14:30:00")'),
    "@": (when, '@"2026-11-02"'),
}


class _Feel(Parser):
    made_from = _MADE

    def __init__(self, text: str, scope: Scope) -> None:
        super().__init__(text, (), scope.names | scope.functions.keys())
        self.functions = scope.functions
        self.open = scope.open
        self.cost = 1
        self.ifs = 0

    # Unary tests: DMN's equality knows null.

    def tests(self) -> Test:
        if self.token == Token("call", "not"):
            return super().tests()
        parts = self.simple_tests()
        unequal = [part for part in parts if isinstance(part, Compare) and part.operator == "!="]
        if not unequal:
            return parts[0] if len(parts) == 1 else OneOf(parts)
        if len(parts) > 1:
            raise CellError("!= stands beside other tests", "Make it a rule of its own")
        return Not((Same("=", unequal[0].endpoint),))

    def simple_test(self) -> Simple:
        test = super().simple_test()
        if isinstance(test, Compare) and test.operator == "=":
            return Same("=", test.endpoint)
        return test

    # Expressions

    def expression(self) -> Expression:
        if self.took_word("if"):
            return self.choice()
        return self.logic("or")

    def choice(self) -> Expression:
        self.ifs += 1
        if self.ifs > _MOST_IFS:
            raise CellError(f"there are more than {_MOST_IFS} ifs in it", "Make it a table")
        condition = self.expression()
        self.expect_word("then")
        then = self.expression()
        self.expect_word("else")
        return If(condition, then, self.expression())

    def logic(self, word: Word["or", "and"]) -> Expression:
        tree = self.tighter(word)
        while self.took_word(word):
            tree = Logic(word, tree, self.tighter(word))
        return tree

    def tighter(self, word: Word["or", "and"]) -> Expression:
        return self.logic("and") if word == "or" else super().expression()

    def atom(self) -> Expression:
        if self.token == Token("call", "not"):
            self.take()
            self.expect("(")
            tree = Opposite(self.expression())
            self.expect(")")
            return tree
        if self.took("@"):
            return self.at_literal()
        if self.token.kind == "known":
            return self.known()
        return super().atom()

    def at_literal(self) -> Expression:
        self.tokens.insert(self.at + 1, Token("symbol", ")"))  # `@"x"` reads as `@("x")`
        return self.made("@")

    def known(self) -> Expression:
        token = self.take()
        if token.text in self.functions and self.took("("):
            return self.apply(token.text)
        name = token.text
        while name in self.open and self.took("."):
            name = f"{name}.{self.take().text}"  # a part that nobody declared
        return Name(name)

    def apply(self, function: str) -> Apply:
        arguments = [] if self.took(")") else [self.expression()]
        while arguments and self.took(","):
            arguments.append(self.expression())
        if arguments:
            self.expect(")")
        defined = self.functions[function]
        if len(arguments) != len(defined.parameters):
            wanted = ", ".join(defined.parameters) or "nothing"
            raise CellError(f"{function} has {len(arguments)} values here", f"It takes {wanted}")
        self.cost += defined.cost
        check_cost(self.cost)
        return Apply(function, defined.parameters, tuple(arguments), defined.body)

    def call(self) -> Expression:
        name = self.token.text
        if name not in self.made_from and name not in FUNCTIONS:
            known = [*FUNCTIONS, *self.functions, "date", "time", "duration", "not"]
            raise CellError(f"{name} is no function here", did_you_mean(name, known))
        return super().call()

    # Words

    def took_word(self, word: str) -> bool:
        found = self.token.kind in ("name", "call") and self.token.text == word
        self.at += found
        return found

    def expect_word(self, word: str) -> None:
        if not self.took_word(word):
            raise self.unexpected(word)

"""Reads a cell's text into the tree: unary tests for inputs, simple expressions for outputs."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import cast

from upheld.tables import values
from upheld.tables.lexer import Token, tokens
from upheld.tables.problems import CellError
from upheld.tables.syntax import (
    Anything,
    Arithmetic,
    Call,
    Comparator,
    Compare,
    Comparison,
    Endpoint,
    Expression,
    Interval,
    Literal,
    Name,
    Negate,
    Not,
    OneOf,
    Operator,
    Simple,
    Test,
)
from upheld.tables.turning import check_turning
from upheld.tables.values import Scalar

_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
MADE: dict[str, tuple[Callable[[str], Scalar], str]] = {
    "date": (values.day, 'date("2026-11-02")'),
    "time": (values.clock, 'time("14:30:00")'),
    "date and time": (values.instant, 'date and time("2026-11-02T14:30:00Z")'),
    "duration": (values.duration, 'duration("P1DT2H") or duration("P1Y2M")'),
}
# From the loosest to the tightest; all group to the left. A minus sign binds tighter still
# (DMN 1.3, clause 10.3.1.2, rule 4).
_LEVELS: tuple[tuple[str, ...], ...] = (("+", "-"), ("*", "/"), ("**",))
COMPARATORS = ("=", "!=", "<", "<=", ">", ">=")


def parse_test(text: str, words: Collection[str] = ()) -> Test:
    """The unary tests of an input cell. Raises CellError.

    `words` are the texts that need no quotes: the values that the column declares. Any other bare
    word is a name, and a word that is both is the value.
    """
    if text.strip() in ("", "-"):
        return Anything()
    parser = Parser(text, words)
    tree = parser.tests()
    parser.end()
    return tree


def parse_expression(text: str, words: Collection[str] = ()) -> Expression:
    """The simple expression of an output cell; an empty cell is null. Raises CellError.

    `words` as in `parse_test`.
    """
    if not text.strip():
        return Literal(None)
    parser = Parser(text, words)
    tree = parser.expression()
    parser.end()
    return tree


class Parser:
    """The grammar of a policy's cells, one method a rule; DMN models extend it."""

    made_from = MADE

    def __init__(self, text: str, words: Collection[str], names: Collection[str] = ()) -> None:
        self.text = text
        self.words = words
        self.tokens = tokens(text, names)
        self.at = 0

    # Unary tests

    def tests(self) -> Test:
        if self.token == Token("call", "not"):
            self.take()
            self.expect("(")
            parts = self.simple_tests()
            self.expect(")")
            return Not(parts)
        parts = self.simple_tests()
        return parts[0] if len(parts) == 1 else OneOf(parts)

    def simple_tests(self) -> tuple[Simple, ...]:
        parts = [self.simple_test()]
        while self.took(","):
            parts.append(self.simple_test())
        return tuple(parts)

    def simple_test(self) -> Simple:
        if self.token.text in COMPARATORS:
            return Compare(cast(Comparator, self.take().text), self.endpoint())
        if self.token.kind == "symbol" and self.token.text in "[](":
            return self.interval()
        return Compare("=", self.endpoint())

    def interval(self) -> Interval:
        low_closed = self.take().text == "["
        low = self.endpoint()
        self.expect("..")
        high = self.endpoint()
        if self.token.kind != "symbol" or self.token.text not in "])[":
            raise self.unexpected("] or )")
        return Interval(low, high, low_closed, self.take().text == "]")

    def endpoint(self) -> Endpoint:
        if self.took("-"):
            return self.negative_number()
        tree = self.atom()
        if not isinstance(tree, Literal | Name):
            raise self.unexpected("a value or a name")
        return tree

    # Expressions

    def expression(self) -> Expression:
        left = self.binary(0)
        if self.token.text not in COMPARATORS:
            return left
        return Comparison(cast(Comparator, self.take().text), left, self.binary(0))

    def binary(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self.unary()
        tree = self.binary(level + 1)
        while self.token.kind == "symbol" and self.token.text in _LEVELS[level]:
            operator = cast(Operator, self.take().text)
            tree = Arithmetic(operator, tree, self.binary(level + 1))
        return tree

    def unary(self) -> Expression:
        if not self.took("-"):
            return self.atom()
        return self.negative_number() if self.token.kind == "number" else Negate(self.unary())

    def negative_number(self) -> Literal:
        if self.token.kind != "number":
            raise self.unexpected("a number after the minus")
        return Literal(-self.number())

    def number(self) -> Decimal:
        text = self.take().text
        try:
            number = values.decimal(text)
            if abs(number.adjusted()) > values.DECIMAL128.Emax:
                raise ValueError(text)
        except ValueError:  # Python has larger ones than FEEL, and none of any size
            message = f"{text[:40]} is too large or too small a number to reckon with"
            raise CellError(
                message, "Write one of at most 6,144 digits before and after the point"
            ) from None
        return number

    def atom(self) -> Expression:
        match self.token.kind:
            case "number":
                return Literal(self.number())
            case "string":
                return Literal(unescaped(self.take().text))
            case "call":
                return self.call()
            case "name":
                return self.word()
        if self.took("("):
            tree = self.expression()
            self.expect(")")
            return tree
        raise self.unexpected("a value or a name")

    def word(self) -> Literal | Name:
        word = self.take().text
        if word in _WORDS:
            return Literal(_WORDS[word])
        return Literal(word) if word in self.words else Name(word)

    def call(self) -> Expression:
        function = self.take().text
        self.expect("(")
        if function in self.made_from:
            return self.made(function)
        arguments = [self.expression()]
        while self.took(","):
            arguments.append(self.expression())
        self.expect(")")
        return Call(function, tuple(arguments))

    def made(self, function: str) -> Literal:
        make, example = self.made_from[function]
        token = self.take()
        try:
            if token.kind != "string":
                raise ValueError(token.text)
            value = make(unescaped(token.text))
        except (ValueError, OverflowError):
            raise CellError(f"{token.text} is not a {function}", f"Write {example}") from None
        self.expect(")")
        return Literal(value)

    # Tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.token
        self.at += token.kind != "end"
        return token

    def took(self, symbol: str) -> bool:
        found = self.token == Token("symbol", symbol)
        self.at += found
        return found

    def end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("the end of the cell")

    def expect(self, symbol: str) -> None:
        if not self.took(symbol):
            raise self.unexpected(symbol)

    def unexpected(self, wanted: str) -> CellError:
        got = f"found {self.token.text}" if self.token.text else "the cell ended"
        return CellError(
            f"expected {wanted} but {got} in {self.text}",
            'Correct the cell; put text in double quotes, "like this"',
        )


_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\", '"': '"', "'": "'"}


def unescaped(quoted: str) -> str:
    """The text that a quoted one stands for. Raises CellError at an escape that means nothing,
    and at a sign that turns what follows."""
    text = _ESCAPE.sub(_escape, quoted[1:-1])
    check_turning(text)
    return text


def _escape(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) > 1:
        return _character(int(code[1:], 16))
    if code not in _ESCAPES:
        raise CellError(f"\\{code} is not an escape", r"Write \\ for a backslash")
    return _ESCAPES[code]


def _character(point: int) -> str:
    if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        raise CellError(f"U+{point:X} is not a character", "Type the character itself")
    return chr(point)

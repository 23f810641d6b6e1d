"""What authors write, and the tree it is read into."""

from decimal import Decimal

import pytest
from hypothesis import given

from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.problems import CellError
from upheld.tables.syntax import Compare, Expression, Interval, Literal, Name, Not, OneOf, written
from upheld.tables.syntax import Test as Tree

from .trees import EXPRESSIONS, TESTS


@given(TESTS)
def test_a_test_that_is_written_reads_back_the_same(tree: Tree) -> None:
    assert parse_test(written(tree)) == tree


@given(EXPRESSIONS)
def test_an_expression_that_is_written_reads_back_the_same(tree: Expression) -> None:
    assert parse_expression(written(tree)) == tree


def test_a_dash_and_an_empty_cell_are_the_same_test() -> None:
    assert parse_test("-") == parse_test("") == parse_test("  ")


def test_a_bare_word_is_text_only_where_it_is_a_declared_value() -> None:
    words = ("late", "faulty")
    assert parse_test("late", words) == Compare("=", Literal("late"))
    assert parse_test("other", words) == Compare("=", Name("other"))
    assert parse_expression("late") == Name("late")


def test_a_bracket_that_turns_outward_is_open() -> None:
    one, two = Literal(Decimal(1)), Literal(Decimal(2))
    assert parse_test("]1..2[") == parse_test("(1..2)") == Interval(one, two, False, False)
    assert parse_test("[1..2[") == Interval(one, two, True, False)


def test_not_holds_a_list() -> None:
    a, b = Compare("=", Literal("a")), Compare("=", Literal("b"))
    assert parse_test('not("a", "b")') == Not((a, b))
    assert parse_test('"a", "b"') == OneOf((a, b))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("8 - 4 - 2", "(8 - 4) - 2"),
        ("2 ** 3 ** 2", "(2 ** 3) ** 2"),
        ("-2 ** 2", "(-2) ** 2"),
        ("10--5", "10 - (-5)"),
        ("a + 1 > b", "(a + 1) > b"),
    ],
)
def test_operators_group_as_dmn_says(text: str, same: str) -> None:
    assert parse_expression(text) == parse_expression(same)


def test_text_may_hold_escapes() -> None:
    assert parse_expression(r'"a \"b\" \\ \n \u00e9 \U01F600"') == Literal('a "b" \\ \n é 😀')


@pytest.mark.parametrize(
    ("text", "message", "mend"),
    [
        ("≥ 5", "cannot read ≥ at character 1", "Write >="),
        ("“late”", "cannot read “ at character 1", 'Write a straight "'),
        ('"late', "the text that opens at character 1 is not closed", 'Add a "'),
        ("[1..", "expected a value or a name but the cell ended", "double quotes"),
        ("1 2", "expected the end of the cell but found 2", "double quotes"),
        ("When is it", "expected the end of the cell but found is", "double quotes"),
        ('date("2026-02-30")', '"2026-02-30" is not a date', 'Write date("2026-11-02")'),
        ('duration("P1Y2D")', "is not a duration", "P1DT2H"),
        ('date and time("2026-01-01T10:00:00")', "is not a date and time", "00Z"),
        ("-late", "expected a number after the minus but found late", "double quotes"),
        (r'"\q"', r"\q is not an escape", r"Write \\ for a backslash"),
        (r'"\uD800"', "U+D800 is not a character", "Type the character itself"),
        ("(" * 21 + "1" + ")" * 21, "too long", "Split the rule"),
    ],
)
def test_a_cell_that_cannot_be_read_says_where_and_how_to_mend_it(
    text: str, message: str, mend: str
) -> None:
    with pytest.raises(CellError) as caught:
        parse_test(text)
    assert message in caught.value.message
    assert mend in caught.value.mend

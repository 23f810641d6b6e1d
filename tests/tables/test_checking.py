"""A cell is checked when the policy is loaded: a wrong kind never waits for a case."""

import pytest

from upheld.tables.checking import check_output, check_test, kinds_of
from upheld.tables.fields import Field
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.problems import CellError
from upheld.tables.values import Kind

NAMES = {
    field.name: field
    for field in (
        Field("kind", Kind.STRING, values=("late", "faulty")),
        Field("recorded", Kind.STRING, values=("late",)),
        Field("note", Kind.STRING),
        Field("days", Kind.NUMBER),
        Field("price", Kind.MONEY),
        Field("received", Kind.BOOLEAN),
        Field("due", Kind.DATE),
        Field("steps", Kind.STRING, many=True),
    )
}


def _kinds(text: str) -> str:
    return " ".join(sorted(kinds_of(parse_expression(text), NAMES)))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("5", "money number"),
        ("price * 0.15", "money"),
        ("price / 2", "money"),
        ("price / price", "number"),
        ("2.50 * days", "money number"),
        ("price - 5", "money"),
        ("max(price - 5, 0)", "money"),
        ("min(days, 30)", "number"),
        ('due + duration("P1D")', "date"),
        ("due - due", "duration"),
        ("days > 5", "boolean"),
        ("count(due, price)", "number"),
        ("round half up(price / 3, 0)", "money"),
        ("round half up(price, days)", "money"),
    ],
)
def test_an_expression_has_the_kind_of_its_parts(text: str, kinds: str) -> None:
    assert _kinds(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "price + days",
        "price * price",
        "price ** 2",
        "due + 1",
        "note + note",
        "-due",
        "price > days",
        'days = "late"',
        "received < true",
        "max(price, days)",
        "max(note, note)",
        "round half up(price, due)",
        "min()",
        "abs(1, 2)",
        "median(1, 2)",
        "unheard",
        "steps",
    ],
)
def test_what_does_not_go_together_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        kinds_of(parse_expression(text), NAMES)


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        ("days", '"abc"', '"abc" is string, but days is number'),
        ("price", "> days", "days is number, but price is money"),
        ("kind", '"lost"', '"lost" is not a value of kind'),
        ("kind", "lost", "lost is not a value of kind"),
        ("kind", "note", "note may hold what kind may not"),
        ("kind", '> "faulty"', "kind has no smaller and greater"),
        ("received", "[false..true]", "received has no smaller and greater"),
        ("days", "> null", "null has no smaller and greater"),
        ("days", "[5..1]", "[5..1] holds nothing"),
        ("days", "not(1, (5..5])", "(5..5] holds nothing"),
        ("days", "[5..5)", "[5..5) holds nothing"),
    ],
)
def test_a_test_that_a_column_cannot_be_asked_is_refused(
    column: str, text: str, message: str
) -> None:
    field = NAMES[column]
    with pytest.raises(CellError) as caught:
        check_test(parse_test(text, field.values), field, NAMES)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("kind", "late, recorded"),
        ("kind", "not(null)"),
        ("note", '["a".."m"]'),
        ("days", "[5..5]"),
        ("price", ">= 100"),
        ("received", "not(true)"),
        ("due", '< date("2026-01-01")'),
    ],
)
def test_a_test_that_fits_its_column_is_taken(column: str, text: str) -> None:
    field = NAMES[column]
    check_test(parse_test(text, field.values), field, NAMES)


@pytest.mark.parametrize(
    ("output", "text", "message"),
    [
        ("price", "days", "days is number, but price is money"),
        ("kind", '"lost"', '"lost" is not a value of kind'),
        ("recorded", "kind", "kind may hold what recorded may not"),
        ("due", "5", "5 is money or number, but due is date"),
    ],
)
def test_an_output_must_be_able_to_hold_what_its_cell_gives(
    output: str, text: str, message: str
) -> None:
    with pytest.raises(CellError) as caught:
        check_output(parse_expression(text), NAMES[output], NAMES)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("output", "text"), [("kind", "recorded"), ("kind", "null"), ("price", "5"), ("price", "price")]
)
def test_an_output_may_be_a_value_a_narrower_name_or_null(output: str, text: str) -> None:
    check_output(parse_expression(text), NAMES[output], NAMES)

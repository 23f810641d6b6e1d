"""Two decisions beside each other: every part in the order of the story, and why it differs."""

from typing import Any

from hypothesis import given
from tests.core.given import CORE_FIT, DOCUMENT, OUTSIDE_FIT, decided, document

from upheld.core.beside import Line, beside


def lines(left: dict[str, Any], right: dict[str, Any]) -> dict[str, Line]:
    return {line.label: line for line in beside(decided(left), decided(right))}


def test_sally_and_bob_differ_from_the_fit_on_and_nowhere_before() -> None:
    found = lines(document(customer=CORE_FIT), document(customer=OUTSIDE_FIT))
    assert [label for label, line in found.items() if not line.same] == [
        "Fit",
        "Stance",
        "Goodwill",
    ]
    assert (found["Goodwill"].left, found["Goodwill"].right) == ("voucher £25.00", "none")
    assert found["Owed"].left == "refund £12.50"
    assert "we built it for" in found["Stance"].left_because


def test_help_stands_beside_the_money_in_the_line_of_goodwill() -> None:
    told = [{**fit, "vulnerable": True} for fit in (CORE_FIT, OUTSIDE_FIT)]
    found = lines(*(document(customer=each) for each in told))["Goodwill"]
    assert (found.left, found.right) == ("voucher £25.00 and help in person", "help in person")


def test_every_point_of_a_case_is_in_its_line() -> None:
    two = document(allegations=[{"kind": "late", "facts": {"days_late": 0}}, {"kind": "late"}])
    found = lines(two, two)
    assert found["Findings"].left == "not substantiated, undetermined"
    assert "We kept the day" in found["Findings"].left_because
    assert "both days yet" in found["Findings"].left_because


@given(DOCUMENT, DOCUMENT)
def test_the_other_way_round_is_the_same_comparison(one: dict[str, Any], other: Any) -> None:
    left, right = decided(one), decided(other)
    for there, back in zip(beside(left, right), beside(right, left), strict=True):
        assert (there.left, there.right, there.same) == (back.right, back.left, back.same)


@given(DOCUMENT)
def test_a_case_beside_itself_is_the_same_in_every_line(told: dict[str, Any]) -> None:
    assert all(line.same for line in lines(told, told).values())

"""Customers who may be one person, found by Splink among all of them."""

import pytest
from benchmarks.twins import made

from upheld.core.matching import compared
from upheld.insight.matching import Candidate, candidates

SALLY = ("Sally Hart", "sally.hart83@example.org", "07700 900123", "4 Mill Lane, Northway")
OTHERS = (
    ("Bob Mercer", "bob@example.net", "07700 900456", "9 High Street, Northway"),
    ("Ann Ash", "ann.ash@example.com", "07700 900789", "1 Park Road, Southway"),
)


def found(*people: tuple[str, str, str, str], least: float = 0.5) -> list[Candidate]:
    return candidates(((pk, compared(*each)) for pk, each in enumerate(people, 1)), least)


def test_one_person_by_another_address_and_spelling_with_the_reasons() -> None:
    (pair,) = found(SALLY, *OTHERS, ("Saly Hart", "shart@mail.example", "+44 7700 900123", ""))
    assert (pair.one, pair.other) == (1, 4)
    assert pair.probability > 0.9
    assert [each.words for each in pair.reasons] == [
        "the same telephone number", "given and family name each spelt almost alike",
        "another e-mail address",
    ]  # fmt: skip


def test_a_household_is_not_one_person() -> None:
    """They share a family name, a telephone and a door."""
    assert not found(SALLY, *OTHERS, ("George Hart", "george@example.org", *SALLY[2:]))


def test_namesakes_are_not_one_person() -> None:
    assert not found(SALLY, *OTHERS, (SALLY[0], "hart.s@other.example", "07700 911911", "2 Elm St"))


@pytest.mark.parametrize("people", [(), (SALLY,), (("", "", "", ""), ("", "", "", ""))])
def test_who_is_alone_or_unknown_is_nobodys_twin(
    people: tuple[tuple[str, str, str, str], ...],
) -> None:
    assert found(*people) == []


def test_of_made_twins_most_are_found_and_most_that_are_shown_are_so() -> None:
    people = made(3_000, seed=5)
    shown = found(*((each.name, each.email, each.phone, each.address) for each in people))
    right = [each for each in shown if people[each.one - 1].person == people[each.other - 1].person]
    twins = len(people) - len({each.person for each in people})
    assert len(right) / len(shown) > 0.93
    assert len(right) / twins > 0.93

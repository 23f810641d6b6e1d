"""What is compared of two customers: what spelling does is taken away, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.core.matching import LEVELS, Compared, compared, reasons


def of(name: str = "", email: str = "", phone: str = "", address: str = "") -> Compared:
    return compared(name, email, phone, address)


@pytest.mark.parametrize(
    ("name", "given_name", "family"),
    [
        ("Sally Hart", "sally", "hart"),
        ("HART, Sally", "sally", "hart"),
        ("Mrs. Sally Ann Hart", "sally", "hart"),
        ("Zoë O'Neill-Søren", "zoe", "søren"),
        ("Hart S.", "s", "hart"),
        ("Hart", None, "hart"),
        ("Dr", None, "dr"),
        ("  ", None, None),
    ],
)
def test_a_name_is_its_first_and_its_last_without_titles_and_accents(
    name: str, given_name: str | None, family: str | None
) -> None:
    found = of(name)
    assert (found.given, found.family) == (given_name, family)


@pytest.mark.parametrize(
    ("email", "address", "mailbox"),
    [
        ("Sally.Hart@Example.org", "sally.hart@example.org", "sally.hart"),
        ("sally.hart+shop@gmail.com", "sallyhart@gmail.com", "sallyhart"),
        ("info@example.org", "info@example.org", None),  # a house has it, and no person
        ("nobody", None, None),
    ],
)
def test_an_address_is_as_its_provider_delivers_it(
    email: str, address: str | None, mailbox: str | None
) -> None:
    found = of(email=email)
    assert (found.email, found.mailbox) == (address, mailbox)


def test_a_mailbox_made_of_the_name_alone_is_no_evidence_of_its_own() -> None:
    assert of("Sally Hart", "s.hart@example.org").of_name
    assert not of("Sally Hart", "s.hart83@example.org").of_name


def test_a_telephone_number_is_one_with_its_country_or_without() -> None:
    assert of(phone="+44 7700 900123").phone == of(phone="07700 900123").phone == "700900123"
    assert of(phone="12").phone is None


def test_what_weighs_most_is_told_first_and_what_is_not_known_of_both_is_not_told() -> None:
    levels = {"name": 6, "phone": 0, "email": -1}
    told = reasons(levels, {"name": 12.3, "phone": -2.3, "email": 0.0})
    assert [(each.words, each.speaks_for) for each in told] == [
        ("the same given and family name", True), ("another telephone number", False),
    ]  # fmt: skip


@pytest.mark.parametrize("part", LEVELS)
def test_all_that_can_be_so_of_one_person_adds_up(part: str) -> None:
    assert sum(level.m for level in LEVELS[part]) == pytest.approx(1)


@settings(max_examples=25)
@given(st.text(), st.text(), st.text(), st.text())
def test_whatever_stands_there_is_compared(name: str, email: str, phone: str, at: str) -> None:
    found = of(name, email, phone, at)
    assert found == of(f"  {name} ", email, phone, at)

"""Listen: what can be taken as a complaint, and what must be mended first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import NOW, a_complaint

from upheld.core.intake import LONGEST_SUBJECT, Complainant, IntakeError, accepted, first_words


def test_the_words_are_kept_and_the_subject_is_made_from_the_first_of_them() -> None:
    taken = accepted(a_complaint(text="  It came late.\n\nAnd broken. "), NOW)
    assert taken.text == "It came late.\n\nAnd broken."
    assert taken.subject == "It came late. And broken."


def test_a_subject_that_was_given_is_kept_on_one_line() -> None:
    assert accepted(a_complaint(subject=" Late\nagain "), NOW).subject == "Late again"


@given(st.text(min_size=1).filter(str.strip), st.integers(1, 300))
def test_first_words_are_a_beginning_on_one_line(text: str, most: int) -> None:
    line = first_words(text, most)
    assert " ".join(text.split()).startswith(line.removesuffix(" …"))
    assert len(line) <= most + len(" …")


def test_a_long_subject_is_cut() -> None:
    assert len(accepted(a_complaint(subject="x" * 999), NOW).subject) == LONGEST_SUBJECT


@pytest.mark.parametrize(
    ("told", "mend"),
    [
        ({"text": " \n "}, "write what the customer said"),
        ({"text": "a" * 1_000_001}, "keep the letter as evidence and file a summary"),
        ({"text": "half \ud800"}, "save the file as plain UTF-8"),
        ({"text": "a\x00b"}, "save the file as plain UTF-8"),
        ({"demand": "a\x00b"}, "save the file as plain UTF-8"),
        ({"topic": "a\x00b"}, "save the file as plain UTF-8"),
        ({"complainant": Complainant("a\x00b")}, "save the file as plain UTF-8"),
        ({"complainant": Complainant("n" * 201)}, "name has 201 characters and 200 are allowed"),
        ({"complainant": Complainant(phone="1" * 41)}, "phone has 41 characters"),
        ({"topic": "t" * 201}, "topic has 201 characters"),
        ({"received_at": NOW.replace(year=1026)}, "before 1990: mend the year"),
        ({"received_at": NOW + timedelta(seconds=1)}, "in the future: mend the date"),
        ({"received_at": NOW.replace(tzinfo=None)}, "no time zone: add it"),
    ],
)
def test_what_cannot_be_taken_says_the_mend(told: dict[str, Any], mend: str) -> None:
    with pytest.raises(IntakeError, match=mend):
        accepted(a_complaint(**told), NOW)


def test_loud_words_are_taken_as_they_are() -> None:
    loud = replace(a_complaint(text="I WANT £5,000 OR I TELL EVERYONE!!!"), demand="£5,000")
    assert accepted(loud, NOW).text == loud.text

"""Marks upon marks: to put them into the order of Unicode takes the square of how many stand in a
row, and a stranger may write a million. A text here would take whoever does so an hour.
"""

import pytest
from django.db import connection
from tests import stories

from upheld.core.accents import without_accents
from upheld.core.evidence import safe_name
from upheld.core.intake import LONGEST_TEXT
from upheld.core.plain_signs import as_read
from upheld.insight.suggest.terms import terms
from upheld.store import search
from upheld.store.models import Case, Person

# An acute accent and a grave one below, which Unicode orders the other way round.
MARKS = "e" + "\u0301\u0316" * (LONGEST_TEXT // 2)


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("late", "late"),
        ("Crème brûlée", "Creme brulee"),
        ("cre\u0301me", "creme"),
        ("ﬁne １２", "fine 12"),
        ("각", "\u1100\u1161\u11a8"),
        ("straße", "straße"),
        ("a\u0f73b", "ab"),  # a sign that is no mark, and is made of two
        ("", ""),
    ],
)
def test_what_is_left_is_the_letters(written: str, bare: str) -> None:
    assert without_accents(written) == bare


def test_a_million_marks_upon_one_letter_are_let_go_in_their_length() -> None:
    assert without_accents(MARKS) == "e"
    assert search.words_of(MARKS) == ["e"]
    assert terms(MARKS) == ["e"]
    assert safe_name(f"{MARKS}.pdf").endswith(".pdf")


def test_of_the_marks_upon_one_letter_as_many_are_read_as_any_language_writes() -> None:
    read, stands = as_read(MARKS)
    assert len(read) == len(stands) - 1
    assert stands[-1] == len(MARKS)
    assert as_read("cre\u0301me")[0] == "créme"


# Three syllables a word, each of which is three signs of three bytes without its accents; and signs
# of one place that are four of Japanese.
LONG = {
    "Korean": " ".join(
        chr(0xAC00 + n % 11_172) + chr(0xAC00 + n // 7 % 11_172) + "각" for n in range(60_000)
    ),
    "squares": " ".join(
        chr(0x3300 + n % 80) + chr(0x3300 + n // 80 % 80) + chr(0x3300 + n // 6_400 % 80)
        for n in range(60_000)
    ),
    "short": " ".join(chr(0x3400 + n % 6_500) + "가" for n in range(90_000)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_complaint_in_any_script_is_taken_and_found(text: str, handler: Person) -> None:
    case = stories.an_open_case(handler, text=text)
    first = text.partition(" ")[0]
    found = search.matching(Case.objects.all(), first)
    assert list(found.values_list("pk", flat=True)) == [case]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM case_search")
        assert cursor.fetchone() == (1,)

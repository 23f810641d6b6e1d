"""A kept statement has its own words written into it, and leaves places for what differs."""

import re

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.words import CaseState
from upheld.store.sql.spelt_out import spelt_out


def test_words_are_written_into_it_and_all_else_is_still_to_be_given() -> None:
    sql = "SELECT %s WHERE state = %s AND owner = %s AND open = %s AND word LIKE '%%s' OR word = %s"
    told = spelt_out(
        sql, ["case", CaseState.CLOSED, 7, True, "held"], lambda value: value == "held"
    )
    assert told == (
        "SELECT 'case' WHERE state = 'closed' AND owner = %s AND open = %s"
        " AND word LIKE '%%s' OR word = %s",
        [7, True, "held"],
    )


def test_a_statement_with_another_number_of_places_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        spelt_out("SELECT %s", ["a", "b"])


@pytest.mark.django_db
def test_a_word_with_quotes_and_signs_of_hundredths_is_the_same_word() -> None:
    for word in ("it's", "100 %", "%s", "''", "a%%b", "--", "é \N{RIGHT-TO-LEFT OVERRIDE}"):
        sql, left = spelt_out("SELECT %s, CAST(%s AS text)", [1, word])
        with connection.cursor() as cursor:
            cursor.execute(sql, left)
            assert cursor.fetchone() == (1, word)


@given(st.lists(st.one_of(st.text(), st.integers(), st.booleans(), st.none())))
def test_what_is_left_to_be_given_has_a_place_each(values: list[object]) -> None:
    sql, left = spelt_out(", ".join(["%s"] * len(values)), values)
    assert left == [each for each in values if each in left or not isinstance(each, str)]
    assert len(re.findall("(?<!%)%s", re.sub("'(?:[^']|'')*'", "", sql))) == len(left)

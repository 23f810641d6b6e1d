"""What PostgreSQL is asked by any test it is asked by one that runs there (tests/choosing.py)."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.choosing import ROOT, chosen, form, named, same

PLAIN, ORDERED = "SELECT name FROM store_case", "SELECT name FROM store_case ORDER BY name"


def test_of_those_that_ask_the_same_the_cheapest_runs() -> None:
    asked = {"tests/desk/test_a.py::test_a": {PLAIN}, "tests/desk/test_b.py::test_b": {PLAIN}}
    took = {"tests/desk/test_a.py::test_a": 2.0, "tests/desk/test_b.py::test_b": 1.0}
    assert chosen(asked, took) == {"tests/desk/test_b.py::test_b"}


def test_the_tests_of_the_store_run_whatever_they_ask() -> None:
    asked = {"tests/store/test_a.py::test_a": {PLAIN}, "tests/store/test_b.py::test_b": {PLAIN}}
    assert chosen(asked, dict.fromkeys(asked, 1.0)) == asked.keys()


@given(st.lists(st.sets(st.sampled_from([PLAIN, ORDERED, "UPDATE store_case SET state = %s"]))))
def test_no_form_is_lost_and_what_databases_order_is_asked_by_three(asks: list[set[str]]) -> None:
    asked = {f"tests/desk/test_a.py::test_{number}": each for number, each in enumerate(asks)}
    there = Counter(each for told in asked.values() for each in told)
    kept = Counter(
        each for test in chosen(asked, dict.fromkeys(asked, 1.0)) for each in asked[test]
    )
    assert kept.keys() == there.keys()
    assert kept[ORDERED] >= min(3, there[ORDERED])


def test_what_is_left_out_is_named_once_or_by_example_where_another_runs() -> None:
    tests = {"a.py::test_a[1]", "a.py::test_a[2]", "b.py::test_b[1]", "b.py::test_b[2]"}
    assert named(tests, {"a.py::test_a[2]"}) == {"a.py::test_a[1]", "b.py::test_b"}


def test_a_statement_is_the_same_with_other_numbers_and_more_of_them() -> None:
    one = 'INSERT INTO "t" VALUES (%s, %s), (%s, %s) LIMIT 21'
    other = 'INSERT INTO "t" VALUES (%s, %s) LIMIT 5'
    assert form(one) == form(other) != form('INSERT INTO "s" VALUES (%s, %s) LIMIT 5')


def test_whoever_is_named_as_asking_the_same_is_in_a_file_that_is_there() -> None:
    files = {test.split("::")[0] for test in same()}
    assert files
    assert not [file for file in files if not (ROOT / file).exists()]

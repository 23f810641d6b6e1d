"""A policy's own cases: read, run as any case is, and told where the answer is another."""

from decimal import Decimal

import pytest
import yaml
from tests.core.given import POLICY
from tests.core.standard_texts import texts

from upheld.core.examples import (
    ExamplesError,
    Miss,
    Ran,
    Turn,
    expecting,
    read_examples,
    run_examples,
    turned,
)
from upheld.tables import Policy, load_texts

CASES = texts()["cases.yaml"]
CHEAPER = load_texts(texts(goodwill=("> 0,-,>= 100,voucher,25,", "> 0,-,>= 100,voucher,20,")))
LATE = """
- name: It came late
  given:
    allegations:
      - kind: late
        facts: {touchpoint: product, price_paid: 240, delivery_paid: 12.50, days_late: 9}
  expect: {owed.total: 12.50, outcome: upheld, allegations: [{owed.kind: refund}]}
"""


def run(text: str, policy: Policy = POLICY) -> tuple[Ran, ...]:
    return run_examples(read_examples(text), policy)


def test_the_standard_policy_answers_its_own_cases() -> None:
    ran = run(CASES)
    assert len(ran) >= 150
    assert [each.example.name for each in ran if not each.holds] == []


def test_another_answer_is_told_beside_the_one_that_was_expected() -> None:
    (ran,) = run(LATE.replace("12.50, outcome: upheld", "20, outcome: not_upheld"))
    assert [(miss.name, miss.expected, miss.got) for miss in ran.misses] == [
        ("owed.total", "£20.00", "£12.50"),
        ("outcome", "not upheld", "upheld"),
    ]


def test_an_answer_about_a_point_names_the_point() -> None:
    (ran,) = run(LATE.replace("owed.kind: refund", "owed.kind: none"))
    assert [(miss.name, miss.allegation) for miss in ran.misses] == [("owed.kind", 1)]


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        (("days_late: 9", "days_late: -1"), "days_late: -1 is outside its domain >= 0"),
        (("[{owed.kind: refund}]", "[[]]"), "a line of allegations has no names and values"),
        (("days_late: 9", "dayz: 9"), "dayz: no such input"),
        (("owed.total", "owed.totl"), "expect names owed.totl, which the policy does not"),
        (("[{owed.kind: refund}]", "[{}, {}]"), "not one line of allegations for each one given"),
    ],
)
def test_a_case_that_cannot_be_answered_says_why(change: tuple[str, str], trouble: str) -> None:
    (ran,) = run(LATE.replace(*change))
    assert trouble in ran.trouble
    assert not ran.holds


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {name: a", r"cases\.yaml, line 1: this is not YAML"),
        ("name: a", "begin each case with a dash"),
        ("- {given: {}, expect: {}}", "case 1: give it a name"),
        ("- {name: a, given: {}}", "case 'a': write what is expect"),
    ],
)
def test_a_file_that_holds_no_cases_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ExamplesError, match=told):
        read_examples(text)


def test_what_another_policy_answers_is_told_from_and_to() -> None:
    found = turned(run(CASES), run(CASES, CHEAPER))
    assert found[0].turns == (Turn("goodwill.amount", "£25.00", "£20.00"),)
    assert {turn.name for each in found for turn in each.turns} == {
        "goodwill.amount",
        "authority.second_person",  # which follows from the amount
    }


def test_policies_that_answer_alike_turn_no_case() -> None:
    assert turned(run(CASES), run(CASES)) == ()


def test_what_is_answered_now_can_be_written_as_what_is_expected() -> None:
    text = expecting(CASES, run(CASES, CHEAPER))
    assert all(ran.holds for ran in run(text, CHEAPER))
    changed = [
        (old, new)
        for old, new in zip(CASES.splitlines(), text.splitlines(), strict=True)
        if old != new
    ]
    assert changed
    assert all("amount: 25" in old and "amount: 20.00" in new for old, new in changed)


def test_an_expectation_about_a_point_is_written_at_that_point() -> None:
    text = LATE.replace("owed.kind: refund", "owed.kind: none")
    assert expecting(text, run(text)) == LATE


def test_an_expectation_that_two_cases_share_is_left_to_its_author() -> None:
    text = (
        LATE.replace("expect: {owed", "expect: &same {owed").replace(
            "owed.total: 12.50", "owed.total: 1"
        )
        + LATE.replace("It came late", "Late too").split("  expect")[0].lstrip()
        + "  expect: {<<: *same}\n"
    )
    with pytest.raises(ExamplesError, match=r"'Late too': owed\.total is shared with another case"):
        expecting(text, run(text)[1:])


def test_a_word_that_yaml_would_take_for_something_else_is_quoted() -> None:
    text = "- name: a\n  given: {}\n  expect: {word: x, sum: 1}\n"
    misses = Miss("word", None, "", "", "yes"), Miss("sum", None, "", "", Decimal("2.50"))
    ran = Ran(read_examples(text)[0], {}, misses)
    told = yaml.safe_load(expecting(text, [ran]))[0]["expect"]
    assert told == {"word": "yes", "sum": 2.5}


@pytest.mark.parametrize(
    "said", ['say "no": [x', "a, b}", "yes", "2026-01-01", "a\nb", "back\\slash", "make_right", "é"]
)
def test_whatever_a_table_answers_is_written_so_that_it_is_read_again(said: str) -> None:
    (example,) = read_examples(LATE)
    ran = Ran(example, {}, (Miss("outcome", None, "upheld", said, said),))
    (written,) = read_examples(expecting(LATE, [ran]))
    assert written.expect["outcome"] == said

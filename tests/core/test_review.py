"""What keeps a policy from being published, each with its reason and its mend."""

import pytest
from tests.core.standard_texts import texts

from upheld.core.review import Why, hindrances, promises_lost, review
from upheld.tables import load_texts

pytestmark = pytest.mark.slow  # each proves the standard policy's claims: a second


def told(**edits: tuple[str, str]) -> list[tuple[Why, str]]:
    return [(each.why, str(each)) for each in hindrances(review(texts(**edits)))]


def test_nothing_keeps_the_standard_policy_back() -> None:
    assert told() == []


def test_a_cell_that_cannot_be_read() -> None:
    ((why, text),) = told(goodwill=("voucher,25,", "voucher,£25,"))
    assert why is Why.UNREADABLE
    assert text.startswith("goodwill.csv, row 8, column goodwill.amount: ")


def test_a_gap_is_a_check_that_fails() -> None:
    found = told(help=("needed,-,-,", "needed,-,false,"))
    assert any(why is Why.CHECK and "no rule matches when" in text for why, text in found)


def test_a_promise_that_it_would_break() -> None:
    found = told(entitlement=(",days_since_delivery,", ",fit.evidence,"))
    assert found[0][0] is Why.PROMISE
    assert "reached by fit.evidence" in found[0][1]


def test_a_claim_that_a_case_refutes() -> None:
    found = told(
        goodwill=("adjacent,-,> 0,-,>= 100,voucher,15", "adjacent,-,> 0,-,>= 100,voucher,28"),
        cases=("goodwill.amount: 15}", "goodwill.amount: 28}"),
    )
    assert Why.CLAIM in {why for why, _ in found}
    assert any("goodwill.amount never falls as fit.band goes from outside" in t for _, t in found)


def test_a_case_of_its_own_that_is_answered_otherwise() -> None:
    found = told(goodwill=("> 0,-,>= 100,voucher,25,", "> 0,-,>= 100,voucher,20,"))
    assert {why for why, _ in found} == {Why.CASE}
    assert "goodwill.amount is £20.00, and £25.00 is expected" in found[0][1]


def test_a_policy_without_cases() -> None:
    bare = {**texts(), "cases.yaml": ""}
    ((found),) = hindrances(review(bare))
    assert found.why is Why.CASE
    assert "holds no case" in found.message


def test_a_decision_that_could_not_be_made() -> None:
    found = told(authority=("handler,-,-,-,-,handler,false", "handler,-,-,-,-,null,false"))
    assert any("authority.role is not(null)" in text for _, text in found)


def test_a_claim_may_be_put_otherwise_and_the_promise_may_not_lose_it() -> None:
    before = load_texts(texts())
    assert list(promises_lost(before, before)) == []
    otherwise = load_texts(
        texts(policy=('goodwill.cost_a_year: "> 3000"', 'goodwill.cost_a_year: "> 5000"'))
    )
    assert list(promises_lost(before, otherwise)) == []
    last = texts()["policy.yaml"].rindex("  - when: {stance: part}")
    fewer = load_texts({**texts(), "policy.yaml": texts()["policy.yaml"][:last]})
    (told, _) = promises_lost(before, fewer)
    assert told.startswith("policy.yaml claims less for promise 8 than before (1 gone of: fit.band")

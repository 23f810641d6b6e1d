"""A decision as it is kept: plain JSON, exact amounts, and back to the same decision."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from tests.core.given import DOCUMENT, decided, document

from upheld.core import record
from upheld.core.findings import Finding
from upheld.core.fit import PersonaFit


def stored(kept: dict[str, Any]) -> Any:
    return json.loads(json.dumps(kept, allow_nan=False))


@given(DOCUMENT)
def test_what_is_kept_comes_back_and_is_kept_the_same(told: dict[str, Any]) -> None:
    kept = stored(record.keep(decided(told)))
    assert stored(record.keep(record.recall(kept))) == kept


@given(DOCUMENT)
def test_all_that_a_page_or_letter_reads_comes_back_equal(told: dict[str, Any]) -> None:
    decision = decided(told)
    back = record.recall(stored(record.keep(decision)))
    for part in ("outcome", "entitlement", "stance", "goodwill", "authority", "next_action"):
        assert getattr(back, part) == getattr(decision, part)
    for part in ("questions", "owed", "reasons", "policy_version", "decided_at", "currency"):
        assert getattr(back, part) == getattr(decision, part)
    assert [found(f) for f in back.findings] == [found(f) for f in decision.findings]
    assert said(back.fit) == said(decision.fit)


def found(finding: Finding) -> tuple[Any, ...]:
    return finding.allegation, finding.result, finding.because, finding.evidence, finding.question


def said(fit: PersonaFit) -> tuple[Any, ...]:
    return fit.band, fit.because, fit.evidence


def test_the_public_form_has_amounts_as_text_and_no_machinery() -> None:
    public = record.as_json(decided(document()))
    assert public["entitlement"][0]["amount"] == "12.50"
    assert public["goodwill"]["cost_a_year"] == "1500.00"
    assert "trace" not in public["findings"][0]
    assert public["reasons"]
    assert stored(public) == public


LATE: dict[str, Any] = {
    "kind": "late",
    "facts": {"price_paid": 240, "days_late": 9, "received": True},
}


@pytest.mark.parametrize(
    "facts",
    [
        {"days_late": 9, "received": True, "price_paid": 240},
        {"price_paid": "240.00", "days_late": "9", "received": True},
        {"price_paid": 240.0, "days_late": 9.0, "received": True},
        {"price_paid": Decimal(240), "days_late": 9, "received": True, "impact": None},
    ],
)
def test_the_same_facts_written_otherwise_have_the_same_key(facts: dict[str, Any]) -> None:
    assert record.same_facts_key([{"kind": "late", "facts": facts}]) == record.same_facts_key(
        [LATE]
    )


@pytest.mark.parametrize(
    "other",
    [
        {**LATE, "kind": "not_received"},
        {**LATE, "finding": "partly"},
        {**LATE, "facts": {**LATE["facts"], "days_late": 10}},
        {**LATE, "facts": {**LATE["facts"], "received": False}},
        {**LATE, "facts": {**LATE["facts"], "received": 1}},
    ],
)
def test_other_facts_have_another_key(other: dict[str, Any]) -> None:
    assert record.same_facts_key([other]) != record.same_facts_key([LATE])


def test_the_order_the_words_and_the_evidence_are_no_part_of_the_key() -> None:
    other = {"kind": "faulty", "facts": {}}
    told = [{**LATE, "id": "a9", "statement": "Late!", "evidence": ["A scan"]}, other]
    assert record.same_facts_key(told) == record.same_facts_key([other, LATE])

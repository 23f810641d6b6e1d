"""A law is a function of what happened: each remedy owed, not owed with why, or waiting."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.core.given import decided, document

from upheld.core import record
from upheld.core.calendars import Calendar
from upheld.core.case import Allegation
from upheld.core.entitlement import Entitlement
from upheld.core.floor import LawOnPoint, of_allegation, shortfall
from upheld.core.law import Considered, Law, LawBasis, Reading, read
from upheld.core.law_facts import Count, LawFactsError, Span, read_facts
from upheld.core.words import AllegationKind, FindingResult
from upheld.tables import load

ON = date(2026, 11, 21)
YAML = """
name: toys
title: The law of toys
valid_from: 2020-01-01
currency: GBP
inputs:
  remedy: {type: string, values: [refund, new_toy], about: allegation, means: What is looked at}
  asked_on: {type: date, about: allegation, means: The day of asking}
  broken: {type: boolean, about: allegation, means: It is broken}
  days: {type: number, about: allegation, domain: ">= 0", unit: days, means: Days since it came}
  came_on: {type: date, about: allegation, means: The day on which it came}
  told_on: {type: date, about: allegation, means: The day on which we were told}
  price_paid: {type: money, about: allegation, domain: ">= 0", means: What was paid}
tables:
  - name: owed
    file: owed.csv
    hit: first
    outputs:
      owed.answer: {type: string, values: [owed, not_owed, unknown]}
      owed.gives: {type: string}
      owed.amount: {type: money}
      owed.chooser: {type: string, values: [customer, firm]}
      owed.days: {type: number}
      owed.perform: {type: string}
      owed.ask: {type: string}
      owed.burden: {type: string}
      owed.choice: {type: string}
      owed.clause: {type: string}
      owed.verified: {type: boolean}
"""
HEAD = (
    "rule,remedy,broken,days,price_paid,owed.answer,owed.gives,owed.amount,owed.chooser,owed.days,"
    "owed.perform,owed.ask,owed.burden,owed.choice,owed.clause,owed.verified,because,source"
)
RULES = (
    'whole,-,false,-,-,not_owed,,,,,,,,,"""s.1""",true,It is whole.,Toys Act',
    'unseen,-,null,-,-,unknown,,,,,,"""broken""",,,"""s.1""",true,Nobody has looked.,Toys Act',
    'late,refund,-,> 9,-,not_owed,,,,,,,,,"""s.2""",true,It came {days} days ago.,Toys Act',
    'when,refund,-,null,-,unknown,,,,,,"""came_on""",,,"""s.2""",true,Nobody knows when.,Toys Act',
    'free,refund,-,-,null,owed,"""refund""",,customer,7,,"""price_paid""",,"""one""","""s.2""",true,'
    "It broke soon.,Toys Act",
    'refund,refund,-,-,-,owed,"""refund""",price_paid,customer,7,"""within a week""",,,"""one""",'
    '"""s.2""",true,It broke soon.,Toys Act',
    'new,new_toy,-,-,-,owed,"""replacement""",,customer,,"""soon""",,,"""one""","""s.3""",false,'
    "It broke.,Toys Act (unverified)",
)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    return a_law(tmp_path_factory.mktemp("toys"))


def a_law(folder: Path, rules: Sequence[str] = RULES) -> Law:
    (folder / "policy.yaml").write_text(YAML, "utf-8")
    (folder / "owed.csv").write_text("\n".join((HEAD, *rules)), "utf-8")
    return Law(
        name="toys",
        title="The law of toys",
        basis=LawBasis.LAW,
        policy=load(folder),
        calendar=Calendar("GB"),
        zone=ZoneInfo("Europe/London"),
        spans=(Span("days", "came_on", "told_on", Count.DAYS),),
        when_not_given={"told_on": ()},
        questions={"broken": "Is it broken?"},
    )


def asked(law: Law, given: Mapping[str, Any]) -> Reading:
    return read(law, read_facts([law], given, ON)["toys"], ON)


def test_a_remedy_tells_what_it_gives_by_when_and_by_which_clause(law: Law) -> None:
    refund, new = asked(law, {"broken": True, "days": 3, "price_paid": 12.5}).entitlements
    assert (refund.kind, str(refund.amount)) == ("refund", "£12.50")
    assert (refund.perform_by, refund.perform) == (date(2026, 11, 28), "within a week")
    assert (new.gives, new.amount) == ("replacement", None)
    assert (new.perform_by, new.perform) == (None, "soon")
    assert (refund.choice, new.choice) == ("one", "one")
    assert (refund.verified, new.verified) == (True, False)
    assert (new.clause, new.source) == ("s.3", "Toys Act (unverified)")


def test_days_that_a_fact_makes_past_ten_years_are_a_slip_and_no_far_day(tmp_path: Path) -> None:
    """Where a rule works its days out from a fact, no look at the rule can bound them."""
    worked = [rule.replace("customer,7,", "customer,days * 365,") for rule in RULES]
    law = a_law(tmp_path, worked)
    told = {"broken": True, "price_paid": 12.5}
    (refund, _) = asked(law, {**told, "days": 9}).entitlements
    assert refund.perform_by == ON + timedelta(days=3_285)
    law = a_law(tmp_path, [rule.replace("> 9", "> 9999999") for rule in worked])
    for days in (11, 9_999_999):
        with pytest.raises(
            LawFactsError, match=r"^refund: It broke soon. Its owed.days is past 3,650"
        ):
            asked(law, {**told, "days": days})
    law = a_law(tmp_path, [rule.replace("customer,7,", "customer,3 - days,") for rule in RULES])
    with pytest.raises(LawFactsError, match="less than nothing"):
        asked(law, {**told, "days": 4})


def test_what_does_not_apply_is_told_with_the_fact_that_decided(law: Law) -> None:
    reading = asked(law, {"broken": True, "days": 10, "price_paid": 12.5})
    late = Considered("toys", "refund", "It came 10 days ago.", "s.2", "Toys Act", True)
    assert reading.considered == (late,)


def test_a_missing_fact_is_asked_once_for_all_that_wait_for_it(law: Law) -> None:
    (question,) = asked(law, {}).questions
    assert (question.text, question.kinds) == ("Is it broken?", ("refund", "new_toy"))
    assert asked(law, {}).entitlements == asked(law, {}).considered == ()


def test_a_question_without_words_is_asked_by_what_the_fact_means(law: Law) -> None:
    (question,) = asked(law, {"broken": True}).questions
    assert question.text == "The day on which it came?"


def test_an_amount_that_is_not_known_waits_and_is_still_owed(law: Law) -> None:
    reading = asked(law, {"broken": True, "days": 3})
    refund = reading.entitlements[0]
    assert (refund.amount, refund.waits) == (None, True)
    assert [each.fact for each in reading.questions] == ["price_paid"]


def test_days_follow_from_dates_and_the_day_of_asking_stands_for_the_last(law: Law) -> None:
    for told in ({"came_on": "2026-11-12"}, {"came_on": "2026-11-02", "told_on": "2026-11-11"}):
        reading = asked(law, {"broken": True, "price_paid": 5, **told})
        assert [each.kind for each in reading.entitlements] == ["refund", "new_toy"]
    assert asked(law, {"broken": True, "came_on": "2026-11-11"}).considered


def test_guidance_stands_apart_from_what_is_owed(law: Law) -> None:
    facts = {"broken": True, "days": 3, "price_paid": 5}
    reading = asked(replace(law, basis=LawBasis.GUIDANCE), facts)
    assert reading.entitlements == ()
    assert [each.kind for each in reading.guidance] == ["refund", "new_toy"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"age": 7}, "age: no law asked here knows such a fact"),
        ({"brokn": True}, "brokn: no law asked here knows such a fact. Did you mean broken."),
        ({"asked_on": "2026-01-01"}, "asked_on: no law asked here knows such a fact"),
        ({"broken": "very"}, "broken: 'very' is not a boolean. Give it as true or false."),
        ({"currency": "EUR"}, "currency: toys counts in GBP and the amounts are in EUR."),
        ({"came_on": "2026-11-30"}, "told_on 21 November 2026 is before came_on 30 November 2026"),
        ({"came_on": "2026-11-20", "days": 4}, "days: 4 is given, and came_on to told_on makes 1."),
        ({"price_paid": 10_000_000}, "price_paid: 10000000.00 is too large."),
    ],
)
def test_facts_that_cannot_be_are_refused_with_the_mend(
    law: Law, given: Mapping[str, Any], problem: str
) -> None:
    with pytest.raises(LawFactsError) as refused:
        asked(law, given)
    assert refused.value.problems[0].startswith(problem)


# The floor

BROKEN = Allegation("a1", AllegationKind.FAULTY, facts={"broken": True, "price_paid": Decimal(40)})


def on_a_point(law: Law, **facts: Any) -> Reading:
    point = replace(BROKEN, facts={**BROKEN.facts, "days": Decimal(3), **facts})
    return of_allegation(law, point, FindingResult.SUBSTANTIATED, ON, ON)


def given(amount: int) -> Entitlement:
    return Entitlement("a1", "refund", Decimal(amount), "GBP", "customer", 7, "", "")


def test_a_point_is_asked_on_the_facts_that_both_know(law: Law) -> None:
    reading = on_a_point(law, impact="high", touchpoint="product")
    assert [str(each.amount) for each in reading.entitlements] == ["£40.00", "None"]


def test_less_than_the_customer_may_choose_is_less_than_the_law(law: Law) -> None:
    reading = on_a_point(law)
    below = shortfall(reading, {}, given(39))
    assert below is not None
    assert (below.remedy.kind, str(below.given)) == ("refund", "£39.00")
    assert shortfall(reading, {}, given(40)) is None
    assert shortfall(reading, {}, given(41)) is None


def test_nothing_is_less_than_anything(law: Law) -> None:
    below = shortfall(on_a_point(law), {}, None)
    assert below is not None
    assert below.given is None


def test_what_the_law_is_not_certain_of_is_no_floor(law: Law) -> None:
    assert shortfall(on_a_point(law, broken=None), {}, None) is None
    assert shortfall(on_a_point(law, price_paid=None), {}, given(0)) is None


@pytest.mark.parametrize("elsewhere", ["put_right_before", "covered_by_another"])
def test_a_loss_that_was_made_good_is_no_floor(law: Law, elsewhere: str) -> None:
    assert shortfall(on_a_point(law), {elsewhere: True}, None) is None


def test_what_it_gave_is_kept_with_a_decision_and_comes_back_equal(law: Law) -> None:
    given = LawOnPoint("a1", law.title, asked(law, {"broken": True, "price_paid": "12.50"}))
    trouble = LawOnPoint("a2", law.title, None, ("told_on is before came_on. Mend it.",))
    kept = json.loads(json.dumps(record.keep(decided(document()), [given, trouble])))
    assert record.recall_law(kept) == (given, trouble)
    assert record.recall(kept).outcome == record.recall(record.keep(decided(document()))).outcome


def test_a_decision_without_it_says_so(law: Law) -> None:
    assert record.recall_law(record.keep(decided(document()))) is None

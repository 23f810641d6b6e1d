"""Sums that follow the record: whatever is done to cases, they are what the cases count for."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from threading import Barrier

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Q, Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_closed_case,
    a_decided_case,
    an_allegation,
    an_answered_case,
    an_investigated_case,
    days,
    the_decision,
)
from tests.waiting import PATIENCE

from upheld.core.budgets import Period
from upheld.core.money import Money
from upheld.core.words import AllegationKind, CaseId
from upheld.jobs import tallying
from upheld.steps import answer, close, decide, investigate, may
from upheld.steps.deviate import Wanted, deviate, end_deviation
from upheld.steps.keep_budgets import add_team, put_in_team, set_budget
from upheld.steps.merge import merge, undo_merge
from upheld.store import documents, load, spending
from upheld.store import models as rows
from upheld.store.merged import merging
from upheld.store.models import Person
from upheld.store.tallied import anew as tallied_anew
from upheld.store.tallied import parts as tally_parts
from upheld.store.tallied import since as tallied_since
from upheld.store.tallied import sums as tallied
from upheld.store.tallied.parts import Of, decisions, deviations

WRONG = (ValueError, PermissionError, may.WrongState, may.NotAllowed)


def similar(case: CaseId) -> int:
    told: int = documents.document(load.page(case), NOW)["similar_a_year"]
    return told


def counted(case: CaseId) -> int:
    """The same, by reading every case."""
    asked = [(row.kind, row.facts) for row in rows.Allegation.objects.filter(case=case)]
    situations = [
        Q(kind=kind, facts__impact=facts["impact"]) if "impact" in facts else Q(kind=kind)
        for kind, facts in asked
    ]
    alike = rows.Allegation.objects.filter(reduce(or_, situations, Q(pk=None)))
    year = Q(at__gt=NOW - timedelta(days=365), outcome__in=tally_parts.UPHELD)
    decided = rows.Decision.objects.filter(year, case__in=alike.values("case"))
    decided = decided.exclude(case=case).exclude(case__in=merging.parts())
    return decided.values("case").distinct().count()


def given_by_all() -> Decimal:
    """What counts in budgets, by reading every decision and every exception."""
    gave = decisions().aggregate(n=Sum("goodwill"))["n"] or Decimal(0)
    beside = deviations().aggregate(n=Sum("amount"))["n"] or Decimal(0)
    return Decimal(gave + beside)


def test_what_changed_lately_and_up_to_where_the_sums_are_is_one_question(handler: Person) -> None:
    a_decided_case(handler)
    with CaptureQueriesContext(connection) as asked:
        tallied_anew.catch_up()
    told = [each["sql"] for each in asked if "pg_advisory" not in each["sql"]]
    assert len(told) == 1
    assert "store_talliedto" in told[0]
    assert "store_event" in told[0]


def each_given() -> list[int]:
    """How many gifts count, their sum and that of their squares in hundredths, one by one."""
    gave = [*decisions().values_list("goodwill", flat=True)]
    gave += [each for each in deviations().values_list("amount", flat=True) if each]
    hundredths = [int(each * 100) for each in gave]
    return [len(gave), sum(hundredths), sum(each**2 for each in hundredths)]


def counted_gifts(budget: rows.Budget) -> list[int]:
    """The same of all that its team gave, from the sums."""
    of = (Of.GIFTS, Of.GIVEN, Of.SQUARES)
    whose = budget.team_id, budget.currency
    keys = [tally_parts.of_team(*whose)]
    keys += [tally_parts.whose(*whose, told=told) for told in (True, False)]
    found = tallied.by_day(of, keys, tallied.Days(date.min, date.max))
    return [sum(n for (one, *_), n in found.items() if one == each) for each in of]


def a_budget(*people: Person) -> rows.Budget:
    by = may.Operator()
    team = add_team("Customer care", by, NOW)
    for person in people:
        put_in_team(person.pk, team.pk, by, NOW)
        person.refresh_from_db()
    return set_budget(team.pk, Period.MONTH, NOW.date(), Money(Decimal(9_000), "GBP"), by, NOW)


def held(budget: rows.Budget, cases: list[CaseId]) -> None:
    """The sums are what is counted, for each of the cases and for the budget."""
    assert [similar(case) for case in cases] == [counted(case) for case in cases]
    standing = spending.standing(budget)
    assert standing.spent.amount + standing.committed.amount == given_by_all()
    assert counted_gifts(budget) == each_given()
    told = {each.told for each in spending.counted(budget)}
    assert (True in told, False in told) == (
        standing.spent.amount > 0,
        standing.committed.amount > 0,
    )


def first(case: CaseId) -> rows.Allegation:
    found = rows.Allegation.objects.filter(case=case).first()
    assert found
    return found


def less(case: CaseId, by: Person) -> None:
    investigate.record_facts(case, first(case).pk, {**SHELVES_LATE, "impact": "low"}, by, NOW)


def more(case: CaseId, by: Person) -> None:
    an_allegation(case, by, kind=AllegationKind.FAULTY, facts={})


def withdrawn(case: CaseId, by: Person) -> None:
    investigate.record_circumstances(case, {"withdrawn": True}, by, NOW)


def answered(case: CaseId, by: Person) -> None:
    answer.answer(case, the_decision(case), answer.draft_reply(load.page(case), by, NOW), by, NOW)


def beside(case: CaseId, by: Person) -> None:
    wanted = Wanted("voucher", Money(Decimal(5), "GBP"), "", "It was her day.", NOW.date())
    deviate(case, the_decision(case), wanted, "", by, NOW)


def not_beside(case: CaseId, by: Person) -> None:
    made = rows.Deviation.objects.filter(case=case).latest("pk")
    end_deviation(case, made.pk, "It was not.", by, NOW)


ACTS: dict[str, Callable[[CaseId, Person], object]] = {
    "decide": lambda case, by: decide.decide(case, by, NOW, "So it is."),
    "approve": lambda case, by: decide.approve(case, the_decision(case), by, NOW, "So it is."),
    "answer": answered,
    "hear": lambda case, by: close.hear(case, False, "No.", by, NOW),
    "withdraw": withdrawn,
    "reopen": lambda case, by: close.reopen(case, "They wrote again.", by, NOW),
    "less": less,
    "more": more,
    "beside": beside,
    "not beside": not_beside,
    "catch up": lambda case, by: tallied_anew.catch_up(),
    "look over": lambda case, by: tallied_anew.look_over(),
}  # fmt: skip


@pytest.mark.slow
class TestWhateverIsDone(TestCase):
    @settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(
        acts=st.lists(
            st.tuples(st.sampled_from([*ACTS, "merge", "undo"]), st.integers(0, 3)),
            min_size=2,
            max_size=7,
        )
    )
    def test_the_sums_are_what_is_counted(self, acts: list[tuple[str, int]]) -> None:
        lead = Person.objects.create(name="Lea", email="lea@example.org", role="lead")
        budget = a_budget(lead)
        cases = [
            a_decided_case(lead), an_investigated_case(lead), an_answered_case(lead),
            a_closed_case(lead, now=NOW - days(1)),
        ]  # fmt: skip
        for name, number in acts:
            case, other = cases[number], cases[number - 1]
            try:
                if name == "merge":
                    merge(case, other, "One complaint.", lead, NOW, sure=True)
                elif name == "undo":
                    made = rows.Merge.objects.filter(undone_at=None).latest("pk")
                    undo_merge(CaseId(made.into_id), made.pk, lead, NOW)
                else:
                    ACTS[name](case, lead)
            except (*WRONG, ObjectDoesNotExist):
                continue
            held(budget, cases)
        tallied_anew.catch_up()
        held(budget, cases)
        assert (tallied_since.behind(), tallied_anew.amiss(), tallied_anew.look_over()) == (0, 0, 0)


def test_a_case_counts_on_the_day_of_its_newest_decision_and_for_all_that_was_said(
    handler: Person,
) -> None:
    case = a_decided_case(handler, now=NOW - days(3))
    more(case, handler)
    (part,) = [each for each in tally_parts.of([case]) if each.of == "alike"]
    assert tally_parts.read_key(part.key) == (("faulty", ""), ("late", "medium"))
    assert part.day == (NOW - days(3)).date()


def test_where_no_impact_is_known_any_there_is_like_it(handler: Person) -> None:
    a_decided_case(handler, now=NOW - days(3))
    case = an_investigated_case(handler)
    rows.Allegation.objects.filter(case=case).update(facts={"days_late": 9})
    assert similar(case) == counted(case) == 1


def test_a_year_is_today_and_the_364_days_before_it(handler: Person) -> None:
    case = an_investigated_case(handler)
    a_decided_case(handler, now=NOW - days(364))
    assert similar(case) == 1
    a_decided_case(handler, now=NOW - days(365))
    assert similar(case) == 1


def test_what_somebody_changed_in_the_database_itself_is_told_and_mended(handler: Person) -> None:
    case = a_decided_case(handler, now=NOW - days(3))
    other = an_investigated_case(handler)
    tallied_anew.catch_up()
    rows.Tally.objects.filter(of="alike").update(n=7)
    rows.Decision.objects.filter(case=case).update(at=NOW - days(5))
    assert (tallied_anew.amiss(), similar(other)) == (1, 7)
    assert tallying.sweep(NOW, None) == NOW.date()
    assert (tallied_anew.amiss(), similar(other)) == (0, 1)
    assert rows.Tally.objects.get(of="alike", n=1).day == (NOW - days(5)).date()


def test_built_from_the_cases_they_are_what_they_were(handler: Person) -> None:
    a_budget(handler)
    cases = [a_decided_case(handler), a_closed_case(handler), an_investigated_case(handler)]
    before = [similar(case) for case in cases], given_by_all()
    rows.TallyPart.objects.all().delete()
    tallied_anew.rebuild()
    assert ([similar(case) for case in cases], given_by_all()) == before
    assert (tallied_since.behind(), tallied_anew.amiss()) == (0, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_who_decide_at_once_lose_no_count_and_wait_for_nobody_for_ever(
    handler: Person,
) -> None:
    budget = a_budget(handler)
    cases = [an_investigated_case(handler) for _ in range(50)]
    begin = Barrier(10)

    def decided(some: list[CaseId]) -> None:
        begin.wait(timeout=PATIENCE)
        try:
            for case in some:
                decide.decide(case, handler, NOW, "So it is.")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(decided, [cases[at::10] for at in range(10)], timeout=PATIENCE))
    assert similar(cases[0]) == counted(cases[0]) == 49
    held(budget, cases[:2])
    assert (tallied_anew.amiss(), tallied_anew.look_over()) == (0, 0)

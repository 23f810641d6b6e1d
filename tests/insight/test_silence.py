"""Who was unhappy and said nothing: the estimate, whom our records show, and who stayed away."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from benchmarks.silence import covered, covered_by_answers
from pytest_django import DjangoAssertNumQueries
from tests.insight.test_journey import an_order
from tests.stories import an_allegation, an_open_case

from upheld.core.faults import Declared, Rule
from upheld.core.silence import Complains, HeardAt
from upheld.core.words import AllegationKind as Kind
from upheld.core.words import CaseId
from upheld.demo.simulate.journey import JOURNEY
from upheld.insight.journey.hurt import hurting
from upheld.insight.lost import lost
from upheld.insight.passages import Passages
from upheld.insight.silence import learnt as lessons
from upheld.insight.silence.answers import Answers
from upheld.insight.silence.estimate import Hit, estimate, prior, together
from upheld.insight.silence.made import silence
from upheld.insight.silence.told import silence_data
from upheld.steps.keep_faults import declare_fault, end_fault
from upheld.steps.keep_journey import declare
from upheld.store import hit
from upheld.store import models as rows

TODAY = date(2026, 11, 2)
QUALITY = Complains("quality", HeardAt.FRONT_LINE, (Kind.FAULTY,), 0.05, 0.3, "Few.", "x", True)


class TestTheEstimate:
    def test_the_prior_lies_within_the_quoted_range_nine_times_in_ten(self) -> None:
        found = prior(QUALITY).interval
        assert (found.low, found.high) == pytest.approx((0.05, 0.3), abs=1e-6)

    def test_few_who_complain_stand_for_many_more_where_few_complain(self) -> None:
        found = estimate(100, QUALITY, None)
        assert found.silent
        assert found.silent.low > 200
        assert found.silent.high > 1000
        assert found.rests_on == "others"

    def test_those_whom_our_own_records_show_are_counted_and_not_guessed(self) -> None:
        found = estimate(100, QUALITY, Hit(400, 100))
        assert found.silent
        assert 300 <= found.silent.low <= found.silent.high < 320
        assert found.rests_on == "records"

    def test_our_own_share_takes_the_place_of_what_others_measured(self) -> None:
        found = estimate(1000, QUALITY, Hit(1000, 600))
        assert found.complains
        assert 0.55 < found.complains.low < 0.6 < found.complains.high < 0.63

    def test_of_too_few_and_of_what_nobody_measured_nobody_can_tell(self) -> None:
        assert estimate(4, QUALITY, None).silent is None
        assert "fewer than 5" in estimate(4, QUALITY, None).because
        assert estimate(40, None, None).silent is None
        assert estimate(0, QUALITY, Hit(0, 0)).silent is None

    def test_what_nobody_checked_is_told_as_that(self) -> None:
        guess = Complains("any", HeardAt.FRONT_LINE, (Kind.OTHER,), 0.3, 0.7, "", "ours", False)
        assert estimate(50, guess, None).rests_on == "unverified"

    def test_kinds_add_up_to_less_doubt_than_their_ends_do(self) -> None:
        each = [estimate(80, QUALITY, None), estimate(90, QUALITY, None)]
        ends = [found.silent for found in each if found.silent]
        whole = together(each)
        assert whole
        assert whole.high < sum(found.high for found in ends)
        assert together([estimate(1, QUALITY, None)]) is None

    def test_it_is_the_same_each_time(self) -> None:
        assert estimate(57, QUALITY, None).silent == estimate(57, QUALITY, None).silent

    @pytest.mark.parametrize("known", [0.0, 0.3])
    def test_it_holds_the_planted_number_as_often_as_it_says(self, known: float) -> None:
        """60 firms, seeded; `python -m benchmarks silence` takes 200 of each kind."""
        assert covered(known, 0.05, 0.3, seed=5, firms=60).share >= 0.85


class TestWhatKindLettersTeach:
    HIT = Hit(400, 100)

    def told(self, asked: int, well: int, wrong: int) -> Any:
        return estimate(100, QUALITY, Hit(400, 100, Answers(asked, well, wrong)))

    def test_until_some_have_answered_all_who_said_nothing_count_as_unhappy(self) -> None:
        assert self.told(40, 4, 0).silent == estimate(100, QUALITY, self.HIT).silent

    def test_who_says_that_all_was_well_was_not_unhappy(self) -> None:
        content, before = self.told(200, 60, 20), estimate(100, QUALITY, self.HIT)
        assert content.silent
        assert before.silent
        assert content.silent.likely < before.silent.likely / 2
        assert content.silent.high <= before.silent.high

    def test_fewer_who_were_unhappy_make_the_share_that_complains_larger(self) -> None:
        content, before = self.told(200, 60, 20), estimate(100, QUALITY, self.HIT)
        assert before.complains
        assert content.complains.low > before.complains.high

    def test_who_did_not_answer_makes_it_less_sure(self) -> None:
        nearly_all, few = self.told(200, 150, 40), self.told(200, 15, 4)
        assert _wide(few.silent) > 2 * _wide(nearly_all.silent)

    def test_what_is_assumed_of_them_is_said(self) -> None:
        told = self.told(200, 60, 20).because
        assert "200 who had said nothing and were asked kindly 80 answered" in told
        assert "20 of them that something was wrong" in told
        assert "a third to three times" in told

    @pytest.mark.parametrize("odds", [0.5, 2.0])
    def test_it_holds_the_planted_number_where_others_answer_than_do_not(self, odds: float) -> None:
        """30 firms, seeded; `python -m benchmarks silence` takes 200 of each kind."""
        assert covered_by_answers(odds, seed=3, firms=30).share >= 0.85


def _wide(found: Any) -> float:
    return float(found.high - found.low)


def a_table(people: int, hit_share: float, leaving: tuple[float, float], seed: int) -> Passages:
    """Each person orders every 30 days for two years and more; one order of some is hit, and then
    they leave with the second chance in place of the first."""
    random = np.random.default_rng(seed)
    told = []
    for person in range(1, people + 1):
        day, hurt = TODAY.toordinal() - 900 + int(random.integers(30)), False
        while day < TODAY.toordinal():
            hit = random.random() < hit_share / 10
            hurt = hit
            told.append((person, day, int(hit)))
            if random.random() < leaving[hurt]:
                break
            day += 20 + int(random.integers(20))
    person_, day_, hit_ = np.array(told, dtype=np.int64).T
    none = np.zeros(len(day_), dtype=np.int64)
    return Passages(
        TODAY, np.arange(1, len(day_) + 1), person_, day_, none + 1, hit_, none, none, none,
        none, none, none, np.full(len(day_), 10.0), ("",),
    )  # fmt: skip


class TestWhoStayedAway:
    def test_it_is_what_was_planted_beyond_those_who_would_have_left_anyway(self) -> None:
        table = a_table(1500, 0.5, (0.03, 0.4), seed=3)
        hit = table.came == 1
        found = lost(table, hit, ~hit)
        assert found
        assert found.more.low < 37 < found.more.high
        assert found.sure
        assert found.customers.likely == pytest.approx(found.people * found.more.likely / 100)
        assert found.sales.low > 0

    def test_what_was_paid_in_another_currency_is_not_added(self) -> None:
        table = a_table(1500, 0.5, (0.03, 0.4), seed=3)
        euros = (table.person % 3 == 0).astype(np.int64)
        mixed = replace(table, currency=euros, names=("GBP", "EUR"))
        dearer = replace(mixed, paid=np.where(euros == 1, 9000.0, table.paid))
        one, other = (lost(each, each.came == 1, each.came == 0) for each in (mixed, dearer))
        assert one
        assert one == other
        assert one.currency == "GBP"

    def test_where_it_changes_nothing_nothing_is_claimed(self) -> None:
        sure = [
            bool(found and found.sure)
            for seed in range(12)
            for table in [a_table(400, 0.5, (0.05, 0.05), seed)]
            for found in [lost(table, table.came == 1, table.came == 0)]
        ]
        assert sum(sure) <= 1

    def test_of_few_nobody_can_tell(self) -> None:
        table = a_table(20, 0.5, (0.03, 0.4), seed=3)
        assert lost(table, table.came == 1, table.came == 0) is None
        nothing = a_table(1, 0.5, (0.03, 0.4), seed=3)
        assert lost(nothing, np.zeros(len(nothing), bool), np.ones(len(nothing), bool)) is None


@pytest.fixture
def journeyed(lead: rows.Person, now: Any) -> rows.Person:
    declare([], [each for each in JOURNEY if not each.personas], lead, now)
    return lead


def a_late_order(name: str, **told: Any) -> rows.Order:
    customer = rows.Customer.objects.create(name=name, email=f"{name}@example.org".lower())
    return an_order(customer, **{**LATE, **told})


LATE = {
    "item": "Ash desk", "placed_on": date(2026, 9, 1), "promised_on": date(2026, 9, 15),
    "delivered_on": date(2026, 9, 24),
}  # fmt: skip


def test_an_empty_store_says_what_it_cannot(journeyed: rows.Person, now: Any) -> None:
    found = silence(now)
    assert (found.points, found.faults, found.quietest) == ((), (), None)
    assert lessons.of(found) == []
    assert silence_data(found)["touchpoints"] == []
    assert hurting(now).points == ()


def test_whoever_got_it_late_and_said_nothing_is_shown_by_our_own_records(
    journeyed: rows.Person, now: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Ann", "Ben", "Cay"):
        a_late_order(name)
    a_late_order("Dee", delivered_on=date(2026, 9, 14))
    a_late_order("Eve", delivered_on=None)
    a_late_order("Fay", delivered_on=None, refunded="145")
    case = rows.Case.objects.get(pk=an_open_case(journeyed, text="It came late."))
    an_allegation(CaseId(case.pk), journeyed, now, Kind.LATE)
    ann = rows.Order.objects.get(customer__name="Ann")
    rows.Case.objects.update(order=ann, customer=ann.customer)
    with django_assert_max_num_queries(6):
        found = silence(now)
    known = {each.fault.key: each for each in found.faults}
    assert set(known) == {"late.delivery", "not_come.delivery"}
    late = known["late.delivery"]
    assert (late.orders, late.said, late.quiet, late.lost) == (3, 1, 2, None)
    assert known["not_come.delivery"].quiet == 1
    (delivery,) = found.points
    assert [each.complaints for each in delivery.kinds] == [0, 1]
    kinds = {each.kind: each.found for each in delivery.kinds}
    assert kinds[Kind.LATE].hit == Hit(3, 1)
    assert kinds[Kind.LATE].silent is None
    assert late.fault.rule is Rule.LATE


def test_a_complaint_that_our_letter_brought_does_not_make_people_complain_more(
    journeyed: rows.Person, now: Any
) -> None:
    """Six were hit; one complained unasked, and five answered a kind letter: two with a complaint,
    one of them by mail."""
    orders = [a_late_order(name) for name in ("Ann", "Ben", "Cay", "Dee", "Eve", "Fay")]
    for at, (order, answer) in enumerate(
        zip(orders[1:], ("wrong", "", *["well"] * 3), strict=True)
    ):
        asked_kindly(order, answer, now - timedelta(days=20 + at))
    for order, days in ((orders[0], 30), (orders[1], 3), (orders[2], 3)):
        case = an_open_case(journeyed, text=f"It came late, {order.customer}.")
        an_allegation(case, journeyed, now, Kind.LATE)
        told = {
            "order": order,
            "customer": order.customer,
            "received_at": now - timedelta(days=days),
        }
        rows.Case.objects.filter(pk=case).update(**told)
    found = silence(now)
    (late,) = found.faults
    assert (late.orders, late.said, late.quiet) == (6, 1, 5)
    assert late.answers == Answers(asked=5, well=3, wrong=2)
    assert "counted with those who said nothing unasked: 2." in " ".join(found.limits)
    assert silence_data(found)["faults"][0]["answered_wrong"] == 2


def asked_kindly(order: rows.Order, answer: str, at: Any) -> None:
    rows.Asked.objects.create(
        customer=order.customer, order=order, fault="late.delivery", answer=answer, subject="x",
        body="x", to="x@example.org", state="sent", by="Lead", at=at,
    )  # fmt: skip


def test_missing_days_and_one_complaint_are_no_trouble(journeyed: rows.Person, now: Any) -> None:
    a_late_order("Ann", promised_on=None, delivered_on=None)
    case = an_open_case(journeyed)
    found = silence(now, now.date() - timedelta(days=30), now.date())
    assert found.faults == ()
    assert "Complaints that say nowhere in the journey: 1." in found.limits
    assert case


def test_a_declared_fault_hits_what_was_declared(journeyed: rows.Person, now: Any) -> None:
    for name, item, area in (("Ann", "Filing pedestal", "BS"), ("Ben", "Filing pedestal", "CF")):
        order = a_late_order(name, item=item, delivered_on=date(2026, 9, 15))
        rows.Customer.objects.filter(pk=order.customer_id).update(area=area)
    a_late_order("Cay", delivered_on=date(2026, 9, 15))
    one = declare_fault(
        Declared("", "Runners", "use", date(2026, 9, 1), None, ("BS",), ("pedestal",), "A batch."),
        journeyed, now,
    )  # fmt: skip
    (known,) = silence(now).faults
    assert (known.fault.key, known.orders, known.quiet) == ("declared.runners", 1, 1)
    found, place = hit.fault("declared.runners")
    assert [each.person for each in hit.quiet(found, now)] == [
        rows.Customer.objects.get(name="Ann").pk
    ]
    assert place == "The piece in daily use"
    end_fault(one.key, journeyed, now)
    assert silence(now).faults == ()
    with pytest.raises(hit.FaultMissing):
        hit.fault("declared.runners")

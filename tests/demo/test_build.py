"""The demo company in a store: whole, believable, and opened by Sally and Bob on any day."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from statistics import mean

import pytest
from django.db import transaction
from django.db.models import Count, F, Max, Q
from tests.demo.conftest import one_day

from upheld.cli.demo import demo
from upheld.core import fit_explained
from upheld.core.changes import Verdict as ChangeVerdict
from upheld.core.decision import decide
from upheld.core.document import read_case
from upheld.core.faults import ABOUT_THE_DAY, Rule, fault
from upheld.core.fitting import assess
from upheld.core.forecast import LIKELY, WAYS
from upheld.core.portal import LEAST_ANSWERS, Fairness
from upheld.core.reply import Letter as Written
from upheld.core.serving import CausedBy
from upheld.core.themes import ThemesRead
from upheld.core.words import AllegationKind, CaseState, LetterKind
from upheld.demo.simulate import Company, byhand
from upheld.demo.simulate.era import era
from upheld.demo.simulate.life import live
from upheld.demo.simulate.orders import numbered
from upheld.demo.simulate.people import populate
from upheld.insight.effects.cost import costs
from upheld.insight.effects.learnt import learnt
from upheld.insight.effects.of_store import checked
from upheld.insight.exceptions import afterwards, living
from upheld.insight.journey import learnt as journey_learnt
from upheld.insight.journey.hurt import hurting
from upheld.insight.profit import Scope, failure, whale
from upheld.insight.report import report
from upheld.insight.silence import learnt as silence_learnt
from upheld.insight.silence.made import Silence, silence
from upheld.insight.sources import Sources, Verdict, sources
from upheld.insight.themes import refit
from upheld.jobs import relations
from upheld.steps.find_deviations import find_deviations
from upheld.steps.keep_themes import keep_themes
from upheld.steps.letters import problems_of
from upheld.steps.may import Operator
from upheld.store import (
    beside,
    changes,
    fitting,
    hit,
    journey,
    like_cases,
    load,
    parting_known,
    placing,
    policies,
    queues,
    search,
)
from upheld.store.brought import By
from upheld.store.counted import lists, of_customers, pace
from upheld.store.models import (
    Acceptance,
    Campaign,
    Case,
    CauseLook,
    Clock,
    Closing,
    Contact,
    CopiedLetter,
    Customer,
    Decision,
    Deviation,
    Event,
    Evidence,
    Finding,
    Idea,
    Incoming,
    Letter,
    Order,
    Person,
    ThemeCase,
)
from upheld.store.policy_files import fit_files
from upheld.store.policy_files.costs_file import rates
from upheld.store.record import events, said
from upheld.store.voices import means

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HABIT = "house habit, no rule was written down"


def twins() -> tuple[Case, Case]:
    sally, bob = queues.inbox()[:2]
    return sally, bob


def decision_of(case: Case) -> Decision:
    found = load.latest_decision(case.pk)
    assert found
    return found


def test_sally_and_bob_open_the_inbox_in_that_order(firm: Company) -> None:
    assert [case.customer.name for case in twins()] == ["Sally Hart", "Bob Mercer"]
    planted = firm.truths.twins
    assert [case.pk for case in twins()] == [
        planted.sally_complaint_id,
        planted.bob_complaint_id,
    ]


def test_whoever_comes_new_is_given_a_number_that_nobody_has(firm: Company) -> None:
    """PostgreSQL counts on from numbers that it gave itself (store/backup/restore.py)."""
    with transaction.atomic():
        made = Customer.objects.create(name="Nell New")
        assert made.pk > max(one.id for one in firm.customers)
        transaction.set_rollback(True)


def test_nothing_is_late(firm: Company, now: datetime) -> None:
    assert not queues.inbox().filter(next_due__lt=now).exists()


def test_both_are_decided_with_a_reply_that_may_leave(firm: Company, now: datetime) -> None:
    for case in twins():
        assert case.state == CaseState.DECIDED
        draft = case.letters.get(state="draft")
        letter = Written(LetterKind(draft.kind), draft.subject, draft.body)
        assert letter.kind is LetterKind.FINAL
        assert problems_of(letter, draft.decision, case, now) == ()


def test_both_are_owed_the_same_to_the_penny_and_goodwill_differs(firm: Company) -> None:
    sally, bob = (decision_of(case) for case in twins())
    assert sally.outcome == bob.outcome == "upheld"
    assert sally.owed == bob.owed > 0
    assert sally.goodwill > bob.goodwill
    assert sally.stance != bob.stance
    found = like_cases.before(sally.case_id, sally.like_facts)
    assert bob.case_id in [each.case for each in found]


def test_nothing_has_happened_that_is_still_to_come(firm: Company, now: datetime) -> None:
    moments = {
        "received": Case.objects.aggregate(last=Max("received_at")),
        "met": Clock.objects.aggregate(last=Max("met_at")),
        "contact": Contact.objects.aggregate(last=Max("at")),
        "evidence": Evidence.objects.aggregate(last=Max("at")),
        "finding": Finding.objects.aggregate(last=Max("at")),
        "decision": Decision.objects.aggregate(last=Max("at")),
        "letter": Letter.objects.aggregate(last=Max("sent_at")),
        "acceptance": Acceptance.objects.aggregate(last=Max("at")),
        "closing": Closing.objects.aggregate(last=Max("at")),
        "event": Event.objects.aggregate(last=Max("at")),
    }
    assert {what: told["last"] for what, told in moments.items() if told["last"] > now} == {}
    days = Order.objects.aggregate(
        placed=Max("placed_on"), delivered=Max("delivered_on"), returned=Max("returned_on")
    )
    joined = Customer.objects.aggregate(joined=Max("joined_on"))
    assert max(*days.values(), *joined.values()) <= now.date()


def test_the_record_has_the_words_of_every_letter_that_left_and_to_whom(firm: Company) -> None:
    queued, sent = Event.objects.filter(kind="queued"), Event.objects.filter(kind="sent")
    bodies = {data["letter"]: data["body"] for data in queued.values_list("data", flat=True)}
    left = Letter.objects.exclude(state="draft")  # one came back
    assert bodies == dict(left.values_list("pk", "body"))
    assert all(bodies.values())
    went = {data["letter"]: data["to_sha256"] for data in sent.values_list("data", flat=True)}
    assert sent.count() == len(went)
    assert went == {letter.pk: said.to_whom(letter) for letter in left}
    answered = Case.objects.filter(state=CaseState.CLOSED)
    kinds = left.filter(case__in=answered).values_list("kind", flat=True)
    assert set(Counter(kinds).values()) == {answered.count()}
    assert set(kinds) == {LetterKind.ACKNOWLEDGEMENT, LetterKind.FINAL}


def test_the_record_is_one_unbroken_chain(firm: Company) -> None:
    assert [*events.breaks(), *beside.amiss()] == []


def test_everything_that_was_lived_is_in_the_store(firm: Company) -> None:
    assert Customer.objects.count() == len(firm.customers) >= 4_500
    assert Order.objects.count() == len(firm.orders) >= 35_000
    by_mail = Incoming.objects.filter(state="placed").count()
    assert Contact.objects.count() - by_mail == len(firm.contacts) >= 7_000
    assert Case.objects.count() == len(firm.complaints) >= 2_300
    assert list(Person.objects.order_by("pk").values_list("email", flat=True)) == [
        "handler@demo.example",
        "lead@demo.example",
        "policy-owner@demo.example",
        "auditor@demo.example",
    ]


def test_sixty_cases_are_open_at_every_point_of_the_story(firm: Company) -> None:
    counts = Counter(case.state for case in queues.inbox())
    assert sum(counts.values()) == 60
    assert set(counts) == {"received", "acknowledged", "investigating", "decided"}


def test_every_closed_case_has_its_clocks_met_its_decision_its_answer_and_its_closing(
    firm: Company,
) -> None:
    closed = Case.objects.filter(state=CaseState.CLOSED)
    whole = closed.annotate(
        running=Count("clocks", Q(clocks__met_at=None), distinct=True),
        clocks_kept=Count("clocks", distinct=True),
        decided=Count("decisions", distinct=True),
        answers=Count("letters", Q(letters__kind="final", letters__state="sent"), distinct=True),
        ended=Count("closings", Q(closings__reopened_at=None), distinct=True),
    ).filter(running=0, clocks_kept__gte=2, decided=1, answers=1, ended=1, next_due=None)
    assert whole.count() == closed.count() > 2_000


def test_each_case_goes_forward_in_time(firm: Company) -> None:
    backwards = Q(decisions__at__lt=F("received_at")) | Q(closings__at__lt=F("decisions__at"))
    backwards |= Q(clocks__met_at__lt=F("received_at")) | Q(letters__sent_at__lt=F("received_at"))
    assert list(Case.objects.filter(backwards).values_list("pk", flat=True)) == []


def test_goodwill_was_a_habit_until_the_policy_was_in_use(firm: Company) -> None:
    ends_on = firm.truths.paid_for_asking_twice.ends_on
    paid = {one.id: one.paid_goodwill.amount for one in firm.complaints}
    before = Decision.objects.filter(
        case__state=CaseState.CLOSED, case__received_at__date__lt=ends_on
    )
    assert before.count() > 500
    assert set(before.values_list("policy_version", flat=True)) == {HABIT}
    assert {row.case_id: row.goodwill for row in before} == {
        row.case_id: paid[row.case_id] for row in before
    }
    assert before.filter(goodwill__gt=0).exists()


def test_since_then_goodwill_is_what_the_policy_gives(firm: Company) -> None:
    ends_on = firm.truths.paid_for_asking_twice.ends_on
    since = Decision.objects.filter(case__received_at__date__gte=ends_on)
    assert since.count() > 500
    assert not since.filter(policy_version=HABIT).exists()
    for row in since[::25]:
        policy = policies.policy_in_force(row.case.received_at.date())
        again = decide(read_case(row.document, policy), policy, row.at)
        assert (again.goodwill.amount, again.owed.amount) == (row.goodwill, row.owed)


def test_what_is_owed_was_never_a_habit(firm: Company) -> None:
    for row in Decision.objects.filter(policy_version=HABIT)[::50]:
        policy = policies.policy_in_force(row.case.received_at.date())
        assert decide(read_case(row.document, policy), policy, row.at).owed.amount == row.owed


def test_nothing_of_the_past_waits_to_be_sent(firm: Company) -> None:
    waits = Letter.objects.exclude(state__in=("sent", "draft"))
    assert waits.count() == 1, "the one that came back"
    assert waits.get().error.endswith("there is no such mailbox")


def test_the_mailbox_holds_a_message_of_each_kind(firm: Company) -> None:
    came = dict(Incoming.objects.order_by("pk").values_list("kind", "state"))
    assert came == {"person": "held", "bounce": "aside", "automatic": "aside"}
    placed = Incoming.objects.get(state="placed")
    assert placed.case
    assert placed.case.evidence.filter(filename="delivery-note.txt").exists()
    held = Incoming.objects.get(state="held")
    assert held.reason.endswith("whose customer has another address: is it them?")


def test_some_said_how_it_was_for_them(firm: Company) -> None:
    told = means()
    every, upheld, refused = told[""], told["upheld"], told["not_upheld"]
    assert every[Fairness.DISTRIBUTIVE].count >= LEAST_ANSWERS
    better, worse = upheld[Fairness.DISTRIBUTIVE].mean, refused[Fairness.DISTRIBUTIVE].mean
    assert better
    assert worse
    assert better > worse
    assert Idea.objects.exists()


def test_those_who_live_on_exceptions_come_out_from_the_rows(firm: Company) -> None:
    """Mistaken five times and paid five times anyway: nobody else stands out by chance."""
    found = living()
    assert {each.customer for each in found.found} == set(firm.truths.living_on_exceptions)
    assert all(each.exceptions >= 5 for each in found.found)
    assert found.by_chance < 0.25


def test_exceptions_in_history_are_found_once(firm: Company, now: datetime) -> None:
    assert Deviation.objects.filter(found=True).exists()
    assert find_deviations(Operator(), now).exceptions == 0


def test_what_was_paid_beyond_the_policy_was_told(firm: Company) -> None:
    for row in Deviation.objects.filter(found=False).select_related("decision"):
        letter = Letter.objects.get(decision=row.decision)
        assert f"for this once, we would like to give you back {row.money}" in letter.body
        assert load.recalled(row.decision).exceptions == (row.told,)


def test_what_exceptions_led_to_is_told_with_its_doubt(firm: Company, now: datetime) -> None:
    found = afterwards(now)
    assert not found.cannot_tell
    again = next(each for each in found.measures if "exception" in each.name)
    assert again.difference
    assert again.difference.low < again.difference.likely < again.difference.high


def test_search_finds_a_word_that_few_have_written(firm: Company) -> None:
    words = [set(one.text.lower().split()) for one in firm.complaints]
    seen = Counter(word for said in words for word in said if word.isalpha() and len(word) > 6)
    rare = max((word for word, count in seen.items() if count == 1), key=len)
    (writer,) = [one.id for one, said in zip(firm.complaints, words, strict=True) if rare in said]
    assert [case.pk for case in search.matching(Case.objects.all(), rare)] == [writer]
    assert search.matching(Case.objects.all(), "Sally Hart").contains(twins()[0])


def test_the_forty_calls_come_out_as_ours_and_mark_nobody(firm: Company, now: datetime) -> None:
    """The planted firm-caused caller, found from the rows alone."""
    planted = firm.truths.forty_contacts
    curve, demand = whale(rates(), Scope(now)), failure(rates(), Scope(now))
    (caller,) = [each for each in curve.ranked if each.customer == planted.customer_id]
    assert caller.contacts() == planted.contacts
    assert caller.contacts(CausedBy.FIRM) == planted.firm_caused
    assert not caller.costly
    assert demand.callers[0].customer == planted.customer_id
    assert demand.callers[0].topic == "billing"


def test_what_was_done_in_the_demo_is_kept(
    firm: Company,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UPHELD_VAR", str(tmp_path))
    head = Event.objects.latest("number").hash
    demo(fresh=False, open_desk=False)
    assert (
        "The demo company in var/demo goes on (--fresh builds it anew)." in capsys.readouterr().out
    )
    assert Event.objects.latest("number").hash == head


def test_an_assessed_fit_agrees_with_whom_the_firm_was_built_for(
    firm: Company, now: datetime
) -> None:
    designed = {each.key: each.designed_for for each in journey.personas()}
    of = Customer.objects.filter(pk__lte=700) | Customer.objects.filter(pk__gte=4_998)
    limits, policy = fit_files.limits(), policies.policy_in_force(now.date())
    known = fitting.read(of, limits, now.date())
    found = {
        who: fit_explained.band_of(
            assess(known[who.pk].history, fit_files.rules(), limits, now.date()), policy
        ).band
        for who in of
        if who.pk in known
    }
    names = {who.name: band for who, band in found.items()}
    assert (names["Sally Hart"], names["Bob Mercer"]) == ("core", "outside")
    told = {who: band for who, band in found.items() if band != "unknown"}
    right = [(band != "outside") == designed[who.persona] for who, band in told.items()]
    theirs = [band == "outside" for who, band in told.items() if not designed[who.persona]]
    ours = [band != "outside" for who, band in told.items() if designed[who.persona]]
    assert len(told) > 0.6 * len(found)
    assert mean(right) > 0.94
    assert mean(theirs) > 0.7
    assert mean(ours) > 0.98


def test_nearly_everything_has_its_place_in_the_journey(firm: Company) -> None:
    by = placing.placing()
    for placed, share in (
        (placing.orders(Order.objects.all(), by), 1),
        (placing.cases(Case.objects.all(), by), 0.95),
        (placing.contacts(Contact.objects.all(), by), 0.95),
    ):
        assert mean([bool(each.touchpoint) for _, each in placed]) >= share


def test_the_forecast_rests_on_the_firms_own_answers(firm: Company, now: datetime) -> None:
    known = pace.history()
    assert known.cases == min(400, Case.objects.filter(state=CaseState.CLOSED).count())
    listed = pace.with_dues(queues.inbox())
    likely = set(pace.likely_missed(listed, known, now).values_list("pk", flat=True))
    told = {
        case.pk
        for case in listed
        for state, end in WAYS
        if case.state == state
        and (due := getattr(case, f"{end}_due")) is not None
        and due >= now
        and (known.chance_of_missing((state, end), due - now) or 0) >= LIKELY
    }
    assert likely == told
    assert len(likely) < listed.count() / 2


@pytest.fixture(scope="module")
def brought(firm: Company, now: datetime) -> Callable[[By], Sources]:
    """What each brought, read from all rows once for the two tests below."""
    return cache(partial(sources, now=now))


def test_the_misleading_campaign_comes_out_first(
    firm: Company, brought: Callable[[By], Sources]
) -> None:
    advert = firm.truths.misleading_promise.campaign
    for by, key in {
        By.SOURCE: advert,
        By.CAMPAIGN: advert,
        By.PROMISE: Campaign.objects.get(key=advert).promise,
    }.items():
        first = brought(by).rows[0]
        assert (first.row.key, first.verdict) == (key, Verdict.DISAPPOINTS)


def test_each_figure_of_a_source_opens_as_many_rows_as_it_says(
    firm: Company, now: datetime, brought: Callable[[By], Sources]
) -> None:
    policy = policies.policy_in_force(now.date())
    for name, by in of_customers.BROUGHT.items():
        one = brought(by).rows[0].row
        asked = {name: one.key}
        assert lists.customers(asked, policy, now).count() == one.customers
        for band, count in one.bands.items():
            assert lists.customers({**asked, "band": band}, policy, now).count() == count
        counts = {"": one.complaints, "broken": one.broken, "misread": one.misread}
        ours = {**asked, "has": "firm"}
        assert lists.contacts(ours, now).count() == one.contacts["firm"]
        for about, count in {**counts, "upheld": one.upheld}.items():
            assert lists.complaints({**asked, "about": about}, now).count() == count


def test_whom_we_made_call_forty_times_is_not_parted_from_and_our_cause_is_asked_for(
    firm: Company, now: datetime
) -> None:
    """Sprint 2007 again: Rosemary's calls come of one bill that went out twice."""
    planted = firm.truths.forty_contacts
    rosemary = Customer.objects.get(pk=planted.customer_id)
    gates = {gate.key: gate for gate in parting_known.gates_of(rosemary, now)}
    assert not gates["costs_both_sides"].passed
    assert f"{planted.firm_caused} were caused by us" in gates["costs_both_sides"].shown
    assert not gates["root_cause_checked"].passed
    relations.sweep(now, None)
    raised = CauseLook.objects.order_by("-contacts").first()
    assert raised
    assert (raised.customer, raised.contacts) == (rosemary, planted.firm_caused)


# All orders and complaints are read for these: on one of the days is enough.


@one_day
def test_the_estimate_of_the_silent_is_within_one_in_a_hundred_of_those_planted(
    firm: Company, now: datetime
) -> None:
    """Of late deliveries in three years: the lives say who was hit, the store only who spoke. A few
    come late for another reason than the planted one, so that no interval is held to the one."""
    dates = era(firm.today)
    lived = [*(live(one, dates, firm.seed) for one in populate(firm.seed, dates))]
    said = {each.order_id for each in firm.complaints if each.kind in ABOUT_THE_DAY}
    planted = sum(
        bought.trouble is not None
        and bought.trouble.topic.key == "late_delivery"
        and order.delivered_on is not None
        and order.id not in said
        for bought, order in numbered([*lived, *byhand.lives(dates)])
    )
    (found,) = [
        each.found.silent
        for point in silence(now, dates.start - timedelta(days=90)).points
        for each in point.kinds
        if (point.touchpoint, each.kind) == ("delivery", AllegationKind.LATE)
    ]
    assert found
    assert planted > 500
    assert found.low * 0.99 <= planted <= found.high * 1.01


@one_day
def test_those_who_left_in_silence_over_a_broken_day_are_among_those_listed(
    firm: Company, now: datetime
) -> None:
    """Every planted leaver of the last year whose order came late or never, and nobody told us."""
    since = now.date() - hit.ASKED_ABOUT
    broken = {
        order.id: order
        for order in firm.orders
        if order.amount.amount + order.delivery_paid.amount
        > (order.refunded.amount if order.refunded else 0)
        and order.promised_on >= since
        and order.promised_on < now.date()
        and (order.delivered_on is None or order.delivered_on > order.promised_on)
    }
    planted = {each.customer_id for each in firm.truths.silent_leavers if each.order_id in broken}
    listed = {
        one.person
        for rule in (Rule.LATE, Rule.NOT_COME)
        for place in ("delivery", "fitting", "measuring", "repair", "care")
        for one in hit.quiet(fault(rule, place), now)
    }
    assert len(planted) > 20
    assert planted <= listed


@pytest.fixture(scope="module")
def unheard(firm: Company, now: datetime) -> Silence:
    """The silent of a year, estimated once for the two tests below."""
    return silence(now)


@one_day
def test_who_left_over_it_is_told_as_more_than_expected_and_holds_what_was_planted(
    firm: Company, unheard: Silence
) -> None:
    """Of those who were hit in silence so many more leave as were planted to: 42 in 100 in place of
    5.2. Somebody who leaves may still have ordered something that came later."""
    (late,) = [each for each in unheard.faults if each.fault.key == "late.delivery"]
    assert late.lost
    assert late.lost.sure
    assert late.lost.more.low < (0.42 - 0.052) * 100 < late.lost.more.high


@one_day
def test_the_delivery_fault_is_found_without_being_told_of_it(
    firm: Company, now: datetime, unheard: Silence
) -> None:
    hurt = journey_learnt.of(hurting(now))
    assert hurt[0].about == "delivery"
    assert hurt[0].stake
    assert len(hurt) <= 5
    quiet = silence_learnt.of(unheard)
    assert quiet[0].about == "late.delivery"
    assert len(quiet) <= 5


def test_the_change_that_worked_and_the_one_that_did_not_are_told_apart_by_the_rows(
    firm: Company, now: datetime
) -> None:
    """What was planted is asked at the end alone: the check reads orders, cases and contacts."""
    found = {row.name: checked(changes.given(row), now) for row in changes.changes()}
    worked, did_not = firm.truths.change_that_worked, firm.truths.change_that_did_not
    assert found[worked.name].verdict is ChangeVerdict.WORKED
    assert found[did_not.name].verdict is ChangeVerdict.DID_NOT
    ratio, rest = found[worked.name].ratio, found[did_not.name].ratio
    assert ratio
    assert ratio.low <= worked.rate_after / worked.rate_before <= ratio.high
    assert rest
    assert rest.high > 1


def test_what_changes_taught_is_told_without_being_told(firm: Company, now: datetime) -> None:
    told = learnt(now - timedelta(days=90), now, now)
    assert [each.kind for each in told] == ["change", "change"]
    first, second = (each.sentence for each in told)
    assert firm.truths.change_that_did_not.name in first
    assert "did not do what was hoped" in first
    assert f"“{firm.truths.change_that_worked.name}”" in second
    assert "worked: it happens" in second


def test_what_a_root_cause_costs_is_what_its_cases_cost(firm: Company, now: datetime) -> None:
    rows_of = {row.pk: changes.gathered(row) for row in changes.root_causes()}
    found = costs(rows_of, now)
    boxes = next(row for row in changes.root_causes() if "boxes" in row.label)
    damaged = Case.objects.filter(
        closings__cause="damaged_in_transit", received_at__gt=now - timedelta(days=365)
    )
    assert found[boxes.pk].complaints == damaged.distinct().count()
    (money,) = found[boxes.pk].money
    given = sum(row.decisions.latest("at", "pk").owed for row in damaged)
    assert money[0].amount > given
    assert money[1].low < money[1].likely < money[1].high


@pytest.fixture(scope="module")
def themed(firm: Company) -> ThemesRead:
    """The themes of all letters, looked for once for the two tests below."""
    return refit.refit(refit.cases())


@one_day
def test_the_planted_theme_comes_up_within_eight_weeks_of_its_day(
    firm: Company, themed: ThemesRead
) -> None:
    planted = firm.truths.emerging_theme
    ids = set(planted.complaint_ids)
    theme = max(themed.themes, key=lambda theme: len(ids & set(theme.cases)))
    inside = len(ids & set(theme.cases))
    assert inside >= 0.6 * len(ids)
    assert inside >= 0.6 * len(theme.cases)
    (trend,) = (trend for trend in theme.trends if trend.ended is None)
    assert trend.direction == "emerging"
    assert abs(trend.began - planted.starts_on) <= timedelta(weeks=3)
    assert trend.told - planted.starts_on <= timedelta(weeks=8)


@one_day
def test_the_report_finds_what_was_planted_without_being_told(
    firm: Company, now: datetime, themed: ThemesRead
) -> None:
    """Of a year: the depot, the advert, the caller, the copied letter and the new theme."""
    keep_themes(themed, Operator(), now)
    planted = firm.truths
    told = report((now - timedelta(days=364)).date(), now.date(), now)
    learnt = {each.kind: each for each in told.everything}
    areas = set(learnt["delivery"].about.split(", "))
    assert areas <= set(planted.depot_fault.postcode_areas)
    assert len(areas) >= 3  # a small area may stay unsure
    assert learnt["source"].about == planted.misleading_promise.campaign
    caller = learnt["caller"]
    assert caller.about == str(planted.forty_contacts.customer_id)
    assert CopiedLetter.objects.get(pk=int(learnt["letter"].about)).people == 40
    assert set(planted.emerging_theme.complaint_ids) & {
        each.case_id
        for each in ThemeCase.objects.filter(
            theme__in=[int(each.about) for each in told.everything if each.kind == "theme"]
        )
    }
    assert 3 <= len(told.learnt) <= 5
    assert len(told.next) == 3
    assert learnt["living"].figure == f"{len(planted.living_on_exceptions)} customers"

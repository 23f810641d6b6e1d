"""A restriction: decided by a lead, looked at by another, told, appealed, and over by itself."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from tests.beside import begun
from tests.steps.test_conduct import recorded
from tests.stories import (
    NOW,
    a_complaint,
    a_decided_case,
    a_finding,
    an_allegation,
    an_open_case,
    days,
)
from tests.waiting import PATIENCE

from upheld.core.event_kinds import EventKind
from upheld.core.restriction import Measure, RestrictionError, Scope
from upheld.core.words import CaseId, Role
from upheld.jobs import relations
from upheld.steps import conduct, decide, investigate, restrict
from upheld.steps.letters import LetterBlocked
from upheld.steps.receive import receive
from upheld.store import beside, load
from upheld.store import relations as stored
from upheld.store.models import Case, Commitment, Customer, Event, Letter, Person, Restriction
from upheld.store.record import events

MEASURE = Measure(
    Scope.WRITTEN_ONLY, "care@larch.example",
    "On 28 October a colleague was insulted on the telephone, three times.",
    "Another colleague and a call at a set time were offered, and the words were the same.",
    "Asked on 29 October whether anything makes calls hard; no need was named.",
    NOW.date() + days(90),
)  # fmt: skip


@pytest.fixture
def second(db: None) -> Person:
    return Person.objects.create_person("sam@example.org", "Sam Okoro", Role.LEAD, "x" * 12)


@pytest.fixture
def third(db: None) -> Person:
    return Person.objects.create_person("tess@example.org", "Tess Lind", Role.LEAD, "x" * 12)


@pytest.fixture
def case(open_case: CaseId) -> CaseId:
    Customer.objects.update(vulnerable=False)
    return open_case


def decided(case: CaseId, lead: Person, handler: Person, **changed: Any) -> Restriction:
    row = recorded(case, handler)
    return restrict.decide(case, replace(MEASURE, **changed), [row.pk], lead, NOW)


def in_force(case: CaseId, lead: Person, second: Person, handler: Person) -> Restriction:
    row = decided(case, lead, handler)
    restrict.begin(row.pk, restrict.draft_letter(row, second), second, NOW)
    row.refresh_from_db()
    return row


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_none_rests_on_conduct_that_is_withdrawn_at_that_moment(
    case: CaseId, lead: Person, handler: Person
) -> None:
    row = recorded(case, handler)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            conduct.withdraw(row.pk, "It was somebody else.", lead, NOW)
            done = begun(pool, lambda: restrict.decide(case, MEASURE, [row.pk], lead, NOW))
        with pytest.raises(RestrictionError):
            done.result(timeout=PATIENCE)
    assert not Restriction.objects.exists()


def test_another_lead_looks_at_it_and_its_letter_leaves(
    case: CaseId, lead: Person, second: Person, handler: Person
) -> None:
    row = decided(case, lead, handler)
    with pytest.raises(RestrictionError, match="you decided it yourself"):
        restrict.begin(row.pk, restrict.draft_letter(row, lead), lead, NOW)
    restrict.begin(row.pk, restrict.draft_letter(row, second), second, NOW)
    row.refresh_from_db()
    assert (row.state, row.reviewed_by, row.decided_by) == ("in_force", second, lead)
    letter = Letter.objects.get(kind="restriction")
    assert letter.state == "queued"
    assert "a colleague who has had no part in it will look at it" in " ".join(letter.body.split())


def test_its_letter_is_checked_as_any_other(
    case: CaseId, lead: Person, second: Person, handler: Person
) -> None:
    row = decided(case, lead, handler)
    letter = restrict.draft_letter(row, second)
    unkind = replace(letter, body=f"{letter.body}\n\nYou are extremely rude and unreasonable.")
    with pytest.raises(LetterBlocked, match="person_not_issue"):
        restrict.begin(row.pk, unkind, second, NOW)
    row.refresh_from_db()
    assert row.state == "decided"


def test_the_letter_that_ends_it_is_checked_too_and_that_it_was_held_back_is_recorded(
    case: CaseId, lead: Person, second: Person, handler: Person
) -> None:
    row = in_force(case, lead, second, handler)
    with pytest.raises(LetterBlocked, match="placeholder_left"):
        restrict.lift(row.pk, "[REASON] is over.", lead, NOW)
    row.refresh_from_db()
    assert row.state == "in_force"
    held = Event.objects.get(kind=EventKind.LETTER_BLOCKED)
    assert (held.data["case"], held.data["kind"]) == (case, "restriction_review")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"reason": ""}, "say why"),
        ({"alternatives": ""}, "what milder ways were considered"),
        ({"vulnerability": ""}, "more help"),
        ({"reason": "She is vexatious."}, "not what somebody is like"),
        ({"expires_on": NOW.date()}, "choose a day after today"),
        ({"expires_on": NOW.date() + days(184)}, "no later than 2027-05-04"),
        ({"review_due": date(2027, 12, 1)}, "no later than its end"),
    ],
)
def test_it_has_a_reason_an_end_a_review_and_what_came_before_it(
    case: CaseId, lead: Person, handler: Person, changed: dict[str, Any], why: str
) -> None:
    with pytest.raises(RestrictionError, match=why):
        decided(case, lead, handler, **changed)


def test_it_rests_on_conduct_of_theirs_that_stands(
    case: CaseId, lead: Person, handler: Person
) -> None:
    with pytest.raises(RestrictionError, match="name conduct that is on record"):
        restrict.decide(case, MEASURE, [], lead, NOW)
    other = recorded(an_open_case(handler, email="bob@example.org"), handler)
    with pytest.raises(RestrictionError, match="no record of this customer"):
        restrict.decide(case, MEASURE, [other.pk], lead, NOW)


def test_whether_they_need_more_help_comes_first(
    case: CaseId, lead: Person, handler: Person
) -> None:
    row = recorded(case, handler, behaviour="same_again")
    Customer.objects.update(vulnerable=None)
    with pytest.raises(RestrictionError, match="nobody has recorded whether"):
        restrict.decide(case, MEASURE, [row.pk], lead, NOW)
    Customer.objects.update(vulnerable=True)
    with pytest.raises(RestrictionError, match="help first"):
        restrict.decide(case, MEASURE, [row.pk], lead, NOW)


def test_that_they_may_need_more_help_is_asked_again_before_it_begins_or_goes_on(
    case: CaseId, lead: Person, second: Person, third: Person, handler: Person
) -> None:
    again = recorded(case, handler, behaviour="same_again")
    row = restrict.decide(case, MEASURE, [again.pk], lead, NOW)
    Customer.objects.update(vulnerable=True)
    with pytest.raises(RestrictionError, match="help first"):
        restrict.begin(row.pk, restrict.draft_letter(row, second), second, NOW)
    Customer.objects.update(vulnerable=False)
    restrict.begin(row.pk, restrict.draft_letter(row, second), second, NOW)
    Customer.objects.update(vulnerable=True)
    with pytest.raises(RestrictionError, match="help first"):
        restrict.review(row.pk, True, "It is needed still.", None, third, NOW + days(30))


def test_one_whose_conduct_was_withdrawn_waits_for_a_lead_and_cannot_go_on(
    case: CaseId, lead: Person, second: Person, third: Person, handler: Person
) -> None:
    row = in_force(case, lead, second, handler)
    today = NOW.date()
    assert not stored.waiting(today)["reviews"].exists()
    conduct.withdraw(row.conduct.get().pk, "It was somebody else.", lead, NOW)
    assert stored.waiting(today)["reviews"].get() == row
    with pytest.raises(RestrictionError, match="was withdrawn"):
        restrict.review(row.pk, True, "It is needed still.", None, third, NOW + days(30))
    restrict.review(row.pk, False, "It was somebody else.", None, third, NOW + days(30))
    assert not stored.waiting(today)["reviews"].exists()


def test_an_appeal_is_looked_at_by_somebody_who_had_no_part_in_it(
    case: CaseId, lead: Person, second: Person, third: Person, handler: Person
) -> None:
    row = in_force(case, lead, second, handler)
    restrict.appeal(row.pk, "I need the telephone: I cannot type.", handler, NOW)
    for had_a_part in (lead, second):
        with pytest.raises(RestrictionError, match="you had a part in it"):
            restrict.settle_appeal(row.pk, False, "They need it.", had_a_part, NOW)
    with pytest.raises(RestrictionError, match="settling the appeal"):
        restrict.review(row.pk, True, "Nothing new.", None, third, NOW)
    restrict.settle_appeal(row.pk, False, "Typing is hard for them.", third, NOW)
    row.refresh_from_db()
    assert (row.state, row.ended_why) == ("ended", "Typing is hard for them.")
    assert Letter.objects.filter(kind="restriction_review", state="queued").exists()


@pytest.mark.parametrize("stands", [True, False])
def test_of_one_that_did_not_begin_nobody_is_told_by_settling_an_appeal(
    stands: bool, case: CaseId, lead: Person, third: Person, handler: Person
) -> None:
    """They never heard of it: the letter of a review would be the first."""
    row = decided(case, lead, handler)
    restrict.appeal(row.pk, "I need the telephone: I cannot type.", handler, NOW)
    restrict.settle_appeal(row.pk, stands, "Typing is hard for them.", third, NOW)
    row.refresh_from_db()
    assert row.state == ("decided" if stands else "ended")
    assert not Letter.objects.filter(kind__startswith="restriction").exists()


def test_an_appeal_can_stand_after_the_day_of_the_review_that_waited_for_it(
    case: CaseId, lead: Person, second: Person, third: Person, handler: Person
) -> None:
    row = in_force(case, lead, second, handler)
    restrict.appeal(row.pk, "I need the telephone: I cannot type.", handler, NOW)
    after = NOW + days(50)
    assert row.review_due < after.date()
    restrict.settle_appeal(row.pk, True, "A call at a set time is kept.", third, after)
    row.refresh_from_db()
    assert (row.state, row.review_due) == ("in_force", after.date() + days(20))


def test_one_whose_review_was_missed_before_it_began_does_not_begin(
    case: CaseId, lead: Person, second: Person, handler: Person
) -> None:
    row = decided(case, lead, handler)
    with pytest.raises(RestrictionError, match="its end has passed"):
        restrict.begin(row.pk, restrict.draft_letter(row, second), second, NOW + days(60))


def test_a_review_by_another_lets_it_stand_or_ends_it(
    case: CaseId, lead: Person, second: Person, handler: Person
) -> None:
    row = in_force(case, lead, second, handler)
    with pytest.raises(RestrictionError, match="you decided it yourself"):
        restrict.review(row.pk, True, "Calls of the same kind.", None, lead, NOW)
    due = NOW.date() + days(60)
    restrict.review(row.pk, True, "Two more calls of the same kind.", due, second, NOW)
    row.refresh_from_db()
    assert (row.state, row.review_due) == ("in_force", due)
    told = Letter.objects.get(kind="restriction_review")
    assert "It stays as it is until 15 January 2027." in told.body
    restrict.review(row.pk, False, "Quiet since.", None, second, NOW + days(30))
    row.refresh_from_db()
    assert row.state == "ended"


def test_it_ends_by_itself_on_its_day_and_when_nobody_reviews_it(
    case: CaseId, lead: Person, second: Person, handler: Person
) -> None:
    row = in_force(case, lead, second, handler)
    assert row.review_due == NOW.date() + days(45)
    Restriction.objects.update(review_due=row.expires_on)
    assert relations.sweep(NOW + days(90), None)
    assert relations.ended(NOW + days(90)) == 0
    assert relations.ended(NOW + days(91)) == 1
    row.refresh_from_db()
    assert (row.state, row.ended_why) == ("ended", "It had its end on 2027-01-31.")
    Restriction.objects.update(state="in_force", review_due=NOW.date() + days(30))
    assert relations.ended(NOW + days(44)) == 0
    assert relations.ended(NOW + days(45)) == 1
    row.refresh_from_db()
    assert row.ended_why.startswith("Nobody reviewed it by 2026-12-02")


def test_a_complaint_is_received_and_decided_as_anybodys_whatever_is_restricted(
    case: CaseId, lead: Person, second: Person, handler: Person
) -> None:
    """By the very channel that is closed: the same clocks, the same findings, the same remedy."""
    in_force(case, lead, second, handler)
    theirs = receive(a_complaint(channel="phone"), handler, NOW)
    theirs_too = a_decided_case(handler, subject="The lamp")
    anybodys = a_decided_case(handler, email="bob@example.org")
    assert Case.objects.get(pk=theirs).clocks.exists()
    row = an_allegation(theirs, handler)
    investigate.add_evidence(theirs, row, "record", "Carrier scan of 30 October", handler, NOW)
    a_finding(theirs, row, handler)
    Case.objects.filter(pk=theirs).update(state="acknowledged")
    decide.decide(theirs, handler, NOW)
    told = [load.latest_decision(each) for each in (theirs, theirs_too, anybodys)]
    owed = [[(item["kind"], item["amount"]) for item in row.record["entitlement"]] for row in told
            if row]  # fmt: skip
    assert len(owed) == 3
    assert owed[0] == owed[1] == owed[2]


class TestTheLookThatItsLetterPromises:
    """It has a day, and is kept track of as any promise."""

    @pytest.mark.parametrize("how", ["lifted", "by itself", "reviewed"])
    def test_ends_with_the_restriction_and_is_not_kept_by_that(
        self, how: str, case: CaseId, lead: Person, second: Person, handler: Person
    ) -> None:
        row = in_force(case, lead, second, handler)
        promised = Commitment.objects.get(letter=row.letter)
        match how:
            case "lifted":
                restrict.lift(row.pk, "We found a better way.", lead, NOW)
            case "reviewed":
                restrict.review(row.pk, False, "We found a better way.", None, second, NOW)
            case _:
                relations.ended(NOW + days(120))
        row.refresh_from_db()
        promised.refresh_from_db()
        assert (row.state, promised.state) == ("ended", "ended")
        assert promised.note == f"the restriction is over: {row.ended_why}"
        ended = Event.objects.get(kind=EventKind.COMMITMENT_ENDED)
        assert ended.data["commitment"] == promised.pk
        assert Case.objects.get(pk=row.case_id).next_due != promised.due
        assert list(events.breaks()) == list(beside.amiss()) == []

    def test_another_promise_of_the_letter_stays_open(
        self, case: CaseId, lead: Person, second: Person, handler: Person
    ) -> None:
        row = decided(case, lead, handler)
        letter = restrict.draft_letter(row, second)
        said = "We will send you the receipts by 9 November 2026."
        restrict.begin(row.pk, replace(letter, body=f"{letter.body}\n\n{said}"), second, NOW)
        restrict.lift(row.pk, "We found a better way.", lead, NOW)
        assert Commitment.objects.get(words=said).state == "open"

"""Whoever is let go is given nothing more, be it at that very moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from tests.beside import begun
from tests.conftest import person
from tests.steps.changing import LATE, given
from tests.stories import NOW, a_closed_case, a_received_case, an_open_case
from tests.waiting import PATIENCE

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, Role
from upheld.desk.reads import waiting
from upheld.steps import commit, free_cases, keep_people, may
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.address_calendar import address_calendar
from upheld.steps.assign import HasLeft, assign
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_people import PeopleError
from upheld.steps.keep_root_causes import change_root_cause, open_root_cause
from upheld.store import left_behind, load
from upheld.store.models import (
    CalendarAddress,
    Case,
    Change,
    Commitment,
    Event,
    Person,
    RootCause,
    Team,
)
from upheld.store.record import events
from upheld.store.sight import seen

BY = may.Operator(role=Role.ADMINISTRATOR)
at_once = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def leave(whom: Person) -> None:
    keep_people.let_go(whom.pk, BY, NOW)


def seen_to_by_nobody() -> left_behind.LeftBehind:
    return left_behind.left_behind(free_cases.HANDS)


@pytest.fixture
def bea(db: None) -> Person:
    return person("Bea Vale", Role.HANDLER)


def test_a_case_is_given_to_nobody_who_has_left(
    bea: Person, open_case: CaseId, handler: Person
) -> None:
    leave(bea)
    with pytest.raises(HasLeft, match="Bea Vale has left: give the case to somebody else"):
        assign(open_case, bea, handler, NOW)
    assert Case.objects.get(pk=open_case).owner == handler


class TestWhatWasTheirs:
    """What is open is nobody's again, where everybody finds it."""

    def test_each_open_case_is_nobodys_with_an_event_and_what_is_closed_stays(
        self, bea: Person, handler: Person
    ) -> None:
        first, second = an_open_case(bea), an_open_case(bea)
        closed = a_closed_case(bea)
        others = an_open_case(handler)
        freed = keep_people.let_go(bea.pk, BY, NOW)
        assert (freed.cases, freed.told("are now")) == (
            2, "2 open cases of theirs are now nobody's.",
        )  # fmt: skip
        owners = dict(Case.objects.values_list("pk", "owner"))
        assert owners == {first: None, second: None, closed: bea.pk, others: handler.pk}
        given = Event.objects.filter(kind=EventKind.ASSIGNED, at=NOW, by=BY.name)
        assert [(each.case_id, each.data) for each in given.order_by("number")] == [
            (first, {"owner": ""}), (second, {"owner": ""}),
        ]  # fmt: skip
        assert list(events.breaks()) == []

    def test_the_inbox_counts_them_as_nobodys(self, bea: Person, handler: Person) -> None:
        an_open_case(bea)
        before = waiting(handler, NOW).nobody.cases
        leave(bea)
        assert waiting(handler, NOW).nobody.cases == before + 1

    def test_nothing_is_freed_where_they_may_not_leave(
        self, administrator: Person, open_case: CaseId
    ) -> None:
        case = an_open_case(administrator)
        with pytest.raises(PeopleError, match="last administrator"):
            leave(administrator)
        assert Case.objects.get(pk=case).owner == administrator


class TestOfAPrivateTeam:
    """A case of nobody's is everybody's to see: what a private team works on stays within it."""

    @pytest.fixture
    def team(self, bea: Person) -> Team:
        team = Team.objects.create(name="Legal", private=True)
        Person.objects.filter(pk=bea.pk).update(team=team)
        return team

    def test_a_lead_of_the_team_has_it_before_others_of_the_team(
        self, bea: Person, team: Team, handler: Person
    ) -> None:
        colleague, leads = person("Cy Orr", Role.HANDLER), person("Di Poe", Role.LEAD)
        reads, gone = person("Ed Rye", Role.AUDITOR), person("Flo Say", Role.LEAD)
        case = an_open_case(bea)
        for each in (colleague, leads, reads, gone):
            Person.objects.filter(pk=each.pk).update(team=team, is_active=each != gone)
        freed = keep_people.let_go(bea.pk, BY, NOW)
        assert freed.told("is now") == (
            "One open case of theirs is now given to Di Poe, of their private team."
        )
        assert Case.objects.get(pk=case).owner == leads
        with seen.looking(handler):
            assert not Case.objects.filter(pk=case).exists()
        leave(leads)
        assert Case.objects.get(pk=case).owner == colleague

    def test_where_there_is_nobody_else_it_is_left_behind_and_told(
        self, bea: Person, team: Team, handler: Person, lead: Person
    ) -> None:
        """Whoever looks at that moment."""
        case = an_open_case(bea)
        with seen.looking(Person(role="")):
            freed = keep_people.let_go(bea.pk, BY, NOW)
        assert (freed.stay, freed.cases) == (True, 1)
        assert Case.objects.get(pk=case).owner == bea
        assert [each.pk for each in seen_to_by_nobody().cases] == [case]
        with seen.looking(lead):  # of no private team
            assert seen_to_by_nobody().cases == []
            assert seen_to_by_nobody().count == 0


class TestAnotherRole:
    """Whoever may work on no case any more has none: it is freed as if they had left."""

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.POLICY_OWNER, Role.ASSISTANT])
    def test_each_open_case_is_nobodys_with_an_event_and_what_is_closed_stays(
        self, bea: Person, role: Role
    ) -> None:
        case, closed = an_open_case(bea), a_closed_case(bea)
        given = keep_people.give_role(bea.pk, role, BY, NOW)
        assert given.freed.told("is now") == "One open case of theirs is now nobody's."
        assert dict(Case.objects.values_list("pk", "owner")) == {case: None, closed: bea.pk}
        event = Event.objects.get(kind=EventKind.ASSIGNED, at=NOW, by=BY.name)
        assert (event.case_id, event.data) == (case, {"owner": ""})
        assert list(events.breaks()) == []

    @pytest.mark.parametrize("role", [Role.LEAD, Role.ADMINISTRATOR, Role.HANDLER])
    def test_whoever_may_work_on_it_still_keeps_it(self, bea: Person, role: Role) -> None:
        case = an_open_case(bea)
        assert not keep_people.give_role(bea.pk, role, BY, NOW).freed.cases
        assert Case.objects.get(pk=case).owner == bea

    def test_what_a_private_team_works_on_goes_to_a_colleague_of_theirs(self, bea: Person) -> None:
        colleague = person("Cy Orr", Role.HANDLER)
        team = Team.objects.create(name="Legal", private=True)
        Person.objects.filter(pk__in=[bea.pk, colleague.pk]).update(team=team)
        case = an_open_case(bea)
        keep_people.give_role(bea.pk, Role.AUDITOR, BY, NOW)
        assert Case.objects.get(pk=case).owner == colleague

    def test_where_there_is_nobody_else_of_them_it_is_told_as_seen_to_by_nobody(
        self, bea: Person, handler: Person
    ) -> None:
        team = Team.objects.create(name="Legal", private=True)
        Person.objects.filter(pk=bea.pk).update(team=team)
        case = an_open_case(bea)
        assert keep_people.give_role(bea.pk, Role.AUDITOR, BY, NOW).freed.stay
        assert Case.objects.get(pk=case).owner == bea
        assert [each.pk for each in seen_to_by_nobody().cases] == [case]
        with seen.looking(handler):
            assert seen_to_by_nobody().count == 0

    def test_so_is_a_promise_in_a_closed_case_and_a_root_cause_of_who_may_keep_none(
        self, bea: Person, lead: Person
    ) -> None:
        case = a_closed_case(bea)
        commit.promise(case, "We ring on Friday.", NOW.date() + timedelta(days=4), bea, NOW)
        cause = open_root_cause("One carrier", lead.pk, [LATE], lead, NOW)
        change = record_change(cause, given(), lead.pk, lead, NOW)
        assert seen_to_by_nobody().count == 0
        keep_people.give_role(bea.pk, Role.POLICY_OWNER, BY, NOW)
        assert "We ring on Friday." in [each.words for each in seen_to_by_nobody().promises]
        assert seen_to_by_nobody().root_causes == []
        keep_people.give_role(lead.pk, Role.HANDLER, BY, NOW)
        assert [each.pk for each in seen_to_by_nobody().root_causes] == [cause]
        bea.refresh_from_db()
        change_root_cause(cause, "One carrier", bea.pk, [LATE], bea, NOW)
        assert seen_to_by_nobody().root_causes == []
        assert Change.objects.get(pk=change).owner == bea


class TestWhatNobodySeesTo:
    """A list for leads: it would be lost in silence."""

    def test_a_promise_to_keep_in_a_closed_case(self, bea: Person, handler: Person) -> None:
        case = a_closed_case(bea)
        commit.promise(case, "We ring on Friday.", NOW.date() + timedelta(days=4), bea, NOW)
        Commitment.objects.exclude(words="We ring on Friday.").update(state="kept")
        assert seen_to_by_nobody().count == 0
        leave(bea)
        assert [each.words for each in seen_to_by_nobody().promises] == ["We ring on Friday."]
        assert seen_to_by_nobody().count == 1

    def test_a_root_cause_and_a_change_on_its_way_until_somebody_sees_to_them(
        self, lead: Person, policy_owner: Person
    ) -> None:
        cause = open_root_cause("One carrier", lead.pk, [LATE], lead, NOW)
        change = record_change(cause, given(), policy_owner.pk, lead, NOW)
        leave(policy_owner)
        assert [each.pk for each in seen_to_by_nobody().root_causes] == [cause]
        change_root_cause(cause, "One carrier", lead.pk, [LATE], lead, NOW)
        assert Change.objects.get(pk=change).owner == lead
        assert seen_to_by_nobody().count == 0
        leave(lead)
        assert seen_to_by_nobody().count == 1
        close_root_cause_by_hand(cause)
        assert seen_to_by_nobody().count == 0


def close_root_cause_by_hand(number: int) -> None:
    RootCause.objects.filter(pk=number).update(state="closed")


class TestAtOnce:
    pytestmark = at_once

    def test_nor_to_who_leaves_at_that_moment(self, bea: Person) -> None:
        case = an_open_case(BY)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                leave(bea)
                given = begun(pool, lambda: assign(case, bea, BY, NOW))
            with pytest.raises(HasLeft):
                given.result(timeout=PATIENCE)
        assert Case.objects.get(pk=case).owner is None

    def test_a_case_that_was_nobodys_is_not_theirs_who_acknowledge_it_as_they_leave(
        self, bea: Person
    ) -> None:
        case = a_received_case(BY)
        letter = draft_acknowledgement(load.page(case), bea, NOW)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                leave(bea)
                sent = begun(pool, lambda: acknowledge(case, letter, bea, NOW))
            sent.result(timeout=PATIENCE)
        found = Case.objects.get(pk=case)
        assert (found.owner, found.state) == (None, "acknowledged")

    def test_who_leaves_while_a_letter_of_theirs_is_recorded_waits_for_it_in_no_circle(
        self, bea: Person
    ) -> None:
        """Their case is theirs, then nobody's, and of the record none waits for the other."""
        case = a_received_case(BY)
        letter = draft_acknowledgement(load.page(case), bea, NOW)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                acknowledge(case, letter, bea, NOW)
                left = begun(pool, lambda: leave(bea))
            left.result(timeout=PATIENCE)
        assert Case.objects.get(pk=case).owner is None
        given = Event.objects.filter(case=case, kind=EventKind.ASSIGNED)
        assert list(given.order_by("number").values_list("data", flat=True)) == [
            {"owner": "Bea Vale"},
            {"owner": ""},
        ]
        assert Event.objects.latest("number").data["left"]

    def test_nor_theirs_who_may_work_on_none_from_that_moment(self, bea: Person) -> None:
        case, mine = a_received_case(BY), an_open_case(BY)
        letter = draft_acknowledgement(load.page(case), bea, NOW)
        with ThreadPoolExecutor(2) as pool:
            with transaction.atomic():
                keep_people.give_role(bea.pk, Role.AUDITOR, BY, NOW)
                sent = begun(pool, lambda: acknowledge(case, letter, bea, NOW))
                given = begun(pool, lambda: assign(mine, bea, BY, NOW))
            sent.result(timeout=PATIENCE)
            with pytest.raises(may.NotAllowed, match="auditor may not investigate"):
                given.result(timeout=PATIENCE)
        assert set(Case.objects.values_list("owner", flat=True)) == {None}

    def test_no_address_of_a_calendar_is_made_for_who_leaves_at_that_moment(
        self, bea: Person
    ) -> None:
        """It would open again if they came back."""
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                leave(bea)
                made = begun(pool, lambda: address_calendar(bea, NOW))
            with pytest.raises(may.NotAllowed, match="Bea Vale has left"):
                made.result(timeout=PATIENCE)
        assert not CalendarAddress.objects.exists()

"""Whoever is let go is given nothing more, be it at that very moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from tests.beside import begun
from tests.conftest import person
from tests.stories import NOW, a_received_case, an_open_case
from tests.waiting import PATIENCE

from upheld.core.words import CaseId, Role
from upheld.steps import keep_people, may
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.address_calendar import address_calendar
from upheld.steps.assign import HasLeft, assign
from upheld.store import load
from upheld.store.models import CalendarAddress, Case, Event, Person

BY = may.Operator(role=Role.ADMINISTRATOR)
at_once = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def leave(whom: Person) -> None:
    keep_people.let_go(whom.pk, BY, NOW)


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
        """Their case is theirs, and of the record none waits for the other."""
        case = a_received_case(BY)
        letter = draft_acknowledgement(load.page(case), bea, NOW)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                acknowledge(case, letter, bea, NOW)
                left = begun(pool, lambda: leave(bea))
            left.result(timeout=PATIENCE)
        assert Case.objects.get(pk=case).owner == bea
        assert Event.objects.latest("number").data["left"]

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

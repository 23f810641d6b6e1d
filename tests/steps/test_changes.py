"""Root causes, changes, and those who hear of them: by the real steps, on closed cases."""

from dataclasses import replace
from datetime import date

import pytest
from tests.conftest import person
from tests.steps.changing import LATE, LATER, MADE, WORKED, checked, given, made_private, state
from tests.stories import NOW, days

from upheld.core.changes import (
    About,
    ChangeError,
    RootCauseState,
    Verdict,
)
from upheld.core.words import Role
from upheld.insight.effects import of_store
from upheld.steps.keep_changes import keep_check, record_change
from upheld.steps.keep_root_causes import (
    change_root_cause,
    close_root_cause,
    open_root_cause,
    reopen_root_cause,
)
from upheld.steps.may import NotAllowed
from upheld.steps.publish_change import propose_words
from upheld.steps.tell_change import tell_change
from upheld.store import changes
from upheld.store import models as rows
from upheld.store.counted.gathered import Gathered
from upheld.store.record import events
from upheld.store.sight import seen


class TestRootCauses:
    def test_one_goes_from_open_over_changing_to_checked_and_closed(
        self, root_cause: int, lead: rows.Person
    ) -> None:
        assert state(root_cause) == RootCauseState.OPEN
        change = record_change(root_cause, given(), lead.pk, lead, MADE)
        assert state(root_cause) == RootCauseState.CHANGING
        with pytest.raises(ChangeError, match="check that first"):
            close_root_cause(root_cause, "Done.", lead, LATER)
        keep_check(change, WORKED, lead, LATER)
        assert state(root_cause) == RootCauseState.CHECKED
        close_root_cause(root_cause, "It is gone.", lead, LATER)
        assert state(root_cause) == RootCauseState.CLOSED
        reopen_root_cause(root_cause, "It is there again.", lead, LATER)
        assert state(root_cause) == RootCauseState.OPEN

    def test_what_returns_is_open_again(self, change: int, lead: rows.Person) -> None:
        keep_check(change, checked(Verdict.RETURNED), lead, LATER)
        assert rows.RootCause.objects.get().state == RootCauseState.OPEN

    def test_it_needs_words_an_owner_and_evidence_that_is_there(self, lead: rows.Person) -> None:
        with pytest.raises(ChangeError, match="name at least one"):
            open_root_cause("x", lead.pk, [], lead, NOW)
        with pytest.raises(ChangeError, match="there is no theme 7"):
            open_root_cause("x", lead.pk, [Gathered(About.THEME, "7")], lead, NOW)
        with pytest.raises(ChangeError, match="owner: nobody of ours"):
            open_root_cause("x", 999, [LATE], lead, NOW)
        open_root_cause("One carrier", lead.pk, [LATE], lead, NOW)
        with pytest.raises(ChangeError, match="reads 'one carrier' already"):
            open_root_cause("one carrier", lead.pk, [LATE], lead, NOW)

    def test_who_sees_to_it_is_here_and_may(
        self, root_cause: int, lead: rows.Person, handler: rows.Person, policy_owner: rows.Person
    ) -> None:
        """What comes of it would wait for somebody who may do nothing about it."""
        gone = person("Bea Vale", Role.LEAD)
        rows.Person.objects.filter(pk=gone.pk).update(is_active=False)
        for whom, why in ((gone, "Bea Vale has left"), (handler, "may keep no root cause")):
            for act in (
                lambda who: open_root_cause("x", who.pk, [LATE], lead, NOW),
                lambda who: change_root_cause(root_cause, "x", who.pk, [LATE], lead, NOW),
                lambda who: record_change(root_cause, given(), who.pk, lead, NOW),
            ):
                with pytest.raises(ChangeError, match=f"owner: .*{why}"):
                    act(whom)
        change_root_cause(root_cause, "x", policy_owner.pk, [LATE], lead, NOW)

    @pytest.mark.parametrize("key", ["²", "9" * 30, "x", "-1", ""])
    def test_a_number_that_is_none_is_told_and_breaks_nothing(
        self, lead: rows.Person, key: str
    ) -> None:
        for about in (About.CASE, About.THEME):
            with pytest.raises(ChangeError, match=f"there is no {about}"):
                open_root_cause("x", lead.pk, [Gathered(about, key)], lead, NOW)

    def test_a_change_of_the_far_future_is_not_written_down(
        self, root_cause: int, lead: rows.Person
    ) -> None:
        far = replace(given(), made_on=date(9000, 1, 1), judge_from=date(9000, 1, 1))
        with pytest.raises(ChangeError, match="more than a year ahead"):
            record_change(root_cause, far, lead.pk, lead, NOW)

    def test_said_otherwise_it_is_the_same_with_its_event(
        self, root_cause: int, lead: rows.Person
    ) -> None:
        told = Gathered(About.CAUSE, "stock_or_making_delay")
        change_root_cause(root_cause, "We promise too early", lead.pk, [LATE, told], lead, NOW)
        row = changes.root_cause(root_cause)
        assert (row.label, len(row.evidence.all())) == ("We promise too early", 2)
        assert rows.Event.objects.filter(kind="root_cause_changed").count() == 2
        assert not list(events.breaks())

    def test_a_handler_reads_and_changes_nothing(
        self, root_cause: int, handler: rows.Person
    ) -> None:
        for act in (
            lambda: open_root_cause("x", handler.pk, [LATE], handler, NOW),
            lambda: close_root_cause(root_cause, "x", handler, NOW),
            lambda: record_change(root_cause, given(), handler.pk, handler, NOW),
            lambda: keep_check(1, WORKED, handler, NOW),
            lambda: tell_change(1, "", handler, NOW),
            lambda: propose_words(1, "x", handler, NOW),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_what_a_check_finds_does_not_depend_on_who_looks(change: int, lead: rows.Person) -> None:
    buyer, day = rows.Customer.objects.create(name="Ann Lee"), (NOW - days(60)).date()
    rows.Order.objects.create(customer=buyer, placed_on=day, touchpoint="product", amount=1)
    made_private(rows.Case.objects.get().pk)
    told = changes.given(changes.change(change))
    found = of_store.checked(told, LATER)
    assert sum(week.count for week in found.weeks) == 1
    with seen.looking(lead):
        assert of_store.checked(told, LATER) == found


def test_an_event_stands_for_every_act_and_the_chain_holds(change: int, lead: rows.Person) -> None:
    keep_check(change, WORKED, lead, LATER)
    tell_change(change, "", lead, LATER)
    kinds = set(rows.Event.objects.values_list("kind", flat=True))
    assert {"root_cause_changed", "change_recorded", "effect_checked", "change_told"} <= kinds
    assert not list(events.breaks())

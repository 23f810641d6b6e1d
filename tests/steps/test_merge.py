"""Merge: two cases worked on as one, nothing lost, no deadline later, and undone to the letter."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, models
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.core.mails import a_mail
from tests.stories import (
    NOW,
    a_closed_case,
    a_complaint,
    a_decided_case,
    a_received_case,
    an_answered_case,
    an_investigated_case,
    an_open_case,
    days,
)
from tests.waiting import PATIENCE

from upheld.core.spans import Span
from upheld.core.words import AllegationKind, CaseId, CaseState, Role
from upheld.insight.backtest.past import decided_cases
from upheld.steps import may
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.close import reopen
from upheld.steps.decide import decide
from upheld.steps.investigate import allege
from upheld.steps.merge import MergeError, merge, undo_merge
from upheld.steps.pause import pause
from upheld.steps.place_message import place_message
from upheld.steps.receive import receive
from upheld.steps.take_message import take_message
from upheld.store import documents, like_cases, load, tokens
from upheld.store import models as rows
from upheld.store.policies import Rules
from upheld.store.record import events

BY = may.Operator()
TABLES = (
    rows.Case, rows.Clock, rows.Allegation, rows.Finding, rows.Evidence, rows.Letter, rows.Contact,
    rows.Incoming, rows.Commitment, rows.Decision, rows.Acceptance, rows.Closing, rows.Pause,
    rows.Customer,
)  # fmt: skip
STORIES: dict[str, Callable[..., CaseId]] = {
    "received": a_received_case,
    "acknowledged": an_open_case,
    "investigated": an_investigated_case,
    "decided": a_decided_case,
    "closed": a_closed_case,
}
OVER = ("letters", "evidence", "allegations", "incoming", "contacts")
STAYS = ("letters", "evidence", "allegations", "decisions", "closings", "clocks")
OPEN = ("received", "acknowledged", "investigated", "decided")


def everything() -> dict[str, Any]:
    """Every row of every table that a merge could touch."""
    return {model.__name__: list(_rows(model)) for model in TABLES}


def _rows(model: type[models.Model]) -> Any:
    return model._default_manager.order_by("pk").values()


def pks_of(case: CaseId, name: str) -> set[int]:
    return set(getattr(case_of(case), name).values_list("pk", flat=True))


def case_of(pk: CaseId) -> rows.Case:
    return rows.Case.objects.get(pk=pk)


def mailed_to(case: CaseId, sender: str = "Sally Hart <sally@example.org>") -> rows.Incoming:
    """An answer by mail to the first letter of a case."""
    letter = rows.Letter.objects.filter(pk__in=_letters_of(case)).earliest("pk")
    raw = a_mail("And dented.", sender, to=tokens.reply_to(letter), message_id=f"<{case}@x>")
    return place_message(take_message(raw, "smtp", BY, NOW).pk, BY, NOW)


def _letters_of(case: CaseId) -> list[int]:
    """Also those that a merge has moved away."""
    moved = [row.moved.get("letters", []) for row in rows.Merge.objects.filter(case=case)]
    return [
        *case_of(case).letters.values_list("pk", flat=True),
        *(pk for each in moved for pk in each),
    ]


class TestWhatComesOver:
    def test_messages_evidence_files_letters_and_what_is_alleged(
        self, handler: rows.Person
    ) -> None:
        a, b = an_open_case(handler), an_investigated_case(handler)
        mailed_to(b)
        had = {name: pks_of(b, name) for name in OVER}
        assert all(had.values())
        merge(b, a, "", handler, NOW)
        for name in OVER:
            assert had[name] <= pks_of(a, name)
            assert not pks_of(b, name)

    def test_the_other_number_leads_to_this_case(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), an_open_case(handler)
        merge(b, a, "", handler, NOW)
        alias = case_of(b)
        assert (alias.merged_into_id, alias.state, alias.next_due) == (a, "closed", None)
        assert {event.kind for event in alias.events.all()} >= {"merged"}
        assert case_of(a).events.get(kind="took_in").data["other"] == alias.reference
        assert list(events.breaks()) == []

    def test_mail_to_the_other_number_lands_here(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), an_open_case(handler)
        merge(b, a, "", handler, NOW)
        assert mailed_to(b).case_id == a

    def test_mail_of_another_customer_is_a_contact_of_theirs(self, handler: rows.Person) -> None:
        """What they cost us is counted by it, and never against somebody else."""
        hers = an_open_case(handler)
        bobs = an_open_case(handler, name="Bob Mercer", email="bob@example.net")
        merge(bobs, hers, "One van.", handler, NOW, sure=True)
        mailed_to(bobs, "Bob Mercer <bob@example.net>")
        mailed_to(hers)
        wrote = rows.Contact.objects.filter(case=hers, channel="email").order_by("pk")
        assert [each.customer.name for each in wrote] == ["Bob Mercer", "Sally Hart"]

    def test_mail_lands_at_the_end_of_a_chain(self, handler: rows.Person) -> None:
        a, b, c = (an_open_case(handler) for _ in range(3))
        merge(c, b, "", handler, NOW)
        merge(b, a, "", handler, NOW)
        assert mailed_to(c).case_id == a

    def test_a_decision_that_did_not_read_it_is_made_again(self, handler: rows.Person) -> None:
        a, b = a_decided_case(handler), an_open_case(handler)
        merge(b, a, "", handler, NOW)
        assert case_of(a).state == CaseState.INVESTIGATING

    def test_it_is_decided_with_what_was_alleged_in_both(self, handler: rows.Person) -> None:
        a, b = an_investigated_case(handler), an_investigated_case(handler)
        merge(b, a, "", handler, NOW)
        assert len(decide(a, handler, NOW).document["allegations"]) == 2


def test_marks_in_a_text_that_stays_are_put_aside_and_come_back(handler: rows.Person) -> None:
    a, b = an_open_case(handler), an_open_case(handler)
    pk = allege(b, AllegationKind.LATE, "They came late.", {}, handler, NOW, (Span(3, 21),))
    marks = rows.Allegation.objects.get(pk=pk).spans
    row = merge(b, a, "", handler, NOW)
    assert rows.Allegation.objects.get(pk=pk).spans == []
    undo_merge(a, row.pk, handler, NOW)
    assert rows.Allegation.objects.get(pk=pk).spans == marks != []


class TestDeadlines:
    def test_the_earlier_day_of_receipt_counts(self, handler: rows.Person) -> None:
        a = a_received_case(handler, NOW)
        b = a_received_case(handler, NOW - days(3))
        early = {clock.obligation: clock.due for clock in case_of(b).clocks.all()}
        merge(b, a, "", handler, NOW)
        assert case_of(a).received_at == NOW - days(3)
        assert {c.obligation: c.due for c in case_of(a).clocks.all()} == early

    def test_the_clocks_of_another_regime_run_on_here(self, handler: rows.Person) -> None:

        a = an_open_case(handler)
        b = receive(a_complaint(), handler, NOW, Rules("uk-fca-disp"))
        theirs = set(case_of(b).clocks.values_list("obligation", flat=True))
        merge(b, a, "", handler, NOW)
        acknowledged = {"acknowledgement"}
        mine = set(case_of(a).clocks.values_list("obligation", flat=True))
        left = rows.Clock.objects.filter(case=b, obligation__in=theirs - mine)
        assert {clock.ends for clock in left} <= acknowledged

    def test_a_closed_case_that_is_history_moves_no_day(self, handler: rows.Person) -> None:
        a = an_open_case(handler)
        b = a_closed_case(handler, NOW - days(30))
        before = list(case_of(a).clocks.values())
        merge(b, a, "", handler, NOW)
        assert list(case_of(a).clocks.values()) == before
        assert case_of(a).received_at == NOW


class TestWhatCounts:
    """What was decided in a case that went over whole was never answered, and counts nowhere."""

    @pytest.fixture
    def merged(self, handler: rows.Person) -> CaseId:
        a, b = an_investigated_case(handler), a_decided_case(handler)
        rows.Case.objects.update(order_reference="LL-7")
        merge(b, a, "", handler, NOW)
        return a

    def test_nothing_was_paid_there(self, merged: CaseId) -> None:
        assert load.paid_before(load.page(merged)) is None

    def test_it_is_no_similar_case_and_no_precedent(
        self, merged: CaseId, handler: rows.Person
    ) -> None:
        assert documents.document(case_of(merged), NOW)["similar_a_year"] == 0
        row = decide(merged, handler, NOW)
        assert like_cases.before(merged, row.like_facts) == []

    def test_a_backtest_reads_it_once(self, merged: CaseId, handler: rows.Person) -> None:
        decide(merged, handler, NOW)
        told = [name for batch in decided_cases() for name in batch.names]
        assert told == [case_of(merged).reference]


class TestHistory:
    def test_what_was_answered_stays_where_it_was(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), a_closed_case(handler)
        before = {name: list(getattr(case_of(b), name).values()) for name in STAYS}
        row = merge(b, a, "", handler, NOW)
        assert row.as_history
        assert {name: list(getattr(case_of(b), name).values()) for name in STAYS} == before
        assert mailed_to(b).case_id == a

    @pytest.mark.parametrize("story", [an_answered_case, a_closed_case])
    def test_nothing_comes_into_a_case_that_has_its_answer(
        self, story: Callable[..., CaseId], handler: rows.Person
    ) -> None:
        a, b = story(handler), an_open_case(handler)
        with pytest.raises(may.WrongState, match="open it again first"):
            merge(b, a, "", handler, NOW)

    def test_an_answered_case_is_closed_before_it_is_history(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), an_answered_case(handler)
        with pytest.raises(may.WrongState, match="close it with its cause first"):
            merge(b, a, "", handler, NOW)

    def test_one_that_was_merged_is_not_opened_again_by_itself(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), a_closed_case(handler)
        merge(b, a, "", handler, NOW)
        with pytest.raises(may.WrongState, match="was merged into"):
            reopen(b, "They wrote.", handler, NOW)


class TestOfDifferentCustomers:
    @pytest.fixture
    def two(self, handler: rows.Person) -> tuple[CaseId, CaseId]:
        return an_open_case(handler), an_open_case(handler, name="Bob", email="bob@example.org")

    @pytest.mark.parametrize(("why", "sure"), [("", False), ("", True), ("His wife.", False)])
    def test_it_needs_a_reason_and_somebody_who_is_sure(
        self, why: str, sure: bool, two: tuple[CaseId, CaseId], handler: rows.Person
    ) -> None:
        with pytest.raises(MergeError, match="say that you are sure"):
            merge(two[1], two[0], why, handler, NOW, sure=sure)
        assert not rows.Merge.objects.exists()

    def test_then_both_may_write(self, two: tuple[CaseId, CaseId], handler: rows.Person) -> None:
        a, b = two
        merge(b, a, "Husband and wife, one order.", handler, NOW, sure=True)
        assert mailed_to(b, "Bob <bob@example.org>").case_id == a
        held = mailed_to(a, "Mallory <mallory@example.net>")
        assert held.state != "placed"


class TestUndoing:
    def test_brings_back_both(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), an_investigated_case(handler, NOW - days(2))
        before = everything()
        row = merge(b, a, "", handler, NOW)
        undo_merge(a, row.pk, handler, NOW)
        assert everything() == before

    def test_what_came_since_stays_where_it_came(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), an_open_case(handler)
        row = merge(b, a, "", handler, NOW)
        came = mailed_to(b)
        undo_merge(a, row.pk, handler, NOW)
        came.refresh_from_db()
        assert (came.case_id, case_of(b).merged_into_id) == (a, None)

    def test_what_was_met_meanwhile_stays_met(self, handler: rows.Person) -> None:
        a, b = a_received_case(handler), a_received_case(handler, NOW - days(1))
        first = case_of(a).clocks.get(ends="acknowledgement").due
        row = merge(b, a, "", handler, NOW)
        acknowledge(a, draft_acknowledgement(load.page(a), handler, NOW), handler, NOW)
        undo_merge(a, row.pk, handler, NOW)
        clock = case_of(a).clocks.get(ends="acknowledgement")
        assert (clock.met_at, clock.due) == (NOW, first)
        assert (case_of(a).state, case_of(b).state) == ("acknowledged", "received")

    def test_a_decision_on_both_is_made_again_for_the_one_that_stays(
        self, handler: rows.Person
    ) -> None:
        a, b = an_investigated_case(handler), an_investigated_case(handler)
        row = merge(b, a, "", handler, NOW)
        decide(a, handler, NOW)
        undo_merge(a, row.pk, handler, NOW)
        assert case_of(a).state == CaseState.INVESTIGATING

    def test_the_newest_merge_is_undone_first(self, handler: rows.Person) -> None:
        a, b, c = (an_open_case(handler) for _ in range(3))
        first = merge(b, a, "", handler, NOW)
        merge(c, a, "", handler, NOW)
        with pytest.raises(MergeError, match="merged into this case later"):
            undo_merge(a, first.pk, handler, NOW)

    def test_not_twice_and_not_of_a_case_that_went_on(self, handler: rows.Person) -> None:
        a, b, c = (an_open_case(handler) for _ in range(3))
        row = merge(c, b, "", handler, NOW)
        merge(b, a, "", handler, NOW)
        with pytest.raises(MergeError, match="undo that first"):
            undo_merge(b, row.pk, handler, NOW)
        with pytest.raises(MergeError, match="undone already"):
            undo_merge(a, row.pk, handler, NOW)

    def test_not_of_what_was_answered_as_one(self, handler: rows.Person) -> None:
        a, b = an_open_case(handler), an_open_case(handler)
        row = merge(b, a, "", handler, NOW)
        rows.Case.objects.filter(pk=a).update(state=CaseState.ANSWERED)
        with pytest.raises(may.WrongState, match="make a case of the message"):
            undo_merge(a, row.pk, handler, NOW)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.POLICY_OWNER])
def test_who_looks_on_may_not_merge(role: Role, handler: rows.Person) -> None:
    a, b = an_open_case(handler), an_open_case(handler)
    with pytest.raises(may.NotAllowed):
        merge(b, a, "", may.Operator("x", role), NOW)


def test_a_case_is_not_merged_into_itself_or_out_of_an_alias(handler: rows.Person) -> None:
    a, b, c = (an_open_case(handler) for _ in range(3))
    with pytest.raises(MergeError, match="into itself"):
        merge(a, a, "", handler, NOW)
    merge(b, a, "", handler, NOW)
    for pair in ((b, c), (c, b)):
        with pytest.raises(MergeError, match="was merged into"):
            merge(*pair, "", handler, NOW)


class TestMergeAndUndo(TestCase):
    """Over stories of every length, days, pauses and chains."""

    @settings(max_examples=12)
    @given(
        st.sampled_from(OPEN), st.sampled_from(sorted(STORIES)), st.integers(-40, 0),
        st.integers(-40, 0), st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    )  # fmt: skip
    @pytest.mark.pain("P14")
    def test_is_identity_and_no_deadline_is_later(
        self,
        of_a: str,
        of_b: str,
        a_days: int,
        b_days: int,
        paused: bool,
        mailed: bool,
        chain: bool,
        marked: bool,
    ) -> None:
        a = STORIES[of_a](BY, NOW + days(a_days))
        b = STORIES[of_b](BY, NOW + days(b_days))
        if marked and of_b != "closed":
            allege(
                b, AllegationKind.LATE, "They came late.", {"days_late": 9}, BY, NOW, (Span(3, 21),)
            )
        if paused and of_b != "closed":
            pause(b, "We wait for a photograph.", BY, NOW)
        if mailed and of_b in ("acknowledged", "investigated"):
            mailed_to(b)
        if chain and of_b != "closed":
            merge(an_open_case(BY, NOW), b, "", BY, NOW)
        before, acts = everything(), rows.Event.objects.count()
        row = merge(b, a, "", BY, NOW)
        if not row.as_history:
            self.no_later(a, before)
        undo_merge(a, row.pk, BY, NOW)
        assert everything() == before
        assert rows.Event.objects.count() == acts + 4
        assert list(events.breaks()) == []

    def no_later(self, a: CaseId, before: dict[str, Any]) -> None:
        now = list(rows.Clock.objects.filter(case=a))
        acknowledged = any(clock.ends == "acknowledgement" and clock.met_at for clock in now)
        for was in before["Clock"]:
            if was["met_at"] or (was["ends"] == "acknowledgement" and acknowledged):
                continue
            assert any(c.obligation == was["obligation"] and not c.met_at and c.due <= was["due"]
                       for c in now)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_two_cases_at_once_one_does(handler: rows.Person) -> None:
    """Each into the other: neither waits for ever, and no case is lost in a circle."""
    pair = an_open_case(handler), an_open_case(handler)
    together = Barrier(2)

    def merged(way: int) -> bool:
        try:
            together.wait(timeout=PATIENCE)
            merge(*(pair if way else pair[::-1]), "", handler, NOW)
        except MergeError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(merged, range(2))) == [False, True]
    assert rows.Case.objects.filter(merged_into=None).count() == 1
    assert list(events.breaks()) == []

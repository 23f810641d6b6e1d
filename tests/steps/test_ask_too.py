"""Ask too: of two who complained of one matter each is asked what only they can tell of what they
told us, by a letter of their own; nobody is asked of another's."""

from typing import Any

import pytest
from tests import stories
from tests.steps.test_answer_too import BOB
from tests.stories import NOW

from upheld.core.reply import Letter
from upheld.core.words import AllegationKind, CaseId
from upheld.steps import may
from upheld.steps.answer import NotReady, draft_question, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.ask_too import ask_too, draft_question_too
from upheld.steps.decide import decide
from upheld.steps.hold import draft_holding
from upheld.steps.investigate import record_facts
from upheld.steps.letters import LetterBlocked
from upheld.steps.merge import merge, undo_merge
from upheld.steps.offers import offers
from upheld.store import load
from upheld.store.merged import complained_too
from upheld.store.models import Case, Merge, Person
from upheld.store.models import Letter as LetterRow
from upheld.store.record import events

PHOTOGRAPH = "Could you send us a photograph"
PROMISE = "Who made the promise"
SHORT: dict[str, Any] = {"touchpoint": "product", "price_paid": "50.00", "impact": "low"}
BROKE = {**SHORT, "days_since_delivery": 10, "delivery_paid": "5.00"}


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    """All of hers is found."""
    return stories.an_investigated_case(handler)


@pytest.fixture
def bobs(sallys: CaseId, handler: Person) -> CaseId:
    return bobs_in(sallys, handler)


def bobs_in(sallys: CaseId, handler: Person) -> CaseId:
    """His case, merged into hers; of his point he alone can tell what is open."""
    bobs = stories.an_open_case(handler, **BOB)
    said, kind = "The commode broke after his divorce.", AllegationKind.FAULTY
    stories.an_allegation(bobs, handler, kind=kind, statement=said, facts=SHORT)
    merge(bobs, sallys, "One van, one crash.", handler, NOW, sure=True)
    return bobs


def hers_is_open(sallys: CaseId, handler: Person) -> None:
    facts, kind = {**SHORT, "promise_recorded": False}, AllegationKind.PROMISE_NOT_KEPT
    stories.an_allegation(sallys, handler, kind=kind, statement="He promised.", facts=facts)


def asked_him(bobs: CaseId, handler: Person) -> LetterRow:
    ask_too(bobs, draft_question_too(load.page(bobs), handler, NOW), handler, NOW)
    return LetterRow.objects.get(case=bobs, kind="question")


class TestHisQuestion:
    def test_is_drafted_to_him_and_not_to_her(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        his = draft_question_too(load.page(bobs), handler, NOW)
        assert his.body.startswith("Dear Bob Mercer")
        assert PHOTOGRAPH in his.body
        assert f"UP-{bobs:06d}" in his.subject
        with pytest.raises(NotReady, match=rf"whoever complained in UP-{bobs:06d} can"):
            draft_question(load.page(sallys), handler, NOW)

    @pytest.mark.parametrize("decides", [False, True])
    def test_each_is_asked_of_their_own_point_where_both_are_open(
        self, decides: bool, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        hers_is_open(sallys, handler)
        if decides:
            decide(sallys, handler, NOW)
        draft = draft_reply if decides else draft_question
        hers = draft(load.page(sallys), handler, NOW).body
        assert PROMISE in hers
        assert PHOTOGRAPH not in hers
        his = draft_question_too(load.page(bobs), handler, NOW).body
        assert PHOTOGRAPH in his
        assert PROMISE not in his

    def test_a_decision_that_asks_him_alone_drafts_none_to_her(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        decide(sallys, handler, NOW)
        with pytest.raises(NotReady, match="leave no question open that they could answer"):
            draft_reply(load.page(sallys), handler, NOW)

    def test_leaves_to_him_in_his_own_case_and_is_on_his_page(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        sent = asked_him(bobs, handler)
        assert (sent.to, sent.state) == ("bob@example.net", "queued")
        assert Case.objects.get(pk=sallys).state == "investigating"
        assert Case.objects.get(pk=bobs).state == "closed"
        assert sent in complained_too.letters_to(Case.objects.get(pk=bobs))
        assert sent not in complained_too.letters_to(Case.objects.get(pk=sallys))
        assert list(events.breaks()) == []

    def test_is_checked_as_any_letter_to_him(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        drafted = draft_question_too(load.page(bobs), handler, NOW)
        wrong = Letter(drafted.kind, drafted.subject, f"{drafted.body}\n\nSally Hart saw it.")
        with pytest.raises(LetterBlocked):
            ask_too(bobs, wrong, handler, NOW)

    def test_is_the_same_after_the_merge_was_undone(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        undo_merge(sallys, Merge.objects.get().pk, handler, NOW)
        with pytest.raises(NotReady, match="nobody is asked here"):
            draft_question_too(load.page(bobs), handler, NOW)
        assert PHOTOGRAPH in draft_question(load.page(bobs), handler, NOW).body

    def test_is_not_asked_once_the_matter_is_decided(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        letter = draft_question_too(load.page(bobs), handler, NOW)
        Case.objects.filter(pk=sallys).update(state="answered")
        with pytest.raises(NotReady, match="is not being looked into"):
            ask_too(bobs, letter, handler, NOW)
        assert "question" not in {each.kind for each in offers(load.page(bobs), handler, NOW)}

    def test_is_sent_by_nobody_who_may_only_look(
        self, bobs: CaseId, handler: Person, auditor: Person
    ) -> None:
        letter = draft_question_too(load.page(bobs), handler, NOW)
        with pytest.raises(may.NotAllowed):
            ask_too(bobs, letter, auditor, NOW)


class TestHerHoldingLetter:
    def test_says_nothing_of_his_point_or_of_what_he_is_asked(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        for _ in range(2):
            body = draft_holding(load.page(sallys), handler, NOW).body
            for his in ("commode", "divorce", PHOTOGRAPH):
                assert his not in body
            assert "We are still finding out what happened" in body
            decide(sallys, handler, NOW)

    def test_says_what_is_open_of_hers(self, sallys: CaseId, bobs: CaseId, handler: Person) -> None:
        hers_is_open(sallys, handler)
        assert '"He promised"' in draft_holding(load.page(sallys), handler, NOW).body


def test_what_he_answers_settles_it_and_both_have_their_answer(
    sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    asked_him(bobs, handler)
    his = load.page(sallys).allegations.get(kind="faulty")
    record_facts(sallys, his.pk, BROKE, handler, NOW)
    stories.a_finding(sallys, his.pk, handler, because="His photograph shows it.")
    decision = decide(sallys, handler, NOW).pk
    answer_too(bobs, decision, draft_answer_too(load.page(bobs), handler, NOW), handler, NOW)
    assert LetterRow.objects.filter(case=bobs, kind="final").exists()

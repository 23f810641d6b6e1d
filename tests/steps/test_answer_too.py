"""Answer too: whoever complained of one matter is told, each by a letter of their own."""

from decimal import Decimal
from typing import Any

import pytest
from tests import stories
from tests.core.mails import a_mail
from tests.stories import NOW

from upheld.core.reply import Letter
from upheld.core.words import AllegationKind, CaseId, CaseState, FindingResult, Role
from upheld.steps import may
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.answer import NotReady, answer, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too, is_for
from upheld.steps.apologise import apologise, draft_apology
from upheld.steps.close import close, hear, reopen
from upheld.steps.decide import StaleDecision, decide
from upheld.steps.investigate import add_evidence
from upheld.steps.letters import LetterBlocked, problems_of
from upheld.steps.merge import merge, undo_merge
from upheld.steps.offers import offers
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.steps.tell import Told, tell
from upheld.store import load, tokens
from upheld.store.merged import merging
from upheld.store.models import (
    Case,
    Commitment,
    Customer,
    Decision,
    Evidence,
    Finding,
    Merge,
    Person,
)
from upheld.store.models import Letter as LetterRow
from upheld.store.record import events
from upheld.store.theirs import data as their_data

BOB: dict[str, Any] = {
    "name": "Bob Mercer",
    "email": "bob@example.net",
    "text": "A shelf of mine was scratched by your driver when he came at last.",
}


def row(case: CaseId) -> Case:
    return load.page(case)


def merged(sallys: CaseId, bobs: CaseId, by: Person) -> int:
    return merge(bobs, sallys, "One van, one crash.", by, NOW, sure=True).pk


def answered_too(case: CaseId, decision: int, by: Person) -> LetterRow:
    answer_too(case, decision, draft_answer_too(row(case), by, NOW), by, NOW)
    return LetterRow.objects.filter(case=case, kind="final").latest("pk")


def answered(case: CaseId, by: Person) -> None:
    answer(case, stories.the_decision(case), draft_reply(row(case), by, NOW), by, NOW)


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    return stories.an_investigated_case(handler)


@pytest.fixture
def bobs(sallys: CaseId, handler: Person) -> CaseId:
    """Of another customer, merged into hers with nothing alleged in it."""
    bobs = stories.an_open_case(handler, **BOB)
    merged(sallys, bobs, handler)
    return bobs


@pytest.fixture
def decided(sallys: CaseId, bobs: CaseId, handler: Person) -> int:
    return decide(sallys, handler, NOW).pk


class TestNobodyIsForgotten:
    def test_the_case_is_answered_once_everybody_else_was(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        with pytest.raises(NotReady, match=rf"Bob Mercer \(UP-{bobs:06d}\) complained of it too"):
            answered(sallys, handler)
        assert not LetterRow.objects.filter(kind="final").exists()
        answered_too(bobs, decided, handler)
        answered(sallys, handler)
        assert row(sallys).state == "answered"
        assert list(events.breaks()) == []

    def test_a_letter_to_an_earlier_decision_is_no_answer_to_the_latest(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        answered_too(bobs, decided, handler)
        answered(sallys, handler)
        reopen(sallys, "The carrier wrote.", handler, NOW + stories.days(1))
        decide(sallys, handler, NOW + stories.days(1))
        with pytest.raises(NotReady, match="Bob Mercer"):
            answered(sallys, handler)

    def test_what_was_answered_without_them_is_closed_only_once_they_are(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        """As it was answered before anybody asked for that."""
        Case.objects.filter(pk=sallys).update(state="answered")
        with pytest.raises(NotReady, match="Bob Mercer"):
            close(sallys, "carrier_delay", "", "", handler, NOW)
        answered_too(bobs, decided, handler)

    def test_one_customer_of_several_cases_has_one_letter(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        merged(sallys, stories.an_open_case(handler, **BOB), handler)
        decision = decide(sallys, handler, NOW).pk
        answered_too(bobs, decision, handler)
        answered(sallys, handler)

    def test_two_cases_of_one_customer_have_the_one_answer(
        self, sallys: CaseId, handler: Person
    ) -> None:
        merge(stories.an_open_case(handler), sallys, "", handler, NOW)
        decide(sallys, handler, NOW)
        answered(sallys, handler)

    def test_who_was_answered_before_and_is_history_has_their_answer(
        self, sallys: CaseId, handler: Person
    ) -> None:
        merged(sallys, stories.a_closed_case(handler, **BOB), handler)
        decide(sallys, handler, NOW)
        answered(sallys, handler)

    def test_a_case_of_another_in_a_case_of_another_is_answered_too(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.com")
        merge(sallys, carols, "The same van.", handler, NOW, sure=True)
        decision = decide(carols, handler, NOW).pk
        with pytest.raises(NotReady, match=r"Sally Hart .* and Bob Mercer .* have no answer"):
            answered(carols, handler)
        for case in (sallys, bobs):
            answered_too(case, decision, handler)
        answered(carols, handler)


class TestWhoKeepsWhatTheLetterPromises:
    """The case it was merged into says whose it is, where it was nobody's before."""

    def test_whoever_has_the_case_where_it_is_decided(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        Case.objects.filter(pk=bobs).update(owner=None)
        answered_too(bobs, decided, handler)
        assert row(bobs).owner == handler

    def test_nobody_who_has_left(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person, lead: Person
    ) -> None:
        Person.objects.filter(pk=handler.pk).update(is_active=False)
        Case.objects.filter(pk=bobs).update(owner=None)
        answered_too(bobs, decided, lead)
        assert row(bobs).owner is None

    def test_nor_does_it_stay_with_who_has_left(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person, lead: Person
    ) -> None:
        Case.objects.filter(pk=sallys).update(owner=lead)
        Person.objects.filter(pk=handler.pk).update(is_active=False)
        answered_too(bobs, decided, lead)
        assert row(bobs).owner == lead


class TestTheirLetter:
    def test_is_to_them_and_says_what_was_found(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        sent = answered_too(bobs, decided, handler)
        assert (sent.case_id, sent.to, sent.state) == (bobs, "bob@example.net", "queued")
        assert sent.body.startswith("Dear Bob Mercer")
        assert "nine days after the promised day" in sent.body
        assert f"UP-{bobs:06d}" in sent.subject

    def test_has_no_name_word_evidence_or_money_of_hers(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        assert Decision.objects.get(pk=decided).owed == Decimal("12.50")
        sent = answered_too(bobs, decided, handler)
        for hers in ("Sally", "sally@", "The shelves came nine days late", "Carrier scan", "12.50"):
            assert hers not in sent.body + sent.subject
        assert not Commitment.objects.filter(case=bobs).exists()

    def test_tells_what_is_owed_for_what_they_alleged_and_hers_does_not(
        self, sallys: CaseId, handler: Person
    ) -> None:
        bobs = stories.an_open_case(handler, **BOB)
        facts = {**stories.SHELVES_LATE, "delivery_paid": "30.00"}
        his = stories.an_allegation(bobs, handler, statement="Bob's desk came late.", facts=facts)
        add_evidence(bobs, his, "record", "Bob's photograph", handler, NOW)
        stories.a_finding(bobs, his, handler)
        merged(sallys, bobs, handler)
        decision = decide(sallys, handler, NOW).pk
        sent = answered_too(bobs, decision, handler)
        assert "30.00" in sent.body
        assert "Bob's desk came late" in sent.body
        assert "12.50" not in sent.body
        assert Commitment.objects.filter(case=bobs, words__contains="30.00").exists()
        hers = draft_reply(row(sallys), handler, NOW).body
        assert "12.50" in hers
        for of_his in ("30.00", "Bob's desk", "photograph"):
            assert of_his not in hers
        answered(sallys, handler)

    @pytest.mark.parametrize(
        "theirs",
        [
            "We wrote to Sally Hart as well.",
            "Ms Hart told us so.",
            "Write to sally@example.org if you like.",
            "As she wrote: my shelves arrived nine days late and nobody told me.",
        ],
    )
    def test_does_not_leave_with_what_is_hers_in_it(
        self, theirs: str, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        drafted = draft_answer_too(row(bobs), handler, NOW)
        wrong = Letter(drafted.kind, drafted.subject, f"{drafted.body}\n\n{theirs}")
        with pytest.raises(LetterBlocked) as held:
            answer_too(bobs, decided, wrong, handler, NOW)
        assert [each.code for each in held.value.problems] == ["another_persons_data"]

    @pytest.mark.parametrize(
        "theirs",
        [
            "As Sally wrote, the van was late.",
            "Sally also told us of the van.",
            "That stands in Sally's letter.",
            "Good morning Sally,",
        ],
    )
    def test_nor_with_her_first_name_alone_where_she_is_greeted_or_told_of(
        self, theirs: str, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        assert "another_persons_data" in problems_with(theirs, bobs, handler)

    @pytest.mark.parametrize(
        "theirs", ["You may sally forth with it.", "The parcel left Sally on Sea in May."]
    )
    def test_her_first_name_may_be_a_word_or_a_place(
        self, theirs: str, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        assert "another_persons_data" not in problems_with(theirs, bobs, handler)

    def test_her_first_name_is_free_where_one_of_us_has_it(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        Person.objects.create_person("s@example.com", "Sally Young", Role.HANDLER, "x" * 12)
        told = "Sally told you so by telephone."
        assert "another_persons_data" not in problems_with(told, bobs, handler)

    @pytest.mark.parametrize("by_mail", [False, True])
    def test_does_not_leave_with_what_she_wrote_later(
        self, by_mail: bool, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        words = "The driver shouted at me and drove into the gate of my neighbour"
        if by_mail:
            mailed(sallys, words)
        else:
            tell(sallys, Told(words, (), None, ""), may.Complainant(), NOW)
        decide(sallys, handler, NOW)
        told = f"{words}."
        assert "another_persons_data" in problems_with(told, bobs, handler)
        assert "another_persons_data" not in problems_with(told, sallys, handler)

    def test_hers_does_not_leave_with_his_name_in_it(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        answered_too(bobs, decided, handler)
        drafted = draft_reply(row(sallys), handler, NOW)
        wrong = Letter(drafted.kind, drafted.subject, f"{drafted.body}\n\nBob Mercer saw it.")
        with pytest.raises(LetterBlocked):
            answer(sallys, decided, wrong, handler, NOW)

    def test_words_that_both_wrote_are_her_own(self, sallys: CaseId, handler: Person) -> None:
        same = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
        merged(sallys, same, handler)
        decide(sallys, handler, NOW)
        drafted = draft_reply(row(sallys), handler, NOW)
        said = 'You wrote: "My shelves arrived nine days late and nobody told me."'
        letter = Letter(drafted.kind, drafted.subject, f"{drafted.body}\n\n{said}")
        decision = load.latest_decision(sallys)
        assert problems_of(letter, decision, row(sallys), NOW) == ()


class TestHisApology:
    """In his own case, for what was found where it was decided, and beside his answer."""

    def test_is_drafted_and_sent_in_his_own_words_once_he_has_his_answer(
        self, sallys: CaseId, handler: Person
    ) -> None:
        bobs, decision = with_a_point_of_his(sallys, handler)
        assert _apology(bobs, handler) == "They have no answer yet: an apology goes beside it."
        with pytest.raises(NotReady, match="They have no answer yet"):
            draft_apology(row(bobs), "We ring first.", handler)
        answered_too(bobs, decision, handler)
        assert _apology(bobs, handler) == ""
        letter = draft_apology(row(bobs), "We ring first.", handler)
        assert letter.body.startswith("Dear Bob Mercer")
        assert "Bob's desk came late" in letter.body
        assert "The shelves came nine days late" not in letter.body
        apologise(bobs, letter, handler, NOW)
        sent = LetterRow.objects.get(kind="apology")
        assert (sent.case_id, sent.to) == (bobs, "bob@example.net")
        assert list(events.breaks()) == []

    def test_is_for_a_fault_that_was_found(self, sallys: CaseId, handler: Person) -> None:
        Finding.objects.filter(allegation__case=sallys).update(result="not_substantiated")
        bobs = stories.an_open_case(handler, **BOB)
        merged(sallys, bobs, handler)
        answered_too(bobs, decide(sallys, handler, NOW).pk, handler)
        assert "Nothing was found to be our fault" in _apology(bobs, handler)


def with_a_point_of_his(sallys: CaseId, handler: Person) -> tuple[CaseId, int]:
    """His case, merged into hers, and the decision of both."""
    bobs = stories.an_open_case(handler, **BOB)
    facts = {**stories.SHELVES_LATE, "delivery_paid": "30.00"}
    his = stories.an_allegation(bobs, handler, statement="Bob's desk came late.", facts=facts)
    stories.a_finding(bobs, his, handler)
    merged(sallys, bobs, handler)
    return bobs, decide(sallys, handler, NOW).pk


def _apology(case: CaseId, by: Person) -> str:
    """Why it cannot be sent yet, as it is offered."""
    return next(each.not_now for each in offers(row(case), by, NOW) if each.kind == "apology")


class TestWhenItMayLeave:
    def test_not_before_it_is_decided(self, bobs: CaseId, sallys: CaseId, handler: Person) -> None:
        with pytest.raises(NotReady, match="not decided yet"):
            draft_answer_too(row(bobs), handler, NOW)

    def test_not_to_a_decision_that_was_not_read(
        self, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        letter = draft_answer_too(row(bobs), handler, NOW)
        with pytest.raises(StaleDecision):
            answer_too(bobs, decided + 1, letter, handler, NOW)

    def test_not_twice(self, bobs: CaseId, decided: int, handler: Person) -> None:
        answered_too(bobs, decided, handler)
        with pytest.raises(NotReady, match="They have been answered"):
            draft_answer_too(row(bobs), handler, NOW)

    def test_what_was_answered_as_one_is_not_taken_apart(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        answered_too(bobs, decided, handler)
        with pytest.raises(may.WrongState, match="was answered with what came into it"):
            undo_merge(sallys, Merge.objects.get().pk, handler, NOW)

    def test_not_in_a_case_of_its_own(self, sallys: CaseId, handler: Person) -> None:
        closed = stories.a_closed_case(handler, **BOB)
        letter = draft_acknowledgement(row(sallys), handler, NOW)
        with pytest.raises(NotReady, match="nobody is answered here"):
            answer_too(closed, stories.the_decision(closed), letter, handler, NOW)

    def test_by_nobody_who_may_only_look(
        self, bobs: CaseId, decided: int, handler: Person, auditor: Person
    ) -> None:
        letter = draft_answer_too(row(bobs), handler, NOW)
        with pytest.raises(may.NotAllowed):
            answer_too(bobs, decided, letter, auditor, NOW)


class TestWhatIsKept:
    def test_his_letter_is_his_alone_when_it_is_all_handed_over(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        his = answered_too(bobs, decided, handler)
        answered(sallys, handler)
        hers = LetterRow.objects.get(case=sallys, kind="final")
        assert _letters("Bob Mercer") >= {his.pk}
        assert _letters("Bob Mercer").isdisjoint({hers.pk})
        assert _letters("Sally Hart") >= {hers.pk}
        assert _letters("Sally Hart").isdisjoint({his.pk})

    def test_what_she_says_of_her_answer_is_not_his(
        self, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        answered_too(bobs, decided, handler)
        answered(sallys, handler)
        hear(sallys, True, "Thank you.", handler, NOW)
        assert not row(bobs).acceptances.exists()


class TestHisMail:
    """It moves the case as her own does: what comes after the answer is heard by a person."""

    @pytest.mark.parametrize("whose", ["hers", "his"])
    @pytest.mark.parametrize(
        ("state", "then"),
        [
            (CaseState.DECIDED, CaseState.INVESTIGATING),
            (CaseState.ANSWERED, CaseState.ANSWERED),
            (CaseState.CLOSED, CaseState.INVESTIGATING),
        ],
    )
    def test_enters_the_case_where_it_was_decided(
        self,
        state: CaseState,
        then: CaseState,
        whose: str,
        sallys: CaseId,
        bobs: CaseId,
        decided: int,
        handler: Person,
    ) -> None:
        answered_too(bobs, decided, handler)
        Case.objects.filter(pk=sallys).update(state=state)
        mailed(sallys if whose == "hers" else bobs, "It broke again.")
        assert row(sallys).state == then
        assert Evidence.objects.filter(case=sallys, text="It broke again.").exists()


def test_what_was_answered_as_one_stays_so_when_it_is_opened_again(
    sallys: CaseId, bobs: CaseId, decided: int, handler: Person
) -> None:
    """His answer would be without a decision, and his clocks would run as if he had none."""
    answered_too(bobs, decided, handler)
    answered(sallys, handler)
    reopen(sallys, "The carrier wrote.", handler, NOW)
    with pytest.raises(may.WrongState, match="was answered with what came into it"):
        undo_merge(sallys, Merge.objects.get().pk, handler, NOW)


def test_what_was_answered_before_it_came_in_is_taken_apart_once_opened_again(
    sallys: CaseId, handler: Person
) -> None:
    decide(sallys, handler, NOW)
    answered(sallys, handler)
    later = NOW + stories.days(1)
    reopen(sallys, "The carrier wrote.", handler, later)
    bobs = stories.an_open_case(handler, **BOB)
    came = merge(bobs, sallys, "One van, one crash.", handler, later, sure=True)
    undo_merge(sallys, came.pk, handler, later)
    assert row(bobs).merged_into_id is None


def mailed(case: CaseId, words: str) -> None:
    """From whoever complained in the case, as an answer to the newest letter to them."""
    letter = LetterRow.objects.filter(to=row(case).customer.email).latest("pk")
    raw = a_mail(words, letter.to, to=tokens.reply_to(letter))
    mail = take_message(raw, "smtp", may.Operator("mail"), NOW)
    assert place_message(mail.pk, may.Operator("mail"), NOW).state == "placed"


def problems_with(sentence: str, case: CaseId, by: Person) -> set[str]:
    """What the checks say of the answer to whoever complained in this case, with this in it."""
    found = row(case)
    drafted = draft_answer_too(found, by, NOW) if is_for(found) else draft_reply(found, by, NOW)
    letter = Letter(drafted.kind, drafted.subject, f"{drafted.body}\n\n{sentence}")
    decision = load.latest_decision(merging.worked_on_in(found).pk)
    return {each.code for each in problems_of(letter, decision, found, NOW)}


def _letters(name: str) -> set[int]:
    people = {Customer.objects.get(name=name).pk}
    return their_data.related({Customer: people}, people)[LetterRow]


@pytest.mark.parametrize("result", ["substantiated", "partly", "not_substantiated"])
def test_whatever_was_found_the_drafts_leave_as_they_are(
    result: FindingResult, handler: Person, lead: Person
) -> None:
    """The checks ask of each letter no more than it may say."""
    sallys, bobs = (stories.an_open_case(handler, **told) for told in ({}, BOB))
    for case, kind in ((sallys, AllegationKind.LATE), (bobs, AllegationKind.STAFF_CONDUCT)):
        alleged = stories.an_allegation(case, handler, kind=kind)
        stories.a_finding(case, alleged, handler, result=result)
    merged(sallys, bobs, handler)
    decision = decide(sallys, lead, NOW)
    answered_too(bobs, decision.pk, lead)
    answered(sallys, lead)
    assert row(sallys).state == "answered"

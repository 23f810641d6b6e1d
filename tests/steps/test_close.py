"""Close: a cause, what they said of this answer, and the way back in."""

import pytest
from tests.stories import NOW, a_closed_case, a_decided_case, an_answered_case, days, the_decision

from upheld.core.lessons import ClosingError
from upheld.core.words import CaseId, CaseState
from upheld.steps.answer import answer, draft_reply
from upheld.steps.close import close, hear, reopen
from upheld.steps.decide import decide
from upheld.steps.may import WrongState
from upheld.store import load
from upheld.store.models import Case, Closing, Event, Letter, Person

LATER = NOW + days(1)


@pytest.fixture
def answered(handler: Person) -> CaseId:
    return an_answered_case(handler)


def close_it(case: CaseId, by: Person) -> Closing:
    close(case, "carrier_delay", "Ring on day two.", "", by, NOW, still_to_keep=True)
    return Closing.objects.filter(case=case).latest("pk")


def answer_anew(case: CaseId, by: Person) -> None:
    decide(case, by, NOW)
    answer(case, the_decision(case), draft_reply(load.page(case), by, NOW), by, NOW)


class TestResolved:
    def test_when_they_accepted(self, answered: CaseId, handler: Person) -> None:
        hear(answered, True, "Thank you.", handler, NOW)
        assert close_it(answered, handler).resolved

    def test_not_when_they_said_nothing(self, answered: CaseId, handler: Person) -> None:
        assert not close_it(answered, handler).resolved

    def test_not_when_they_accepted_and_thought_better_of_it(
        self, answered: CaseId, handler: Person
    ) -> None:
        hear(answered, True, "Thank you.", handler, NOW)
        hear(answered, False, "No: it came broken too.", handler, NOW)
        answer_anew(answered, handler)
        assert not close_it(answered, handler).resolved

    def test_when_they_contested_and_accepted_the_new_answer(
        self, answered: CaseId, handler: Person
    ) -> None:
        hear(answered, False, "No.", handler, NOW)
        answer_anew(answered, handler)
        hear(answered, True, "Well then.", handler, NOW)
        assert close_it(answered, handler).resolved

    def test_not_by_what_they_accepted_before_it_was_reopened(self, handler: Person) -> None:
        case = a_closed_case(handler)
        reopen(case, "They wrote again.", handler, NOW)
        answer_anew(case, handler)
        assert not close_it(case, handler).resolved


class TestClosing:
    def test_an_unknown_cause_closes_nothing(self, answered: CaseId, handler: Person) -> None:
        events = Event.objects.count()
        with pytest.raises(ClosingError, match="cause 'weather' is not known: choose one of"):
            close(answered, "weather", "", "", handler, NOW)
        assert Case.objects.get(pk=answered).state == CaseState.ANSWERED
        assert (Closing.objects.count(), Event.objects.count()) == (0, events)

    def test_a_misunderstanding_names_our_promise(self, answered: CaseId, handler: Person) -> None:
        with pytest.raises(ClosingError, match="name the promise or instruction"):
            close(answered, "customer_misunderstood", "", "", handler, NOW)
        close(
            answered,
            "customer_misunderstood",
            "",
            "The delivery window",
            handler,
            NOW,
            still_to_keep=True,
        )
        assert Closing.objects.get().misunderstood == "The delivery window"

    def test_only_an_answered_case_is_closed(self, handler: Person) -> None:
        with pytest.raises(WrongState, match="must be answered"):
            close_it(a_decided_case(handler), handler)

    def test_the_same_case_is_closed_again_after_it_was_reopened(self, handler: Person) -> None:
        case = a_closed_case(handler)
        reopen(case, "They wrote again.", handler, NOW)
        answer_anew(case, handler)
        close_it(case, handler)
        reopened = Closing.objects.filter(case=case).values_list("reopened_at", flat=True)
        assert list(reopened) == [NOW, None]


class TestTheWayOnward:
    """Closed without acceptance only when they know how to go on (DISP 1.6.2R)."""

    def untold(self, case: CaseId, **told: str) -> None:
        Letter.objects.filter(case=case, kind="final").update(**told)

    def test_an_answer_that_tells_it_not_keeps_the_case_open(
        self, answered: CaseId, handler: Person
    ) -> None:
        self.untold(answered, body="No.")
        with pytest.raises(ClosingError, match="no letter that left tells them how they can come"):
            close_it(answered, handler)
        assert Case.objects.get().state == CaseState.ANSWERED

    @pytest.mark.parametrize("state", ["failed", "by_hand", "draft"])
    def test_a_letter_that_nobody_has_tells_nothing(
        self, answered: CaseId, handler: Person, state: str
    ) -> None:
        self.untold(answered, state=state)
        with pytest.raises(ClosingError, match="write to them, or open the case again"):
            close_it(answered, handler)

    def test_whoever_accepted_needs_none(self, answered: CaseId, handler: Person) -> None:
        hear(answered, True, "Thank you.", handler, NOW)
        self.untold(answered, body="Here you are.")
        assert close_it(answered, handler).resolved

    def test_what_an_earlier_answer_told_is_told_anew(
        self, answered: CaseId, handler: Person
    ) -> None:
        hear(answered, False, "No.", handler, NOW)
        decide(answered, handler, LATER)
        answer(
            answered,
            the_decision(answered),
            draft_reply(load.page(answered), handler, LATER),
            handler,
            LATER,
        )
        Letter.objects.filter(queued_at=LATER).update(body="Still no.")
        with pytest.raises(ClosingError, match="no letter that left"):
            close_it(answered, handler)

    def test_another_letter_may_tell_it(self, answered: CaseId, handler: Person) -> None:
        whole = Letter.objects.get(case=answered, kind="final").body
        self.untold(answered, body="No.")
        case = Case.objects.get()
        case.letters.create(
            kind="referral", subject="x", body=whole, state="sent", by="x", at=NOW, queued_at=NOW
        )
        assert not close_it(answered, handler).resolved


def test_what_they_said_is_kept_in_their_words(answered: CaseId, handler: Person) -> None:
    hear(answered, False, "  Rubbish!  ", handler, NOW)
    said = Case.objects.get(pk=answered).acceptances.get()
    assert (said.accepted, said.words, said.by) == (False, "Rubbish!", "Alice Moore")

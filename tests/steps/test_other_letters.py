"""The letters beside the answer: each only when it makes sense, and by whom it may be sent."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.steps.acts import END, HANDOVER, parted
from tests.stories import NOW, a_complaint, a_decided_case, an_answered_case, an_open_case, days

from upheld.core.reply import Letter
from upheld.core.words import CaseId, Channel, LetterKind
from upheld.steps import acknowledge, apologise, decide, hold, investigate, part, refer, resolve
from upheld.steps.answer import NotReady
from upheld.steps.letters import LetterBlocked, problems_of, required_of
from upheld.steps.may import Actor, NotAllowed, WrongState
from upheld.steps.offers import offer_of, offers
from upheld.steps.receive import receive
from upheld.store import load, policies
from upheld.store.models import Acceptance, Case, Clock, Decision, Event, Parting, Person
from upheld.store.models import Letter as Row
from upheld.store.policies import Rules
from upheld.store.policy_files import voice_file


def under(regime: str, by: Actor, kind: str = "standard", now: datetime = NOW) -> CaseId:
    """Received and acknowledged under these rules."""
    case = receive(a_complaint(received_at=now), by, now, Rules(regime, kind))
    letter = acknowledge.draft_acknowledgement(load.page(case), by, now)
    acknowledge.acknowledge(case, letter, by, now)
    return case


def decided_under(regime: str, by: Actor, now: datetime = NOW) -> CaseId:
    case = under(regime, by, now=now)
    facts = {"touchpoint": "product", "price_paid": "240.00", "delivery_paid": "12.50",
             "days_late": 9, "impact": "medium"}  # fmt: skip
    row = investigate.allege(case, "late", "They came late.", facts, by, now)  # type: ignore[arg-type]
    investigate.record_finding(case, row, "substantiated", "It was scanned nine days late.",  # type: ignore[arg-type]
                               by, now)  # fmt: skip
    decide.decide(case, by, now)
    return case


def kinds(case: CaseId, by: Actor, now: datetime = NOW) -> dict[str, str]:
    """What is offered, and why one of them not yet."""
    return {str(offer.kind): offer.not_now for offer in offers(load.page(case), by, now)}


class TestHolding:
    def test_near_the_limit_it_says_what_the_rule_wants_and_meets_its_clock(
        self, handler: Person
    ) -> None:
        case, late = under("uk-fca-disp", handler), NOW + days(52)
        letter = hold.draft_holding(load.page(case), handler, late)
        assert "You may now refer your complaint to the Financial Ombudsman Service" in letter.body
        hold.hold(case, letter, handler, late)
        met = Clock.objects.filter(case=case, met_at=late).values_list("obligation", flat=True)
        assert {*met} == {"fca-holding", "fca-final"}
        assert Case.objects.get(pk=case).state == "acknowledged"

    def test_long_before_the_limit_it_meets_nothing(self, handler: Person) -> None:
        case = under("uk-fca-disp", handler)
        letter = hold.draft_holding(load.page(case), handler, NOW + days(10))
        assert "Ombudsman" not in letter.body
        hold.hold(case, letter, handler, NOW + days(10))
        assert not Clock.objects.filter(case=case, ends="answer").exclude(met_at=None).exists()

    def test_what_the_rule_wants_cannot_be_taken_out(self, handler: Person) -> None:
        case, late = under("uk-fca-disp", handler), NOW + days(52)
        drafted = hold.draft_holding(load.page(case), handler, late)
        bare = Letter(drafted.kind, drafted.subject, drafted.body.split("You may now")[0])
        with pytest.raises(LetterBlocked, match="missing_content: outside_body"):
            hold.hold(case, bare, handler, late)

    def test_a_payment_service_has_its_answer_by_the_35_days(self, handler: Person) -> None:
        case, late = under("uk-fca-disp", handler, "payment-services"), NOW + days(18)
        letter = hold.draft_holding(load.page(case), handler, late)
        assert "by 21 December 2026" in letter.body
        assert "The reason for the delay is beyond our control." in letter.body

    def test_it_asks_what_is_still_open(self, handler: Person) -> None:
        asks = an_open_case(handler)
        investigate.allege(asks, "faulty", "It is split.", {}, handler, NOW)  # type: ignore[arg-type]
        assert '"It is split".' in hold.draft_holding(load.page(asks), handler, NOW).body

    @pytest.mark.parametrize(
        ("needs", "waits"),
        [
            ({"needs_role": "handler", "needs_second_person": False}, False),
            ({"needs_role": "handler", "needs_second_person": True}, True),
            ({"needs_role": "lead", "needs_second_person": False}, True),
        ],
    )
    def test_an_answer_is_said_to_wait_for_a_second_person_where_it_does(
        self, needs: dict[str, Any], waits: bool, handler: Person
    ) -> None:
        case = a_decided_case(handler)
        Decision.objects.filter(case=case).update(**needs)
        letter = hold.draft_holding(load.page(case), handler, NOW)
        assert (_SECOND_PERSON in letter.body) is waits
        assert ("our answer to you is being written" in letter.body) is not waits
        assert problems_of(letter, load.latest_decision(case), load.page(case), NOW) == ()

    def test_and_no_more_once_somebody_has_approved_it(self, handler: Person, lead: Person) -> None:
        case = a_decided_case(handler)
        Decision.objects.filter(case=case).update(needs_second_person=True)
        decide.approve(case, load.latest_decision(case).pk, lead, NOW)  # type: ignore[union-attr]
        assert _SECOND_PERSON not in hold.draft_holding(load.page(case), handler, NOW).body

    def test_nor_where_a_lead_decided_what_a_lead_may(self, lead: Person) -> None:
        case = a_decided_case(lead)
        Decision.objects.filter(case=case).update(needs_role="lead", needs_second_person=False)
        assert _SECOND_PERSON not in hold.draft_holding(load.page(case), lead, NOW).body

    def test_what_a_colleague_wrote_down_of_a_call_is_quoted_to_nobody(
        self, handler: Person
    ) -> None:
        case = receive(a_complaint(channel=Channel.PHONE, subject="Rude caller"), handler, NOW)
        letter = hold.draft_holding(load.page(case), handler, NOW)
        assert "Rude caller" not in letter.body
        assert "We are still finding out what happened." in letter.body
        assert problems_of(letter, None, load.page(case), NOW) == ()

    def test_a_file_of_before_without_the_phrases_goes_on(self, tmp_path: Path) -> None:
        text = (policies.folder() / "letters.yaml").read_text("utf-8")
        text = re.sub(r"(?m)^  holding_(decided|open):.*\n", "", text)
        assert "holding_open:" not in text
        (tmp_path / "letters.yaml").write_text(text, "utf-8")
        assert voice_file.slips(tmp_path / "letters.yaml") == []
        voice = voice_file.read_voice(tmp_path / "letters.yaml")
        assert "is being written" in voice.say("holding_decided")
        assert voice.say("holding_open") == "We are still finding out what happened."


_SECOND_PERSON = "We are waiting for a second person to look at it"


class TestResolution:
    def test_they_said_so_in_time_and_the_short_letter_stands_for_the_answer(
        self, handler: Person
    ) -> None:
        case = decided_under("uk-fca-disp", handler)
        said = "Lovely, that settles it."
        letter = resolve.draft_resolution(load.page(case), said, handler, NOW)
        decision = load.latest_decision(case)
        assert problems_of(letter, decision, load.page(case), NOW) == ()
        resolve.resolve(case, decision.pk if decision else None, letter, said, handler, NOW)
        assert Acceptance.objects.get().words == said
        assert Case.objects.get(pk=case).state == "answered"
        assert not Clock.objects.filter(case=case, met_at=None).exists()

    def test_after_the_window_only_the_final_answer_will_do(self, handler: Person) -> None:
        case = decided_under("uk-fca-disp", handler)
        late = NOW + days(7)
        with pytest.raises(NotReady, match="The time for it was over on 5 November 2026"):
            resolve.draft_resolution(load.page(case), "Fine.", handler, late)
        assert kinds(case, handler, late)["summary_resolution"].startswith("The time for it")

    def test_only_they_can_say_that_they_are_satisfied(self, handler: Person) -> None:
        case = decided_under("uk-fca-disp", handler)
        letter = resolve.draft_resolution(load.page(case), "Fine.", handler, NOW)
        decision = load.latest_decision(case)
        with pytest.raises(NotReady, match="only they can say"):
            resolve.resolve(case, decision.pk if decision else None, letter, " ", handler, NOW)

    def test_rules_without_such_a_letter_offer_none(self, handler: Person) -> None:
        assert "summary_resolution" not in kinds(a_decided_case(handler), handler)


class TestReferral:
    def test_it_keeps_to_whom_what_and_their_consent(self, handler: Person) -> None:
        case = an_open_case(handler)
        letter = refer.draft_referral(load.page(case), HANDOVER, handler)
        refer.refer(case, HANDOVER, letter, handler, NOW)
        told = Event.objects.get(kind="referred").data
        assert (told["whom"], told["agreed_on"]) == ("Northway", "2026-11-02")

    def test_nothing_is_handed_over_before_they_agree(self, handler: Person) -> None:
        case = an_open_case(handler)
        letter = refer.draft_referral(load.page(case), HANDOVER, handler)
        with pytest.raises(NotReady, match="they have not agreed yet"):
            refer.refer(case, HANDOVER, letter, handler, NOW - days(2))


class TestApology:
    CHANGE = "The carrier is changed from 9 November, and Priya Shah checks it."

    def test_it_leaves_beside_the_answer(self, handler: Person) -> None:
        case = an_answered_case(handler)
        letter = apologise.draft_apology(load.page(case), self.CHANGE, handler)
        apologise.apologise(case, letter, handler, NOW)
        assert Row.objects.filter(case=case, kind="apology", state="queued").exists()

    def test_the_very_same_letter_leaves_once_and_what_says_more_leaves(
        self, handler: Person
    ) -> None:
        """A program that lost our answer asks again, without a key that says that it does."""
        case = an_answered_case(handler)
        letter = apologise.draft_apology(load.page(case), self.CHANGE, handler)
        apologise.apologise(case, letter, handler, NOW)
        before = Event.objects.count()
        with pytest.raises(WrongState, match="left before, word for word"):
            apologise.apologise(case, letter, handler, NOW)
        assert Event.objects.count() == before
        sent = Row.objects.filter(case=case, kind="apology")
        assert sent.count() == 1
        more = apologise.draft_apology(load.page(case), f"{self.CHANGE} It holds.", handler)
        apologise.apologise(case, more, handler, NOW)
        assert sent.count() == 2

    def test_the_same_letter_leaves_again_where_the_first_never_arrived(
        self, handler: Person
    ) -> None:
        case = an_answered_case(handler)
        letter = apologise.draft_apology(load.page(case), self.CHANGE, handler)
        apologise.apologise(case, letter, handler, NOW)
        Row.objects.filter(case=case, kind="apology").update(state="failed")
        apologise.apologise(case, letter, handler, NOW)

    def test_a_second_one_without_a_fix_is_refused(self, handler: Person) -> None:
        case = an_answered_case(handler)
        bare = Letter(LetterKind.APOLOGY, "Sorry", "Dear Sally Hart,\n\nThe shelves came nine days "
                      "late. This was our fault, and we are sorry for it.")  # fmt: skip
        with pytest.raises(LetterBlocked, match="apology_without_fix: We said sorry to them 1"):
            apologise.apologise(case, bare, handler, NOW)

    def test_nothing_is_said_to_be_our_fault_that_was_not_found(self, handler: Person) -> None:
        case = an_answered_case(handler)
        Case.objects.filter(pk=case).update(state="answered")
        row = Decision.objects.get(case=case)
        row.record["findings"][0]["result"] = "not_substantiated"
        row.save()
        with pytest.raises(NotReady, match="nothing to apologise for"):
            apologise.draft_apology(load.page(case), self.CHANGE, handler)
        assert "nothing to apologise for" in kinds(case, handler)["apology"]


class TestParting:
    def _case(self, by: Person, **changed: Any) -> CaseId:
        case = an_answered_case(by)
        parted(case)
        if changed:
            Parting.objects.filter(case=case).update(**changed)
        return case

    def test_a_lead_sends_what_two_others_proposed_and_approved(
        self, lead: Person, handler: Person
    ) -> None:
        case = self._case(handler)
        letter = part.draft_parting(load.page(case), END, lead)
        assert "Lee Lead decided this" in letter.body
        part.part(case, END, True, letter, lead, NOW)
        assert Event.objects.get(kind="parted").data["last_day"] == END.last_day.isoformat()
        due = Parting.objects.get().afterwards.values_list("due_on", flat=True)
        assert [day - END.last_day for day in due] == [days(30), days(180)]

    @pytest.mark.parametrize(
        ("state", "why"),
        [
            ("withdrawn", "Nobody has proposed"),
            ("proposed", "A second person must approve"),
            ("approved", "reviewed once more"),
        ],
    )
    def test_it_needs_a_proposal_its_approval_and_its_review(
        self, lead: Person, handler: Person, state: str, why: str
    ) -> None:
        case = self._case(handler, state=state)
        with pytest.raises(NotReady, match=why):
            part.draft_parting(load.page(case), END, lead)

    def test_whoever_proposed_it_does_not_send_it(self, lead: Person, handler: Person) -> None:
        case = self._case(handler, proposed_by=lead)
        assert "another lead" in kinds(case, lead)["parting"]
        with pytest.raises(NotReady, match="another lead"):
            part.draft_parting(load.page(case), END, lead)

    def test_what_is_owed_comes_first_and_notice_is_given(
        self, lead: Person, handler: Person
    ) -> None:
        case = self._case(handler)
        letter = part.draft_parting(load.page(case), END, lead)
        with pytest.raises(NotReady, match="settle first what is owed"):
            part.part(case, END, False, letter, lead, NOW)
        with pytest.raises(NotReady, match="the last day is 20 December 2026 or later"):
            part.part(case, END, True, letter, lead, NOW + days(20))

    def test_what_came_up_since_it_was_reviewed_stops_it(
        self, lead: Person, handler: Person
    ) -> None:
        case = self._case(handler)
        letter = part.draft_parting(load.page(case), END, lead)
        an_open_case(handler)
        with pytest.raises(NotReady, match=r"No complaint is open: not so\. Open: UP-"):
            part.part(case, END, True, letter, lead, NOW)
        assert not Event.objects.filter(kind="parted").exists()

    def test_a_handler_may_not(self, lead: Person, handler: Person) -> None:
        case = self._case(handler)
        letter = part.draft_parting(load.page(case), END, lead)
        with pytest.raises(NotAllowed):
            part.part(case, END, True, letter, handler, NOW)
        assert "parting" not in kinds(case, handler)


class TestWhatIsOffered:
    def test_what_a_clock_makes_due_comes_first(self, handler: Person) -> None:
        case = under("uk-fca-disp", handler)
        early = offer_of(LetterKind.HOLDING, load.page(case), handler, NOW)
        assert early is not None
        assert not early.due
        first = offers(load.page(case), handler, NOW + days(50))[0]
        assert (first.kind, first.due) == (LetterKind.HOLDING, True)
        assert first.why == "It is due by 28 December 2026."

    def test_nothing_beside_an_acknowledgement_and_nothing_to_an_auditor(
        self, handler: Person, auditor: Person
    ) -> None:
        received = receive(a_complaint(), handler, NOW, Rules("uk-fca-disp"))
        assert kinds(received, handler) == {}
        assert kinds(an_open_case(handler), auditor) == {}


def test_what_a_rule_of_our_own_asks_for_no_letter_must_say(handler: Person) -> None:
    case = an_open_case(handler)
    assert required_of(load.page(case), LetterKind.ACKNOWLEDGEMENT) == ()

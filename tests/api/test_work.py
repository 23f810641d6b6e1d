"""Promises, cases that are one, claims, ways in and mailboxes, as a program works on them."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from tests.api.programs import Program, at, key_of
from tests.api.test_story import good
from tests.desk.test_claims import claimed
from tests.steps.test_beside_what_stands import HELP, a_voucher_after_money_back, with_exception
from tests.steps.test_given_before import decided_again
from tests.steps.test_split import LATER, a_second_matter
from tests.steps.test_unheard import replied
from tests.steps.test_works_promised import RUDE, answered, one_kept
from tests.stories import (
    NOW,
    a_decided_case,
    an_allegation,
    an_answered_case,
    an_open_case,
    promises_kept,
)

from upheld.core.portal import Fairness, Felt
from upheld.core.references import reference
from upheld.core.words import AllegationKind
from upheld.steps import close, may
from upheld.steps.feedback import offer_idea, rate
from upheld.store import readings
from upheld.store.models import (
    Case,
    Decision,
    Dishonesty,
    Event,
    ModelReading,
    Note,
    Person,
    Receipt,
)

THEM = may.Complainant()


class TestPromises:
    def test_a_promise_is_kept_track_of_until_it_is_settled(
        self, program: Program, handler: Person
    ) -> None:
        case = an_open_case(handler)
        body = {"words": "We call you back.", "due_on": "2026-11-03"}
        told = good(program.post(at(case, "/promises"), body))["promises"]
        (promise,) = [each for each in told if each["words"] == "We call you back."]
        listed = good(program.get("/promises?state=open"))["items"]
        assert (listed[0]["id"], listed[0]["case"]) == (promise["id"], reference(case))
        of, note = at(case, f"/promises/{promise['id']}/settling"), "Nobody rang."
        told = good(program.post(of, {"kept": False, "note": note}))["promises"]
        assert [(each["state"], each["note"]) for each in told] == [("broken", note)]
        assert program.post(of, {"kept": True, "note": "Again."}).status_code == 422

    def test_one_that_they_do_not_want_any_more_is_ended_in_their_words(
        self, program: Program, handler: Person
    ) -> None:
        case = an_answered_case(handler)
        promise = good(program.get(at(case)))["promises"][0]["id"]
        of = at(case, f"/promises/{promise}/settling")
        body = {"kept": False, "unwanted": True, "note": "She wrote: do not bother."}
        assert program.post(of, {**body, "kept": True}).status_code == 422
        told = good(program.post(of, body))["promises"]
        found = [each for each in told if each["id"] == promise]
        assert [(each["state"], each["note"]) for each in found] == [("ended", body["note"])]

    def test_a_promise_of_another_case_is_not_there(
        self, program: Program, handler: Person
    ) -> None:
        case, other = an_answered_case(handler), an_open_case(handler, email="bob@example.org")
        promise = good(program.get(at(case)))["promises"][0]["id"]
        body = {"kept": True, "note": "Paid."}
        assert program.post(at(other, f"/promises/{promise}/settling"), body).status_code == 404

    def test_who_closes_it_may_know_of_what_is_still_to_keep(
        self, program: Program, handler: Person
    ) -> None:
        case = an_answered_case(handler)
        close.hear(case, True, "Fine.", handler, NOW)
        body = {"cause": "carrier_delay"}
        assert program.post(at(case, "/closure"), body).status_code == 422
        told = good(program.post(at(case, "/closure"), {**body, "still_to_keep": True}))
        assert (told["state"], told["promises"][0]["state"]) == ("closed", "open")

    def test_who_closes_it_read_what_they_wrote_since_our_answer(
        self, program: Program, handler: Person
    ) -> None:
        case = an_answered_case(handler)
        promises_kept(case, handler)
        replied(case)
        assert good(program.get(at(case)))["next_step"] == "hear"
        body = {"cause": "carrier_delay"}
        refused = program.post(at(case, "/closure"), body)
        assert refused.status_code == 422
        assert "say that what they wrote was read" in refused.content.decode()
        told = good(program.post(at(case, "/closure"), {**body, "was_read": True}))
        assert told["state"] == "closed"


class TestOneOrTwo:
    def test_two_cases_become_one_and_two_again(self, program: Program, handler: Person) -> None:
        one, other = an_open_case(handler), an_open_case(handler, text="Still no word.")
        told = good(program.post(at(other, "/merging"), {"into": reference(one)}))
        assert told["reference"] == reference(one)
        (merge,) = told["merges"]
        assert merge["case"] == reference(other)
        assert good(program.get(at(other)))["merged_into"] == reference(one)
        good(program.post(at(one, f"/merges/{merge['id']}/undoing")))
        assert good(program.get(at(other)))["merged_into"] is None

    def test_of_two_customers_only_who_is_sure_and_says_why(
        self, program: Program, handler: Person
    ) -> None:
        one, other = an_open_case(handler), an_open_case(handler, email="bob@example.org")
        body: dict[str, object] = {"into": reference(one)}
        assert program.post(at(other, "/merging"), body).status_code == 409
        sure = {**body, "sure": True, "why": "They live there together."}
        assert program.post(at(other, "/merging"), sure).status_code == 200

    def test_a_message_that_is_another_matter_becomes_a_case(self, handler: Person) -> None:
        old, key = an_open_case(handler), key_of(handler)
        row = a_second_matter(old)
        with time_machine.travel(LATER, tick=False):
            answer = Program(key).post(f"/mail/{row.pk}/splitting")
        assert (answer.status_code, answer.json()["text"]) == (
            201, "The lamp from May is broken as well.",
        )  # fmt: skip
        assert answer["Location"].endswith(answer.json()["reference"])


class TestClaims:
    def test_a_claim_counts_for_nothing_until_a_person_takes_it(
        self, program: Program, handler: Person
    ) -> None:
        case = an_open_case(handler)
        an_allegation(case, handler)
        claim = claimed(case)
        told = good(program.get(at(case)))
        assert (told["claims"][0]["taken"], told["allegations"][0]["facts"]["days_late"]) == (
            None, 9,
        )  # fmt: skip
        told = good(program.post(at(case, f"/claims/{claim}/taking")))
        assert (told["claims"][0]["taken"], told["allegations"][0]["facts"]["days_late"]) == (
            True, 12,
        )  # fmt: skip
        assert program.post(at(case, f"/claims/{claim}/leaving"), {"why": "x"}).status_code == 409

    def test_who_leaves_it_says_why(self, program: Program, handler: Person) -> None:
        case = an_open_case(handler)
        an_allegation(case, handler)
        claim = claimed(case)
        told = good(program.post(at(case, f"/claims/{claim}/leaving"), {"why": "Nobody said so."}))
        assert (told["claims"][0]["taken"], told["claims"][0]["why"]) == (False, "Nobody said so.")


class TestTheirs:
    def test_how_it_was_and_their_ideas_are_read(self, program: Program, handler: Person) -> None:
        case = an_answered_case(handler)
        rate(case, {Fairness.PROCEDURAL: Felt(4, "Quick.")}, THEM, NOW)
        offer_idea(case, "Ring first.", True, "", THEM, NOW)
        told = good(program.get(at(case, "/theirs")))
        assert {"about": "procedural", "score": 4, "words": "Quick."} in told["felt"]
        assert [idea["text"] for idea in good(program.get("/ideas"))["items"]] == ["Ring first."]
        means = good(program.get("/voices"))[0]["means"]
        assert {"about": "procedural", "count": 1, "mean": None} in means

    def test_a_link_is_sent_and_every_link_is_ended(
        self, program: Program, handler: Person
    ) -> None:
        case = an_open_case(handler)
        told = good(program.post(at(case, "/links")))["links"]
        assert [(each["to"], each["state"]) for each in told] == [("sally@example.org", "waiting")]
        assert "hash" not in str(told)
        assert good(program.post(at(case, "/links/end")))["links"][0]["ended_at"]
        assert Receipt.objects.get().ended_at == NOW

    def test_without_an_address_no_link_leaves(self, program: Program, handler: Person) -> None:
        case = an_open_case(handler, email="")
        assert program.post(at(case, "/links")).status_code == 422


def test_whoever_decides_again_what_was_contested_says_why(
    program: Program, handler: Person
) -> None:
    case = an_answered_case(handler)
    close.hear(case, False, "No.", handler, NOW + timedelta(minutes=1))
    Decision.objects.update(decided_by=handler)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert program.post(at(case, "/decisions")).status_code == 422
        body = {"why": "Nobody else is here."}
        assert program.post(at(case, "/decisions"), body).status_code == 201
    assert Event.objects.filter(kind="same_person_again").exists()


def test_what_is_still_open_is_asked_before_anything_is_decided(
    program: Program, handler: Person
) -> None:
    case = an_open_case(handler)
    an_allegation(case, handler, facts={"touchpoint": "product"})
    (ours,) = good(program.get(at(case, "/outlook")))["questions"]
    assert ours["whom"] != "customer"
    nobody = program.get(at(case, "/letters/draft?kind=question"))
    assert (nobody.status_code, "that they could answer" in nobody.json()["detail"]) == (409, True)
    an_allegation(case, handler, kind=AllegationKind.FAULTY, facts={"touchpoint": "product"})
    asked = good(program.get(at(case, "/outlook")))["questions"]
    assert asked
    assert {"text", "whom", "facts", "allegation"} == asked[0].keys()
    letter = good(program.get(at(case, "/letters/draft?kind=question")))
    assert letter["kind"] == "question"
    assert Decision.objects.count() == 0


def test_cases_that_are_likely_late_or_to_be_reviewed_are_found(
    program: Program, handler: Person
) -> None:
    case = an_open_case(handler)
    told = {"statement": "It was signed for.", "at": NOW, "by": "Lee Lead", "state": "confirmed"}
    Dishonesty.objects.create(
        allegation_id=an_allegation(case, handler), review_due=NOW.date(), confirmed_at=NOW, **told
    )
    found = {
        due: [each["reference"] for each in good(program.get(f"/cases?due={due}"))["items"]]
        for due in ("likely_late", "review")
    }
    assert found == {"likely_late": [], "review": [reference(case)]}


def test_what_another_case_paid_and_what_staff_noted_is_told(
    program: Program, handler: Person
) -> None:
    first = an_answered_case(handler)
    case = an_open_case(handler)
    Case.objects.filter(pk__in=(first, case)).update(order_reference="LL-7")
    assert good(program.get(at(case)))["paid_before"] == {
        "case": reference(first), "owed": {"amount": "12.50", "currency": "GBP"},
    }  # fmt: skip
    Note.objects.create(case_id=case, at=NOW, by="Bo", text="Rang twice.")
    assert [each["text"] for each in good(program.get(at(case, "/notes")))] == ["Rang twice."]


def test_what_was_promised_before_and_stands_beside_what_is_decided_now_is_told(
    program: Program, handler: Person
) -> None:
    case = an_answered_case(handler)
    assert good(program.get(at(case)))["still_promised"] == []
    decided_again(case, handler, {"delivery_paid": "8.00"})
    told = good(program.get(at(case)))["still_promised"]
    assert [(each["kind"], each["amount"], each["on"]) for each in told] == [
        ("refund", {"amount": "12.50", "currency": "GBP"}, "2026-11-02"),
    ]  # fmt: skip


def test_what_comes_beside_what_stands_and_what_came_back_of_it_is_told(
    program: Program, handler: Person, lead: Person
) -> None:
    (told,) = good(program.get(at(a_voucher_after_money_back(handler, lead))))["still_promised"]
    assert (told["kind"], told["called"], told["beside"]) == (
        "goodwill_refund", "goodwill refund", ["voucher of £25.00"],
    )  # fmt: skip
    assert "The two are not compared, and the answer gives both." in told["why"]
    case = an_answered_case(handler)
    decided_again(case, handler, {"delivery_paid": "8.00", "already_refunded": "5.00"})
    (told,) = good(program.get(at(case)))["still_promised"]
    assert told["amount"]["amount"] == "12.50"
    assert told["open"] == {"amount": "7.50", "currency": "GBP"}
    assert told["beside"] == []


def test_an_exception_in_words_that_stands_is_told_in_these_words(
    program: Program, handler: Person, lead: Person
) -> None:
    case = with_exception(handler, lead, "help", HELP)
    assert good(program.get(at(case)))["still_promised"] == []
    decided_again(case, handler)
    (told,) = good(program.get(at(case)))["still_promised"]
    assert (told["kind"], told["words"], told["amount"], told["open"]) == (
        "exception_help", HELP, None, None,
    )  # fmt: skip


def test_a_kept_apology_is_told_as_one(program: Program, handler: Person) -> None:
    case = answered(AllegationKind.STAFF_CONDUCT, RUDE, by=handler)
    one_kept(case, "hear from us", handler)
    (told,) = good(program.get(at(case)))["given_before"]
    assert (told["kind"], told["called"]) == ("correction", "apology")


def test_what_was_given_in_this_case_before_is_told(program: Program, handler: Person) -> None:
    case = an_answered_case(handler)
    assert good(program.get(at(case)))["given_before"] == []
    promises_kept(case, handler)
    told = good(program.get(at(case)))["given_before"]
    assert [(each["kind"], each["amount"], each["on"], each["how"]) for each in told] == [
        ("refund", {"amount": "12.50", "currency": "GBP"}, "2026-11-02", "Paid, receipt 7."),
        ("goodwill_voucher", {"amount": "25.00", "currency": "GBP"}, "2026-11-02",
         "Paid, receipt 7."),
    ]  # fmt: skip


def test_a_mailbox_that_nobody_reads_is_told(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAILBOX", "imap.example.org")
    (told,) = good(program.get("/mailboxes"))
    assert (told["name"], told["silent"], told["good_at"]) == ("imap.example.org", True, None)


def test_what_a_model_suggested_is_said_to_be_that(program: Program, handler: Person) -> None:
    case = Case.objects.get(pk=a_decided_case(handler))
    ModelReading.objects.create(
        case=case, at=NOW, model="tiny", found=[["other", 0, 2]],
        sha256=readings.sha256(case.text),
    )  # fmt: skip
    told = good(program.get(f"/cases/{case.reference}/suggestions"))
    assert [(each["words"], each["model"]) for each in told if each["model"]] == [("My", "tiny")]

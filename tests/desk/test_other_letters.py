"""The letters beside the answer from the desk: offered when they make sense, checked, sent."""

import time_machine
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.steps.acts import parted
from tests.steps.test_other_letters import decided_under, under

from upheld.core.words import CaseId
from upheld.store.models import Case, Letter, Person


def _holding(client: Client, case: CaseId) -> dict[str, str]:
    """The letter as the page drafts it."""
    form = client.get(page_of(case) + "letters/holding/").context["form"]
    return {"subject": form["subject"].value(), "body": form["body"].value()}


def test_a_holding_letter_is_drafted_checked_and_sent(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    address = page_of(case) + "letters/holding/"
    page = text(alice.get(address))
    assert "You will have our answer by" in page
    assert "Nothing to mend" in page
    told = {**_holding(alice, case), "then": "send"}
    page = text(alice.get(done(alice, address, told)))
    assert "The holding letter is on its way." in page
    assert "The holding letter of Mon 2 Nov 2026" in page
    assert Case.objects.get().state == "acknowledged"


def test_a_letter_that_answers_too_early_stays_with_its_sentence_marked(
    alice: Client, handler: Person
) -> None:
    case = stories.an_open_case(handler)
    told = _holding(alice, case)
    told["body"] += "\n\nWe will refund you."
    response = alice.post(page_of(case) + "letters/holding/", {**told, "then": "send"})
    assert response.status_code == 422
    assert b"<mark>We will refund you.</mark>" in response.content
    assert not Letter.objects.filter(kind="holding").exists()
    again = alice.post(page_of(case) + "letters/holding/", {**told, "then": "check"})
    assert again.status_code == 200
    assert b"<mark>We will refund you.</mark>" in again.content


def test_an_empty_letter_comes_back(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    told = {"subject": "", "body": "", "then": "send"}
    page = refused(alice, page_of(case) + "letters/holding/", told, 422)
    assert "The letter is empty: write it." in page


def test_the_eight_week_letter_is_offered_when_its_clock_makes_it_due(
    signed_in: SignIn, handler: Person
) -> None:
    case = under("uk-fca-disp", handler)
    with time_machine.travel(stories.NOW + stories.days(52), tick=False):
        alice = signed_in(handler)
        assert "It is due by 28 December 2026." in text(alice.get(page_of(case)))
        page = text(alice.get(page_of(case) + "letters/holding/"))
    assert "only if the final response has not been sent by then" in page
    assert "You may now refer your complaint to the Financial Ombudsman Service" in page


def test_what_they_accepted_at_once_is_summed_up(alice: Client, handler: Person) -> None:
    case = decided_under("uk-fca-disp", handler)
    address = page_of(case) + "letters/summary_resolution/"
    assert "Draft the letter" in text(alice.get(address))
    refused(alice, address, {"words": "", "then": "draft"}, 422)
    drafted = alice.post(address, {"words": "That settles it.", "then": "draft"})
    form = drafted.context["form"]
    told = {name: form[name].value() for name in ("words", "subject", "body", "decision")}
    assert '"That settles it."' in told["body"]
    page = text(alice.get(done(alice, address, {**told, "then": "send"})))
    assert "that they accept is recorded" in page
    assert "Next Close with a cause" in page


def test_a_letter_that_cannot_be_sent_now_is_shown_with_the_reason(
    alice: Client, handler: Person
) -> None:
    case = decided_under("uk-fca-disp", handler)
    with time_machine.travel(stories.NOW + stories.days(7), tick=False):
        page = text(alice.get(page_of(case)))
        assert "Not now. The time for it was over on 5 November 2026." in page
        address = page_of(case) + "letters/summary_resolution/"
        led = text(alice.get(address, follow=True))
    assert "The time for it was over on 5 November 2026." in led


def test_a_referral_and_an_apology_need_what_only_we_know(alice: Client, handler: Person) -> None:
    case = stories.an_answered_case(handler)
    whose = {"whom": "Northway", "reach": "north@way.example", "why": "It was their van",
             "handed": "your letter", "agreed_on": "2026-11-02"}  # fmt: skip
    change = {"change": "The carrier is changed from 9 November, and Priya Shah checks it"}
    for kind, needed in (("referral", whose), ("apology", change)):
        address = f"{page_of(case)}letters/{kind}/"
        refused(alice, address, {"then": "draft"}, 422)
        form = alice.post(address, {**needed, "then": "draft"}).context["form"]
        told = {**needed, "subject": form["subject"].value(), "body": form["body"].value()}
        done(alice, address, {**told, "then": "send"})
    assert {*Letter.objects.filter(queued_at__isnull=False).values_list("kind", flat=True)} >= {
        "referral", "apology",
    }  # fmt: skip


def test_only_a_lead_parts_and_not_before_what_is_owed(
    alice: Client, handler: Person, lead: Person, signed_in: SignIn
) -> None:
    case = stories.an_answered_case(handler)
    parted(case)
    address = page_of(case) + "letters/parting/"
    assert alice.get(address).status_code == 403
    by = signed_in(lead)
    told = {"last_day": "2026-12-10", "alternatives": "Oak & Ash"}
    assert "Settle first what is owed." in refused(by, address, {**told, "then": "draft"}, 422)
    form = by.post(address, {**told, "settled": "on", "then": "draft"}).context["form"]
    told |= {"subject": form["subject"].value(), "body": form["body"].value(), "settled": "on"}
    done(by, address, {**told, "then": "send"})
    assert Letter.objects.filter(kind="parting", state="queued").exists()


def test_what_nobody_verified_is_shown_beside_the_letter(alice: Client, handler: Person) -> None:
    page = text(alice.get(page_of(decided_under("uk-fca-disp", handler))))
    assert "not verified What it must say is told from memory: The website of the Fin" in page


def test_an_auditor_may_not_and_no_case_no_letter(
    signed_in: SignIn, auditor: Person, alice: Client, handler: Person
) -> None:
    case = stories.an_open_case(handler)
    refused(signed_in(auditor), page_of(case) + "letters/holding/", {"then": "send"}, 403)
    assert "Another letter" not in text(signed_in(auditor).get(page_of(case)))
    assert alice.get("/cases/UP-999999/letters/holding/").status_code == 404
    assert alice.get(page_of(case) + "letters/acknowledgement/").status_code == 404
    beside = alice.get(page_of(case) + "letters/question/")
    assert beside.headers["Location"] == page_of(case), "it stands on the page of the case itself"

"""What the person who complained sent us themselves, at the desk; and what all of them say."""

from datetime import UTC, datetime

from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.evidence import File
from upheld.core.intake import Complainant
from upheld.core.portal import Fairness, Felt, Needs, Way
from upheld.core.words import CaseId
from upheld.steps import may
from upheld.steps.feedback import offer_idea, rate
from upheld.steps.tell import Told, tell
from upheld.store import documents, save
from upheld.store.models import Case, Decision, Person, Receipt, Satisfaction

THEM = may.Complainant()
FILE = File("box.jpg", 2048, "ab" * 32)


def told(case: CaseId) -> None:
    tell(case, Told("It was the red van.", [FILE], None, ""), THEM, stories.NOW)


def test_words_and_files_of_the_whole_case_are_read_there(alice: Client, open_case: CaseId) -> None:
    told(open_case)
    assert "What they sent us: 2 pieces" in text(alice.get(page_of(open_case)))
    page = text(alice.get(f"{page_of(open_case)}theirs/"))
    assert "It was the red van." in page
    assert "box.jpg" in page
    assert "Added by the complainant" in page


def test_what_they_need_stands_on_the_case(alice: Client, open_case: CaseId) -> None:
    needs = Needs((Way.LARGE_PRINT, Way.BY_PHONE), "Ida Hart", "0115 496 0000", "I cannot read.")
    who = Complainant("Sal")
    save.told_of_themselves(Case.objects.get(), who, needs, "the complainant", stories.NOW)
    page = text(alice.get(page_of(open_case)))
    assert "They call themselves Sal." in page
    assert "Letters in large print, a call rather than a letter." in page
    assert "They write for Ida Hart" in page
    assert "I cannot read." in page


def test_how_it_was_stands_beside_our_answer(alice: Client, handler: Person) -> None:
    case = stories.an_answered_case(handler)
    rate(case, {Fairness.PROCEDURAL: Felt(4, "Quick.")}, THEM, stories.NOW)
    page = text(alice.get(page_of(case)))
    assert "The way there was fair 4 of 5 Quick." in page
    assert "They were treated well no number" in page


class TestLinks:
    def test_a_link_is_sent_and_every_link_is_ended(self, alice: Client, open_case: CaseId) -> None:
        page = f"{page_of(open_case)}theirs/"
        assert done(alice, f"{page}link/", {"once": "x"}) == page
        assert "asked for by Alice Moore: waits for its turn" in text(alice.get(page))
        assert Receipt.objects.get().site == "http://testserver"
        done(alice, f"{page}end/", {})
        assert "ended by us" in text(alice.get(page))

    def test_without_an_address_it_says_so(self, alice: Client, handler: Person) -> None:
        case = stories.an_open_case(handler, email="")
        response = alice.post(f"{page_of(case)}theirs/link/", follow=True)
        assert "We have no e-mail address of theirs: write it down first." in text(response)
        assert not Receipt.objects.exists()

    def test_an_auditor_reads_and_may_not(
        self, signed_in: SignIn, auditor: Person, open_case: CaseId
    ) -> None:
        page, client = f"{page_of(open_case)}theirs/", signed_in(auditor)
        assert "Send them a link" not in text(client.get(page))
        refused(client, f"{page}link/", {}, 403)
        refused(client, f"{page}end/", {}, 403)

    def test_a_stranger_is_asked_to_sign_in(self, client: Client, open_case: CaseId) -> None:
        refused(client, f"{page_of(open_case)}theirs/link/", {}, 302)

    def test_looking_at_the_address_does_nothing(self, alice: Client, open_case: CaseId) -> None:
        for step in ("link", "end"):
            assert alice.get(f"{page_of(open_case)}theirs/{step}/").status_code == 405

    def test_no_case_is_not_found(self, alice: Client) -> None:
        assert alice.get(f"{page_of(404)}theirs/").status_code == 404
        assert alice.post(f"{page_of(404)}theirs/link/").status_code == 404


def answers(by: Person, count: int, score: int, outcome: str = "upheld") -> None:
    case = Case.objects.get(pk=stories.an_open_case(by))
    for _ in range(count):
        case.pk = None
        case.save()
        Decision.objects.create(
            case=case, at=datetime(2026, 11, 1, tzinfo=UTC), by="x", policy_version="x",
            outcome=outcome, stance="honour", owed=0, goodwill=0, currency="GBP", needs_role="",
            same_facts="", document={}, record={},
        )  # fmt: skip
        Satisfaction.objects.create(case=case, distributive=score, at=stories.NOW)


class TestVoices:
    def test_means_with_counts_by_outcome(self, alice: Client, handler: Person) -> None:
        answers(handler, 5, 4)
        answers(handler, 6, 1, "not_upheld")
        page = text(alice.get("/voices/"))
        assert "Every answer 2.4 of 11" in page
        assert "Not upheld 1.0 of 6" in page
        assert "Upheld 4.0 of 5" in page

    def test_of_fewer_than_five_there_is_no_mean(self, alice: Client, handler: Person) -> None:
        answers(handler, 4, 4)
        page = text(alice.get("/voices/"))
        assert "Every answer too few: 4" in page
        assert "4.0" not in page

    def test_ideas_lead_to_their_cases(self, alice: Client, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        offer_idea(case, "Ring first.", True, "", THEM, stories.NOW)
        page = text(alice.get("/voices/"))
        assert (
            f"Ring first. UP-{case:06d} , Mon 2 Nov 2026, wants to hear what became of it" in page
        )

    def test_it_takes_few_statements(
        self, alice: Client, handler: Person, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        answers(handler, 7, 4)
        with django_assert_max_num_queries(10):
            alice.get("/voices/")

    def test_no_decision_reads_how_it_was(self, handler: Person) -> None:
        """Promise 2: what somebody says of us moves nothing of what they are owed."""
        case = stories.an_answered_case(handler)
        before = documents.document(Case.objects.get(), stories.NOW)
        rate(case, {Fairness.DISTRIBUTIVE: Felt(1, "Rubbish!")}, THEM, stories.NOW)
        assert documents.document(Case.objects.get(), stories.NOW) == before

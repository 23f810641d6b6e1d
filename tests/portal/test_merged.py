"""A case that was merged: its page goes on, and nobody reads what another customer wrote."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came, wrote
from tests.steps.acts import QUESTION

from upheld.core.words import CaseId
from upheld.steps import may
from upheld.steps.answer import answer, ask, draft_reply, keep_draft
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.close import reopen
from upheld.steps.decide import decide
from upheld.steps.investigate import record_facts
from upheld.steps.merge import merge, undo_merge
from upheld.steps.receipts import end_links
from upheld.store import load
from upheld.store.merged import complained_too
from upheld.store.models import Case, Customer, Event, Evidence, Letter, Person
from upheld.store.receipts import of_case

PAGE = "/complain/case/"
THEM = may.Complainant()


class TestWhatWasReadAfterFiling:
    """Whoever kept that page reads it for as long as it is worked on, whoever merged their case."""

    @pytest.fixture
    def kept(self, client: Client, db: None) -> str:
        told = {"text": "Both doors jam.", "name": "Bob Mercer", "email": "bob@example.net"}
        return str(client.post("/complain/", {**told, "once": "a"})["Location"])

    @pytest.fixture
    def filed(self, kept: str) -> CaseId:
        return CaseId(Case.objects.latest("pk").pk)

    @pytest.mark.parametrize("email", ["bob@example.net", "sally@example.org"])
    def test_it_says_what_it_says_to_others_and_nothing_of_the_other_case(
        self, email: str, client: Client, kept: str, filed: CaseId, handler: Person
    ) -> None:
        before = text(client.get(kept))
        assert f"Its reference is UP-{filed:06d}" in before
        into = stories.an_open_case(handler, stories.NOW - timedelta(days=9), email=email)
        merge(filed, into, "One matter.", handler, stories.NOW, sure=True)
        assert text(client.get(kept)) == before

    def test_it_ends_when_the_case_is_closed_where_it_is_worked_on(
        self, client: Client, kept: str, filed: CaseId, sallys: CaseId, handler: Person
    ) -> None:
        merge(filed, sallys, "One matter.", handler, stories.NOW, sure=True)
        Case.objects.filter(pk=sallys).update(state="closed")
        assert client.get(kept).status_code == 404
        told = {"text": "Both doors jam.", "name": "Bob Mercer", "email": "bob@example.net"}
        again = client.post("/complain/", {**told, "once": "a"})
        assert "We have had this complaint already" in text(again)


def test_their_own_two_are_one_page(came_in: Came, sallys: CaseId, handler: Person) -> None:
    other = stories.an_open_case(handler, text="And the desk wobbles.")
    client = came_in(other)
    merge(other, sallys, "", handler, stories.NOW)
    page = text(client.get(PAGE))
    assert f"UP-{sallys:06d}" in page
    assert "Sally's words." in page
    client.post(f"{PAGE}add/", {"words": "One more thing."})
    assert Evidence.objects.get(text="One more thing.").case_id == sallys


def test_to_end_every_way_into_a_case_ends_those_of_cases_that_lead_to_it(
    came_in: Came, sallys: CaseId, handler: Person
) -> None:
    other = stories.an_open_case(handler, text="And the desk wobbles.")
    client = came_in(other)
    merge(other, sallys, "", handler, stories.NOW)
    assert [each.case_id for each in of_case(Case.objects.get(pk=sallys))] == [other]
    end_links(sallys, handler, stories.NOW)
    assert f"UP-{sallys:06d}" not in text(client.get(PAGE, follow=True))


def test_to_end_the_ways_into_her_case_ends_none_of_another_customers(
    came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    client = came_in(bobs)
    merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True)
    assert not of_case(Case.objects.get(pk=sallys)).exists()
    end_links(sallys, handler, stories.NOW)
    assert "Bob's words." in text(client.get(PAGE, follow=True))


class TestOfTwoCustomers:
    @pytest.fixture(autouse=True)
    def merged(self, sallys: CaseId, bobs: CaseId, handler: Person) -> int:
        ask(bobs, QUESTION, handler, stories.NOW)
        return merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True).pk

    def test_neither_reads_the_other(self, came_in: Came, sallys: CaseId, bobs: CaseId) -> None:
        hers, his = came_in(sallys).get(PAGE), came_in(bobs).get(PAGE)
        assert "Sally's words." in text(hers)
        assert "Bob's words." in text(his)
        assert "We look at it together with another complaint" in text(his)
        assert "Dear Bob Mercer" in text(his)
        for theirs in ("Bob", "On which day did it come?", "van, one crash"):
            assert theirs not in text(hers)
        for theirs in ("Sally", "van, one crash"):
            assert theirs not in text(his)

    def test_what_he_writes_now_is_not_lost_and_not_hers(
        self, came_in: Came, sallys: CaseId, bobs: CaseId
    ) -> None:
        response = came_in(bobs).post(f"{PAGE}add/", {"words": "The driver was on the phone."})
        assert response.status_code == 303
        row = Evidence.objects.get(text="The driver was on the phone.")
        assert (row.case_id, row.with_whom) == (sallys, "bob@example.net")
        assert "on the phone" not in text(came_in(sallys).get(PAGE))
        assert "on the phone" in text(came_in(bobs).get(PAGE))

    def test_what_he_wrote_is_not_hers_when_his_address_changes_or_the_merge_is_undone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        wrote(bobs, "The driver was on the phone.")
        Customer.objects.filter(name="Bob Mercer").update(email="bob@example.org")
        hers = came_in(sallys)
        assert "on the phone" not in text(hers.get(PAGE))
        undo_merge(sallys, merged, handler, stories.NOW)
        assert "on the phone" not in text(hers.get(PAGE))
        assert "Sally's words." in text(hers.get(PAGE))

    def test_she_answers_no_question_that_he_was_asked(
        self, came_in: Came, sallys: CaseId, bobs: CaseId
    ) -> None:
        """A number tells her nothing: it is refused as one of a letter that is nowhere."""
        his = Letter.objects.get(kind="question")
        assert his.case_id == sallys
        hers = came_in(sallys)
        for number in (his.pk, his.pk + 1):
            told = {f"answer-{number}-words": "On Tuesday."}
            assert hers.post(f"{PAGE}questions/{number}/", told).status_code == 422
        assert not Evidence.objects.filter(text="On Tuesday.").exists()

    def test_he_answers_the_question_that_he_was_asked_though_it_went_over(
        self, came_in: Came, sallys: CaseId, bobs: CaseId
    ) -> None:
        his, bob = Letter.objects.get(kind="question"), came_in(bobs)
        form = f'id="answer-{his.pk}-words"'
        assert form in bob.get(PAGE).content.decode()
        told = {"words": "On Tuesday.", "once": "a"}
        assert bob.post(f"{PAGE}questions/{his.pk}/", told).status_code == 303
        row = Evidence.objects.get(text="On Tuesday.")
        assert (row.case_id, row.with_whom) == (sallys, "bob@example.net")
        wrote = Event.objects.filter(kind="wrote").latest("number")
        assert (wrote.case_id, wrote.data["answers"]) == (sallys, his.pk)
        page = bob.get(PAGE).content.decode()
        assert "On Tuesday." in page
        assert form not in page
        assert "On Tuesday." not in text(came_in(sallys).get(PAGE))

    def test_once_answered_it_is_not_asked_again_when_the_merge_is_undone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        his, bob = Letter.objects.get(kind="question"), came_in(bobs)
        bob.post(f"{PAGE}questions/{his.pk}/", {"words": "On Tuesday."})
        undo_merge(sallys, merged, handler, stories.NOW)
        assert f'id="answer-{his.pk}-words"' not in bob.get(PAGE).content.decode()

    def test_he_answers_no_question_that_she_or_a_third_was_asked(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.com")
        ask(carols, QUESTION, handler, stories.NOW)
        hers = replace(QUESTION, body=f"{QUESTION.body} And at what hour?")
        ask(sallys, hers, handler, stories.NOW)
        merge(carols, sallys, "The same van.", handler, stories.NOW, sure=True)
        bob = came_in(bobs)
        asked = set(Letter.objects.filter(kind="question").exclude(to="bob@example.net"))
        assert len(asked) == 2
        for letter in asked:
            response = bob.post(f"{PAGE}questions/{letter.pk}/", {"words": "On Tuesday."})
            assert response.status_code == 422
        assert not Evidence.objects.filter(text="On Tuesday.").exists()

    def test_an_answer_to_what_is_no_question_stands_in_the_form_below(
        self, came_in: Came, sallys: CaseId
    ) -> None:
        told = {"words": "It came on the Tuesday."}
        response = came_in(sallys).post(f"{PAGE}questions/9999/", told)
        assert response.status_code == 422
        assert "It came on the Tuesday." in text(response)
        assert "send it from here all the same" in text(response)

    def test_undone_each_is_as_it_was(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        undo_merge(sallys, merged, handler, stories.NOW)
        his = text(came_in(bobs).get(PAGE))
        assert "We are looking into it" in his
        assert "together with another complaint" not in his


def test_beside_his_and_with_his_in_another_of_her_own_she_reads_none_of_his_letters(
    came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    """Her first case goes over into his, and his into her second."""
    first = stories.an_open_case(handler, text="The desk wobbles.")
    ask(bobs, QUESTION, handler, stories.NOW)
    asked = Letter.objects.get(case=bobs, kind="question")
    her, him = came_in(first), came_in(bobs)
    merge(first, bobs, "One van.", handler, stories.NOW, sure=True)
    merge(bobs, sallys, "One van.", handler, stories.NOW, sure=True)
    page = text(her.get(PAGE))
    assert "Dear Sally Hart" in page
    assert "Bob" not in page
    assert "A question to you" not in page
    answered = her.post(f"{PAGE}questions/{asked.pk}/", {"words": "I answer for him."})
    assert answered.status_code == 422
    assert "A question to you" in text(him.get(PAGE))


def test_nor_is_a_later_answer_to_him_taken_for_hers(handler: Person) -> None:
    """Hers was begun before he was answered, and left when both had come together."""
    first, second = stories.an_open_case(handler), stories.a_decided_case(handler)
    keep_draft(second, draft_reply(load.page(second), handler, stories.NOW), handler, stories.NOW)
    his = stories.an_answered_case(handler, name="Bob Mercer", email="bob@example.net")
    reopen(his, "He rang.", handler, stories.NOW)
    merge(first, his, "One van.", handler, stories.NOW, sure=True)
    merge(his, second, "One van.", handler, stories.NOW, sure=True)
    for each, price in zip(
        Case.objects.get(pk=second).allegations.all(), ("240.00", "80.00"), strict=True
    ):
        facts = {**each.facts, "price_paid": price, "covered_by_another": False}
        record_facts(second, each.pk, facts, handler, stories.NOW)
    decision = decide(second, handler, stories.NOW, "One van.").pk
    letter = draft_answer_too(load.page(his), handler, stories.NOW)
    answer_too(his, decision, letter, handler, stories.NOW)
    answer(
        second, decision, draft_reply(load.page(second), handler, stories.NOW),
        handler, stories.NOW,
    )  # fmt: skip
    answered = complained_too.answer_to(Case.objects.get(pk=first))
    assert answered is not None
    assert "Dear Sally Hart" in answered.body


@pytest.mark.parametrize(
    ("story", "told"), [(stories.a_received_case, False), (stories.an_open_case, True)]
)
def test_that_we_told_them_so_is_said_only_where_we_did_before_it_went_over(
    story: Callable[..., CaseId], told: bool, came_in: Came, sallys: CaseId, handler: Person
) -> None:
    bobs = story(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True)
    page = text(came_in(bobs).get(PAGE))
    assert "We look at it together with another complaint" in page
    assert ("We have told you so" in page) == told

"""Deliver: a letter that did not leave is seen off by a person, once."""

import pytest
import time_machine
from django.test import Client
from tests.desk.reading import page_of
from tests.steps.test_answer_too import BOB
from tests.steps.test_printed import text as text_of_pdf
from tests.stories import NOW, an_investigated_case, an_open_case

from upheld.core.states import CustomerErased
from upheld.core.words import CaseId
from upheld.steps.deliver import NothingToDeliver, posted, send_again
from upheld.steps.merge import merge
from upheld.steps.printed import file_name, printed
from upheld.store.models import Case, Customer, Event, Letter, Need, Person


def a_letter(by: Person, state: str) -> Letter:
    case = an_open_case(by)
    Letter.objects.filter(case=case).update(state=state, error="mailbox unknown")
    return Letter.objects.get(case=case)


def test_a_failed_letter_is_queued_to_the_address_we_have_now(handler: Person) -> None:
    letter = a_letter(handler, "failed")
    Customer.objects.update(email="sally@example.net")
    send_again(CaseId(letter.case_id), letter.pk, handler, NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.to, letter.error) == ("queued", "sally@example.net", "")


@pytest.mark.parametrize("state", ["failed", "by_hand"])
def test_a_person_may_post_it(state: str, handler: Person) -> None:
    letter = a_letter(handler, state)
    posted(CaseId(letter.case_id), letter.pk, handler, NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("sent", NOW)
    event = Event.objects.get(kind="sent")
    assert (event.by, event.data["state"]) == ("Alice Moore", "posted")


@pytest.mark.parametrize("state", ["draft", "queued", "sending", "sent"])
def test_nobody_sends_a_letter_twice(state: str, handler: Person) -> None:
    letter = a_letter(handler, state)
    for step in (send_again, posted):
        with pytest.raises(NothingToDeliver):
            step(CaseId(letter.case_id), letter.pk, handler, NOW)
    assert Letter.objects.get().state == state


class TestOneThatCameOverFromTheCaseOfAnotherCustomer:
    """Bob's letter did not arrive, and his case went over into Sally's."""

    @pytest.fixture
    def bobs(self, handler: Person) -> Letter:
        letter = Letter.objects.get(case=an_open_case(handler, **BOB))
        Letter.objects.update(state="failed", to=BOB["email"], error="mailbox unknown")
        sallys = an_investigated_case(handler)
        merge(CaseId(letter.case_id), sallys, "One van.", handler, NOW, sure=True)
        letter.refresh_from_db()
        assert letter.case_id == sallys
        return letter

    def test_is_sent_again_to_whom_it_is_for(self, bobs: Letter, handler: Person) -> None:
        send_again(CaseId(bobs.case_id), bobs.pk, handler, NOW)
        bobs.refresh_from_db()
        assert (bobs.state, bobs.to) == ("queued", BOB["email"])

    def test_another_address_is_written_down_as_theirs(self, bobs: Letter, handler: Person) -> None:
        send_again(CaseId(bobs.case_id), bobs.pk, handler, NOW, "robert@example.net")
        bobs.refresh_from_db()
        known = dict(Customer.objects.values_list("name", "email"))
        assert (bobs.to, known) == (
            "robert@example.net",
            {BOB["name"]: "robert@example.net", "Sally Hart": "sally@example.org"},
        )

    def test_that_their_address_works_again_is_told_in_their_own_case(
        self, bobs: Letter, handler: Person
    ) -> None:
        """In hers his e-mail would stay when he is erased."""
        who = Customer.objects.filter(name=BOB["name"])
        who.update(returned_email=BOB["email"], returned_at=NOW, returned_why="no such box")
        send_again(CaseId(bobs.case_id), bobs.pk, handler, NOW)
        (theirs,) = Case.objects.filter(customer__name=BOB["name"])
        told = Event.objects.filter(kind="address_works").values_list("case", "data")
        assert dict(told) == {theirs.pk: {"email": BOB["email"]}}

    @time_machine.travel(NOW, tick=False)
    def test_its_form_and_its_print_name_them(self, bobs: Letter, handler: Person) -> None:
        desk = Client()
        desk.force_login(handler)
        page = desk.get(f"{page_of(CaseId(bobs.case_id))}?do=again").content.decode()
        assert f'value="{BOB["email"]}"' in page
        assert 'value="sally@example.org"' not in page
        assert text_of_pdf(printed(bobs)).count("Sally Hart") == 0

    def test_its_print_has_the_reference_of_their_own_case(
        self, bobs: Letter, handler: Person
    ) -> None:
        (theirs,) = Case.objects.filter(customer__name=BOB["name"])
        assert f"Our reference: {theirs.reference}" in text_of_pdf(printed(bobs))
        assert bobs.case.reference not in text_of_pdf(printed(bobs))
        assert file_name(bobs) == f"{theirs.reference}-{bobs.kind}.pdf"

    def test_its_print_names_them_as_they_are_called_in_their_own_case(self, bobs: Letter) -> None:
        (theirs,) = Case.objects.filter(customer__name=BOB["name"])
        Need.objects.create(case=theirs, name="Robert Miles")
        assert "Robert Miles" in text_of_pdf(printed(bobs))

    def test_so_it_has_once_it_went_on_into_a_third(self, bobs: Letter, handler: Person) -> None:
        (theirs,) = Case.objects.filter(customer__name=BOB["name"])
        third = an_open_case(handler, name="Carol Dean", email="carol@example.com")
        merge(CaseId(bobs.case_id), third, "The same van.", handler, NOW, sure=True)
        bobs = Letter.objects.get(pk=bobs.pk)
        assert bobs.case_id == third
        assert f"Our reference: {theirs.reference}" in text_of_pdf(printed(bobs))

    def test_goes_to_nobody_once_they_were_erased(self, bobs: Letter, handler: Person) -> None:
        Customer.objects.filter(name=BOB["name"]).update(erased_at=NOW)
        with pytest.raises(CustomerErased):
            send_again(CaseId(bobs.case_id), bobs.pk, handler, NOW)

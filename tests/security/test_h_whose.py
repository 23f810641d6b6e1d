"""Whose is it? What says it is from a customer, and is not known to be, tells and moves nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.api.programs import Program, at, key_of
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.portal.test_filing import TOLD, filed
from tests.steps.test_came_back import link, mail_is_kept_in_memory
from tests.steps.test_place_message import SALLY, headers, sent, state_of

from upheld.core.post import read, vouched
from upheld.core.words import CaseId, CaseState
from upheld.steps.know_customer import know_customer
from upheld.steps.merge import merge
from upheld.steps.place_message import place_into
from upheld.steps.split import split
from upheld.store import tokens
from upheld.store.mail import THE_COMPLAINT
from upheld.store.models import Case, Customer, Event, Evidence, Incoming, Order, Person, Receipt

__all__ = ["link", "mail_is_kept_in_memory"]  # fixtures

SERVER = "mx.firm.example"
PASS, FAIL = (
    f"{SERVER}; spf=pass; dmarc={each} header.from=example.org" for each in ("pass", "fail")
)


@pytest.fixture
def checked(settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = SERVER


def going_on(**told: Any) -> Incoming:
    """Somebody who has seen a message of Sally's goes on from it under her name."""
    raw = a_mail("Pay it to DE00 1.", SALLY, message_id="<9@x.example>",
                 References="<1@example.org>", **told)  # fmt: skip
    return sent(raw, minutes=1)


@pytest.fixture
def hers(db: None) -> CaseId:
    """A complaint that came by mail, with the Message-ID that her mail program gave it."""
    row = sent(a_mail(message_id="<1@example.org>"))
    assert row.case_id is not None
    return CaseId(row.case_id)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (PASS, True),
        (FAIL, False),
        (f"{SERVER} 1; dmarc = pass (p=reject dis=none) header.from=example.org", True),
        (f"{SERVER}; dmarc=none", None),
        (f"{SERVER}; dmarc=temperror", None),
        (f"{SERVER}; dmarc=passed", None),
        (f"{SERVER}; none", None),
        (f"{SERVER}.evil.example; dmarc=pass", None),
        ("evil.example; dmarc=pass", None),
        (f'evil.example; spf=fail reason="{SERVER}; dmarc=pass"', None),
        (f'{SERVER}; spf=pass smtp.mailfrom="a; dmarc=pass "@evil.example', None),
        (f'{SERVER}; spf=pass (a; dmarc=pass) smtp.mailfrom=evil.example', None),
        (f'{SERVER}; spf=pass reason="\\"; dmarc=pass"', None),
        ("", None),
    ],
)  # fmt: skip
def test_only_what_our_own_server_found_counts(told: str, found: bool | None) -> None:
    post = read(a_mail(Authentication_Results=told))
    assert vouched(post, SERVER) is found
    assert vouched(post, "") is None


def test_of_two_results_under_its_name_the_failure_holds() -> None:
    """One of them a stranger wrote, and a server that checks takes none away."""
    raw = b"Authentication-Results: " + PASS.encode() + b"\n" + a_mail(Authentication_Results=FAIL)
    assert vouched(read(raw), SERVER) is False


def test_who_goes_on_from_a_customers_message_adds_words_and_moves_nothing(
    hers: CaseId, handler: Person
) -> None:
    Case.objects.update(state=CaseState.DECIDED)
    row = going_on()
    assert (row.state, row.case_id, state_of(hers)) == ("placed", hers, CaseState.DECIDED)
    assert Evidence.objects.filter(case=hers, text="Pay it to DE00 1.").exists()
    assert Event.objects.get(kind="mail_placed", data__mail=row.pk).data["unproved"] is True
    assert Case.objects.get(pk=hers).customer.email == "sally@example.org"
    client = Client()
    client.force_login(handler)
    page = text(client.get(f"/cases/{Case(pk=hers).reference}/"))
    assert page.count("Not known to be from") == 2, "the complaint itself, and what came since"


def test_into_a_closed_case_it_goes_by_a_persons_hand_alone(hers: CaseId, handler: Person) -> None:
    Case.objects.update(state=CaseState.CLOSED)
    row = going_on()
    assert (row.state, state_of(hers)) == ("held", CaseState.CLOSED)
    assert (
        row.reason
        == f"it goes on from a message in {Case(pk=hers).reference}, which is closed: is it them?"
    )
    place_into(row.pk, hers, handler, stories.NOW + timedelta(hours=1))
    assert state_of(hers) == CaseState.INVESTIGATING


@pytest.mark.usefixtures("checked")
def test_what_our_server_vouches_for_is_theirs(hers: CaseId) -> None:
    Case.objects.update(state=CaseState.DECIDED)
    assert Case.objects.get(pk=hers).known_to_be_theirs is False
    row = going_on(Authentication_Results=PASS)
    assert (row.state, state_of(hers)) == ("placed", CaseState.INVESTIGATING)
    assert Case.objects.get(pk=hers).known_to_be_theirs is True
    assert "unproved" not in Event.objects.get(kind="mail_placed", data__mail=row.pk).data


@pytest.mark.parametrize(("server", "told"), [("", False), (SERVER, False), (SERVER, True)])
def test_an_answer_by_our_token_alone_says_so_to_whoever_reads_it(
    server: str, told: bool, open_case: CaseId, handler: Person, settings: Settings
) -> None:
    """A letter of ours that they sent on is all that somebody needs who writes as they do."""
    settings.MAIL_CHECKED_BY = server
    result: dict[str, Any] = {"Authentication_Results": PASS} if told else {}
    row = sent(a_mail("Pay it to DE00 1.", SALLY, **result, **headers("all of them", open_case)))
    assert (row.state, row.case_id) == ("placed", open_case)
    client = Client()
    client.force_login(handler)
    page = text(client.get(f"/cases/{Case(pk=open_case).reference}/"))
    assert ("Sender not checked" in page) is not told


@pytest.mark.usefixtures("checked")
def test_what_our_server_says_is_forged_enters_nothing_even_with_our_own_token(
    open_case: CaseId,
) -> None:
    before = Event.objects.filter(case=open_case).count()
    told = headers("all of them", open_case)
    row = sent(a_mail("Pay it to DE00 1.", SALLY, Authentication_Results=FAIL, **told))
    assert (row.state, row.case_id) == ("held", open_case)
    assert row.reason == "your mail server says that it is not from sally@example.org: is it them?"
    assert Event.objects.filter(case=open_case).count() == before + 1
    assert not Evidence.objects.filter(case=open_case).exists()
    alone = sent(a_mail("New.", SALLY, message_id="<2@x>", Authentication_Results=FAIL), minutes=1)
    assert (alone.state, alone.case_id) == ("held", None)


def test_whoever_answers_our_letter_is_whoever_got_it(open_case: CaseId) -> None:
    Case.objects.filter(pk=open_case).update(known_to_be_theirs=False)
    sent(a_mail("Nine days.", SALLY, **headers("in-reply-to", open_case)))
    assert Case.objects.get(pk=open_case).known_to_be_theirs is True


@pytest.mark.parametrize("state", [CaseState.INVESTIGATING, CaseState.CLOSED])
def test_our_mail_to_one_customer_proves_no_other_whose_case_theirs_was_joined_to(
    state: CaseState, open_case: CaseId, handler: Person
) -> None:
    """Eve has her complaint joined to one that somebody filed under Sally's address."""
    eves = stories.an_open_case(handler, name="Eve", email="eve@example.net")
    answer = headers("all of them", eves)
    merge(eves, open_case, "One van.", handler, stories.NOW, sure=True)
    Case.objects.filter(pk=open_case).update(known_to_be_theirs=False, state=state)
    row = sent(a_mail("Pay it to DE00 1.", SALLY, message_id="<2@x>", **answer))
    assert (row.state, row.case_id) == (
        "held" if state == CaseState.CLOSED else "placed",
        open_case,
    )
    assert Case.objects.get(pk=open_case).known_to_be_theirs is False
    assert state_of(open_case) == state


def test_nor_does_the_mail_with_their_link(link: Receipt, handler: Person) -> None:
    """`link` left for Sally's address, and it is Eve's that the other case was filed under."""
    hers = stories.an_open_case(handler, name="Eve", email="eve@example.net")
    assert link.case_id
    merge(CaseId(link.case_id), hers, "One van.", handler, stories.NOW, sure=True)
    Case.objects.update(known_to_be_theirs=False)
    ours = tokens.message_id(link)
    row = sent(a_mail("Pay it to DE00 1.", "Eve <eve@example.net>", In_Reply_To=ours))
    assert (row.state, row.case_id) == ("placed", hers)
    assert Event.objects.get(kind="mail_placed", data__mail=row.pk).data["unproved"] is True
    assert Case.objects.get(pk=hers).known_to_be_theirs is False


def test_our_mail_to_an_address_that_they_no_longer_have_does_not_prove_the_new_one(
    open_case: CaseId, handler: Person
) -> None:
    """As a link that went there opens nothing any more."""
    answer = headers("all of them", open_case)
    hers = Case.objects.get(pk=open_case).customer
    know_customer(hers.pk, {"email": "sally@new.example"}, handler, stories.NOW)
    row = sent(a_mail("Pay it to DE00 1.", "Sally <sally@new.example>", **answer))
    assert (row.state, row.case_id) == ("placed", open_case)
    assert Event.objects.get(kind="mail_placed", data__mail=row.pk).data["unproved"] is True


def test_whoever_answers_in_anothers_case_says_nothing_of_whose_it_is(
    open_case: CaseId, handler: Person
) -> None:
    """Who has a complaint of their own joined to one that was filed under Sally's address, and one
    whose letter a colleague puts into it, show no more than that they wrote themselves."""
    eves = stories.an_open_case(handler, name="Eve", email="eve@example.net")
    answer = headers("all of them", eves)
    merge(eves, open_case, "One van.", handler, stories.NOW, sure=True)
    Case.objects.update(known_to_be_theirs=False)
    row = sent(a_mail("Nine days.", "Eve <eve@example.net>", message_id="<2@x>", **answer))
    assert (row.state, row.case_id) == ("placed", open_case)
    strangers = headers("all of them", open_case)
    row = sent(a_mail("So it was.", "M <m@example.net>", message_id="<3@x>", **strangers))
    assert row.state == "held"
    place_into(row.pk, open_case, handler, stories.NOW)
    assert Case.objects.get(pk=open_case).known_to_be_theirs is False


@pytest.mark.django_db
def test_the_form_tells_no_stranger_whether_we_know_somebody(client: Client) -> None:
    """Neither the page after, nor how much work it was, tells that there is such a customer."""
    sally = Customer.objects.create(name="Sally Marie Hart", email="sally@example.org")
    told = {"placed_on": stories.NOW.date(), "item": "Shelves", "touchpoint": "product"}
    Order.objects.create(customer=sally, reference="LL-1", amount=9, **told)
    pages = []
    for number, email in enumerate(("sally@example.org", "nobody@example.org")):
        asked = filed(client, email=email, order="LL-1", once=f"token-{number}", name="Eve")
        page = text(client.get(asked["Location"]))
        pages.append(page.replace(Case.objects.latest("pk").reference, "it"))
        for known in ("Sally", "Shelves", "LL-1", email):
            assert known not in page
    assert pages[0] == pages[1]
    assert TOLD["name"] not in "".join(pages)
    assert [each.order for each in Case.objects.all()] == [None, None]


def test_programs_are_told_too(hers: CaseId, open_case: CaseId, lead: Person) -> None:
    program = Program(key_of(lead))
    assert program.get(at(hers)).json()["known_to_be_theirs"] is False
    assert program.get(at(open_case)).json()["known_to_be_theirs"] is None


def doubts(told: Any) -> tuple[bool, bool]:
    return told["unproved"], told["unchecked"]


@pytest.mark.usefixtures("checked")
def test_programs_are_told_whose_sender_nobody_checked(open_case: CaseId, lead: Person) -> None:
    """Of the message, and of each piece of evidence that came with it, as on the case's page."""
    alike: dict[str, Any] = {"Authentication_Results": PASS}
    photo = ("box.jpg", "image/jpeg", b"crushed")
    answers = headers("in-reply-to", open_case)
    one = sent(a_mail("Pay it to DE00 1.", SALLY, message_id="<1@x>", files=(photo,), **answers))
    two = sent(a_mail("It is blue.", SALLY, message_id="<2@x>", **alike, **answers), minutes=1)
    program = Program(key_of(lead))
    assert doubts(program.get(f"/mail/{one.pk}").json()) == (False, True)
    assert doubts(program.get(f"/mail/{two.pk}").json()) == (False, False)
    told = {each["text"]: doubts(each) for each in program.get(at(open_case)).json()["evidence"]}
    assert told == {
        "Pay it to DE00 1.": (False, True),
        "Came by mail from sally@example.org.": (False, True),
        "It is blue.": (False, False),
    }


@pytest.mark.usefixtures("checked")
def test_programs_are_told_so_wherever_the_message_went(hers: CaseId, lead: Person) -> None:
    row, program = going_on(), Program(key_of(lead))
    assert doubts(program.get(f"/mail/{row.pk}").json()) == (True, False)
    new = split(row.pk, lead, stories.NOW + timedelta(hours=1))
    assert doubts(program.get(f"/mail/{row.pk}").json()) == (True, False)
    assert [doubts(each) for each in program.get(at(new)).json()["evidence"]] == [(True, False)]
    merge(new, hers, "The same.", lead, stories.NOW + timedelta(hours=2))
    row.refresh_from_db()
    assert row.case_id == hers
    assert doubts(program.get(f"/mail/{row.pk}").json()) == (True, False)
    told = {each["text"]: doubts(each) for each in program.get(at(hers)).json()["evidence"]}
    assert told == {"Pay it to DE00 1.": (True, False), THE_COMPLAINT: (False, False)}


@pytest.mark.parametrize("told", ["<a,sally@example.org>", "<a;sally@example.org>"])
@pytest.mark.usefixtures("db", "checked")
def test_whoever_has_an_address_with_a_comma_is_not_vouched_for_as_what_is_behind_it(
    told: str,
) -> None:
    row = sent(a_mail(sender=told, Authentication_Results=PASS))
    assert (row.state, row.reason) == ("held", "it names no sender, or not for certain")
    assert not Customer.objects.filter(email="sally@example.org").exists()


@pytest.mark.usefixtures("db", "checked")
def test_a_customer_is_not_called_by_the_address_of_another() -> None:
    row = sent(a_mail(sender='"victim@v.example" <eve@example.org>', Authentication_Results=PASS))
    customer = Customer.objects.get(cases=row.case_id)
    assert (row.sender_name, customer.name, customer.email) == ("", "", "eve@example.org")

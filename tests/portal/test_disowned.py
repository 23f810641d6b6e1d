"""Whoever has the address says that they did not send it: from then on it is known not to be theirs
until somebody of staff settles it, and the desk says so where it tells whose it is."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.portal.conftest import Browser, mailed_link
from tests.steps.test_place_message import sent
from tests.stories import a_complaint

from upheld.core.words import CaseId
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.know_customer import know_customer
from upheld.steps.place_message import place_into
from upheld.steps.receipts import offer_link
from upheld.steps.receive import receive
from upheld.store import load, search, tokens
from upheld.store.called import called
from upheld.store.models import Case, Customer, Person, Receipt

HERS = "sally@example.org"


@pytest.fixture(autouse=True)
def our_mail_server_says_whom_mail_is_from(settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = "mx.firm.example"


@pytest.fixture
def filed(client: Client, handler: Person) -> Case:
    told = {"text": "Late.", "name": "Pay Evil Now", "email": HERS, "once": "1"}
    assert client.post("/complain/", told).status_code == 303
    return Case.objects.get()


@pytest.fixture
def link(filed: Case) -> str:
    return mailed_link()


@pytest.fixture
def disowned(filed: Case, link: str) -> Case:
    assert Client().post(f"{link}not-mine/").status_code == 303
    return Case.objects.get()


def another_link(case: Case) -> str:
    Client().post("/complain/link/", {"email": HERS, "reference": case.reference})
    return mailed_link()


@pytest.mark.parametrize("known", [None, True, False])
def test_it_is_known_not_to_be_theirs_whatever_was_thought_before(
    known: bool | None, filed: Case, link: str
) -> None:
    Case.objects.update(known_to_be_theirs=known)
    Client().post(f"{link}not-mine/")
    assert Case.objects.get().known_to_be_theirs is False


def test_another_link_proves_nothing_any_more(disowned: Case) -> None:
    assert Client().post(another_link(disowned)).status_code == 303
    assert Case.objects.get().known_to_be_theirs is False


def test_nor_does_an_answer_that_a_mail_server_vouches_for(disowned: Case) -> None:
    ours = tokens.message_id(Receipt.objects.get())
    raw = a_mail(
        "Who wrote that?", HERS, message_id="<2@example.org>", In_Reply_To=ours,
        Authentication_Results="mx.firm.example; dmarc=pass header.from=example.org",
    )  # fmt: skip
    assert sent(raw).case == disowned
    assert Case.objects.get().known_to_be_theirs is False


def test_a_link_that_staff_send_since_settles_it_once_it_is_opened(
    disowned: Case, handler: Person
) -> None:
    offer_link(CaseId(disowned.pk), "https://firm.example", handler, stories.NOW)
    Client().post(mailed_link())
    assert Case.objects.get().known_to_be_theirs is True


def test_one_that_staff_sent_before_settles_nothing(
    filed: Case, link: str, handler: Person
) -> None:
    before = stories.NOW - timedelta(minutes=1)
    offer_link(CaseId(filed.pk), "https://firm.example", handler, before)
    offered = mailed_link()
    Client().post(f"{link}not-mine/")
    Client().post(offered)
    assert Case.objects.get().known_to_be_theirs is False


def test_a_message_of_theirs_that_staff_place_there_settles_it(
    disowned: Case, handler: Person
) -> None:
    raw = a_mail(
        "It is mine after all.", HERS, message_id="<3@example.org>",
        Authentication_Results="mx.firm.example; dmarc=fail header.from=example.org",
    )  # fmt: skip
    place_into(sent(raw).pk, CaseId(disowned.pk), handler, stories.NOW)
    assert Case.objects.get().known_to_be_theirs is True


def test_the_name_told_there_greets_nobody(disowned: Case, handler: Person) -> None:
    assert called(disowned) == ""
    for name in ("", "Sally Real"):  # the one we know is of our own records
        Customer.objects.update(name=name, joined_on=stories.NOW.date())
        for found in (Case.objects.get(), load.page(CaseId(disowned.pk))):
            assert called(found) == name
    assert "Evil" not in draft_acknowledgement(disowned, handler, stories.NOW).body


@pytest.fixture
def taken_over(filed: Case, client: Client) -> Case:
    """A second complaint under the address whose link was opened: its name took the place of the
    first one's, which anybody may have written."""
    told = {"text": "Torn.", "name": "Win A Prize", "email": HERS, "once": "2"}
    assert client.post("/complain/", told).status_code == 303
    case = Case.objects.latest("pk")
    client.post(mailed_link())
    assert called(Case.objects.get(pk=case.pk)) == "Win A Prize"
    return case


def and_disowned(case: Case, at: datetime = stories.NOW) -> Case:
    link = another_link(case)
    with time_machine.travel(at, tick=False):
        assert Client().post(f"{link}not-mine/").status_code == 303
    return Case.objects.get(pk=case.pk)


def test_no_name_of_it_greets_that_was_taken_over_as_proved_before(
    filed: Case, taken_over: Case, handler: Person
) -> None:
    case = and_disowned(taken_over)
    for found in (case, load.page(CaseId(case.pk))):
        assert called(found) == ""
    assert "Prize" not in draft_acknowledgement(case, handler, stories.NOW).body
    assert called(Case.objects.get(pk=filed.pk)) == "Pay Evil Now", "the other tells its own"


def test_nor_one_that_was_taken_over_as_it_came(handler: Person) -> None:
    Customer.objects.create(name="", email=HERS, joined_on=stories.NOW.date())
    raw = a_mail(
        "Late.", f"Win A Prize <{HERS}>",
        Authentication_Results="mx.firm.example; dmarc=pass header.from=example.org",
    )  # fmt: skip
    case = sent(raw).case
    assert case is not None
    other = Case.objects.get(pk=receive(a_complaint(name="", email=HERS), handler, stories.NOW))
    assert called(case) == called(other) == "Win A Prize"
    disowned = and_disowned(case)
    assert called(disowned) == called(Case.objects.get(pk=other.pk)) == ""


def test_what_a_colleague_wrote_greets(filed: Case, taken_over: Case, handler: Person) -> None:
    know_customer(taken_over.customer_id, {"name": "Sally"}, handler, stories.NOW)
    assert called(and_disowned(taken_over)) == "Sally"


def test_so_does_what_a_colleague_wrote_since(
    filed: Case, taken_over: Case, handler: Person
) -> None:
    """Though the clock of the machine that wrote it is behind."""
    case = and_disowned(taken_over)
    before = stories.NOW - timedelta(minutes=1)
    know_customer(case.customer_id, {"name": "Sally"}, handler, before)
    know_customer(case.customer_id, {"name": "Win A Prize"}, handler, before)
    assert called(Case.objects.get(pk=case.pk)) == "Win A Prize"


def test_staff_who_settle_it_bring_its_name_back(
    filed: Case, taken_over: Case, handler: Person
) -> None:
    case = and_disowned(taken_over)
    offer_link(CaseId(case.pk), "https://firm.example", handler, stories.NOW)
    Client().post(mailed_link())
    assert called(Case.objects.get(pk=case.pk)) == "Win A Prize"


def test_one_that_was_taken_over_is_kept_with_the_case_and_is_the_customers_no_longer(
    filed: Case, taken_over: Case
) -> None:
    case = and_disowned(taken_over)
    assert case.customer.name == ""
    assert case.need.name == "Win A Prize"
    assert [*search.matching(Case.objects.all(), "prize")] == [case]


PHONE = "020 7946 0018"


def test_a_number_that_was_taken_over_goes_with_the_name_and_stays_with_the_case(
    filed: Case, client: Client, handler: Person
) -> None:
    case = with_number(client)
    assert case.customer.phone == PHONE
    case = and_disowned(case)
    assert case.customer.phone == ""
    assert case.need.reach == PHONE
    offer_link(CaseId(case.pk), "https://firm.example", handler, stories.NOW)
    Client().post(mailed_link())
    assert Customer.objects.get().phone == PHONE, "staff settled that it is theirs"


def test_a_number_that_a_colleague_wrote_stays(
    filed: Case, client: Client, handler: Person
) -> None:
    case = with_number(client)
    know_customer(case.customer_id, {"phone": "020 7946 0999"}, handler, stories.NOW)
    assert and_disowned(case).customer.phone == "020 7946 0999"
    know_customer(case.customer_id, {"phone": PHONE}, handler, stories.NOW)
    assert and_disowned(case).customer.phone == PHONE


def test_though_the_name_of_it_does_not(filed: Case, client: Client, handler: Person) -> None:
    """Each by itself: a colleague mended the name since, and nobody the number."""
    case = with_number(client)
    know_customer(case.customer_id, {"name": "Sally"}, handler, stories.NOW)
    case = and_disowned(case)
    assert (case.customer.name, case.customer.phone) == ("Sally", "")


def with_number(client: Client) -> Case:
    """A second complaint under the address that tells a number, and whose link was opened."""
    told = {"text": "Torn.", "name": "Win A Prize", "reach": PHONE, "email": HERS, "once": "2"}
    assert client.post("/complain/", told).status_code == 303
    client.post(mailed_link())
    return Case.objects.latest("pk")


def test_of_one_that_an_earlier_version_left_it_greets_nobody(
    filed: Case, taken_over: Case
) -> None:
    case = and_disowned(taken_over)
    Customer.objects.update(name="Win A Prize")
    assert called(Case.objects.get(pk=case.pk)) == ""


def test_every_visit_on_every_link_of_it_ends(filed: Case, link: str) -> None:
    inside, other = Client(), Client()
    inside.post(link)
    other.post(another_link(filed))
    assert inside.get("/complain/case/").status_code == 200
    assert other.get("/complain/case/").status_code == 200
    says_so = Client()
    answer = says_so.post(f"{another_link(filed)}not-mine/", follow=True)
    assert "did not send it" in text(answer)
    for visit in (inside, other):
        assert visit.get("/complain/case/").status_code == 303


def test_visits_on_another_case_of_theirs_go_on(
    filed: Case, taken_over: Case, client: Client
) -> None:
    and_disowned(filed)
    assert client.get("/complain/case/").status_code == 200


@pytest.mark.parametrize("behind", [timedelta(minutes=-1), timedelta(minutes=1)])
def test_what_staff_sent_since_goes_by_the_record_and_by_no_clock(
    behind: timedelta, filed: Case, link: str, handler: Person
) -> None:
    offer_link(CaseId(filed.pk), "https://firm.example", handler, stories.NOW + behind)
    before = mailed_link()
    Client().post(f"{link}not-mine/")
    Client().post(before)
    assert Case.objects.get().known_to_be_theirs is False
    offer_link(CaseId(filed.pk), "https://firm.example", handler, stories.NOW - behind)
    Client().post(mailed_link())
    assert Case.objects.get().known_to_be_theirs is True


def test_the_case_page_says_it_where_it_says_whose_it_is(disowned: Case, handler: Person) -> None:
    desk = Client()
    desk.force_login(handler)
    page = text(desk.get(f"/cases/{disowned.reference}/"))
    told = page[page.index("Not known to be from them") :][:600]
    assert "Whoever has the address sally@example.org says that they did not send it." in told
    assert "send them a new link" in told
    assert "was ended by us" not in told


def test_it_says_so_of_no_other(filed: Case, handler: Person) -> None:
    desk = Client()
    desk.force_login(handler)
    assert "did not send it" not in text(desk.get(f"/cases/{filed.reference}/"))


def test_whoever_opens_its_page_all_the_same_reads_that_we_were_told_so_until_it_is_settled(
    disowned: Case,
) -> None:
    """They may ask for a link again, and what stands there need not be theirs."""
    browser = Browser()
    browser.post(another_link(disowned))
    page = text(browser.get("/complain/case/"))
    said = "We were told from your address that you did not send this complaint"
    assert (said in page, "What you told us" in page) == (True, False)
    assert browser.post("/complain/case/add/", {"words": "It was my son."}).status_code == 303
    Case.objects.update(known_to_be_theirs=True)
    page = text(browser.get("/complain/case/"))
    assert (said in page, "What you told us" in page) == (False, True)

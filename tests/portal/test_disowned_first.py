"""The first complaint under an address brought its customer with it: whoever has the address says
that they did not send it, and what it says of them is theirs no longer, as of any other."""

import pytest
from django.test import Client
from tests import stories
from tests.portal.conftest import mailed_link
from tests.portal.test_disowned import HERS, PHONE, and_disowned
from tests.stories import NOW

from upheld.core.intake import Complainant
from upheld.core.words import CaseId, Channel
from upheld.steps.know_customer import know_customer
from upheld.steps.receipts import offer_link
from upheld.steps.receive import receive
from upheld.store import search
from upheld.store.called import called
from upheld.store.models import Case, Customer, Event, Person
from upheld.store.record.events import breaks

STRANGER = "Pay Evil Now"


def filed(once: str = "1", name: str = STRANGER, reach: str = PHONE) -> Case:
    told = {"text": "Late.", "name": name, "reach": reach, "email": HERS, "once": once}
    assert Client().post("/complain/", told).status_code == 303
    return Case.objects.latest("pk")


@pytest.fixture(params=["entered before", "never entered"])
def case(request: pytest.FixtureRequest, handler: Person) -> Case:
    case = filed()
    assert (case.customer.name, case.customer.phone) == (STRANGER, PHONE)
    if request.param == "entered before":
        Client().post(mailed_link())
    return case


def test_the_name_and_the_number_of_it_go_and_stay_with_the_case(case: Case) -> None:
    case = and_disowned(case)
    assert (case.customer.name, case.customer.phone) == ("", "")
    assert (case.need.name, case.need.reach) == (STRANGER, PHONE)
    assert called(case) == ""
    assert [*search.matching(Case.objects.all(), "evil")] == [case]
    told = Event.objects.filter(kind="customer_mended").latest("number").data
    assert told["before"] == {"name": STRANGER, "phone": PHONE}
    assert [*breaks()] == []


def test_staff_who_settle_it_bring_both_back(case: Case, handler: Person) -> None:
    case = and_disowned(case)
    offer_link(CaseId(case.pk), "https://firm.example", handler, NOW)
    Client().post(mailed_link())
    assert (Customer.objects.get().name, Customer.objects.get().phone) == (STRANGER, PHONE)
    case = and_disowned(case)
    assert (case.customer.name, case.customer.phone) == ("", "")


@pytest.mark.parametrize("reach", ["", "020 7946 0999"])
def test_a_complaint_of_their_own_brings_what_it_tells_and_nothing_of_it(
    reach: str, case: Case
) -> None:
    and_disowned(case)
    own = filed("2", "Sally Real", reach)
    Client().post(mailed_link())
    own = Case.objects.get(pk=own.pk)
    assert (own.customer.name, own.customer.phone) == ("Sally Real", reach)
    assert called(own) == "Sally Real"


@pytest.mark.parametrize(
    ("known", "stays"),
    [
        ({"name": "Sally"}, ("Sally", "")),
        ({"phone": "020 7946 0999"}, ("", "020 7946 0999")),
        ({"name": "Sally", "phone": "020 7946 0999"}, ("Sally", "020 7946 0999")),
    ],
)
def test_what_a_colleague_wrote_stays_each_by_itself(
    known: dict[str, str], stays: tuple[str, str], case: Case, handler: Person
) -> None:
    know_customer(case.customer_id, known, handler, NOW)
    case = and_disowned(case)
    assert (case.customer.name, case.customer.phone) == stays


def test_also_where_it_is_the_same_again(case: Case, handler: Person) -> None:
    for name in ("Sally", STRANGER):
        know_customer(case.customer_id, {"name": name}, handler, NOW)
    assert and_disowned(case).customer.name == STRANGER


@pytest.mark.parametrize("ours", [{"joined_on": NOW.date()}, {"source": "shop"}])
def test_what_our_records_may_say_stays(ours: dict[str, str], case: Case) -> None:
    """An import has them too: it says nothing of a name and a number that were here already."""
    Customer.objects.update(**ours)
    case = and_disowned(case)
    assert (case.customer.name, case.customer.phone) == (STRANGER, PHONE)


def test_what_another_complaint_that_is_theirs_tells_too_stays(handler: Person) -> None:
    first, _ = filed(), mailed_link()
    second = filed("2", STRANGER, PHONE)
    Client().post(mailed_link())
    assert second.pk != first.pk
    case = and_disowned(first)
    assert (case.customer.name, case.customer.phone) == (STRANGER, PHONE)


def test_what_was_written_down_of_a_call_stays(handler: Person) -> None:
    """A colleague wrote it, with whoever rang."""
    told = stories.a_complaint(channel=Channel.PHONE, complainant=Complainant("Sally", HERS, PHONE))
    case = Case.objects.get(pk=receive(told, handler, NOW))
    case = and_disowned(case)
    assert (case.customer.name, case.customer.phone) == ("Sally", PHONE)


def test_of_a_later_one_nothing_goes_that_the_first_brought(case: Case) -> None:
    later = filed("2", STRANGER, PHONE)
    assert and_disowned(later).customer.name == STRANGER

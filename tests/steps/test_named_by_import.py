"""What our own records call a customer, where a stranger filed first under their address."""

import pytest
from tests.steps.test_filing_beside_an_import import CUSTOMERS, taken_in
from tests.stories import NOW, a_complaint

from upheld.core.imports import Arrival
from upheld.core.intake import Complainant
from upheld.core.words import Channel
from upheld.steps import undo_import
from upheld.steps.import_complaints import import_complaints
from upheld.steps.know_customer import know_customer
from upheld.steps.receive import receive
from upheld.store import policies, search
from upheld.store.called import called
from upheld.store.models import Case, Customer, Import, Person


@pytest.fixture(autouse=True)
def strangers(lead: Person) -> Case:
    who = Complainant("Buy Pills", "sally@example.org", "0900 666 7777")
    told = a_complaint(complainant=who, channel=Channel.WEB)
    return Case.objects.get(pk=receive(told, lead, NOW, theirs=False))


def test_a_name_of_a_list_of_customers_takes_the_place_of_a_strangers(
    strangers: Case, lead: Person
) -> None:
    taken_in(lead, CUSTOMERS)
    who = Customer.objects.get(source_key="c1")
    assert (who.name, who.phone) == ("Sally Hart", "")
    strangers.refresh_from_db()
    assert (strangers.need.name, strangers.need.reach) == ("Buy Pills", "0900 666 7777")
    mended = strangers.events.get(kind="customer_mended").data
    assert mended["after"] == {"name": "Sally Hart", "phone": ""}


def test_so_does_one_of_an_imported_complaint(lead: Person) -> None:
    arrival = Arrival("helpdesk", "1", a_complaint(name="Sally Hart"))
    import_complaints([arrival], policies.usual_rules(), lead, NOW)
    assert Customer.objects.get().name == "Sally Hart"
    assert called(Case.objects.get(source_key="1")) == "Sally Hart"


def test_an_imported_complaint_that_tells_none_greets_by_none(lead: Person) -> None:
    arrival = Arrival("helpdesk", "1", a_complaint(name=""))
    import_complaints([arrival], policies.usual_rules(), lead, NOW)
    assert called(Case.objects.get(source_key="1")) == ""


def test_it_takes_the_place_of_no_name_that_is_known_to_be_theirs(lead: Person) -> None:
    receive(a_complaint(name="Sally Real", channel=Channel.WEB), lead, NOW, theirs=True)
    taken_in(lead, CUSTOMERS)
    assert Customer.objects.get(source_key="c1").name == "Sally Real"


def test_it_is_theirs_where_we_knew_none_and_their_number_stays(lead: Person) -> None:
    who = Complainant("", "sally@example.org", "0115 496 0123")
    told = a_complaint(complainant=who, channel=Channel.WEB)
    receive(told, lead, NOW, theirs=True)
    taken_in(lead, CUSTOMERS)
    known = Customer.objects.get(source_key="c1")
    assert (known.name, known.phone) == ("Sally Hart", "0115 496 0123")


def undone(row: Import, by: Person) -> None:
    undo_import.begin_undo(row.pk, by)
    list(undo_import.take_back(row.pk, by, NOW))
    row.refresh_from_db()
    assert row.state == "undone"


def test_an_import_that_is_undone_takes_the_name_back_that_it_told(
    strangers: Case, lead: Person
) -> None:
    undone(taken_in(lead, CUSTOMERS), lead)
    who = Customer.objects.get()
    assert who.name == ""
    mended = strangers.events.filter(kind="customer_mended").last()
    assert mended is not None
    assert mended.data["after"] == {"name": ""}
    strangers = Case.objects.get(pk=strangers.pk)
    assert strangers.need.name == called(strangers) == "Buy Pills", "as before it came"
    told = a_complaint(name="", email="sally@example.org")
    assert called(Case.objects.get(pk=receive(told, lead, NOW))) == ""
    assert not search.matching(Case.objects.all(), "hart")


def test_so_does_one_of_complaints_which_are_worked_on_by_nobody(lead: Person) -> None:
    who = Customer.objects.create(email="ann@example.org", joined_on=NOW.date())
    row = taken_in(lead, CUSTOMERS)
    told = a_complaint(name="Ann Quill", email="ann@example.org")
    import_complaints([Arrival("desk", "1", told)], policies.usual_rules(), lead, NOW, row)
    who.refresh_from_db()
    assert who.name == "Ann Quill"
    undone(row, lead)
    who.refresh_from_db()
    assert who.name == ""
    assert not Case.objects.filter(source="desk"), "that it told a name is nobody's work"


def test_what_a_colleague_wrote_since_stays(lead: Person) -> None:
    row = taken_in(lead, CUSTOMERS)
    who = Customer.objects.get(source_key="c1")
    know_customer(who.pk, {"name": "Sally Moore"}, lead, NOW)
    undone(row, lead)
    who.refresh_from_db()
    assert who.name == "Sally Moore"


def test_so_does_a_name_that_was_theirs_before(lead: Person) -> None:
    receive(a_complaint(name="Sally Real", channel=Channel.WEB), lead, NOW, theirs=True)
    undone(taken_in(lead, CUSTOMERS), lead)
    assert Customer.objects.get().name == "Sally Real"

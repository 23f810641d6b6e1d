"""Conduct while two customers are taken for one person: it is of whose case or contact it is, and
so each has their own again once they are two (docs/how-to/merge-customers.md)."""

import json
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from tests.conftest import person
from tests.steps.test_conduct import SAID, recorded
from tests.steps.test_restrict import MEASURE
from tests.stories import NOW, an_open_case

from upheld.core.erasing import ErasureWhy
from upheld.core.words import CaseId, Role
from upheld.steps import conduct, erase, may, restrict
from upheld.steps.merge_customers import merge_customers, undo_customer_merge
from upheld.store import models as rows
from upheld.store import relations
from upheld.store.record import events
from upheld.store.sight import own_conduct
from upheld.store.theirs import data as their_data

BY = may.Operator()
pytestmark = pytest.mark.django_db
Of = Callable[["Two"], rows.Conduct]


class Two:
    """The second leads to the first, who stays; each has a case and a contact of no case."""

    def __init__(self) -> None:
        cases = [an_open_case(BY, email=f"{name}@example.net", name=name) for name in ("Bo", "Di")]
        self.stays, self.goes = (rows.Case.objects.get(pk=pk) for pk in cases)
        rows.Customer.objects.update(vulnerable=False)
        told = {"customer": self.goes.customer, "inbound": True, "channel": "phone"}
        self.contact = rows.Contact.objects.create(at=NOW, **told)
        self.merge = self.taken_for_one()

    def taken_for_one(self) -> rows.CustomerMerge:
        return merge_customers(self.goes.customer_id, self.stays.customer_id, "", BY, NOW)

    def told_apart(self) -> None:
        undo_customer_merge(self.merge.pk, BY, NOW)
        self.goes.refresh_from_db()
        self.stays.refresh_from_db()


def on_the_case(two: Two) -> rows.Conduct:
    return record(two, CaseId(two.goes.pk), None)


def in_the_contact(two: Two) -> rows.Conduct:
    return record(two, None, two.contact.pk)


def record(two: Two, case: CaseId | None, contact: int | None) -> rows.Conduct:
    """Asked of the one who stays, as a page of the person does."""
    told = ("insulted", SAID, BY, NOW)
    return conduct.record(two.stays.customer_id, case, contact, *told)


def recorded_before(of: Of) -> Of:
    """As earlier versions did: with whoever was asked."""

    def recorded_with_the_other(two: Two) -> rows.Conduct:
        row = of(two)
        rows.Conduct.objects.filter(pk=row.pk).update(customer=two.stays.customer)
        return row

    return recorded_with_the_other


ALL = [on_the_case, in_the_contact]


@pytest.mark.parametrize("of", ALL)
def test_it_is_of_whose_case_or_contact_it_is(of: Of) -> None:
    two = Two()
    assert of(two).customer == two.goes.customer


@pytest.mark.parametrize("of", ALL + [recorded_before(each) for each in ALL])
def test_they_are_two_again_and_each_is_told_their_own(of: Of) -> None:
    two = Two()
    row, own = of(two), recorded(CaseId(two.stays.pk), BY)
    two.told_apart()
    row.refresh_from_db()
    assert row.customer == two.goes.customer
    assert list(relations.conduct(two.goes.customer)) == [row]
    assert list(relations.conduct(two.stays.customer)) == [own]
    assert [line["id"] for line in told(two.goes.customer)] == [row.pk]
    assert [line["id"] for line in told(two.stays.customer)] == [own.pk]
    assert list(events.breaks()) == []


def told(who: rows.Customer) -> list[dict[str, object]]:
    with ZipFile(BytesIO(their_data.packed(who, NOW))) as packed:
        found: list[dict[str, object]] = json.loads(packed.read("customer.json")).get("Conduct", [])
    return found


@pytest.mark.parametrize("of", [on_the_case, recorded_before(on_the_case)])
def test_a_restriction_rests_on_what_its_own_customer_did_and_is_shown(of: Of) -> None:
    two, lead = Two(), person("Lena Brandt", Role.LEAD)
    row = of(two)
    limit = restrict.decide(CaseId(two.goes.pk), MEASURE, [row.pk], lead, NOW)
    two.told_apart()
    row.refresh_from_db()
    assert (limit.customer, row.customer) == (two.goes.customer, two.goes.customer)
    assert list(own_conduct.shown_on(two.goes)) == [row]


def test_the_record_tells_what_was_put_right_and_changes_nothing_of_before() -> None:
    two = Two()
    row = recorded_before(on_the_case)(two)
    before = list(rows.Event.objects.order_by("number").values_list("number", "data"))
    two.told_apart()
    after = rows.Event.objects.order_by("number")
    assert list(after.values_list("number", "data"))[: len(before)] == before
    assert after.get(kind="customer_merge_undone").data["conduct"] == [row.pk]


def test_their_own_words_go_with_them_though_their_act_names_the_other() -> None:
    two, lead = Two(), person("Lena Brandt", Role.LEAD)
    row = recorded_before(in_the_contact)(two)
    conduct.answer(row.pk, "I was at the hospital.", BY, NOW)
    two.told_apart()
    rows.Case.objects.filter(pk=two.goes.pk).update(state="closed")
    asked = erase.propose(two.goes.customer_id, None, ErasureWhy.REQUEST, BY, NOW)
    erase.approve(asked.pk, lead, NOW)
    said = rows.Event.objects.filter(kind="conduct_answered")
    assert "hospital" not in str(list(said.values_list("data", flat=True)))

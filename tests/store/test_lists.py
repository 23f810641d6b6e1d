"""Complaints by what they tell of, and contacts about none: looked up where few are so, walked to
where many are, the same."""

from datetime import timedelta
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import NOW

from upheld.core.words import AllegationKind, FindingResult
from upheld.store.counted import cases_counted, lists
from upheld.store.models import Allegation, Case, Closing, Contact, Customer, Finding

pytestmark = pytest.mark.django_db

KINDS = (AllegationKind.PROMISE_NOT_KEPT, AllegationKind.LATE)
RESULTS = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY, FindingResult.NOT_SUBSTANTIATED, None)
# What we said on the way to an order, and what came later; and a case that is not closed.
CAUSES = ("described_wrong", "carrier_delay", None)
_POINTS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(RESULTS)), max_size=2)
_CASES = st.lists(st.tuples(_POINTS, st.sampled_from(CAUSES), st.booleans()), max_size=6)


def a_case(
    points: list[tuple[AllegationKind, FindingResult | None]], cause: str | None, reopened: bool
) -> int:
    customer, _ = Customer.objects.get_or_create(name="Sally Hart")
    case = Case.objects.create(
        customer=customer, received_at=NOW - timedelta(days=Case.objects.count()), text="Late."
    )
    for kind, result in points:
        alleged = Allegation.objects.create(case=case, kind=kind, statement="It was said.")
        if result:
            Finding.objects.create(allegation=alleged, result=result, at=NOW, by="Lena")
    if cause:
        Closing.objects.create(
            case=case, cause=cause, resolved=True, at=NOW, by="Lena",
            reopened_at=NOW if reopened else None,
        )  # fmt: skip
    return case.pk


@given(_CASES)
def test_a_list_has_the_complaints_that_figures_count_whichever_way_they_are_found(
    told: list[tuple[list[tuple[AllegationKind, FindingResult | None]], str | None, bool]],
) -> None:
    Case.objects.all().delete()
    for each in told:
        a_case(*each)
    so = {"broken": cases_counted.broken_promise(), "misread": cases_counted.misread()}
    for about, counted in so.items():
        every = Case.objects.filter(counted).order_by("-received_at", "-pk")
        for few in (-1, 2_000):
            with mock.patch.object(lists, "_FEW", few):
                assert list(lists.complaints({"about": about}, NOW)) == list(every), few


_CONTACTS = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(-2, 2)), max_size=8)


@given(_CONTACTS)
def test_contacts_about_no_complaint_are_the_same_whichever_way_they_are_found(
    told: list[tuple[bool, bool, int]],
) -> None:
    Contact.objects.all().delete()
    case = Case.objects.get(pk=a_case([], None, reopened=False))
    made = [
        Contact.objects.create(
            customer=case.customer, case=None if alone else case, inbound=inbound,
            channel="phone", at=NOW - timedelta(days=ago), summary="Where is it?",
        )
        for alone, inbound, ago in told
    ]  # fmt: skip
    there = [each for each in made if each.case is None and each.inbound and each.at <= NOW]
    newest = sorted(there, key=lambda each: (each.at, each.pk), reverse=True)
    for few in (-1, 2_000):
        with mock.patch.object(lists, "_FEW", few):
            assert list(lists.contacts({"case": "-"}, NOW)) == newest, few

"""Placing over the rows: what was alleged first, the order's item, and the words of a contact."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.stories import an_allegation, an_open_case

from upheld.core.words import AllegationKind, CaseId
from upheld.demo.simulate.journey import JOURNEY
from upheld.steps.keep_journey import declare
from upheld.store import journey, placing
from upheld.store import models as rows
from upheld.store.counted import lists
from upheld.store.policy_files.data_files import BadData


@pytest.fixture
def lived(lead: rows.Person, now: datetime) -> rows.Case:
    """A firm with a journey without personas, and one late fitting that somebody rings about."""
    everybodys = [type(each)(**dict[str, Any](_told(each), personas=())) for each in JOURNEY]
    declare([], everybodys, lead, now)
    case = rows.Case.objects.get(pk=an_open_case(lead))
    an_allegation(CaseId(case.pk), lead, now, AllegationKind.LATE, facts={"touchpoint": "service"})
    told = {"placed_on": now, "reference": "1", "touchpoint": "service", "amount": 145}
    case.order = case.customer.orders.create(item="Fitting visit", **told)
    case.save()
    said = {"customer": case.customer, "at": now, "inbound": True, "channel": "phone"}
    rows.Contact.objects.create(case=case, summary="Rang again", **said)
    rows.Contact.objects.create(summary="Where is order 1?", **said)
    rows.Contact.objects.create(summary="Rang", **said)
    return case


def _told(each: object) -> dict[str, object]:
    return {name: getattr(each, name) for name in type(each).__slots__}  # type: ignore[attr-defined]


def test_each_row_is_placed_in_one_statement_for_its_kind(
    lived: rows.Case, django_assert_num_queries: object
) -> None:
    by = placing.placing()
    with django_assert_num_queries(3):  # type: ignore[operator]
        orders = dict(placing.orders(rows.Order.objects.all(), by))
        cases = dict(placing.cases(rows.Case.objects.all(), by))
        contacts = dict(placing.contacts(rows.Contact.objects.all(), by))
    assert [each.touchpoint for each in orders.values()] == ["fitting"]
    assert cases[lived.pk].touchpoint == "fitting"
    told = rows.Contact.objects.in_bulk(contacts)
    assert {told[pk].summary: placed.touchpoint for pk, placed in contacts.items()}.items() >= {
        "Rang again": "fitting",
        "Where is order 1?": "delivery",
        "Rang": "",
    }.items()


def test_a_firm_without_a_journey_has_nothing_placed_and_is_told_why(
    lead: rows.Person, now: datetime
) -> None:
    assert journey.touchpoints() == ()
    who = rows.Customer.objects.create()
    who.orders.create(placed_on=now, reference="1", item="Desk", touchpoint="product", amount=1)
    (placed,) = dict(placing.orders(rows.Order.objects.all(), placing.placing())).values()
    assert placed.because == "The rule sold places it on delivery, which is not in the journey."


def test_a_slip_in_the_words_is_told_with_its_row(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "journey"
    folder.mkdir()
    for path in Path("policies/journey").iterdir():
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (folder / "words.csv").write_text("of,means,words\nitem,fiting,fitting\n")
    monkeypatch.setattr("upheld.store.placing.settings.POLICIES", tmp_path)
    placing.placing_files.cache_clear()
    try:
        with pytest.raises(BadData, match=r"journey/words.csv, row 2: means: .*fitting"):
            placing.placing_files()
    finally:
        placing.placing_files.cache_clear()


@pytest.mark.parametrize("most_things", [-1, 500])
def test_a_list_at_a_touchpoint_holds_the_rows_that_are_placed_there(
    most_things: int,
    lived: rows.Case,
    lead: rows.Person,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By kind, by the facts' nature or else the order's, by the thing, and by the words alone; what
    is alleged second says nothing."""
    monkeypatch.setattr(lists, "_MOST_THINGS", most_things)
    for number, (kinds, nature) in enumerate((
        ((AllegationKind.LATE,), "product"), ((AllegationKind.STAFF_CONDUCT,), "service"),
        ((AllegationKind.FAULTY, AllegationKind.WRONG_AMOUNT), "product"), ((), ""),
    )):  # fmt: skip
        case = rows.Case.objects.get(pk=an_open_case(lead, email=f"{number}@example.org"))
        for kind in kinds:
            an_allegation(CaseId(case.pk), lead, now, kind, facts={"touchpoint": nature})
        said = {"customer": case.customer, "at": now, "inbound": True, "channel": "phone"}
        rows.Contact.objects.create(case=case, summary=f"A question about {number}", **said)
    rows.Contact.objects.create(summary="The refund of order 27", **said)
    rows.Case.objects.filter(pk=case.pk).update(order=lived.order)
    by, latest = placing.placing(), rows.Case.objects.latest("received_at").received_at
    at = max(now, latest)
    came = rows.Contact.objects.filter(inbound=True, at__lte=at)
    for found, placed in (
        (lists.complaints, dict(placing.cases(rows.Case.objects.all(), by))),
        (lists.contacts, dict(placing.contacts(came, by))),
    ):
        there = {each.touchpoint for each in placed.values()} - {""}
        assert len(there) > 3
        for touchpoint in (*there, "renewal"):
            told = {each.pk for each in found({"touchpoint": touchpoint}, at)}
            assert told == {pk for pk, each in placed.items() if each.touchpoint == touchpoint}

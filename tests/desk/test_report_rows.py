"""Every number of a report leads to its rows, and a list that it leads to has as many."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

import pytest
from django.template import Context
from django.test import Client
from tests import stories
from tests.desk.conftest import SignIn

from upheld.desk.templatetags.report import rows_of
from upheld.insight.passages import passages
from upheld.insight.report import Report, report
from upheld.insight.report.told import Cell, Place, Table
from upheld.steps import close
from upheld.store import models as rows
from upheld.store import placing
from upheld.store.counted import lists
from upheld.store.models import Person

NOW = stories.NOW
DAYS = date(2026, 11, 1), date(2026, 11, 30)
# Whose digits count no rows.
NO_ROWS = {
    "Our target": "a rule of the regime",
    "Since": "a day",
    "Until": "a day",
}
# Lists whose page says how many rows it has.
LISTS = ("complaints", "contacts", "customers", "orders", "promises")


def numbers_of(found: Report) -> Iterator[tuple[str, str, Place]]:
    """Each number of the report: where it stands, its text and where its rows are."""
    for figure in found.figures:
        yield figure.name, figure.value, figure.place
        if figure.before:
            yield figure.name, figure.before, figure.then
    for each in found.everything:
        yield each.sentence, each.figure, Place(each.page, each.argument, each.query)
    for section in found.sections:
        for bars in section.bars:
            sums = map(sum, bars.amounts)
            for label, amount, place in zip(bars.labels, sums, bars.places, strict=True):
                yield f"{bars.title}, {label}", f"{amount:,.0f}", place
        yield from chain.from_iterable(map(numbers_in, section.tables))


def numbers_in(table: Table) -> Iterator[tuple[str, str, Place]]:
    for row in table.rows:
        for head, cell in list(zip(table.head, row, strict=True))[1:]:
            if head not in NO_ROWS and is_number(cell):
                yield f"{row[0].text}: {head}", cell.text, cell.place


def is_number(cell: Cell) -> bool:
    return cell.number or bool(re.search(r"\d", cell.text))


def address(place: Place) -> str:
    return str(rows_of(Context({}), place))


def many_on(client: Client, url: str) -> str:
    """How many rows the list says that it has."""
    page = client.get(url).content.decode()
    found = re.search(r'class="found-count"[^>]*>([\d,]+)', page)
    assert found, f"{url} does not say how many rows it has"
    return found[1]


@pytest.fixture
def told(handler: Person) -> Report:
    """Of a firm to which each thing that the report counts has happened once or twice."""
    closed = stories.a_closed_case(handler, NOW)
    back = stories.an_answered_case(handler, NOW, email="back@example.org")
    close.hear(back, False, "You left out the second parcel.", handler, NOW)
    waiting = stories.an_open_case(handler, NOW, email="late@example.org")
    rows.Case.objects.filter(pk=waiting).update(received_at=NOW - timedelta(days=40))
    rows.Clock.objects.filter(case=waiting).update(due=NOW - timedelta(hours=1), met_at=None)
    _with_a_second_day(rows.Clock.objects.filter(case=waiting).earliest("pk"))
    _judged_since(rows.Decision.objects.get(case=closed), rows.Decision.objects.get(case=back))
    late = NOW - timedelta(hours=2)
    rows.Commitment.objects.filter(case=back).update(state="open", settled_at=None, due=late)
    _sold_and_called()
    return report(*DAYS, NOW)


def _with_a_second_day(clock: rows.Clock) -> None:
    """As DISP gives a final response on payment services 15 days, and 35 after a holding one."""
    clock.pk, clock.obligation = None, "second"
    clock.save()


def _judged_since(differs: rows.Decision, unfair: rows.Decision) -> None:
    rows.Distinction.objects.create(decision=differs, why="A gift", sentence="Dearer", at=NOW)
    rows.NotFollowed.objects.create(decision=unfair, why="Too little", at=NOW)
    rows.OutsideRuling.objects.create(
        case_id=differs.case_id, body="The ombudsman", ruled_on=NOW.date(), changed=True, at=NOW
    )


def _sold_and_called() -> None:
    """In one area no order comes on its day, in the other each does; one campaign sold them all."""
    yesterday = (NOW - timedelta(days=1)).date()
    rows.Campaign.objects.create(key="spring", name="Spring", promise="In three days")
    for area, delivered in (("EH", None), ("SW", yesterday)):
        for number in range(32):
            customer = rows.Customer.objects.create(name=f"{area} {number}", area=area)
            rows.Order.objects.create(
                customer=customer, reference=f"{area}-{number}", campaign="spring",
                placed_on=yesterday - timedelta(days=9), promised_on=yesterday,
                delivered_on=delivered, touchpoint="product", amount=Decimal(20),
            )  # fmt: skip
            rows.Contact.objects.create(
                customer=customer, at=NOW - timedelta(hours=1), channel="phone", inbound=True,
                summary="Where is it?", caused_by="firm" if delivered is None else "neutral",
            )  # fmt: skip


@pytest.mark.django_db
def test_every_number_leads_to_a_page(told: Report, signed_in: SignIn, lead: Person) -> None:
    client = signed_in(lead)
    numbers = list(numbers_of(told))
    assert len(numbers) > 60
    assert [(where, text) for where, text, place in numbers if not address(place)] == []
    assert [part.key for part in told.sections if not address(part.place)] == []
    pages = {address(place) for _, _, place in numbers if place.page not in LISTS}
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.django_db
def test_a_list_has_as_many_rows_as_the_number_that_leads_to_it(
    told: Report, signed_in: SignIn, lead: Person
) -> None:
    client = signed_in(lead)
    counts = {
        (where, text, address(place))
        for where, text, place in numbers_of(told)
        if place.page in LISTS and re.fullmatch(r"[\d,]+", text)
    }
    assert len(counts) > 25
    assert [each for each in counts if many_on(client, each[2]) != each[1]] == []


@pytest.mark.django_db
def test_of_no_complaint_or_of_days_without_any_each_number_leads_somewhere_too(
    handler: Person,
) -> None:
    empty = report(*DAYS, NOW)
    stories.a_closed_case(handler, NOW)
    quiet = report(date(2026, 9, 1), date(2026, 9, 30), NOW)
    for told in (empty, quiet):
        assert not told.so_far or "These days are not over" in told.limits[0]
        assert [where for where, _, place in numbers_of(told) if not address(place)] == []


@pytest.mark.django_db
def test_orders_without_days_are_read_as_what_they_are() -> None:
    """A day that nobody wrote down, and one that is to come, is none."""
    customer = rows.Customer.objects.create(name="Ann")
    plain = {"customer": customer, "touchpoint": "product", "amount": Decimal("20.50")}
    tomorrow, last = (NOW + timedelta(days=1)).date(), date(2024, 2, 29)
    rows.Order.objects.create(reference="1", placed_on=last, **plain)
    rows.Order.objects.create(reference="2", placed_on=NOW.date(), promised_on=tomorrow, **plain)
    found = passages(placing.placing(), NOW.date())
    assert found.placed.tolist() == [last.toordinal(), NOW.date().toordinal()]
    assert found.promised.tolist() == found.came.tolist() == [0, 0]
    assert found.paid.tolist() == [20.5, 20.5]
    assert found.people(found.placed > 0) == 1
    assert len(passages(placing.placing(), date(2000, 1, 1))) == 0


@pytest.mark.django_db
def test_a_list_takes_every_area_that_a_report_names() -> None:
    areas = [f"{number:>20}" for number in range(12)]
    customer = rows.Customer.objects.create(name="Ann", area=areas[-1])
    told = {"customer": customer, "touchpoint": "product", "amount": Decimal(20)}
    rows.Order.objects.create(reference="1", placed_on=NOW.date(), **told)
    for where, many in (("area", 1), ("elsewhere", 0)):
        assert lists.orders({where: ",".join(areas)}, NOW).count() == many

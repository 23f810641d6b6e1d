"""One's own deadlines to subscribe to: nobody else's, and no word of what was said."""

from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from tests import stories
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.core.words import CaseId
from upheld.steps import address_calendar, assign
from upheld.steps.pause import pause, resume
from upheld.steps.receive import receive
from upheld.store.models import Event, Person
from upheld.store.policies import Rules


@pytest.fixture
def feed(handler: Person) -> str:
    return f"/calendar/{address_calendar.address_calendar(handler, stories.NOW)}.ics"


def entries(address: str) -> list[dict[str, str]]:
    """The events of a calendar, asked for by a program that never signed in."""
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return [{name: str(value) for name, value in event.items()} for event in found]


def test_each_clock_stands_on_its_day(feed: str, handler: Person) -> None:
    case = stories.an_open_case(handler)
    (event,) = Calendar.from_ical(Client().get(feed).content).walk("VEVENT")
    assert event["summary"] == (
        f"UP-{case:06d} final response (our own aim): "
        "My shelves arrived nine days late and nobody told me."
    )
    assert event.decoded("dtstart") == date(2026, 11, 30)
    assert "20 business days" in str(event["description"])
    assert event["url"] == f"http://testserver/cases/UP-{case:06d}/"


def test_a_clock_of_an_hour_stands_at_its_hour(feed: str, handler: Person) -> None:
    case = receive(stories.a_complaint(), handler, stories.NOW, Rules("au-asic-rg271"))
    assign.assign(case, handler, handler, stories.NOW)
    first, *_ = Calendar.from_ical(Client().get(feed).content).walk("VEVENT")
    assert first.decoded("dtstart") == stories.NOW + timedelta(hours=24)


def test_it_holds_only_ones_own_open_cases(feed: str, handler: Person, lead: Person) -> None:
    mine = stories.an_open_case(handler, subject="Mine")
    other = stories.an_open_case(handler, subject="Another's")
    assign.assign(other, lead, lead, stories.NOW)
    stories.a_received_case(handler, subject="Nobody's")
    stories.a_closed_case(handler, subject="Closed")
    assert [event["URL"] for event in entries(feed)] == [f"http://testserver/cases/UP-{mine:06d}/"]


def test_whoever_has_no_role_that_reads_cases_reads_none_by_it(feed: str, handler: Person) -> None:
    stories.an_open_case(handler)
    Person.objects.filter(pk=handler.pk).update(role="")
    assert Client().get(feed).status_code == 404
    Person.objects.filter(pk=handler.pk).update(role="handler")
    assert len(entries(feed)) == 1


def test_no_word_of_the_complaint_but_its_subject_leaves(feed: str, handler: Person) -> None:
    stories.an_open_case(
        handler, subject="Shelves", text="SECRETTEXT", demand="SECRETDEMAND", name="Secret Name"
    )
    told = Client().get(feed).content
    assert b"Shelves" in told
    assert b"SECRET" not in told.upper()


def test_a_paused_target_leaves_it_until_it_goes_on(
    feed: str, handler: Person, open_case: CaseId
) -> None:
    uid = entries(feed)[0]["UID"]
    pause(open_case, "Photographs", handler, stories.NOW)
    assert entries(feed) == []
    resume(open_case, handler, stories.NOW + timedelta(days=1))
    (event,) = entries(feed)
    assert event["UID"] == uid
    assert "moved from Mon 30 Nov 2026 to Tue 1 Dec 2026" in event["DESCRIPTION"]


def test_another_address_ends_the_first(feed: str, alice: Client) -> None:
    assert alice.post("/calendar/").status_code == 302
    assert Client().get(feed).status_code == 404


def test_the_page_shows_the_address_and_it_works(alice: Client, open_case: CaseId) -> None:
    assert "You have no address yet." in text(alice.get("/calendar/"))
    page = alice.post("/calendar/", follow=True).content.decode()
    address = page.split('value="http://testserver', 1)[1].split('"', 1)[0]
    assert address.startswith("/calendar/")
    assert len(entries(address)) == 1


def test_a_forged_or_cut_address_opens_nothing(feed: str, lead: Person) -> None:
    token = feed.removeprefix("/calendar/").removesuffix(".ics")
    others = token.replace(token.split(".")[0], str(lead.pk), 1)
    for forged in (others, token[:-1], "1.x", "x", f"{token}:x"):
        assert Client().get(f"/calendar/{forged}.ics").status_code == 404


def test_who_left_takes_no_calendar_along(feed: str, handler: Person) -> None:
    Person.objects.filter(pk=handler.pk).update(is_active=False)
    assert Client().get(feed).status_code == 404


def test_only_who_signed_in_has_an_address(db: None) -> None:
    assert Client().get("/calendar/").status_code == 302
    assert Client().post("/calendar/").status_code == 302
    assert not Event.objects.exists()


def test_the_record_says_that_an_address_changed_and_not_to_what(
    feed: str, signed_in: SignIn
) -> None:
    event = Event.objects.get(kind="calendar_addressed")
    secret = feed.split(".", 1)[1].split(":")[0]
    assert secret not in str(event.data)

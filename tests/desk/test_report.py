"""The report and the team in the desk: who sees what, and that each number opens its rows."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from tests import stories
from tests.conftest import PASSWORD
from tests.desk.as_sent import as_sent, fields_of
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.core.words import Role
from upheld.insight.report import as_data, report
from upheld.jobs import reporting
from upheld.store.models import Case, KeptReport, OutsideRuling, Person, WorkingHours

NOW = stories.NOW
ASKED = "?first=2026-11-01&last=2026-11-30"
DAYS = "?from=2026-11-01&to=2026-11-30"


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


def test_the_report_says_what_came_and_its_number_opens_the_very_rows(
    lena: Client, handler: Person
) -> None:
    case = stories.a_closed_case(handler, NOW)
    late = stories.an_open_case(handler, NOW, email="other@example.com")
    Case.objects.filter(pk=late).update(received_at=NOW - timedelta(days=40))
    answer = lena.get(f"/insight/report/{ASKED}")
    assert "1 complaint came" in text(answer)
    assert "What to do next" in text(answer)
    found = re.search(r'href="(/complaints/\?what=received[^"]+)"', answer.content.decode())
    assert found
    rows = lena.get(found[1].replace("&amp;", "&")).content.decode()
    assert f"UP-{case:06d}" in rows
    assert f"UP-{late:06d}" not in rows


@pytest.mark.parametrize("role", [Role.LEAD, Role.POLICY_OWNER, Role.AUDITOR])
def test_every_place_that_a_report_names_is_a_page_that_its_reader_may_open(
    signed_in: SignIn, handler: Person, role: Role
) -> None:
    stories.a_closed_case(handler, NOW)
    reader = signed_in(Person.objects.create_person("reader@example.com", "Rita", role, PASSWORD))
    page = reader.get(f"/insight/report/{ASKED}").content.decode()
    inside = page[page.index('<article class="report">') : page.index("</article>")]
    places = {each.replace("&amp;", "&") for each in re.findall(r'href="(/[^"]+)"', inside)}
    assert len(places) > 5
    assert {place: reader.get(place).status_code for place in places} == dict.fromkeys(places, 200)
    assert ("/insight/fairness/" in places) == (role != "policy_owner")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("?first=2026-11-30&last=2026-11-01", "backwards"),
        ("?first=2027-11-01&last=2027-11-30", "is to come"),
        ("?first=soon&last=2026-11-30", "Write a day such as 2026-11-02."),
        ("", "Choose a day."),
    ],
)
def test_days_that_cannot_be_told_are_to_be_mended(lena: Client, asked: str, why: str) -> None:
    for address in ("/insight/report/", "/insight/report/report.pdf"):
        answer = lena.get(f"{address}{asked}")
        assert answer.status_code == 422
        assert why in text(answer)


def test_a_kept_report_is_read_as_it_was_told_and_one_that_was_changed_says_so(
    lena: Client, handler: Person
) -> None:
    stories.a_closed_case(handler, NOW)
    reporting.sweep(NOW + timedelta(days=35))
    kept = KeptReport.objects.get()
    assert "Sun 1 Nov 2026 to Mon 30 Nov 2026" in text(lena.get("/insight/reports/"))
    page = text(lena.get(f"/insight/reports/{kept.pk}/"))
    assert "and as the record has it" in page
    pdf = lena.get(f"/insight/reports/{kept.pk}/report.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "report-2026-11-01-2026-11-30.pdf" in pdf["Content-Disposition"]
    KeptReport.objects.update(told=as_data(report(date(2026, 10, 1), date(2026, 10, 31), NOW)))
    assert "is not what the record says was kept" in text(lena.get(f"/insight/reports/{kept.pk}/"))
    assert lena.get("/insight/reports/999/").status_code == 404


def test_a_handler_reads_no_report_and_of_the_team_their_own_work(
    signed_in: SignIn, handler: Person, lead: Person
) -> None:
    case = stories.an_open_case(handler, NOW)
    Case.objects.filter(pk=case).update(owner=lead)
    alice = signed_in(handler)
    for address in ("reports/", f"report/{ASKED}", f"report/report.pdf{ASKED}", "reports/1/"):
        assert alice.get(f"/insight/{address}").status_code == 403
    mine = text(alice.get(f"/insight/team/{DAYS}"))
    assert "Your own work" in mine
    assert "Lena Brandt" not in mine
    _, everybody = text(signed_in(lead).get(f"/insight/team/{DAYS}")).split("Who has how much", 1)
    assert everybody.index("Alice Moore") < everybody.index("Lena Brandt")
    assert alice.post("/insight/team/hours/", {"person": lead.pk}).status_code == 403


def test_a_lead_says_how_many_hours_somebody_has(lena: Client, handler: Person) -> None:
    answer = lena.post("/insight/team/hours/", {"person": handler.pk, "a_week": "22.5"})
    assert answer.status_code == 303
    assert WorkingHours.objects.get(person=handler).a_week == Decimal("22.5")
    at = "/insight/team/hours/"
    mine = as_sent(lena, "/insight/team/", at) | {"person": str(handler.pk), "a_week": ""}
    answer = lena.post(at, mine)
    assert (answer.status_code, "22.5" in text(answer)) == (409, True)
    sent = fields_of(answer.content.decode(), at)
    assert "at most 60" in text(lena.post(at, sent | {"a_week": "99"}))
    assert lena.post(at, sent | {"a_week": ""}).status_code == 303  # knowingly
    assert not WorkingHours.objects.exists()


def test_what_an_outside_body_ruled_is_kept_on_the_case(lena: Client, handler: Person) -> None:
    case = stories.a_closed_case(handler, NOW)
    assert "An outside body ruled on our answer" in text(lena.get(f"/cases/UP-{case:06d}/"))
    told = {"body": "The ombudsman", "ruled_on": "2026-11-02", "changed": "yes", "words": ""}
    assert lena.post(f"/cases/UP-{case:06d}/outside/", told).status_code == 303
    assert OutsideRuling.objects.get().changed
    assert "our answer was changed" in text(lena.get(f"/cases/UP-{case:06d}/"))
    early = lena.post(f"/cases/UP-{case:06d}/outside/", {**told, "ruled_on": "2020-01-01"})
    assert "is before the complaint came" in text(early)

"""A lead reads the report, looks behind a number, and sees who has how much to do."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from tests import stories
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.core.money import Money
from upheld.insight.learnt import Learnt
from upheld.insight.report import as_data, report
from upheld.insight.report.part import Part
from upheld.insight.report.parts import PARTS
from upheld.steps.keep_report import keep_report
from upheld.steps.may import Operator
from upheld.store.models import Person

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

LESSON = Learnt(
    kind="theme",
    about="1",
    sentence="“Drawer runner” comes up since 28 September 2026.",
    figure="23 complaints",
    page="complaints",
    stake=Money(Decimal(115_000), "GBP"),
    then="Give what causes it an owner.",
)


def test_a_lead_reads_the_report_and_looks_behind_a_number(
    open_desk: OpenDesk, lead: Person, handler: Person
) -> None:
    now = datetime.now(UTC)
    came = now - timedelta(hours=2)  # which may be yesterday
    stories.a_closed_case(handler, came)
    stories.an_open_case(handler, now - timedelta(hours=1))
    told = report(
        came.date(), now.date(), now, (*PARTS, Part("x", "X", learns=lambda *_: [LESSON]))
    )
    keep_report(came.date(), now.date(), as_data(told), 0, Operator(), now)
    page = open_desk(lead, java_script_enabled=True)
    page.goto("/insight/reports/")
    found = broken(page)
    page.get_by_label("From").fill(f"{came:%Y-%m-%d}")
    page.get_by_label("To, that day included").fill(f"{now:%Y-%m-%d}")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    page.get_by_role("link", name="2 complaints", exact=True).first.click()
    expect(page.get_by_role("status").first).to_contain_text("2 complaints")
    page.go_back()
    page.goto("/insight/reports/")
    page.get_by_role("link", name="PDF").wait_for()
    page.locator(".kept-reports").get_by_role("link").first.click()
    expect(page.get_by_text("“Drawer runner” comes up").first).to_be_visible()
    expect(page.get_by_text("about £120,000 a year").first).to_be_visible()
    found += broken(page)
    page.get_by_role("link", name="The team", exact=True).first.click()
    page.get_by_text("Say how many hours somebody has", exact=True).click()
    page.get_by_label("Hours a week for complaints").fill("30")
    page.get_by_role("button", name="Keep the hours").click()
    expect(page.get_by_role("status").first).to_contain_text("The hours are kept.")
    found += broken(page)
    assert found == []

"""A lead asks the marts, mends what was amiss, keeps the question and takes the answer away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from tests import stories
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.insight.marts import build as making
from upheld.insight.marts.asking.of_store import place
from upheld.store.models import Person

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_a_question_is_asked_mended_kept_and_taken_away(
    open_desk: OpenDesk, lead: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    now = datetime.now(UTC)
    case = stories.a_received_case(lead, now)
    making.build(place(), now)
    page = open_desk(lead, java_script_enabled=False)
    page.goto("/questions/")
    page.get_by_text("months", exact=True).click()
    expect(page.get_by_text("The first day of the month.").first).to_be_visible()
    page.get_by_label("Your question, in SQL").fill("SELECT case_number, nosuch FROM cases")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Line 1, column 21")
    page.get_by_label("Your question, in SQL").fill("SELECT case_number, state FROM cases")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("link", name=str(case), exact=True)).to_be_visible()
    page.get_by_text("Keep this question").click()
    page.get_by_label("What it asks, in a few words").fill("Where each stands")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("status").first).to_contain_text("It is kept")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the answer as CSV").click()
    assert taken.value.path().read_text() == f"case_number,state\n{case},received\n"
    with_script = open_desk(lead)
    with_script.goto(page.url)
    with_script.get_by_role("button", name="Ask", exact=True).click()
    expect(with_script.get_by_role("heading", name="The answer")).to_be_visible()
    assert broken(with_script) == []

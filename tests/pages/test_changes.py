"""A root cause, its change and its letters, by keyboard; and each page of it as axe sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from benchmarks.effect_firms import Simulated, series
from benchmarks.effect_firms import change as made
from playwright.sync_api import Page, expect
from tests import stories
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.insight.effects import check
from upheld.steps.feedback import offer_idea
from upheld.steps.keep_changes import keep_check
from upheld.steps.may import Complainant
from upheld.store import models as rows

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def press(page: Page, role: str, name: str) -> None:
    """Goes there with the keyboard and presses Enter."""
    page.get_by_role(role, name=name, exact=True).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def test_a_root_cause_its_change_and_those_who_hear_of_it_by_keyboard(
    open_desk: OpenDesk, lead: rows.Person
) -> None:
    now = datetime.now(UTC)
    case = stories.a_closed_case(lead, now - timedelta(days=60))
    offer_idea(case, "Use two carriers.", True, "m", Complainant(), now)
    page = open_desk(lead)
    page.goto("/root-causes/")
    press(page, "link", "Open a root cause")
    write(page, "What lies behind it, in a few words", "One carrier for all")
    page.get_by_label("Who sees to it").focus()
    page.keyboard.type(lead.name)
    page.get_by_label("Which complaints or contacts show it").select_option("cause:carrier_delay")
    found = broken(page)
    press(page, "button", "Open it")
    expect(page.get_by_role("heading", name="One carrier for all")).to_be_visible()
    found += broken(page)
    press(page, "link", "Write down a change")
    write(page, "What is changed, in a few words", "A second carrier")
    write(page, "Why that should help", "One van breaks down.")
    write(page, "What we do now, as those who complained will read it", "We use two carriers now.")
    page.get_by_label("Day of the change").fill(f"{now - timedelta(days=30):%Y-%m-%d}")
    page.get_by_label("What should happen less often").select_option("cause:carrier_delay")
    press(page, "button", "Write it down")
    press(page, "button", "Look at the numbers now")
    expect(page.get_by_text("Cannot tell yet").first).to_be_visible()
    _with_numbers(lead)
    page.reload()
    expect(page.get_by_text("Worked", exact=True).first).to_be_visible()
    page.get_by_text("The numbers of the picture").focus()
    page.keyboard.press("Enter")
    found += broken(page)
    press(page, "link", "Tell those who complained")
    found += broken(page)
    press(page, "button", "Send 1 letter")
    expect(page.get_by_text("1 letter on their way.")).to_be_visible()
    for address in ("/wall/", f"/ideas/{rows.Idea.objects.get().pk}/", "/complain/changes/"):
        page.goto(address)
        found += broken(page)
    assert found == []


def _with_numbers(lead: rows.Person) -> None:
    """What a check of three years would have found."""
    firm = Simulated("quiet", weekly=4, effect=0.4)
    row = rows.Change.objects.get()
    keep_check(row.pk, check(made(firm), series(firm, 1)), lead, datetime.now(UTC))

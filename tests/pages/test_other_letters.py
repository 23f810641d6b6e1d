"""A holding letter, and then the summary of what they accepted: by hand, and for everybody."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from tests import stories
from tests.desk.reading import page_of
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken
from tests.pages.test_journey import _tab_to
from tests.steps.test_other_letters import decided_under

from upheld.store.models import Letter, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_holding_letter_and_then_the_summary(open_desk: OpenDesk, handler: Person) -> None:
    case = decided_under("uk-fca-disp", handler, datetime.now(UTC))
    page = open_desk(handler)
    page.goto(page_of(case))
    page.get_by_text("Another letter").click()
    found = broken(page)
    page.get_by_role("link", name="The holding letter").click()
    expect(page.get_by_text("Nothing to mend")).to_be_visible()
    found += broken(page)
    letter = page.get_by_label("Letter", exact=True)
    letter.fill(letter.input_value() + "\n\nWe will refund you.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("mark")).to_have_text("We will refund you.")
    found += broken(page)
    letter.fill(letter.input_value().replace("\n\nWe will refund you.", ""))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status").first).to_contain_text("The holding letter is on its way.")

    page.goto(f"{page_of(case)}letters/summary_resolution/")
    _tab_to(page, "What they said")
    page.keyboard.type("That settles it, thank you.")
    _tab_to(page, "Draft the letter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We now consider your complaint to be resolved.").first).to_be_visible()
    found += broken(page)
    _tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Next action")).to_contain_text("Close with a cause")
    assert found == []
    assert {*Letter.objects.filter(case=case).values_list("kind", flat=True)} == {
        "acknowledgement", "holding", "summary_resolution",
    }  # fmt: skip


def test_a_case_on_paper_holds_what_we_wrote(open_desk: OpenDesk, handler: Person) -> None:
    case = stories.an_answered_case(handler, datetime.now(UTC))
    page = open_desk(handler)
    page.goto(page_of(case))
    letter = page.locator(".sent .letter-subject").last
    expect(letter).not_to_be_visible()
    page.emulate_media(media="print")
    expect(letter).to_be_visible()

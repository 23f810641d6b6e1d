"""The tutorial in a browser: whatever it sets in bold is on the desk, in that order."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from tests import stories
from tests.docs.pages import ROOT
from tests.pages.conftest import OpenDesk

from upheld.steps import decide
from upheld.store.models import Case, Person

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

BOLD = re.findall(r"\*\*(.+?)\*\*", (ROOT / "docs/tutorial/first-complaint.md").read_text("utf-8"))


class Reader:
    """Somebody who does what the tutorial says, and notes each label that they found."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []

    def sees(self, *headings: str) -> None:
        for heading in headings:
            self.found.append(heading)
            expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    def follows(self, link: str) -> None:
        self.found.append(link)
        self.page.get_by_role("link", name=link).first.click()
        self.page.wait_for_load_state()

    def presses(self, button: str) -> None:
        self.found.append(button)
        self.page.get_by_role("button", name=button, exact=True).click()
        self.page.wait_for_load_state()

    def writes(self, label: str, words: str) -> None:
        self.found.append(label)
        self.page.get_by_label(label).fill(words)

    def chooses(self, label: str, value: str) -> None:
        self.found.append(label)
        self.page.get_by_label(label).select_option(value)


@pytest.fixture
def reader(open_desk: OpenDesk, handler: Person) -> Reader:
    now = datetime.now(UTC)
    sally = stories.a_decided_case(handler, now)
    bob = stories.a_decided_case(handler, now, name="Bob Mercer", email="bob@example.net")
    stories.told_about(sally, "0.9", "0.9", "0.8")
    stories.told_about(bob, "0.1", "0.1", "0.2")
    for case in (sally, bob):
        decide.decide(case, handler, now)
    # Without JavaScript every click is a page of its own, so that no step outruns another.
    return Reader(open_desk(handler, java_script_enabled=False))


def test_the_tutorial_can_be_followed(reader: Reader) -> None:
    page = reader.page
    page.get_by_role("link", name="Sally Hart").first.click()
    reader.sees("What was said", "What is so", "What is owed")
    reader.sees("Who this is to us", "What we decide", "The answer", "What we did before")
    reader.follows("Differs: see why")
    expect(page.get_by_text("What is owed is the same to the penny.")).to_be_visible()

    reader.follows("New complaint")
    reader.writes("What was said", "My shelves came nine days late.")
    reader.presses("Receive the complaint")

    reader.follows("Read and send it")
    letter = page.locator("textarea[name=body]")
    drafted = letter.input_value()
    letter.fill(f"{drafted}\n\nWe will refund you.")
    reader.presses("Send")
    expect(page.get_by_text("We will refund you.").first).to_be_visible()
    page.locator("textarea[name=body]").fill(drafted)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("on its way")

    reader.follows("Write it down")
    reader.writes("One sentence that can be checked", "The shelves came nine days late.")
    reader.chooses("What went wrong, in their view", "late")
    reader.presses("Add the allegation")
    page.get_by_label("Touchpoint").select_option("product")
    for fact, value in (("Price paid", "240"), ("Delivery paid", "12.50"), ("Days late", "9")):
        page.get_by_label(fact, exact=True).fill(value)
    reader.presses("Keep the facts")
    reader.follows("Record the finding")
    page.get_by_label("Substantiated", exact=True).check()
    page.get_by_role("button", name="Record the finding").click()
    page.wait_for_load_state()

    reader.follows("Decide")
    reader.presses("Decide by the policy")
    page.get_by_role("link", name="Read and send it").click()
    page.get_by_role("button", name="Send", exact=True).click()
    reader.follows("Record it")
    page.get_by_label("They accept it").check()
    page.get_by_role("button", name="Record it").click()
    reader.chooses("Why it came about", "carrier_delay")
    page.get_by_label("still to be kept after this").check()
    reader.presses("Close the case")
    expect(page.get_by_label("Next action")).to_contain_text("Keep a promise")
    assert Case.objects.filter(state="closed").count() == 1
    assert reader.found == BOLD

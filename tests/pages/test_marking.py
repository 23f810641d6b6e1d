"""Words are selected with the mouse or chosen with the keyboard, and become an allegation."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from tests import stories
from tests.desk.reading import page_of
from tests.pages.conftest import OpenDesk

from upheld.store.models import Allegation, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LETTER = "Hello 😀 team.\n\nMy shelves came nine days late. The top is cracked.\n\nSally"

_SELECT = """([from, to]) => {
  const pieces = [...document.querySelectorAll("[data-text] [data-at]")];
  const node = (words) => pieces.find((piece) => piece.textContent.includes(words)).firstChild;
  const range = document.createRange();
  range.setStart(node(from), node(from).data.indexOf(from));
  range.setEnd(node(to), node(to).data.indexOf(to) + to.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def page(open_desk: OpenDesk, handler: Person) -> Page:
    case = stories.an_open_case(handler, datetime.now(UTC), text=LETTER)
    page = open_desk(handler)
    page.goto(page_of(case))
    return page


def _said() -> list[str]:
    row = Allegation.objects.get()
    return [LETTER[start:end] for start, end in row.spans]


def test_the_selected_words_are_alleged(page: Page) -> None:
    bar = page.get_by_role("button", name="Allege the selected words")
    expect(bar).to_be_hidden()
    page.evaluate(_SELECT, ["nine", "late"])
    bar.click()
    expect(page.get_by_text("“nine days late”")).to_be_visible()
    page.get_by_label("What these words are").select_option("late")
    page.get_by_role("button", name="Keep it").first.click()
    page.get_by_text("The allegation is written down.").wait_for()
    assert _said() == ["nine days late"]
    expect(page.locator("mark")).to_have_text("nine days late")


def test_a_selection_over_several_lines_is_one_place(page: Page) -> None:
    page.evaluate(_SELECT, ["😀", "My shelves"])
    page.keyboard.press("a")
    page.get_by_label("What these words are").select_option("other")
    page.get_by_role("button", name="Keep it").first.click()
    page.get_by_text("The allegation is written down.").wait_for()
    assert _said() == ["😀 team.\n\nMy shelves"]


def test_the_keyboard_alone_chooses_a_sentence(page: Page) -> None:
    page.locator("body").press("a")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("type", "checkbox")
    page.get_by_label("3. The top is cracked.").focus()
    page.keyboard.press("Space")
    page.get_by_label("What these words are").select_option("faulty")
    page.get_by_label("In your words, so that it can be checked").press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The allegation is written down.").wait_for()
    assert _said() == ["The top is cracked."]

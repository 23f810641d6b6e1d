"""One case from the complaint to its cause: by keyboard alone, and without JavaScript."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Dialog, Page, expect
from tests import stories
from tests.conftest import PASSWORD
from tests.desk.reading import page_of
from tests.pages.conftest import OpenDesk

from upheld.store.models import Case, Commitment, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

_FOCUSED = """() => {
  const on = document.activeElement;
  const label = on.labels?.[0]?.textContent ?? on.textContent;
  return label.trim().split("\\n")[0];
}"""


def _tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED).startswith(name):
            return
    raise AssertionError(f"no Tab reaches {name!r}")


def _next(page: Page, name: str) -> None:
    """The key that opens the next action, which must be the one named, and leads into its form."""
    expect(page.get_by_label("Next action")).to_contain_text(name)
    page.keyboard.press("n")
    expect(page.locator("details.unfold form :focus")).to_be_attached()


def _send(page: Page, button: str, said: str) -> None:
    _tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(said)


def test_by_keyboard_alone(open_desk: OpenDesk, handler: Person) -> None:
    stories.a_received_case(handler, datetime.now(UTC))
    page = open_desk()
    page.goto("/")
    _tab_to(page, "Email")
    page.keyboard.type(handler.email)
    _tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("search").wait_for()
    page.wait_for_load_state()

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")

    _next(page, "Acknowledge")
    _send(page, "Send", "The acknowledgement is on its way.")

    _next(page, "Write down what is alleged")
    page.keyboard.type("Late")
    page.keyboard.press("Tab")
    page.keyboard.type("The shelves came nine days late.")
    _send(page, "Add the allegation", "The allegation is written down.")
    _tab_to(page, "Touchpoint")
    page.keyboard.type("product")
    for fact, value in (("Price paid", "240"), ("Delivery paid", "12.50"), ("Days late", "9")):
        _tab_to(page, fact)
        page.keyboard.type(value)
    _send(page, "Keep the facts", "The facts are kept.")

    _next(page, "Record the finding")
    page.keyboard.press("Space")
    _tab_to(page, "The reason")
    page.keyboard.press("Control+a")
    page.keyboard.type("The carrier's record shows that they came nine days late.")
    _send(page, "Record the finding", "The finding is recorded.")

    _next(page, "Decide")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Decided: make right.")

    _next(page, "Send the reply")
    _send(page, "Send", "The answer is on its way.")

    _next(page, "Hear what they say of it")
    page.keyboard.press("Space")
    _send(page, "Record it", "They accept it.")

    _next(page, "Close with a cause")
    page.keyboard.type("The carrier")
    _tab_to(page, f"{Commitment.objects.count()} promise")
    page.keyboard.press("Space")
    _send(page, "Close the case", "The case is closed.")
    assert Case.objects.get().state == "closed"


def test_without_javascript(open_desk: OpenDesk, handler: Person) -> None:
    page = open_desk(handler, java_script_enabled=False)
    page.get_by_role("link", name="New complaint").click()
    page.get_by_label("Name").fill("Sally Hart")
    page.get_by_label("E-mail").fill("sally@example.org")
    page.get_by_label("What was said").fill("My shelves came nine days late.")
    page.get_by_role("button", name="Receive the complaint").click()

    page.get_by_role("link", name="Read and send it").click()
    page.get_by_role("button", name="Send", exact=True).click()

    page.get_by_role("link", name="Write it down").click()
    page.get_by_label("One sentence that can be checked").fill("They came nine days late.")
    page.get_by_label("What went wrong, in their view").select_option("late")
    page.get_by_role("button", name="Add the allegation").click()
    page.get_by_label("Touchpoint").select_option("product")
    page.get_by_label("Delivery paid").fill("12.50")
    page.get_by_label("Price paid").fill("240")
    page.get_by_label("Days late", exact=True).fill("9")
    page.get_by_role("button", name="Keep the facts").click()

    page.get_by_role("link", name="Record the finding").click()
    page.get_by_label("Substantiated", exact=True).check()
    page.get_by_role("button", name="Record the finding").click()
    page.get_by_role("link", name="Decide", exact=True).click()
    page.get_by_role("button", name="Decide by the policy").click()
    page.get_by_role("link", name="Read and send it").click()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("link", name="Record it").click()
    page.get_by_label("They accept it").check()
    page.get_by_role("button", name="Record it").click()
    page.get_by_label("Why it came about").select_option("carrier_delay")
    page.get_by_label("still to be kept after this").check()
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_label("Next action")).to_contain_text("Keep a promise")


def test_what_is_typed_elsewhere_survives_a_step(open_desk: OpenDesk, handler: Person) -> None:
    """A step swaps the page in place; another form that was begun keeps its words."""
    case = stories.an_open_case(handler, datetime.now(UTC))
    allegation = stories.an_allegation(case, handler, datetime.now(UTC))
    page = open_desk(handler)
    page.goto(f"{page_of(case)}?do=evidence-{allegation}")
    page.get_by_label("What it shows").fill("The carrier's scan, half written")
    page.locator("#do-allegation summary").click()
    page.get_by_label("One sentence that can be checked").fill("Nobody rang back.")
    page.get_by_role("button", name="Add the allegation").click()
    expect(page.get_by_role("status").first).to_contain_text("The allegation is written down.")
    expect(page.locator(f"#evidence-{allegation}-text")).to_have_value(
        "The carrier's scan, half written"
    )


def test_leaving_with_something_typed_asks_first(open_desk: OpenDesk, handler: Person) -> None:
    page = open_desk(handler)
    page.goto("/complaints/new/")
    page.get_by_label("What was said").press_sequentially("My shelves")
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto("/")
    assert asked == ["beforeunload"]


def test_the_slash_key_searches_as_one_types(open_desk: OpenDesk, handler: Person) -> None:
    now = datetime.now(UTC)
    stories.a_received_case(handler, now)
    stories.a_received_case(handler, now, text="A wobbly desk", name="Bob", email="b@example.org")
    page = open_desk(handler)
    page.keyboard.press("/")
    page.keyboard.type("wobbly")
    expect(page.locator(".queue > li")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=wobbly"))


def test_no_page_breaks_its_content_security_policy(open_desk: OpenDesk, handler: Person) -> None:
    case = stories.a_decided_case(handler, datetime.now(UTC))
    page = open_desk()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(handler.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("search").wait_for()
    page.wait_for_load_state()
    for address in ("/", page_of(case), "/complaints/new/"):
        page.goto(address)
    assert said == []

"""The portal in a real browser: from the form to acceptance and three questions; and a contest.

Nothing here needs JavaScript, and a keyboard is enough.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django import Settings
from tests import stories
from tests.desk.reading import page_of
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken
from tests.steps.acts import QUESTION

from upheld.core.words import CaseId
from upheld.jobs import receipts
from upheld.steps import acknowledge, answer, close, decide
from upheld.steps.answer import ask
from upheld.store import load
from upheld.store.models import Case, Evidence, Person, Satisfaction

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

_FOCUSED = """() => {
  const on = document.activeElement;
  return (on.labels?.[0]?.textContent ?? on.textContent).trim().split("\\n")[0];
}"""


@pytest.fixture(autouse=True)
def mail_is_kept_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def _open_the_link(page: Page) -> None:
    receipts.sweep(datetime.now(UTC))
    found = re.search(r"https?://\S+?(/complain/enter/\S+/)", str(mail.outbox[-1].body))
    assert found
    page.goto(found[1])


def _tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED).startswith(name):
            return
    raise AssertionError(f"no Tab reaches {name!r}")


def _answered(case: CaseId, by: Person) -> None:
    """The desk's part, by its own steps."""
    now = datetime.now(UTC)
    acknowledge.acknowledge(
        case, acknowledge.draft_acknowledgement(load.page(case), by, now), by, now
    )
    row = stories.an_allegation(case, by, now)
    stories.a_finding(case, row, by, now)
    decide.decide(case, by, now)
    letter = answer.draft_reply(load.page(case), by, now)
    answer.answer(case, stories.the_decision(case), letter, by, now)


def test_from_the_form_to_acceptance_by_keyboard_alone(
    open_desk: OpenDesk, handler: Person, tmp_path: Path
) -> None:
    page = open_desk(java_script_enabled=True)
    page.goto("/complain/")
    _tab_to(page, "What happened?")
    page.keyboard.type("My shelves came nine days late.")
    _tab_to(page, "Your name")
    page.keyboard.type("Sally Hart")
    _tab_to(page, "Send my complaint")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Tell us one way to reach you")
    box = tmp_path / "box.jpg"
    box.write_bytes(b"a picture")
    page.get_by_label("Photographs, letters, bills").set_input_files(box)
    page.get_by_role("alert").focus()
    _tab_to(page, "Your e-mail address")
    page.keyboard.press("Enter")  # the error leads to its field
    page.keyboard.type("sally@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your complaint")
    case = CaseId(Case.objects.get().pk)
    assert Evidence.objects.get().filename == "box.jpg"

    _answered(case, handler)
    _open_the_link(page)
    _tab_to(page, "Open my complaint")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have answered you")
    _tab_to(page, "Yes, I accept it")
    page.keyboard.press("Space")
    _tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You accept our answer.")

    for score in ("4", "5, entirely"):
        _tab_to(page, "1, not at all")
        while not page.evaluate(_FOCUSED).startswith(score):
            page.keyboard.press("ArrowRight")
    _tab_to(page, "Send my answers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Thank you.")
    said = Satisfaction.objects.get()
    assert (said.distributive, said.procedural, said.interactional) == (4, 5, None)

    close.close(
        case, "carrier_delay", "Ring them.", "", handler, datetime.now(UTC), still_to_keep=True
    )
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your complaint is settled")
    assert Case.objects.get().closings.get().resolved


def test_a_contest_and_a_question_without_javascript(open_desk: OpenDesk, handler: Person) -> None:
    case = stories.an_answered_case(handler, datetime.now(UTC))
    page = open_desk(java_script_enabled=False)
    page.goto("/complain/link/")
    page.get_by_label("Your e-mail address").fill("sally@example.org")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    _open_the_link(page)
    page.get_by_role("button", name="Open my complaint").click()
    page.get_by_label("No, please look at it again").check()
    page.get_by_label("In your words").fill("It was ten days, and the box was open.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We are looking at it again")

    ask(case, QUESTION, handler, datetime.now(UTC))
    page.reload()
    page.get_by_label("Your answer").fill("On the Friday.")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("It is with us. Thank you.")).to_be_visible()
    page.get_by_role("button", name="End my visit").click()
    expect(page.get_by_text("Your visit has ended")).to_be_visible()
    page.goto("/complain/case/")
    expect(page.get_by_text("No visit is open in this browser")).to_be_visible()

    desk = open_desk(handler)
    desk.goto(f"{page_of(case)}theirs/")
    expect(desk.get_by_text("On the Friday.")).to_be_visible()


def test_every_page_for_everybody(open_desk: OpenDesk, handler: Person) -> None:
    """WCAG 2.2 AA, and nothing that the content policy forbids."""
    now = datetime.now(UTC)
    cases = stories.an_open_case(handler, now), stories.an_answered_case(handler, now)
    ask(cases[0], QUESTION, handler, now)
    page = open_desk()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/complain/")
    page.get_by_text("If something makes this harder for you").click()
    page.get_by_role("button", name="Send my complaint").click()
    page.get_by_role("alert").wait_for()
    found = broken(page)
    for case in cases:
        page.goto("/complain/link/")
        page.get_by_label("Your e-mail address").fill("sally@example.org")
        page.get_by_label("Reference").fill(f"UP-{case:06d}")
        page.get_by_role("button", name="Send me a link").click()
        page.wait_for_load_state()
        _open_the_link(page)
        page.get_by_role("button", name="Open my complaint").click()
        page.wait_for_load_state()
        found += broken(page)
    desk = open_desk(handler)
    for address in (f"{page_of(cases[0])}theirs/", "/voices/"):
        desk.goto(address)
        found += broken(desk)
    assert found + [each for each in said if "422" not in each] == []

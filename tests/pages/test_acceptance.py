"""What one of two who complained of a matter says on the telephone: by hand, and for everybody."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from tests.desk.reading import page_of
from tests.desk.test_merging import answered_too
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken
from tests.pages.test_journey import _tab_to
from tests.stories import the_decision

from upheld.steps.answer import answer, draft_reply
from upheld.store import load
from upheld.store.models import Acceptance, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_what_he_says_is_recorded_beside_hers(open_desk: OpenDesk, handler: Person) -> None:
    hers, bobs = answered_too(handler)
    now = datetime.now(UTC)
    answer(hers, the_decision(hers), draft_reply(load.page(hers), handler, now), handler, now)
    page = open_desk(handler)
    page.goto(f"{page_of(hers)}?do=acceptance")
    found = broken(page)
    _tab_to(page, "What they say of it")  # what stands before the form
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Sally Hart")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Bob Mercer")).to_be_checked()
    _tab_to(page, "They accept it")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "In their words")
    page.keyboard.type("It is my desk.")
    _tab_to(page, "How they said it")
    page.keyboard.type("By phone")
    _tab_to(page, "Record it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("They contest it.")
    expect(page.get_by_text("They contest our answer, by phone")).to_be_attached()
    assert found + broken(page) == []
    said = Acceptance.objects.get()
    assert (said.case_id, said.accepted, said.words) == (bobs, False, "It is my desk.")

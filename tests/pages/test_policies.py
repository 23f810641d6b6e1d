"""A lead changes a rule: edits, sees a gap, mends it, and a second person publishes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests import stories
from tests.desk.reading import page_of
from tests.drafts import NOTE, a_draft, a_reviewed_draft, a_whole_draft, write
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.core.words import CaseId
from upheld.steps import decide
from upheld.steps.comment_draft import comment
from upheld.steps.publish import publish
from upheld.store.models import Person, PolicyDraft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _soon() -> tuple[datetime, datetime]:
    """Now, and the noon of the day after tomorrow: a first day that is still to come."""
    now = datetime.now(UTC)
    return now, (now + timedelta(days=2)).replace(hour=12)


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def _said(page: Page, words: str) -> None:
    """What the last edit did stands above the table."""
    expect(page.locator(".walk")).to_contain_text(words)


def test_a_rule_is_changed_and_published_by_a_second_person(
    open_desk: OpenDesk, lead: Person, policy_owner: Person, handler: Person
) -> None:
    now, first_day = _soon()
    assert _goodwill(handler, now - timedelta(days=1), "past") == "25.00"
    page = open_desk(lead)
    page.get_by_role("link", name="Policies").click()
    page.get_by_text("Begin a draft").click()
    page.get_by_label("Valid from").fill(first_day.date().isoformat())
    page.get_by_label("What is to change, and why").fill(NOTE)
    page.get_by_role("button", name="Begin the draft").click()

    # An edit in place, and a gap that it leaves.
    page.get_by_role("link", name="Stance", exact=True).click()
    page.wait_for_url("**/tables/stance/")  # with its script, which opens a cell
    page.locator("tr[data-rule=ours] td[data-column='fit.band']").click()
    cell = page.get_by_label("fit.band, rule ours", exact=True)
    expect(cell).to_be_focused()
    cell.fill("core, unknown")
    cell.press("Enter")
    checks = page.locator("#checks")
    expect(checks).to_contain_text("fit.band is adjacent")
    expect(checks).to_contain_text("Such as")
    cell.fill("core, adjacent, unknown")
    cell.press("Enter")
    expect(checks).not_to_contain_text("fit.band is adjacent")
    page.get_by_role("button", name="Done with the rule ours").click()
    expect(page.locator("tr[data-open]")).to_have_count(0)

    # The change that was wanted, and the cases that show it.
    page.get_by_role("link", name="Goodwill", exact=True).click()
    page.locator("tr[data-rule=core-medium] td[data-column='goodwill.amount']").click()
    page.get_by_label("goodwill.amount, rule core-medium", exact=True).fill("20")
    page.keyboard.press("Enter")
    _said(page, "core-medium: goodwill.amount 25 → 20")
    page.get_by_role("button", name=re.compile("That is as we want it")).click()
    expect(page.locator("#changes")).to_contain_text("goodwill.amount 25 20")

    # What it would have done to the cases that were decided already.
    page.get_by_role("link", name="Try it on past cases").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 1 decision changes")
    expect(page.locator("#breaks")).to_contain_text("Every promise and claim is proved")
    expect(page.locator("#affected")).to_contain_text("Voucher £25.00")
    page.get_by_role("link", name=NOTE).click()
    page.get_by_role("button", name="Send it for review").click()
    expect(page.locator("#way")).to_contain_text("who wrote nothing in it")

    # A second person.
    other = open_desk(policy_owner)
    other.get_by_role("link", name="Policies").click()
    other.get_by_role("link", name=NOTE).click()
    other.get_by_role("button", name=re.compile("Publish it, valid from")).click()
    expect(other.locator("#way")).to_contain_text("It is published")

    # The version in force on the day of receipt decides.
    assert _goodwill(handler, first_day - timedelta(days=1), "old") == "25.00"
    assert _goodwill(handler, first_day, "new") == "20.00"


def _goodwill(by: Person, received_at: datetime, name: str) -> str:
    """What Sally's shelves bring when they are complained of then."""
    case = stories.a_decided_case(by, received_at, email=f"{name}@example.org")
    stories.told_about(case, "0.9", "0.9", "0.8")
    return str(decide.decide(CaseId(case), by, received_at).goodwill)


def test_a_table_is_written_on_by_keyboard_alone(open_desk: OpenDesk, lead: Person) -> None:
    now, first_day = _soon()
    draft = a_draft(lead, now, first_day.date())
    page = open_desk(lead)
    page.goto(f"/policies/drafts/{draft.pk}/tables/help/")
    page.keyboard.press("j")
    assert _focused(page) == "more-help-now"
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-open]")).to_have_count(1)
    expect(page.locator("#cell-2-rule")).to_be_focused()
    page.wait_for_load_state("networkidle")  # what is typed before the page is at rest is lost
    for _ in range(9):  # Enter goes on to the next cell, and no further than the last
        if _focused(page) != "cell-2-because":
            page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("More help is needed now.")
    expect(page.locator(":focus")).to_have_value("More help is needed now.")
    page.keyboard.press("Escape")
    _said(page, "more-help-now: because")
    expect(page.locator("tr[data-open]")).to_have_count(0)
    for key, words in (
        ("Alt+ArrowDown", "more-help-now: moved down"),
        ("Alt+ArrowUp", "more-help-now: moved up"),
        ("Alt+Shift+ArrowDown", "more-help-now: copied"),
    ):
        page.keyboard.press(key)
        _said(page, words)
    expect(page.locator("tr[data-open]")).to_have_attribute("data-rule", "more-help-now-2")
    page.keyboard.press("Escape")
    expect(page.locator("tr[data-open]")).to_have_count(0)
    page.keyboard.press("Alt+Delete")
    _said(page, "more-help-now-2: deleted")
    page.keyboard.press("Alt+Enter")
    _said(page, "a new rule below")
    page.keyboard.press("Escape")
    expect(page.locator("tr[data-open]")).to_have_count(0)
    page.keyboard.press("u")
    _said(page, "more-help-now-2: deleted")
    page.keyboard.press("Shift+U")
    _said(page, "a new rule below")


def test_a_cell_that_is_written_twice_in_a_breath_keeps_the_second(
    open_desk: OpenDesk, lead: Person
) -> None:
    now, first_day = _soon()
    draft = a_draft(lead, now, first_day.date())
    page = open_desk(lead)
    page.goto(f"/policies/drafts/{draft.pk}/tables/goodwill/?row=8")
    cell = page.get_by_label("goodwill.amount, rule core-medium", exact=True)
    for amount in ("21", "22", "23"):
        cell.fill(amount)
        page.keyboard.press("Tab")
    _said(page, "→ 23")
    expect(page.locator(".errors")).to_have_count(0)


class _Held:
    """What a page saves of the cells, each of which waits until it is let go on."""

    def __init__(self, page: Page) -> None:
        self._page, self._waiting = page, list[Route]()
        page.route("**/cells/", lambda route: self._waiting.append(route))

    def let_go(self, told: str) -> None:
        """The oldest, as soon as it is there, until the page says what it did."""
        while not self._waiting:
            self._page.wait_for_timeout(20)
        self._waiting.pop(0).continue_()
        _said(self._page, told)


def _at_the_amount(open_desk: OpenDesk, lead: Person) -> tuple[PolicyDraft, Page, Locator]:
    """A draft, its page, and a cell of it."""
    now, first_day = _soon()
    draft = a_draft(lead, now, first_day.date())
    page = open_desk(lead)
    page.goto(f"/policies/drafts/{draft.pk}/tables/goodwill/?row=8")
    return draft, page, page.get_by_label("goodwill.amount, rule core-medium", exact=True)


def _write(page: Page, cell: Locator, text: str) -> None:
    cell.fill(text)
    page.keyboard.press("Tab")


def test_an_answer_that_comes_while_somebody_writes_on_takes_nothing_of_it(
    open_desk: OpenDesk, lead: Person
) -> None:
    _, page, cell = _at_the_amount(open_desk, lead)
    held = _Held(page)
    _write(page, cell, "21")
    cell.fill("22")
    held.let_go("25 → 21")
    expect(cell).to_have_value("22")
    page.keyboard.press("Tab")
    held.let_go("21 → 22")
    expect(cell).to_have_value("22")
    expect(page.locator(".errors")).to_have_count(0)


def test_an_edit_that_is_written_while_two_of_ones_own_wait_is_overtaken_by_neither(
    open_desk: OpenDesk, lead: Person
) -> None:
    _, page, cell = _at_the_amount(open_desk, lead)
    held = _Held(page)
    _write(page, cell, "21")
    _write(page, cell, "22")
    held.let_go("25 → 21")
    expect(cell).to_have_value("22")
    _write(page, cell, "23")
    for told in ("21 → 22", "22 → 23"):
        held.let_go(told)
        expect(cell).to_have_value("23")
    expect(page.locator(".errors")).to_have_count(0)


def test_what_another_wrote_in_a_cell_while_somebody_writes_there_is_not_written_over(
    open_desk: OpenDesk, lead: Person, policy_owner: Person
) -> None:
    draft, page, cell = _at_the_amount(open_desk, lead)
    held = _Held(page)
    _write(page, page.get_by_label("because, rule core-medium", exact=True), "So it is.")
    cell.fill("22")
    write(draft, policy_owner, {"goodwill.amount": "24"}, now=datetime.now(UTC))
    held.let_go("So it is.")
    page.unroute_all()
    _write(page, cell, "23")
    expect(page.locator(".errors")).to_contain_text("Somebody wrote '24'")


def test_an_act_that_waits_for_ones_own_edit_is_overtaken_by_nobody(
    open_desk: OpenDesk, lead: Person
) -> None:
    now, first_day = _soon()
    draft = a_draft(lead, now, first_day.date())
    page = open_desk(lead)
    page.goto(f"/policies/drafts/{draft.pk}/tables/goodwill/?row=8")
    held: list[Route] = []
    page.route("**/cells/", lambda route: held.append(route))
    page.get_by_label("goodwill.amount, rule core-medium", exact=True).fill("21")
    with page.expect_request("**/cells/"):
        page.get_by_role("button", name="Move down", exact=True).click()
    held[0].continue_()
    _said(page, "core-medium: moved down")
    expect(page.locator(".errors")).to_have_count(0)


def test_undo_that_is_pressed_twice_before_it_is_answered_takes_back_one_edit(
    open_desk: OpenDesk, lead: Person
) -> None:
    now, first_day = _soon()
    draft = a_draft(lead, now, first_day.date())
    for amount in ("21", "22"):
        write(draft, lead, {"goodwill.amount": amount}, now=now)
    page = open_desk(lead)
    page.goto(f"/policies/drafts/{draft.pk}/tables/goodwill/")
    held: list[Route] = []
    page.route("**/undo/", lambda route: held.append(route), times=1)
    with page.expect_request("**/undo/"):
        page.get_by_role("button", name="Undo").click()
    with page.expect_response("**/undo/", timeout=10_000):
        page.get_by_role("button", name="Undo").click()
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    _said(page, "goodwill.amount 25 → 21")
    expect(page.locator(".errors")).to_have_count(0)


def test_what_another_wrote_is_told_before_it_is_undone(
    open_desk: OpenDesk, lead: Person, policy_owner: Person
) -> None:
    now, first_day = _soon()
    draft = a_draft(lead, now, first_day.date())
    write(draft, lead, {"goodwill.amount": "21"}, now=now)
    page = open_desk(lead)
    page.goto(f"/policies/drafts/{draft.pk}/tables/goodwill/")
    write(draft, policy_owner, {"goodwill.amount": "22"}, now=now)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".errors")).to_contain_text("Priya Nair changed this on")
    _said(page, "goodwill.amount 21 → 22")
    page.get_by_role("button", name="Undo").click()
    _said(page, "goodwill.amount 25 → 21")
    expect(page.locator(".errors")).to_have_count(0)


def test_without_javascript(open_desk: OpenDesk, lead: Person) -> None:
    now, first_day = _soon()
    draft = a_draft(lead, now, first_day.date())
    page = open_desk(lead, java_script_enabled=False)
    page.goto(f"/policies/drafts/{draft.pk}/tables/goodwill/")
    page.get_by_role("link", name="core-medium", exact=True).click()
    page.get_by_label("goodwill.amount, rule core-medium", exact=True).fill("20")
    page.get_by_role("button", name="Save the rule core-medium").click()
    expect(page.locator(".walk")).to_contain_text("goodwill.amount 25 → 20")
    page.get_by_role("button", name="Move down", exact=True).click()
    expect(page.locator(".walk")).to_contain_text("core-medium: moved down")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".walk")).to_contain_text("goodwill.amount 25 → 20")


def test_every_page_and_state(
    open_desk: OpenDesk,
    lead: Person,
    policy_owner: Person,
    handler: Person,
) -> None:
    _goodwill(handler, datetime.now(UTC) - timedelta(days=60), "past")
    page = open_desk(lead)
    found = []
    for address in _every_page(lead, policy_owner):
        page.goto(address)
        found += broken(page)
    page.goto("/policies/")
    page.get_by_text("Begin a draft").click()
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_text("One thing needs your attention").wait_for()
    assert found + broken(page) == []


def _every_page(lead: Person, owner: Person) -> list[str]:
    now, first_day = _soon()
    publish(a_reviewed_draft(lead, now, first_day.date()).pk, owner, now)
    first = first_day.date().isoformat()
    draft = _a_draft_with_everything(lead, owner, now, first_day + timedelta(days=9))
    changes = a_whole_draft(lead, now, (first_day + timedelta(days=12)).date(), "30")
    pages = f"/policies/drafts/{draft.pk}/"
    return [
        "/policies/",
        f"/policies/{first}/",
        f"/policies/{first}/tables/authority/",
        f"/policies/compare/?before=2015-10-01&after={first}",
        pages,
        f"{pages}?do=drop",
        f"{pages}tables/goodwill/?row=8",
        f"{pages}tables/stance/",
        f"{pages}backtest/",
        f"/policies/drafts/{changes.pk}/backtest/",
        f"{pages}files/policy.yaml/",
        f"{pages}files/cases.yaml/",
    ]


def _a_draft_with_everything(
    lead: Person, owner: Person, now: datetime, first_day: datetime
) -> PolicyDraft:
    """A gap, a cell that cannot be read, cases that are answered otherwise, and comments."""
    draft = a_draft(lead, now, first_day.date())
    write(draft, lead, {"fit.band": "core, unknown"}, "ours", "stance", now)
    comment(draft.pk, "stance", "ours", "Why not adjacent?", owner, now)
    write(draft, lead, {"goodwill.amount": "£20"}, now=now)
    return draft


def test_a_page_of_a_case_still_opens_beside_it(open_desk: OpenDesk, handler: Person) -> None:
    page = open_desk(handler)
    page.goto(page_of(stories.a_decided_case(handler, datetime.now(UTC))))
    expect(page.get_by_role("link", name="Policies")).to_be_visible()

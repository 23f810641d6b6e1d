"""WCAG 2.2 AA on every page and state, in light and in dark, wide and narrow."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, ViewportSize
from tests import stories
from tests.core.mails import a_mail
from tests.desk.reading import page_of
from tests.pages.conftest import OpenDesk
from tests.steps.test_conduct import recorded
from tests.steps.test_restrict import MEASURE
from tests.store.records import CARRIER, FACTS, connected, scans

from upheld.core.budgets import Period
from upheld.core.journey import Touchpoint
from upheld.core.money import Money
from upheld.core.references import reference
from upheld.core.returns import RETURNS
from upheld.core.spans import Span
from upheld.core.words import AllegationKind, CaseId, JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.demo.simulate.journey import JOURNEY
from upheld.steps import decide, restrict
from upheld.steps.address_calendar import address_calendar
from upheld.steps.contest_fit import contest_fit, note_fit
from upheld.steps.deviate import Wanted, deviate
from upheld.steps.dishonesty import propose
from upheld.steps.investigate import add_evidence
from upheld.steps.keep_budgets import add_team, set_budget
from upheld.steps.keep_journey import add_persona, add_touchpoint, declare
from upheld.steps.link_order import link_order
from upheld.steps.mark import mark
from upheld.steps.match_customers import tell_apart
from upheld.steps.may import Operator
from upheld.steps.merge import merge
from upheld.steps.merge_customers import merge_match
from upheld.steps.pause import pause
from upheld.steps.place_message import place_message
from upheld.steps.prepare_parting import raise_cause
from upheld.steps.receive import receive
from upheld.steps.take_message import take_message
from upheld.store import tokens
from upheld.store.models import (
    Clock,
    Customer,
    Deviation,
    Evidence,
    Letter,
    MailSource,
    Match,
    Person,
)
from upheld.store.policies import Rules

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

_RULES: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# What another colour scheme can break.
_COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
# What less room can break.
_ROOM: dict[str, object] = {
    "runOnly": {
        "type": "rule",
        "values": ["target-size", "scrollable-region-focusable", "aria-hidden-focus"],
    }
}
# Preloaded, each of our imported style sheets would be asked for at a wrong address; and every
# part of the page that is in order would be told with all that was found there.
_AS_A_LOOK_GOES = {"preload": False, "resultTypes": ["violations"]}
# Nothing lies under what stays in sight.
_LOOK = """
options => { scrollTo(0, 0); return axe.run(options).then(found => found.violations) }
"""
# Nothing moves for whoever asks for less of it (2.3.3): nothing takes a twentieth of a second or
# longer, by itself or when something changes.
_MOVES = """
[...document.querySelectorAll("*")].filter(it => {
  const told = getComputedStyle(it);
  const times = (told.transitionDuration + "," + told.animationDuration).split(",");
  return times.some(each => parseFloat(each) >= 0.05);
}).map(it => it.outerHTML.slice(0, 120))
"""
# What stays in view while the page scrolls hides what is read, where little of it is seen (2.4.11).
_HIDES = """
[...document.querySelectorAll(".next")]
.filter(it => getComputedStyle(it).position === "sticky").map(it => it.outerHTML.slice(0, 120))
"""
# Where the system chooses all colours, as Windows does in high contrast, a shadow and a background
# are not painted: what has the focus, or the row that it opens, has a line around it.
_NOT_TOLD = """
[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
.filter(it => it.tagName !== "MAIN" && it.checkVisibility())
.filter(it => {
  it.focus();
  let around = it;
  while (around && getComputedStyle(around).outlineStyle === "none") around = around.parentElement;
  return document.activeElement === it && !around;
}).map(it => it.outerHTML.slice(0, 120))
"""
_WIDE, _PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
# A window of 1,280 by 1,024 pixels at 200 % (WCAG 2.2, 1.4.4) and at 400 % (1.4.10).
_ZOOMED, _MAGNIFIED = ViewportSize(width=640, height=512), ViewportSize(width=320, height=256)


def broken(page: Page) -> list[str]:
    """What keeps people out of the page as it stands, whose window is resized and not loaded anew.

    What axe finds in light, in dark and magnified; what is too wide, or hides what is read where
    there is little room; and what moves for whoever asks for less of it.
    """
    page.wait_for_load_state()
    page.set_viewport_size(_WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = _too_wide(page) + _found(page, _RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in _found(page, _COLOURS)]
    page.emulate_media(color_scheme="light")
    for how, size in (("phone", _PHONE), ("at 200 %", _ZOOMED), ("at 400 %", _MAGNIFIED)):
        page.set_viewport_size(size)
        found += [f"{how}: {each}" for each in _too_wide(page)]
    found += [f"at 400 %: {each}" for each in _found(page, _ROOM)]
    found += [f"at 400 % stays in view: {each}" for each in page.evaluate(_HIDES)]
    page.set_viewport_size(_WIDE)
    return found + [f"moves: {each}" for each in page.evaluate(_MOVES)]


def _found(page: Page, rules: dict[str, object]) -> list[str]:
    violations = page.evaluate(_LOOK, {**rules, **_AS_A_LOOK_GOES})
    return [
        f"{page.url} {rule['id']}: {node['html'][:160]} {node['any'][:1]}"
        for rule in violations
        for node in rule["nodes"]
    ]


def _too_wide(page: Page) -> list[str]:
    """What makes whoever reads scroll in two directions; tables scroll by themselves."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{page.url} is {wider}px too wide"] if wider > 0 else []


def test_the_pages_of_staff(open_desk: OpenDesk, handler: Person) -> None:
    addresses = _every_page(handler)
    page = open_desk(handler)
    found = []
    for address in addresses:
        page.goto(address)
        found += broken(page)
    assert found == []


def test_where_the_system_chooses_the_colours_what_has_the_focus_has_a_line(
    open_desk: OpenDesk, handler: Person
) -> None:
    """WCAG 2.2, 2.4.7 and 1.4.11, with forced colours."""
    decided = stories.a_decided_case(handler, datetime.now(UTC))
    addresses = ("/", "/complaints/new/", "/customers/", page_of(decided), "/complain/")
    page, found = open_desk(handler), []
    page.emulate_media(forced_colors="active")
    for address in addresses:
        page.goto(address)
        page.keyboard.press("Tab")  # from here on, focus is shown as to who has no mouse
        found += [f"{address}: {each}" for each in page.evaluate(_NOT_TOLD)]
    assert found == []


@pytest.mark.parametrize("size", [_WIDE, _PHONE], ids=["wide", "phone"])
def test_a_word_that_is_longer_than_the_page_breaks(
    open_desk: OpenDesk, handler: Person, size: ViewportSize
) -> None:
    """Anybody may file one: an address of the web in the first line is the subject."""
    long = "https://example.org/" + "order" * 20
    case = stories.a_decided_case(handler, subject=long, text=long * 4, name=long)
    other = stories.a_decided_case(handler, name="Bob Mercer", email="bob@example.net")
    page = open_desk(handler, viewport=size)
    customer = Customer.objects.get(cases=case).pk
    beside = f"{page_of(case)}beside/UP-{other:06d}/"
    for address in ("/", page_of(case), f"/customers/{customer}/", beside):
        page.goto(address)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, address


def _every_page(by: Person) -> list[str]:
    now = datetime.now(UTC)
    received = stories.a_received_case(by, now - stories.days(6))
    opened = stories.an_open_case(by, now)
    allegation = stories.an_allegation(opened, by, now)
    decided = stories.a_decided_case(by, now)
    answered, closed = stories.an_answered_case(by, now), stories.a_closed_case(by, now)
    bob = stories.an_investigated_case(by, now, name="Bob Mercer", email="bob@example.net")
    address_calendar(by, now)
    paused = stories.an_open_case(by, now)
    pause(paused, "Photographs", by, now)
    hardship = receive(
        stories.a_complaint(received_at=now), by, now, Rules("au-asic-rg271", "credit-hardship")
    )
    stories.told_about(decided, "0.9", "0.9", "0.8")
    stories.told_about(bob, "0.1", "0.1", "0.2")
    return [
        "/",
        "/?q=nothing",
        "/?state=closed",
        "/complaints/new/",
        "/calendar/",
        f"{page_of(hardship)}?do=letter-{Clock.objects.get(kind='delay_notice').pk}",
        f"{page_of(paused)}?do=resumption",
        f"{page_of(received)}?do=letter",
        f"{page_of(opened)}?do=finding-{allegation}",
        f"{page_of(opened)}?do=facts-{allegation}",
        f"{page_of(opened)}?do=allegation",
        f"{page_of(opened)}?do=evidence-{allegation}",
        f"{page_of(opened)}order/",
        f"{page_of(opened)}?do=marking",
        f"{page_of(opened)}letters/holding/",
        f"{page_of(opened)}letters/referral/",
        f"{page_of(decided)}?do=letter",
        f"{page_of(answered)}?do=acceptance",
        f"{page_of(answered)}?do=closure",
        f"{page_of(closed)}?do=reopening",
        f"{page_of(_merged(by, now))}?do=promise",
        f"{page_of(opened)}merging/",
        "/promises/",
        page_of(_asking(by, now)),
        f"{page_of(_to_find_out(by, now))}?do=question",
        f"/customers/{Customer.objects.get(cases=bob).pk}/",
        f"/customers/{Customer.objects.get(cases=opened).pk}/",
        _one_or_two(Customer.objects.get(cases=bob), now),
        "/complaints/?promise=Soon",
        "/customers/",
        "/complaints/",
        "/insight/sources/",
        f"{page_of(decided)}beside/UP-{bob:06d}/",
        "/policies/standard/backtest/",
        "/cases/UP-999999/",
    ]


def _one_or_two(bob: Customer, now: datetime) -> str:
    """Pairs of customers: one that waits, one that is one person, and one that is two."""
    for name in ("Bob Merser", "Rob Mercer", "B. Mercer"):
        who = Customer.objects.create(name=name, email=f"{name[0]}@example.net", phone="0115 1")
        told = [("the same telephone number", 15.0), ("another e-mail address", -2.0)]
        Match.objects.create(one=bob, other=who, probability=0.97, reasons=told, found_at=now)
    same, apart, _ = Match.objects.order_by("pk").values_list("pk", flat=True)
    merge_match(same, None, "He rang.", Operator(), now)
    tell_apart(apart, "His son.", Operator(), now)
    return "/customers/matches/"


def _merged(by: Person, now: datetime) -> CaseId:
    """A case with another one in it, and one that was closed before."""
    case = stories.an_open_case(by, now)
    merge(stories.an_open_case(by, now), case, "", by, now)
    merge(stories.a_closed_case(by, now), case, "", by, now)
    return case


def test_conduct_restrictions_and_parting(open_desk: OpenDesk, lead: Person) -> None:
    case, now = stories.an_investigated_case(lead), datetime.now(UTC)
    Customer.objects.update(vulnerable=False)
    row = recorded(case, lead)
    limited = restrict.decide(case, MEASURE, [row.pk], Operator(), stories.NOW)
    customer = f"/customers/{row.customer_id}/"
    raise_cause(row.customer_id, "Somebody", now)
    page, found = open_desk(lead), []
    for address in (
        f"{customer}?do=restrict",
        f"/restrictions/{limited.pk}/?do=begin",
        f"{customer}parting/?do=cause",
        "/conduct/",
        "/partings/",
    ):
        page.goto(address)
        found += broken(page)
    assert found == []


def test_our_own_records(
    open_desk: OpenDesk,
    handler: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "FACTS", connected(tmp_path, FACTS + CARRIER))
    scans(tmp_path, ("LL-7", "2026-10-15", "2026-10-15"))
    now = datetime.now(UTC)
    case = stories.an_open_case(handler, now)
    link_order(case, "LL-7", handler, now)
    allegation = stories.an_allegation(case, handler, now, facts={"price_paid": 68})
    page = open_desk(handler)
    page.goto(f"{page_of(case)}allegations/{allegation}/records/")
    found = broken(page)
    page.get_by_label("Put it in the place of what a person wrote").check()
    page.get_by_role("button", name="Keep what they say").click()
    page.get_by_text("Our records disagree").wait_for()
    assert found + broken(page) == []


def _to_find_out(by: Person, now: datetime) -> CaseId:
    """Questions to the customer and inside, a marked sentence, and one knowingly untrue."""
    case = stories.an_open_case(by, now, name="Una Asked", email="una@example.org")
    facts = {"touchpoint": "product"}
    row = stories.an_allegation(case, by, now, AllegationKind.FAULTY, "It is split.", facts)
    stories.an_allegation(case, by, now, AllegationKind.LATE, "It came late.", facts)
    mark(case, row, [Span(3, 20)], by, now)
    settled = stories.an_allegation(case, by, now)
    add_evidence(case, settled, "record", "Carrier scan", by, now)
    stories.a_finding(case, settled, by, now)
    shown = list(Evidence.objects.filter(allegation=settled).values_list("pk", flat=True))
    propose(case, settled, "It was signed for that day.", shown, None, by, now)
    return case


def test_the_pages_of_leads(open_desk: OpenDesk, lead: Person, handler: Person) -> None:
    now = datetime.now(UTC)
    stories.a_closed_case(handler, now)
    untrue = _to_find_out(handler, now)
    declare([], [each for each in JOURNEY if not each.personas], lead, now)
    told = {"name": "The stayer", "needs": "An alcove"}
    persona = add_persona(told, True, lead, now)
    add_touchpoint(
        Touchpoint("", "Packing", JourneyStage.ONBOARDING, Nature.PRODUCT, "On the day."),
        lead, now,
    )  # fmt: skip
    year = f"first={now.year}-01-01&last={now.year}-12-31"
    page = open_desk(lead)
    found = []
    decided = stories.a_decided_case(handler, now)
    in_kind = Wanted("help", None, "We lay them anew.", "She was ill.", now.date())
    deviate(decided, stories.the_decision(decided), in_kind, "", handler, now)
    team = add_team("Customer care", lead, now)
    set_budget(team.pk, Period.MONTH, now.date(), Money(Decimal(50), "GBP"), lead, now)
    for address in (
        "/exceptions/",
        "/exceptions/repeats/",
        "/exceptions/budgets/?do=budget",
        f"{page_of(decided)}exception/?kind=voucher&amount=5&words=",
        f"{page_of(decided)}?do=approve-{Deviation.objects.get().pk}",
        "/reports/",
        "/reports/?name=nonsense",
        *(f"/reports/?name={name}&{year}&regime=" for name in RETURNS),
        "/causes/?do=add",
        f"/personas/?do=change-{persona}",
        "/touchpoints/?do=add",
        _with_a_fit(handler, now),
        "/insight/journey/",
        "/insight/whale/?period=all&tenth=1",
        "/insight/failure/?period=all&ours=1",
        page_of(untrue),
    ):
        page.goto(address)
        found += broken(page)
    page.goto("/causes/?do=add")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("One thing needs your attention").wait_for()
    assert found + broken(page) == []


def _with_a_fit(by: Person, now: datetime) -> str:
    """A customer with a line that counts, and one that is contested."""
    who = Customer.objects.create(name="Fay Fit")
    for text in ("Asked for the name of the maker", "Any shelf would do"):
        note_fit(who.pk, text, now.date(), by, now)
    contest_fit(who.pk, f"told:{who.fit_notes.earliest('pk').pk}", "A joke", True, by, now)
    return f"/customers/{who.pk}/"


def _asking(by: Person, now: datetime) -> CaseId:
    case = stories.an_open_case(by, now, name="Ann Asker", email="ann@example.org")
    allegation = stories.an_allegation(case, by, now, facts={"touchpoint": "product"})
    stories.a_finding(case, allegation, by, now)
    decide.decide(case, by, now)
    return case


def test_a_letter_that_came_back_and_what_a_lead_does_with_the_data_of_one_person(
    open_desk: OpenDesk, lead: Person
) -> None:
    case = stories.an_open_case(lead, datetime.now(UTC))
    Letter.objects.filter(case=case).update(state="failed", error="no such user")
    who = Customer.objects.get(cases=case)
    who.returned_email, who.returned_at, who.returned_why = who.email, stories.NOW, "no such user"
    who.save()
    page, found = open_desk(lead), []
    for address in (
        f"{page_of(case)}?do=again",
        f"/customers/{who.pk}/",
        f"/erasures/?whom={who.pk}",
        f"/readings/?customer={who.pk}",
        "/people/",
    ):
        page.goto(address)
        found += broken(page)
    page.goto(page_of(case))
    page.get_by_role("link", name="Write it down").click()
    page.get_by_label("To this address").fill("sally.hart@example.org")
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("The letter is on its way again.").wait_for()
    assert Customer.objects.get().email == "sally.hart@example.org"
    page.goto(f"/customers/{who.pk}/")
    with page.expect_download() as handed:
        page.get_by_role("button", name="Hand over everything (ZIP)").click()
    assert handed.value.suggested_filename == f"customer-{who.pk}.zip"
    page.get_by_role("link", name="What an erasure would take").click()
    page.get_by_role("heading", name="Erasures").wait_for()
    assert found + broken(page) == []


def test_what_is_kept_for_a_dispute_is_placed_reviewed_and_lifted(
    open_desk: OpenDesk, lead: Person
) -> None:
    case, page = stories.an_open_case(lead, datetime.now(UTC)), open_desk(lead)
    page.goto("/legal-holds/")
    found = broken(page)
    page.get_by_role("button", name="Put it under a legal hold").click()
    page.get_by_text("3 things need your attention").wait_for()
    found += broken(page)
    page.get_by_label("Whose").fill(reference(case))
    page.get_by_label("Why it is kept").fill("Claim 7, county court")
    page.get_by_label("Reviewed by").fill(str((datetime.now(UTC) + timedelta(days=30)).date()))
    page.get_by_role("button", name="Put it under a legal hold").click()
    page.get_by_text("Claim 7, county court").first.wait_for()
    found += broken(page)
    page.goto(page_of(case))
    page.get_by_text("Claim 7, county court").first.wait_for()
    found += broken(page)
    page.get_by_role("link", name="Review or lift it").click()
    page.locator("summary", has_text="Lift legal hold").click()
    page.get_by_label("Why it need not be kept").fill("Settled")
    found += broken(page)
    page.get_by_role("button", name="Lift").click()
    page.get_by_text("Nothing is under a legal hold.").wait_for()
    assert found + broken(page) == []


def test_what_the_law_gives(open_desk: OpenDesk, handler: Person) -> None:
    address = page_of(stories.a_decided_case(handler, datetime.now(UTC)))
    page = open_desk(handler)
    page.goto(address)
    page.get_by_text("What the law gives, and what it does not").click()
    assert page.get_by_text("Looked at, and does not apply").is_visible()
    assert broken(page) == []


def test_the_errors_of_forms(open_desk: OpenDesk, handler: Person) -> None:
    case = stories.an_open_case(handler, datetime.now(UTC))
    page = open_desk(handler)
    page.goto("/complaints/new/")
    page.get_by_role("button", name="Receive the complaint").click()
    page.get_by_text("What was said: Write down what the customer said.").wait_for()
    found = broken(page)
    page.goto(f"{page_of(case)}?do=allegation")
    page.get_by_role("button", name="Add the allegation").click()
    page.get_by_text("One thing needs your attention").wait_for()
    assert found + broken(page) == []


def test_the_way_in(open_desk: OpenDesk) -> None:
    page = open_desk()
    page.goto("/accounts/login/")
    found = broken(page)
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill("guess")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("One thing needs your attention").wait_for()
    found += broken(page)
    page.goto("/accounts/password/reset/")
    assert found + broken(page) == []


def test_the_help_dialog(open_desk: OpenDesk, handler: Person) -> None:
    page = open_desk(handler)
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    assert broken(page) == []


def test_the_mail_pages(open_desk: OpenDesk, handler: Person) -> None:
    case, by, now = stories.an_open_case(handler), Operator("mail"), datetime.now(UTC)
    to = tokens.reply_to(Letter.objects.get(case=case))

    def came(raw: bytes) -> int:
        return place_message(take_message(raw, "smtp", by, now).pk, by, now).pk

    text = "Yes.\n\nOn Monday, Alice <a@x.example> wrote:\n> Was it late?"
    files = (("box.jpg", "image/jpeg", b"x"),)
    held = came(a_mail(text, "Mallory <mallory@example.net>", to, files=files))
    came(a_mail("Thank you.", to=to, message_id="<2@example.org>"))
    unreadable = came(b"X: y\n" * 2_000 + b"\nLate.")
    url, refused = "imaps://complaints%40example.org@imap.example.org/INBOX", "no route to host"
    MailSource.objects.create(name=url, began_at=now - timedelta(days=1), fault=refused)
    page = open_desk(handler)
    found = []
    for address in (
        "/mail/", "/mail/?state=placed", f"/mail/{held}/?do=place", f"/mail/{unreadable}/",
        page_of(case),
    ):  # fmt: skip
        page.goto(address)
        found += broken(page)
    assert found == []


def test_what_nobody_need_act_on_is_set_aside_with_all_of_its_sender(
    open_desk: OpenDesk, handler: Person
) -> None:
    case, by, now = stories.an_open_case(handler), Operator("mail"), datetime.now(UTC)
    to = tokens.reply_to(Letter.objects.get(case=case))
    for number in range(2):
        raw = a_mail("Hm.", "Mallory <mallory@example.net>", to, message_id=f"<{number}@e.net>")
        held = place_message(take_message(raw, "smtp", by, now).pk, by, now).pk
    page = open_desk(handler)
    page.goto(f"/mail/{held}/")
    page.locator("summary", has_text="Nobody need act on it").click()
    page.get_by_label("And all else that is held from mallory@example.net, 2 in all").check()
    found = broken(page)
    page.get_by_role("button", name="Set it aside").click()
    page.get_by_text("2 messages are set aside.").wait_for()
    assert found + broken(page) == []


def test_a_second_step_is_taken_away_with_the_reason(
    open_desk: OpenDesk, administrator: Person, handler: Person
) -> None:
    TOTP.activate(handler, generate_totp_secret())
    page = open_desk(administrator)
    page.goto(f"/people/{handler.pk}/")
    page.locator("summary", has_text="Take away their second step").click()
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("link", name="Say why, and how you know").wait_for()
    found = broken(page)
    page.get_by_label("Why, and how you know").fill("Lost her phone; I rang her.")
    page.get_by_role("button", name="Take it away").click()
    page.get_by_text("Lost her phone; I rang her.").wait_for()
    assert page.get_by_text("Take away their second step").count() == 0
    assert found + broken(page) == []

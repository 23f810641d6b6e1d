"""The page of a draft's backtest: what changes, what it costs, whom it touches, what to open."""

import html
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from tests.core.given import POLICY, STANDARD
from tests.desk.reading import text
from tests.desk.studio import page_of, table_of
from tests.drafts import write
from tests.stories import NOW, a_decided_case, told_about

from upheld.core.words import CaseId
from upheld.desk.show.worth import told
from upheld.insight.backtest import kept
from upheld.insight.worth import counted, worth
from upheld.jobs import figuring
from upheld.steps import decide
from upheld.store.models import KeptFigures, Person, PolicyDraft

CELLS = 'core-medium,make_right,"upheld, partly_upheld","core, unknown",-,> 0,-,>= 100,voucher,'


@pytest.fixture
def policies(tmp_path: Path, settings: Settings) -> Path:
    """A folder of policies of one's own: the standard one."""
    shutil.copytree(STANDARD.parent, tmp_path / "policies")
    settings.POLICIES = tmp_path / "policies"
    return tmp_path / "policies"


def a_draft(policies: Path, table: str, old: str, new: str) -> None:
    draft = policies / "draft"
    shutil.copytree(policies / "standard", draft)
    file = draft / table
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), "utf-8")


@pytest.fixture
def dearer(policies: Path) -> str:
    a_draft(policies, "goodwill.csv", f"{CELLS}25", f"{CELLS}30")
    return "/policies/draft/backtest/"


def a_case_of_sally(by: Person, at: datetime = NOW) -> CaseId:
    case = a_decided_case(by, at)
    told_about(case, "0.9", "0.9", "0.9")
    decide.decide(case, by, at + timedelta(minutes=1))
    return case


def test_over_many_cases_a_job_does_it_and_the_page_shows_the_same(
    alice: Client, handler: Person, dearer: str, policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_case_of_sally(handler)
    at_once = text(alice.get(dearer))
    monkeypatch.setattr(kept, "_FEW", 0)
    assert "It is being worked out." in text(alice.get(dearer))
    figuring.sweep(datetime.now(UTC))
    assert _but_when(text(alice.get(dearer))) == _but_when(at_once)
    table = policies / "draft" / "goodwill.csv"
    table.write_text(table.read_text("utf-8").replace(f"{CELLS}30", f"{CELLS}35"), "utf-8")
    assert "It is being worked out." in text(alice.get(dearer))
    assert KeptFigures.objects.filter(kind="backtest").count() == 1, "of the text as it reads now"


def _but_when(page: str) -> str:
    return re.sub("Worked out on .*", "", page)


def test_it_begins_with_the_answer(alice: Client, handler: Person, dearer: str) -> None:
    a_case_of_sally(handler)
    page = text(alice.get(dearer))
    assert "1 of 1 decision changes" in page
    assert "What is owed stays as it is. Goodwill costs £5.00 more." in page


def test_the_case_to_open_is_a_link_with_what_differs(
    alice: Client, handler: Person, dearer: str
) -> None:
    case = a_case_of_sally(handler)
    response = alice.get(dearer)
    assert f'href="/cases/UP-{case:06d}/"' in response.content.decode()
    assert "Voucher £25.00 → to Voucher £30.00" in text(response)


def test_a_chart_has_its_numbers_in_a_table(alice: Client, handler: Person, dearer: str) -> None:
    a_case_of_sally(handler)
    page = alice.get(dearer).content.decode()
    assert re.search(r'<rect class="goodwill"[^>]*height="100.00"', page)
    assert "Nov 2026 1 £12.50 £12.50 £25.00 £30.00 +£5.00" in text(alice.get(dearer))


def test_small_groups_are_not_shown(alice: Client, handler: Person, dearer: str) -> None:
    a_case_of_sally(handler)
    page = text(alice.get(dearer))
    assert "The groups are too small to show without telling of single people." in page


def test_what_it_would_break_comes_first(alice: Client, handler: Person, policies: Path) -> None:
    a_case_of_sally(handler)
    a_draft(policies, "entitlement.csv", "covered,-,-,-,true,", "covered,-,late,-,-,")
    page = text(alice.get("/policies/draft/backtest/"))
    assert page.index("What it would break") < page.index("What changes")
    assert "Owed by Own promise 3: late delivery" in page
    assert "What is owed costs £12.50 less." in page


def test_a_draft_that_changes_nothing_says_so(
    alice: Client, handler: Person, policies: Path
) -> None:
    a_case_of_sally(handler)
    page = text(alice.get("/policies/standard/backtest/"))
    assert "No decision changes" in page
    assert "Every past case would have been decided just as it was." in page


def test_without_past_cases_there_is_nothing_to_try(alice: Client, dearer: str) -> None:
    response = alice.get(dearer)
    assert response.status_code == 422
    assert "there are no cases to decide" in text(response)


def test_a_draft_that_does_not_load_says_where(alice: Client, policies: Path) -> None:
    a_draft(policies, "goodwill.csv", ",voucher,25,", ",voucher,£25,")
    response = alice.get("/policies/draft/backtest/")
    assert response.status_code == 422
    assert "goodwill.csv, row 8, column goodwill.amount" in text(response)


def test_a_folder_that_is_none_is_not_found(alice: Client, policies: Path) -> None:
    assert alice.get("/policies/nothing/backtest/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, dearer: str) -> None:
    assert client.get(dearer).status_code == 302


def test_the_page_takes_six_statements_whatever_the_number_of_cases(
    alice: Client,
    handler: Person,
    dearer: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        a_case_of_sally(handler)
    # The session, the person, whether a job worked it out, and whether it need not: the versions
    # and the cases.
    with django_assert_num_queries(6):
        alice.get(dearer)


def test_a_draft_of_the_desk_is_tried_from_its_own_page(
    owner: Client, handler: Person, policy_owner: Person, draft: PolicyDraft
) -> None:
    a_case_of_sally(handler)
    write(draft, policy_owner, {"goodwill.amount": "20"})
    address = page_of(draft, "backtest")
    assert f'href="{address}"' in owner.get(page_of(draft)).content.decode()
    page = owner.get(address)
    assert f"Policies / {draft.note} 1 of 1 decision changes" in text(page)
    assert f'href="{page_of(draft)}"' in page.content.decode()
    assert "Nothing. Every promise and claim is proved" in text(page)


def test_a_draft_that_cannot_be_read_cannot_be_tried_yet(
    owner: Client, policy_owner: Person, draft: PolicyDraft
) -> None:
    write(draft, policy_owner, {"goodwill.amount": "£20"})
    assert "It can be tried once every cell can be read." in text(owner.get(page_of(draft)))
    response = owner.get(page_of(draft, "backtest"))
    assert response.status_code == 422
    assert "goodwill.csv, row 8, column goodwill.amount: cannot read £" in text(response)
    assert owner.get("/policies/drafts/999999/backtest/").status_code == 404


def test_trying_a_draft_takes_two_more_whatever_the_number_of_cases(
    owner: Client,
    handler: Person,
    draft: PolicyDraft,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        a_case_of_sally(handler)
    with django_assert_num_queries(8):
        owner.get(page_of(draft, "backtest"))


def test_a_rule_tells_what_it_is_worth(handler: Person) -> None:
    a_case_of_sally(handler)
    found = worth(POLICY, counted(NOW + timedelta(days=60)))
    assert said(found.tables["goodwill"]["core-medium"]) == (
        "1 case, £25.00 £152 a year (£4 to £847)"
    )
    assert said(found.tables["entitlement"]["late-goods"]) == "1 case, £12.50"
    assert said(found.tables["stance"]["part"]) == "No case yet"


def test_worth_stands_at_each_rule_of_a_version_and_of_a_draft(
    owner: Client,
    handler: Person,
    draft: PolicyDraft,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    a_case_of_sally(handler, NOW - timedelta(days=60))
    for address in ("/policies/2015-10-01/tables/goodwill/", table_of(draft)):
        with django_assert_max_num_queries(10):
            page = text(owner.get(address))
        assert "Under each rule: how many cases it decided and what it gave, and what a " in page
        assert "core-medium 1 case, £25.00 £152 a year (£4 to £847)" in page
        assert "near-high No case yet £0 a year" in page


def test_a_rule_that_was_changed_is_marked_beside_its_worth(
    owner: Client, handler: Person, policy_owner: Person, draft: PolicyDraft
) -> None:
    a_case_of_sally(handler)
    write(draft, policy_owner, {"goodwill.amount": "20"})
    assert "core-medium changed 1 case, £25.00" in text(owner.get(table_of(draft)))


def said(each: Any) -> str:
    page = render_to_string("desk/policies/worth.html", {"each": told(each, "GBP")})
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())

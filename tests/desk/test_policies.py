"""The policy studio: versions read and compared, drafts opened, few statements."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.desk.studio import page_of, table_of
from tests.drafts import (
    DAY,
    NOTE,
    a_draft,
    a_published_version,
    write,
)

from upheld.steps.comment_draft import comment
from upheld.steps.publish import drop
from upheld.store.models import Person

# Reading


def test_everybody_who_works_here_may_read_the_policy(
    signed_in: SignIn, auditor: Person, handler: Person
) -> None:
    for person in (auditor, handler):
        page = text(signed_in(person).get("/policies/"))
        assert "From Thu 1 Oct 2015 in force" in page
        assert "Begin a draft" not in page


def test_a_table_is_read_with_when_then_and_why(alice: Client) -> None:
    page = text(alice.get("/policies/2015-10-01/tables/goodwill/"))
    assert "17 rules. Tried from the top: the first that matches answers." in page
    assert "Rule When Then Why stance outcome fit.band" in page
    assert "core-medium No case yet make_right upheld, partly_upheld core, unknown - > 0" in page


@pytest.mark.parametrize(
    "address",
    [
        "/policies/2015-10-02/",
        "/policies/2015-99-01/",
        "/policies/2015-10-01/tables/gift/",
        "/policies/2015-10-01/tables/gift.csv",
        "/policies/drafts/99/",
        "/policies/drafts/99/tables/goodwill/",
    ],
)
def test_what_is_not_there_is_not_found(alice: Client, address: str) -> None:
    assert alice.get(address).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/policies/").status_code == 302


def test_a_published_version_stands_in_the_list_with_its_people(
    alice: Client, policy_owner: Person, lead: Person
) -> None:
    a_published_version(policy_owner, lead)
    page = text(alice.get("/policies/"))
    assert f"From Tue 1 Dec 2026 to come {NOTE}" in page
    assert "written by Priya Nair published by Lena Brandt" in page
    page = text(alice.get(f"/policies/{DAY}/tables/goodwill/"))
    assert "> 0 - >= 100 voucher 20" in page


def test_two_versions_are_compared_rule_by_rule(
    alice: Client, policy_owner: Person, lead: Person
) -> None:
    a_published_version(policy_owner, lead)
    page = text(alice.get(f"/policies/compare/?before=2015-10-01&after={DAY}"))
    assert "valid from 2015-10-01 2026-12-01" in page
    assert "core-medium changed row 8 goodwill.amount 25 20" in page
    assert "answered otherwise than before, as expected" in page
    latest = text(alice.get("/policies/compare/"))
    assert "core-medium changed row 8 goodwill.amount 25 20" in latest, "unless asked, the latest"
    assert alice.get("/policies/compare/?before=x&after=draft-9").status_code == 200


# Opening


def test_a_draft_is_opened(owner: Client) -> None:
    page = done(owner, "/policies/drafts/", {"valid_from": "2026-12-01", "note": NOTE})
    told = text(owner.get(page))
    assert NOTE in told
    assert "Nothing so far. Choose a table above and write in it." in told


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"valid_from": "2026-12-01", "note": ""}, "Say in a sentence what is to change and why."),
        ({"valid_from": "soon", "note": NOTE}, "Write a day such as 2026-11-02."),
        ({"valid_from": "2026-11-02", "note": NOTE}, "never decided by a rule made afterwards"),
    ],
)
def test_a_draft_that_cannot_be_opened_says_why(
    owner: Client, told: dict[str, str], problem: str
) -> None:
    response = owner.post("/policies/drafts/", told)
    assert response.status_code == 422
    assert problem in text(response)


def test_a_handler_opens_no_draft(alice: Client) -> None:
    refused(alice, "/policies/drafts/", {"valid_from": "2026-12-01", "note": NOTE}, 403)


# Statements


def _statements(client: Client, address: str) -> int:
    client.get(address)  # what a process reads once
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_pages_run_few_statements_however_much_there_is(
    owner: Client, policy_owner: Person, lead: Person
) -> None:
    a_published_version(policy_owner, lead)
    for days in range(1, 4):
        draft = a_draft(policy_owner, valid_from=DAY + stories.days(days))
        for rule in ("core-high", "core-medium"):
            write(draft, policy_owner, {"because": "Another reason."}, rule)
            comment(draft.pk, "goodwill", rule, "Why?", lead, stories.NOW)
    drop(a_draft(lead, valid_from=DAY + stories.days(9)).pk, "No.", lead, stories.NOW)
    assert _statements(owner, "/policies/") <= 10
    assert _statements(owner, page_of(draft)) <= 15
    assert _statements(owner, table_of(draft)) <= 10
    assert _statements(owner, f"/policies/{DAY}/tables/goodwill/") <= 10

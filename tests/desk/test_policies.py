"""The policy studio: versions read, drafts written on, reviewed by another, published."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests import stories
from tests.core.texts import texts
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.drafts import (
    DAY,
    NOTE,
    a_draft,
    a_published_version,
    a_reviewed_draft,
    a_whole_draft,
    row_of,
    write,
)

from upheld.core.words import DraftState
from upheld.steps.comment_draft import comment
from upheld.steps.publish import drop
from upheld.store import drafts
from upheld.store.models import DraftComment, Person, PolicyDraft, PolicyVersion
from upheld.tables.editing import Editor

GOODWILL = texts()["goodwill.csv"]
ROW = row_of(texts(), "goodwill", "core-medium")


@pytest.fixture
def owner(signed_in: SignIn, policy_owner: Person) -> Client:
    return signed_in(policy_owner)


@pytest.fixture
def draft(policy_owner: Person) -> PolicyDraft:
    return a_draft(policy_owner)


def page_of(draft: PolicyDraft, *parts: str) -> str:
    return "/".join([f"/policies/drafts/{draft.pk}", *parts, ""])


def table_of(draft: PolicyDraft, *parts: str, table: str = "goodwill") -> str:
    return page_of(draft, "tables", table, *parts)


def cells(draft: PolicyDraft, row: int = ROW, table: str = "goodwill") -> dict[str, str]:
    files = drafts.draft(draft.pk).files
    return Editor(f"{table}.csv", files[f"{table}.csv"]).cells(row)


def written(draft: PolicyDraft, row: int = ROW, **changes: str) -> dict[str, str]:
    """A rule's form as the page sends it; a dot in a name is written as two underscores."""
    was = cells(draft, row)
    now = was | {name.replace("__", "."): cell for name, cell in changes.items()}
    told = {f"cell-{name}": cell for name, cell in now.items()}
    return {"row": str(row), "was": json.dumps(was), **told}


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
    assert "core-medium make_right upheld, partly_upheld core, unknown - > 0" in page


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
        ({"valid_from": "soon", "note": NOTE}, "Write the day as 2027-01-31."),
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


# Writing


def test_a_cell_is_written(owner: Client, draft: PolicyDraft) -> None:
    page = done(owner, table_of(draft, "cells"), written(draft, goodwill__amount="20"))
    assert page == f"{table_of(draft)}?row={ROW}#row-{ROW}"
    assert cells(draft)["goodwill.amount"] == "20"
    told = text(owner.get(page))
    assert "core-medium: goodwill.amount 25 → 20 · Priya Nair" in told
    assert "11 of 150 are not answered as expected." in told


def test_a_rule_is_left_when_it_is_done(owner: Client, draft: PolicyDraft) -> None:
    told = written(draft, goodwill__amount="20") | {"then": "leave"}
    assert done(owner, table_of(draft, "cells"), told).endswith(f"?at={ROW}#row-{ROW}")


def test_a_cell_that_cannot_be_read_is_kept_and_told_at_the_cell(
    owner: Client, draft: PolicyDraft
) -> None:
    page = done(owner, table_of(draft, "cells"), written(draft, goodwill__amount="£20"))
    response = owner.get(page)
    assert "Cannot read £ at character 1 of £20." in text(response)
    assert f'id="cell-{ROW}-goodwill.amount"' in response.content.decode()
    assert 'aria-invalid="true" aria-describedby="error-goodwill.amount"' in (
        response.content.decode()
    )
    assert "It cannot be published yet" in text(owner.get(page_of(draft)))


def test_a_gap_is_told_in_words_and_with_a_case(owner: Client, draft: PolicyDraft) -> None:
    row = row_of(texts(), "help", "no-help-needed")
    was = cells(draft, row, "help")
    told = {f"cell-{name}": cell for name, cell in (was | {"vulnerable": "false"}).items()}
    told |= {"row": str(row), "was": json.dumps(was)}
    page = text(owner.get(done(owner, table_of(draft, "cells", table="help"), told)))
    assert "gap No rule matches when" in page
    assert "Such as " in page


def test_what_somebody_else_wrote_is_not_written_over_and_nothing_typed_is_lost(
    owner: Client, draft: PolicyDraft, lead: Person
) -> None:
    mine = written(draft, goodwill__amount="22", because="So it is.")
    write(draft, lead, {"goodwill.amount": "20"})
    response = owner.post(table_of(draft, "cells"), mine)
    assert response.status_code == 422
    page = text(response)
    assert "Somebody wrote '20' in goodwill.amount of this rule while you wrote '22'" in page
    assert "So it is." in page
    assert cells(draft)["goodwill.amount"] == "20"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("add", "a new rule below core-medium"),
        ("copy", "core-medium: copied"),
        ("up", "core-medium: moved up"),
        ("down", "core-medium: moved down"),
        ("delete", "core-medium: deleted"),
    ],
)
def test_a_rule_is_added_copied_moved_or_deleted(
    owner: Client, draft: PolicyDraft, act: str, words: str
) -> None:
    told = {"act": act, "row": str(ROW), "rule": "core-medium"}
    assert words in text(owner.get(done(owner, table_of(draft, "rules"), told)))


def test_a_rule_is_not_left_to_chance(owner: Client, draft: PolicyDraft) -> None:
    refused(owner, table_of(draft, "rules"), {"act": "burn", "row": "8"}, 404)
    refused(owner, table_of(draft, "rules"), {"act": "up", "row": "99", "rule": "gone"}, 422)
    refused(owner, table_of(draft, "cells"), {"row": "8", "was": "[", "cell-stance": "x"}, 422)


def test_undo_and_redo_walk_along_the_edits(owner: Client, draft: PolicyDraft) -> None:
    done(owner, table_of(draft, "cells"), written(draft, goodwill__amount="20"))
    done(owner, page_of(draft, "undo"), {"table": "goodwill"})
    assert cells(draft)["goodwill.amount"] == "25"
    page = done(owner, page_of(draft, "redo"), {"table": "goodwill"})
    assert page == table_of(draft)
    assert cells(draft)["goodwill.amount"] == "20"
    refused(owner, page_of(draft, "redo"), {}, 422)


def test_the_rules_may_ask_more_and_less(owner: Client, draft: PolicyDraft) -> None:
    done(owner, table_of(draft, "columns"), {"act": "add", "column": "vulnerable"})
    assert cells(draft)["vulnerable"] == "-"
    done(owner, table_of(draft, "columns"), {"act": "delete", "column": "vulnerable"})
    assert "vulnerable" not in cells(draft)


def test_a_file_is_written_as_text_and_told_where_it_cannot_be_read(
    owner: Client, draft: PolicyDraft
) -> None:
    address = page_of(draft, "files", "policy.yaml")
    page = owner.get(address).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    told = {"text": draft.files["policy.yaml"].replace("hit: first", "hit: frist", 1), "seen": seen}
    done(owner, address, told)
    assert "frist is no hit policy. Did you mean first." in text(owner.get(address))
    assert "Somebody wrote in policy.yaml while you did" in text(owner.post(address, told))


def test_its_own_cases_expect_what_the_lead_wants(owner: Client, draft: PolicyDraft) -> None:
    done(owner, table_of(draft, "cells"), written(draft, goodwill__amount="20"))
    name = "We know two things about Omar, which is too little: he is treated like Sally"
    page = text(owner.get(done(owner, page_of(draft, "expectations"), {"case": name})))
    assert "10 of 150 are not answered as expected." in page
    page = text(owner.get(done(owner, page_of(draft, "expectations"), {})))
    assert "17 of 150 are answered otherwise than before, and as they expect now." in page


def test_a_comment_stands_at_its_rule_until_it_is_settled(
    owner: Client, draft: PolicyDraft, policy_owner: Person
) -> None:
    told = {"rule": "core-medium", "text": "Why less?"}
    page = text(owner.get(done(owner, table_of(draft, "comments"), told)))
    assert "rule core-medium Why less?" in page
    made = DraftComment.objects.get()
    page = done(owner, page_of(draft, "comments", str(made.pk)), {})
    assert page == table_of(draft)
    assert "settled by Priya Nair" in text(owner.get(page_of(draft)))
    refused(owner, page_of(draft, "comments"), {"text": ""}, 422)


# In and out


def test_a_table_goes_out_and_comes_back_unchanged(owner: Client, draft: PolicyDraft) -> None:
    for suffix in ("csv", "xlsx"):
        response = owner.get(f"{table_of(draft)[:-1]}.{suffix}")
        assert response["Content-Disposition"] == f'attachment; filename="goodwill.{suffix}"'
        file = SimpleUploadedFile(f"goodwill.{suffix}", response.content)
        owner.post(table_of(draft, "file"), {"file": file})
    assert not drafts.draft(draft.pk).edits.exists()


def test_a_table_comes_in_from_a_spreadsheet(owner: Client, draft: PolicyDraft) -> None:
    book = load_workbook(io.BytesIO(owner.get(f"{table_of(draft)[:-1]}.xlsx").content))
    column = [cell.value for cell in book.active[1]].index("goodwill.amount") + 1
    book.active.cell(ROW, column).value = 20
    told = io.BytesIO()
    book.save(told)
    file = SimpleUploadedFile("ours.xlsx", told.getvalue())
    assert owner.post(table_of(draft, "file"), {"file": file}).status_code == 303
    assert cells(draft)["goodwill.amount"] == "20"
    assert drafts.draft(draft.pk).edits.get().words == "goodwill: taken from ours.xlsx"


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"x", "neither a .csv nor an .xlsx"),
        ("a.csv", b"\xff\xfe", "is not UTF-8"),
        ("a.csv", b'a,b\n"1"x,2\n', "this is not CSV"),
        ("a.xlsx", b"PK", "this is no spreadsheet"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_changes_nothing(
    owner: Client, draft: PolicyDraft, name: str, data: bytes, problem: str
) -> None:
    response = owner.post(table_of(draft, "file"), {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 422
    assert problem in text(response)
    assert cells(draft)["goodwill.amount"] == "25"


def test_the_tables_go_to_a_modeler_and_come_back(owner: Client, draft: PolicyDraft) -> None:
    model = owner.get(f"{page_of(draft)}model.dmn").content
    same = SimpleUploadedFile("standard.dmn", model)
    owner.post(page_of(draft, "model"), {"file": same})
    files = drafts.draft(draft.pk).files
    assert drafts.policy_of(drafts.draft(draft.pk)).claims
    other = SimpleUploadedFile(
        "standard.dmn", model.replace(b"<text>50</text>", b"<text>45</text>")
    )
    owner.post(page_of(draft, "model"), {"file": other})
    after = drafts.draft(draft.pk).files
    assert {name for name in after if after[name] != files[name]} == {"goodwill.csv"}


def test_a_model_that_is_none_is_refused(owner: Client, draft: PolicyDraft) -> None:
    file = SimpleUploadedFile("a.dmn", b"<x/>")
    response = owner.post(page_of(draft, "model"), {"file": file})
    assert response.status_code == 422
    assert "is not the root of a DMN model" in text(response)


# Its way


def test_what_keeps_a_draft_back_is_told_in_words(owner: Client, draft: PolicyDraft) -> None:
    done(owner, table_of(draft, "cells"), written(draft, goodwill__amount="20"))
    response = owner.post(page_of(draft, "review"))
    assert response.status_code == 422
    assert "goodwill.amount is £20.00, and £25.00 is expected" in text(response)


def test_a_second_person_publishes(
    owner: Client, signed_in: SignIn, policy_owner: Person, lead: Person
) -> None:
    draft = a_whole_draft(policy_owner)
    page = text(owner.get(done(owner, page_of(draft, "review"), {})))
    assert "It waits for a lead or a policy owner who wrote nothing in it." in page
    refused(owner, page_of(draft, "publication"), {}, 422)
    page = text(signed_in(lead).get(page_of(draft)))
    assert "every promise and claim is proved" in page
    page = text(signed_in(lead).get(done(signed_in(lead), page_of(draft, "publication"), {})))
    assert "It is published: the version from Tue 1 Dec 2026" in page
    assert PolicyVersion.objects.get().approver == lead


def test_a_draft_is_returned_and_given_up_with_a_reason(
    signed_in: SignIn, policy_owner: Person, lead: Person
) -> None:
    draft = a_reviewed_draft(policy_owner)
    other = signed_in(lead)
    refused(other, page_of(draft, "return"), {"why": ""}, 422)
    done(other, page_of(draft, "return"), {"why": "Show what it costs."})
    assert "Show what it costs." in text(other.get(page_of(draft)))
    done(other, page_of(draft, "end"), {"why": "It costs too much."})
    assert drafts.draft(draft.pk).state == DraftState.DROPPED
    assert NOTE in text(other.get("/policies/"))


def test_another_first_day(owner: Client, draft: PolicyDraft) -> None:
    done(owner, page_of(draft, "day"), {"valid_from": "2027-01-01"})
    assert drafts.draft(draft.pk).valid_from == date(2027, 1, 1)
    refused(owner, page_of(draft, "day"), {"valid_from": "2026-11-02"}, 422)


def test_an_auditor_looks_on(
    signed_in: SignIn, auditor: Person, draft: PolicyDraft, policy_owner: Person
) -> None:
    client = signed_in(auditor)
    page = text(client.get(table_of(draft)))
    assert "core-medium" in page
    assert "Take it in from a file" not in page
    for step in ("review", "publication", "undo", "comments", "expectations"):
        refused(client, page_of(draft, step), {"text": "No."}, 403)
    refused(client, table_of(draft, "cells"), written(draft, goodwill__amount="20"), 403)


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

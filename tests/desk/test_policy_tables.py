"""A draft's tables: written on in place, taken out and in again."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django.fixtures import Settings
from tests.core.given import CASES
from tests.core.standard_texts import texts
from tests.desk.acting import done, refused
from tests.desk.reading import text
from tests.desk.studio import ROW, cells, page_of, read_on, table_of, written
from tests.drafts import (
    row_of,
    write,
)

from upheld.store import drafts
from upheld.store.models import DraftComment, Person, PolicyDraft

OUR_CASES = len(CASES)

# Writing


def test_a_cell_is_written(owner: Client, draft: PolicyDraft) -> None:
    page = done(owner, table_of(draft, "cells"), written(draft, goodwill__amount="20"))
    assert page == f"{table_of(draft)}?row={ROW}#row-{ROW}"
    assert cells(draft)["goodwill.amount"] == "20"
    told = text(owner.get(page))
    assert "core-medium: goodwill.amount 25 → 20 · Priya Nair" in told
    assert f"11 of {OUR_CASES} are not answered as expected." in told


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
    assert f"10 of {OUR_CASES} are not answered as expected." in page
    page = text(owner.get(done(owner, page_of(draft, "expectations"), {})))
    assert f"17 of {OUR_CASES} are answered otherwise than before, and as they expect now." in page


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
    sheet: Any = book.active
    column = [cell.value for cell in sheet[1]].index("goodwill.amount") + 1
    sheet.cell(ROW, column).value = 20
    told = io.BytesIO()
    book.save(told)
    file = SimpleUploadedFile("ours.xlsx", told.getvalue())
    sent = {"file": file, **read_on(owner, draft)}
    assert owner.post(table_of(draft, "file"), sent).status_code == 303
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
    owner.post(page_of(draft, "model"), {"file": same, **read_on(owner, draft)})
    files = drafts.draft(draft.pk).files
    assert drafts.policy_of(drafts.draft(draft.pk)).claims
    other = SimpleUploadedFile(
        "standard.dmn", model.replace(b"<text>50</text>", b"<text>45</text>")
    )
    owner.post(page_of(draft, "model"), {"file": other, **read_on(owner, draft)})
    after = drafts.draft(draft.pk).files
    assert {name for name in after if after[name] != files[name]} == {"goodwill.csv"}


def test_a_model_that_is_none_is_refused(owner: Client, draft: PolicyDraft) -> None:
    file = SimpleUploadedFile("a.dmn", b"<x/>")
    response = owner.post(page_of(draft, "model"), {"file": file})
    assert response.status_code == 422
    assert "is not the root of a DMN model" in text(response)


# What nobody means well


@pytest.fixture
def csv_limit() -> Iterator[None]:
    """The longest cell of a process that runs no import of complaints, which lifts the limit."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "long.csv",
            "rule,stance\n" + "a,ask\n" * 1_001,
            "Goodwill.csv has 1,001 rules, and a",
        ),
        ("open.csv", '"' + "a" * 200_000, "this is not CSV: field larger than field limit"),
    ],
)
def test_a_table_that_nobody_could_read_is_refused_and_changes_nothing(
    owner: Client,
    draft: PolicyDraft,
    file: str,
    text: str,
    told: str,
    csv_limit: None,
) -> None:
    upload = {"file": SimpleUploadedFile(file, text.encode())}
    assert told in refused(owner, table_of(draft, "file"), upload, 422)
    assert drafts.draft(draft.pk).files == draft.files


@pytest.mark.parametrize("table", ["tables/goodwill/file", "model"])
def test_a_file_beyond_the_limit_is_let_go_and_told(
    owner: Client, draft: PolicyDraft, settings: Settings, table: str
) -> None:
    settings.LARGEST_FILE = 1024 * 1024
    upload = {"file": SimpleUploadedFile("large.csv", b"x" * 2_000_000)}
    assert "The file is larger than 1 MB" in refused(owner, page_of(draft, table), upload, 422)


def test_ten_thousand_rules_pasted_as_text_are_refused_and_stay_in_the_form(
    owner: Client, draft: PolicyDraft
) -> None:
    address = page_of(draft, "files", "goodwill.csv")
    told = seen_at(owner, address) | {"text": "rule,stance\n" + "a,ask\n" * 10_000}
    response = owner.post(address, told)
    assert response.status_code == 422
    assert "Goodwill.csv has 10,000 rules" in text(response)
    assert response.content.decode().count("a,ask") == 10_000


def test_a_paste_that_is_more_than_a_page_can_send_is_told_in_words(
    owner: Client, draft: PolicyDraft
) -> None:
    response = owner.post(page_of(draft, "files", "goodwill.csv"), {"text": "x" * 3_000_000})
    assert response.status_code == 400
    assert "Go back with your browser: what you wrote is still there." in text(response)


def test_signs_that_no_database_keeps_are_told_or_left_out(
    owner: Client, draft: PolicyDraft
) -> None:
    address = page_of(draft, "files", "cases.yaml")
    assert owner.post(address, seen_at(owner, address) | {"text": "a\0b"}).status_code == 422
    done(owner, table_of(draft, "comments"), {"text": "Why\0?", "rule": "core-medium"})
    assert DraftComment.objects.get().text == "Why?"


def test_tables_that_read_each_other_are_told_with_the_mend(
    owner: Client, draft: PolicyDraft
) -> None:
    address = page_of(draft, "files", "stance.csv")
    head, *rows = draft.files["stance.csv"].splitlines()
    circle = "\n".join([f"{head},goodwill.kind", *(f"{row},-" for row in rows)])
    done(owner, address, seen_at(owner, address) | {"text": circle})
    page = text(owner.get(page_of(draft)))
    assert "tables stance and goodwill read each other (goodwill.kind). Take the column out" in page


def seen_at(owner: Client, address: str) -> dict[str, str]:
    """What the page of a file has to send back, so that nobody's writing is lost."""
    page = owner.get(address).content.decode()
    return {"seen": page.split('name="seen" value="')[1].split('"')[0]}

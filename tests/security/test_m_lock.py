"""A file that is made to take long is read while nobody waits for whoever sent it: on SQLite one
who holds the store keeps out everybody who writes, and who signs in."""

from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from tests.api.programs import ROOT, Program, key_of
from tests.drafts import a_draft
from tests.stories import NOW
from tests.tables.dmn_models import framed

from upheld.core.drafting import Edited, Texts, replace_tables, write_file
from upheld.steps import draw_import
from upheld.steps.edit_draft import edit_draft
from upheld.store import drafts, exchange, files
from upheld.store.files import FileRefused
from upheld.store.import_lines import Open
from upheld.store.models import Import, LooseFile, Person
from upheld.tables.editing import EditError

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = b"reference,received,text\nA,2026-01-02,Broken\n"


def test_an_import_is_read_while_nothing_is_held(
    lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    file_of = draw_import.file_of

    def watched(row: Import) -> Open:
        held.append(connection.in_atomic_block)
        return file_of(row)

    monkeypatch.setattr(draw_import, "file_of", watched)
    row = draw_import.upload(ContentFile(TABLE, "in.csv"), "mapped", "", lead, NOW)
    draw_import.upload_again(row.pk, "customers", "", lead, NOW)
    assert held
    assert not any(held)


def test_what_cannot_be_read_stays_as_loose_as_it_came(lead: Person) -> None:
    given = ContentFile(b"a,a\n1,2\n", "twice.csv")
    LooseFile.objects.create(sha256=files.hash_of(given), at=NOW)
    with pytest.raises(FileRefused, match="stands twice"):
        draw_import.upload(given, "mapped", "", lead, NOW)
    assert LooseFile.objects.count() == 1
    assert not Import.objects.exists()


def test_a_file_for_a_draft_is_read_while_nothing_is_held(policy_owner: Person) -> None:
    draft = a_draft(policy_owner)
    held: list[bool] = []

    def change(texts: Texts) -> Edited:
        held.append(connection.in_atomic_block)
        return write_file(texts, "cases.yaml", "[]")

    edit_draft(draft.pk, change, policy_owner, NOW)
    assert held == [False]


def test_what_somebody_else_wrote_meanwhile_is_read_too(policy_owner: Person) -> None:
    draft = a_draft(policy_owner)
    before = draft.files["goodwill.csv"]
    shorter = before[: before.rindex("\n", 0, -1) + 1]
    seen: list[str] = []

    def theirs(texts: Texts) -> Edited:
        return replace_tables(texts, {"goodwill": shorter}, "theirs.csv")

    def change(texts: Texts) -> Edited:
        if not seen:
            edit_draft(draft.pk, theirs, policy_owner, NOW)
        seen.append(texts["goodwill.csv"])
        return write_file(texts, "cases.yaml", "[]")

    edit_draft(draft.pk, change, policy_owner, NOW)
    kept = drafts.draft(draft.pk).files
    assert seen == [before, kept["goodwill.csv"]]
    assert kept["goodwill.csv"] != before
    assert kept["cases.yaml"].strip() == "[]"


def test_a_file_that_a_program_sends_for_a_draft_is_read_while_nothing_is_held(
    policy_owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    sheets_of = exchange.sheets_of

    def watched(name: str, data: bytes, texts: Texts) -> Texts:
        held.append(connection.in_atomic_block)
        return sheets_of(name, data, texts)

    monkeypatch.setattr(exchange, "sheets_of", watched)
    program, place = Program(key_of(policy_owner)), f"/policies/drafts/{a_draft(policy_owner).pk}"
    model = ContentFile(program.get(f"{place}/model").content, "all.dmn")
    headers = {**program.headers, "If-Match": program.version(place)}
    answer = program.client.post(f"{ROOT}{place}/model", {"file": model}, headers=headers)
    assert answer.status_code == 200, answer.content
    assert held == [False]


def test_who_writes_while_a_program_is_read_is_not_written_over(
    policy_owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_draft(policy_owner)
    sheets_of = exchange.sheets_of

    def overtaken(name: str, data: bytes, texts: Texts) -> Texts:
        theirs = partial(write_file, file="cases.yaml", text="[]")
        edit_draft(draft.pk, theirs, policy_owner, NOW)
        return sheets_of(name, data, texts)

    monkeypatch.setattr(exchange, "sheets_of", overtaken)
    program, place = Program(key_of(policy_owner)), f"/policies/drafts/{draft.pk}"
    model = program.get(f"{place}/model").content.replace(b">20<", b">25<")
    headers = {**program.headers, "If-Match": program.version(place)}
    form = {"file": ContentFile(model, "all.dmn")}
    answer = program.client.post(f"{ROOT}{place}/model", form, headers=headers)
    assert answer.status_code == 412, answer.content
    assert drafts.draft(draft.pk).files == {**draft.files, "cases.yaml": "[]\n"}


def test_a_model_of_a_table_too_long_for_a_draft_is_refused_before_a_table_is_made(
    policy_owner: Person,
) -> None:
    draft = a_draft(policy_owner)
    rules = "<rule><outputEntry><text>1</text></outputEntry></rule>" * 1001
    table = f'<decision id="d" name="d"><decisionTable><output/>{rules}</decisionTable></decision>'
    with pytest.raises(EditError, match="d has 1,001 rules, and a draft holds at most 1,000"):
        exchange.sheets_of("all.dmn", framed(table), draft.files)

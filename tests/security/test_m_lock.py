"""A file that is made to take long is read while nobody waits for whoever sent it: on SQLite one
who holds the store keeps out everybody who writes, and who signs in."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection
from tests.api.programs import ROOT, Program, at, key_of
from tests.desk.conftest import SignIn, signed_in
from tests.desk.reading import page_of
from tests.drafts import a_draft
from tests.stories import NOW, an_allegation, an_open_case
from tests.tables.dmn_models import framed

from upheld.core.drafting import Edited, Texts, replace_tables, write_file
from upheld.jobs import erasing
from upheld.steps import draw_import
from upheld.steps.edit_draft import edit_draft
from upheld.store import drafts, exchange, files
from upheld.store.files import FileRefused
from upheld.store.imports.lines import Open
from upheld.store.models import Evidence, Import, LooseFile, Person
from upheld.tables.editing import EditError

__all__ = ["signed_in"]  # a fixture
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


@pytest.fixture
def kept_while_held(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each file whose bytes are written or read anew: whether anything was held meanwhile."""
    held: list[bool] = []

    def watched(name: str) -> None:
        does = getattr(FileSystemStorage, name)

        def done(self: FileSystemStorage, *told: Any, **more: Any) -> Any:
            held.append(connection.in_atomic_block)
            return does(self, *told, **more)

        monkeypatch.setattr(FileSystemStorage, name, done)

    for name in ("save", "open"):
        watched(name)
    return held


def test_evidence_that_the_desk_takes_is_kept_while_nothing_is_held(
    signed_in: SignIn, handler: Person, kept_while_held: list[bool]
) -> None:
    case = an_open_case(handler)
    place = f"{page_of(case)}allegations/{an_allegation(case, handler)}/evidence/"
    told = {"kind": "photo", "text": "The box", "relied_on_by": "", "with_whom": ""}
    signed_in(handler).post(place, {**told, "file": ContentFile(b"a box", "box.jpg")})
    assert files.is_kept(Evidence.objects.get().sha256)
    assert kept_while_held == [False]


def test_evidence_that_a_program_sends_is_kept_while_nothing_is_held(
    handler: Person, kept_while_held: list[bool]
) -> None:
    program, place = Program(key_of(handler)), at(an_open_case(handler))
    form = {"kind": "photo", "text": "The box", "file": ContentFile(b"a box", "box.jpg")}
    headers = {**program.headers, "If-Match": program.version(place)}
    answer = program.client.post(f"{ROOT}{place}/evidence", form, headers=headers)
    assert answer.status_code == 201, answer.content
    assert files.is_kept(Evidence.objects.get().sha256)
    assert kept_while_held == [False]


def test_evidence_of_a_case_that_moved_meanwhile_is_let_go_again(handler: Person) -> None:
    program, place = Program(key_of(handler)), at(an_open_case(handler))
    form = {"kind": "photo", "text": "The box", "file": ContentFile(b"a lost box", "box.jpg")}
    headers = {**program.headers, "If-Match": '"1"'}
    answer = program.client.post(f"{ROOT}{place}/evidence", form, headers=headers)
    assert answer.status_code == 412, answer.content
    sha256 = files.hash_of(ContentFile(b"a lost box"))
    assert files.is_kept(sha256)
    erasing.sweep(datetime.now(UTC) + timedelta(days=1), None)
    assert not files.is_kept(sha256)


def test_of_what_may_not_be_added_not_a_byte_is_kept(
    auditor: Person, handler: Person, kept_while_held: list[bool]
) -> None:
    place = at(an_open_case(handler))
    for by, text in ((auditor, "The box"), (handler, " ")):
        program = Program(key_of(by))
        form = {"kind": "photo", "text": text, "file": ContentFile(b"a box", "box.jpg")}
        answer = program.client.post(f"{ROOT}{place}/evidence", form, headers=program.headers)
        assert answer.status_code in (403, 422), answer.content
    assert kept_while_held == []


def test_a_file_to_import_is_kept_while_nothing_is_held(
    lead: Person, kept_while_held: list[bool]
) -> None:
    draw_import.upload(ContentFile(TABLE, "in.csv"), "mapped", "", lead, NOW)
    assert kept_while_held
    assert not any(kept_while_held)

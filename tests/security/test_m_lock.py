"""A file that is made to take long is read while nobody waits for whoever sent it: on SQLite one
who holds the store keeps out everybody who writes, and who signs in."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from tests.drafts import a_draft
from tests.stories import NOW

from upheld.core.drafting import Edited, Texts, replace_tables, write_file
from upheld.steps import draw_import
from upheld.steps.edit_draft import edit_draft
from upheld.store import drafts, files
from upheld.store.files import FileRefused
from upheld.store.import_lines import Open
from upheld.store.models import Import, LooseFile, Person

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

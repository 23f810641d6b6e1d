"""Drafts of the standard policy at each point of their way, made by the real steps."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache, partial

from tests import stories

from upheld.core.drafting import Edited, Texts, expect_now, write_cells, write_file
from upheld.steps.edit_draft import edit_draft
from upheld.steps.open_draft import open_draft
from upheld.steps.publish import publish, send_for_review
from upheld.store import drafts
from upheld.store.models import Person, PolicyDraft, PolicyVersion
from upheld.tables.editing import Editor

NOTE = "A late parcel is worth less than it was."
DAY = date(2026, 12, 1)


def a_draft(by: Person, now: datetime = stories.NOW, valid_from: date = DAY) -> PolicyDraft:
    return open_draft(valid_from, NOTE, by, now)


def row_of(files: Texts, table: str, rule: str) -> int:
    editor = Editor(f"{table}.csv", files[f"{table}.csv"])
    rows = range(2, len(editor.rows) + 2)
    return next(row for row in rows if editor.cells(row)["rule"] == rule)


def write(
    draft: PolicyDraft,
    by: Person,
    cells: Mapping[str, str],
    rule: str = "core-medium",
    table: str = "goodwill",
    now: datetime = stories.NOW,
) -> None:
    """Some cells of one rule, written as the desk writes them."""
    files = drafts.draft(draft.pk).files
    row = row_of(files, table, rule)
    was = Editor(f"{table}.csv", files[f"{table}.csv"]).cells(row)
    change = partial(write_cells, table=table, row=row, was=was, cells={**was, **cells})
    edit_draft(draft.pk, change, by, now)


def mend_cases(draft: PolicyDraft, by: Person, now: datetime = stories.NOW) -> None:
    """The policy's own cases expect what it answers now."""
    edit_draft(draft.pk, _expecting, by, now)


def _expecting(files: Texts) -> Edited:
    return _expected(tuple(sorted(files.items())))


@lru_cache
def _expected(items: tuple[tuple[str, str], ...]) -> Edited:
    """All its cases are answered for that, which depends on nothing but the texts: the drafts of
    most tests say the same."""
    return expect_now(dict(items))


def a_whole_draft(
    by: Person, now: datetime = stories.NOW, valid_from: date = DAY, amount: str = "20"
) -> PolicyDraft:
    """Sally's voucher is another, and the cases that show it say so."""
    draft = a_draft(by, now, valid_from)
    write(draft, by, {"goodwill.amount": amount}, now=now)
    mend_cases(draft, by, now)
    return draft


def a_reviewed_draft(
    by: Person, now: datetime = stories.NOW, valid_from: date = DAY, amount: str = "20"
) -> PolicyDraft:
    draft = a_whole_draft(by, now, valid_from, amount)
    send_for_review(draft.pk, by, now)
    return draft


def a_published_version(
    by: Person,
    approver: Person,
    now: datetime = stories.NOW,
    valid_from: date = DAY,
    amount: str = "20",
) -> PolicyVersion:
    return publish(a_reviewed_draft(by, now, valid_from, amount).pk, approver, now)


def a_version_with_another_fact(
    by: Person, approver: Person, fact: str, now: datetime = stories.NOW
) -> PolicyVersion:
    """A version whose allegations know one fact more, an amount."""
    draft = a_draft(by, now)
    declared = f'  {fact}: {{type: money, domain: ">= 0", about: allegation, means: {fact}}}'
    text = drafts.draft(draft.pk).files["policy.yaml"]
    text = text.replace("inputs:\n", f"inputs:\n{declared}\n", 1)
    edit_draft(draft.pk, partial(write_file, file="policy.yaml", text=text), by, now)
    send_for_review(draft.pk, by, now)
    return publish(draft.pk, approver, now)

"""The demo company's policy: a version that was published, and a draft that somebody writes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from upheld.core.drafting import write_cells
from upheld.steps.comment_draft import comment
from upheld.steps.edit_draft import edit_draft
from upheld.steps.open_draft import open_draft
from upheld.steps.publish import publish, send_for_review
from upheld.store.models import Person, PolicyDraft
from upheld.tables.editing import Editor

_TABLE = "goodwill"
_PLAINER = {"because": "No fault on our side, and a quarter of an hour with a colleague helps."}


def published(author: Person, approver: Person, now: datetime) -> None:
    """What was changed some months before `now`: one sentence, put more plainly."""
    then = now - timedelta(days=230)
    note = "Say in plain words why we help somebody who was mistaken."
    draft = open_draft((then + timedelta(days=20)).date(), note, author, then)
    _write(draft, "help-to-succeed", _PLAINER, author, then)
    send_for_review(draft.pk, author, then + timedelta(days=1))
    publish(draft.pk, approver, then + timedelta(days=2))


def begun(author: Person, reader: Person, now: datetime) -> None:
    """What is being written: its cases do not agree yet, and somebody asks why."""
    then = now - timedelta(days=2)
    note = "A broken promise about the day is worth a smaller voucher."
    draft = open_draft((now + timedelta(days=30)).date(), note, author, then)
    _write(draft, "core-medium", {"goodwill.amount": "20"}, author, then)
    asked = "What does it save in a year, and whom does it touch?"
    comment(draft.pk, _TABLE, "core-medium", asked, reader, now - timedelta(days=1))


def _write(
    draft: PolicyDraft, rule: str, cells: Mapping[str, str], by: Person, now: datetime
) -> None:
    file = f"{_TABLE}.csv"
    editor = Editor(file, draft.files[file])
    rows = range(2, len(editor.rows) + 2)
    row = next(each for each in rows if editor.cells(each)["rule"] == rule)
    was = editor.cells(row)
    change = partial(write_cells, table=_TABLE, row=row, was=was, cells={**was, **cells})
    edit_draft(draft.pk, change, by, now)

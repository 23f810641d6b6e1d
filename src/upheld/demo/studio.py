"""The demo company's policy: versions that were published, and a draft that somebody writes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from upheld.core.drafting import Act, add_column, change_rule, write_cells, write_file
from upheld.steps.comment_draft import comment
from upheld.steps.edit_draft import edit_draft
from upheld.steps.open_draft import open_draft
from upheld.steps.publish import publish, send_for_review
from upheld.store.models import Person, PolicyDraft
from upheld.tables.editing import Editor

_TABLE = "goodwill"
_PLAINER = {"because": "No fault on our side, and a quarter of an hour with a colleague helps."}

_SETTINGS, _COLUMN = "policy.yaml", "lot"
_INPUTS = "inputs:\n"
_LOT = '  lot: {type: number, domain: "[0..99]", about: lot, means: Drawn by chance}\n'
_HELD_BACK = "held-back"
_AFTER = "nothing-in-parting"
_FIFTH = {
    "stance": "make_right",
    "outcome": '"upheld", "partly_upheld"',
    _COLUMN: "< 20",
    "goodwill.kind": "none",
    "goodwill.amount": "0",
    "because": "Held back by lot for seven months, so that we learn what goodwill does: twenty in "
    "a hundred such cases get none.",
    "source": "Hold-out",
}


def held_out(first: date, author: Person, approver: Person) -> None:
    """With the first version that decided by facts, whose goodwill all who are alike get, a lot
    held it back from a fifth: only so could they learn what it does."""
    then = datetime.combine(first - timedelta(days=20), time(9), UTC)
    note = "Hold goodwill back by lot from a fifth, until we know what it does."
    draft = open_draft(first, note, author, then)
    settings = draft.files[_SETTINGS].replace(_INPUTS, _INPUTS + _LOT, 1)
    for change in (
        partial(write_file, file=_SETTINGS, text=settings),
        partial(add_column, table=_TABLE, column=_COLUMN),
        partial(change_rule, table=_TABLE, act=Act.ADD, row=_row(draft, _AFTER), rule=_AFTER),
    ):
        edit_draft(draft.pk, change, author, then)
    draft.refresh_from_db()
    _write(draft, "new-rule", {**_FIFTH, "rule": _HELD_BACK}, author, then)
    _publish(draft, author, approver, then)


def published(author: Person, approver: Person, now: datetime) -> None:
    """What was changed some months before `now`: one sentence, put more plainly; and no lot is
    drawn any more."""
    then = now - timedelta(days=230)
    note = "Say in plain words why we help somebody who was mistaken."
    draft = open_draft((then + timedelta(days=20)).date(), note, author, then)
    _write(draft, "help-to-succeed", _PLAINER, author, then)
    ends = partial(
        change_rule, table=_TABLE, act=Act.DELETE, row=_row(draft, _HELD_BACK), rule=_HELD_BACK
    )
    edit_draft(draft.pk, ends, author, then)
    _publish(draft, author, approver, then)


def _publish(draft: PolicyDraft, author: Person, approver: Person, then: datetime) -> None:
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
    row = _row(draft, rule)
    was = _editor(draft).cells(row)
    change = partial(write_cells, table=_TABLE, row=row, was=was, cells={**was, **cells})
    edit_draft(draft.pk, change, by, now)


def _row(draft: PolicyDraft, rule: str) -> int:
    editor = _editor(draft)
    return next(at for at in range(2, len(editor.rows) + 2) if editor.cells(at)["rule"] == rule)


def _editor(draft: PolicyDraft) -> Editor:
    file = f"{_TABLE}.csv"
    return Editor(file, draft.files[file])

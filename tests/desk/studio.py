"""A draft's addresses, and a rule's form as its page sends it."""

import json

from tests.core.standard_texts import texts
from tests.drafts import row_of

from upheld.store import drafts
from upheld.store.models import PolicyDraft
from upheld.tables.editing import Editor

ROW = row_of(texts(), "goodwill", "core-medium")


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

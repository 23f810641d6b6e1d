"""A draft's addresses, and a rule's form as its page sends it."""

import json
import re

from django.test import Client
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


def read_on(client: Client, draft: PolicyDraft) -> dict[str, str]:
    """What the forms say of the draft that its page showed."""
    page = client.get(page_of(draft)).content.decode()
    (read,) = set(re.findall(r'name="read" value="(\w+)"', page))
    return {"read": read}


def cells(draft: PolicyDraft, row: int = ROW, table: str = "goodwill") -> dict[str, str]:
    files = drafts.draft(draft.pk).files
    return Editor(f"{table}.csv", files[f"{table}.csv"]).cells(row)


def written(draft: PolicyDraft, row: int = ROW, **changes: str) -> dict[str, str]:
    """A rule's form as the page sends it; a dot in a name is written as two underscores."""
    was = cells(draft, row)
    now = was | {name.replace("__", "."): cell for name, cell in changes.items()}
    told = {f"cell-{name}": cell for name, cell in now.items()}
    return {"row": str(row), "was": json.dumps(was), **told}

"""What the page of erasures shows: what is due, what waits for whom, what was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator

from upheld.core.erasing import ErasureState
from upheld.steps import may
from upheld.steps.another import acted
from upheld.store import legal_holds, retention
from upheld.store import models as rows
from upheld.store.erased import again as erased_again
from upheld.store.policy_files import retention_files

_A_PAGE = 25
_DUE_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal, and whether whoever looks may approve it: another person than who proposed it."""

    row: rows.Erasure
    may_approve: bool


def erasures_page(by: may.Actor, now: datetime, page: str | None) -> dict[str, Any]:
    every = rows.Erasure.objects.select_related("customer", "case")
    waiting, held = every.filter(state=ErasureState.PROPOSED), legal_holds.held()
    return {
        "section": "erasures",
        "due": retention.due(now, _DUE_AT_ONCE, held=held),
        "again": erased_again.people()[:_DUE_AT_ONCE],
        "held_back": retention.held_back(now, _DUE_AT_ONCE, held),
        "waiting": [Waiting(row, not acted(row.proposed_by_id, row.by, by)) for row in waiting],
        "page": Paginator(every.exclude(state=ErasureState.PROPOSED), _A_PAGE).get_page(page),
        "periods": retention_files.everywhere(),
    }

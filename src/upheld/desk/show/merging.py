"""What was merged into a case, as it is shown there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse_lazy

from upheld.desk.forms.answer import NothingToFill
from upheld.steps import may
from upheld.store import models as rows

from .fold import Fold
from .folds import Folds


@dataclass(frozen=True, slots=True)
class MergedPart:
    """A case that leads here. `says` is whether its complaint is worked on in this case."""

    row: rows.Merge
    case: rows.Case
    says: bool
    folds: list[Fold]


def merged_parts(case: rows.Case, folds: Folds) -> list[MergedPart]:
    """What came into a case that `load.page` read, the oldest first; only the newest can be undone
    now."""
    listed = list(case.taken_in.all())
    return [_part(row, row is listed[-1], folds) for row in listed]


def _part(row: rows.Merge, newest: bool, folds: Folds) -> MergedPart:
    key = f"undo-merge-{row.pk}"
    action = reverse_lazy("desk:merge_undone", args=[row.into_id, row.pk])
    offered = newest and (row.as_history or may.allowed("take_in", folds.by, folds.case.state))
    label = f"Undo the merge of {row.case.reference}"
    undo = (
        folds.of("undo_merge", key, label, "Undo it", action, lambda key: NothingToFill(key=key))
        if offered
        else []
    )
    return MergedPart(row, row.case, not row.as_history, undo)


def with_theirs(letters: Sequence[rows.Letter], merged: Sequence[MergedPart]) -> list[rows.Letter]:
    """The letters that left, those of a case that is history here among them, in their order."""
    theirs = [each for part in merged if not part.says for each in part.case.letters.all()]
    left = [each for each in (*letters, *theirs) if each.queued_at]
    return sorted(left, key=lambda each: (each.queued_at or each.at, each.pk))


def family_of(case: rows.Case) -> list[int]:
    """The numbers of a case that `load.page` read and of the cases that lead to it."""
    return [case.pk, *(each.case_id for each in case.taken_in.all())]

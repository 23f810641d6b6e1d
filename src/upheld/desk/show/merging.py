"""What was merged into a case, as it is shown there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse, reverse_lazy

from upheld.core.words import NOT_THERE_YET, CaseState, LetterKind
from upheld.desk.forms.answer import NothingToFill
from upheld.steps import answer_too, hold, may
from upheld.steps.merge import may_go_back
from upheld.store import load
from upheld.store import models as rows
from upheld.store.merged import complained_too as store
from upheld.store.sight import seen

from .asking import AskingPart
from .fold import Fold
from .folds import Folds
from .next import Beside, Decided
from .theirs import Answer, felt


@dataclass(frozen=True, slots=True)
class MergedPart:
    """A case that leads here. `says` is whether its complaint is worked on in this case."""

    row: rows.Merge
    case: rows.Case
    says: bool
    folds: list[Fold]


def merged_parts(case: rows.Case, folds: Folds, latest: Sequence[rows.Event]) -> list[MergedPart]:
    """What came into a case that `load.page` read, the oldest first; only the newest can be undone
    now, as the `latest` events of them all tell it."""
    listed = list(case.taken_in.all())
    newest = listed[-1] if listed else None
    return [
        MergedPart(
            row, row.case, not row.as_history,
            _undo(row, folds) if row is newest and _apart(row, folds, latest) else [],
        )
        for row in listed
    ]  # fmt: skip


def _apart(row: rows.Merge, folds: Folds, latest: Sequence[rows.Event]) -> bool:
    """Whether it can be taken apart still, and not only once the case that it went into is back."""
    if folds.case.merged_into_id is not None or not may_go_back(row.case):
        return False
    if row.as_history or load.is_erased(folds.case):
        return True
    open_still = may.allowed("take_in", folds.by, folds.case.state)
    return open_still and not store.answered_since(row, family_of(folds.case), latest)


def _undo(row: rows.Merge, folds: Folds) -> list[Fold]:
    key = f"undo-merge-{row.pk}"
    action = reverse_lazy("desk:merge_undone", args=[row.into_id, row.pk])
    label = f"Undo the merge of {row.case.reference}"
    return folds.of("undo_merge", key, label, "Undo it", action, lambda key: NothingToFill(key=key))


@dataclass(frozen=True, slots=True)
class Too:
    """Somebody who complained of the matter too: how it stands with the answer to them, what they
    said of it and how it was for them, and the page where it is written, empty while there is
    nothing to write. `hold` is where a holding letter that is due to them is."""

    case: rows.Case
    answer: rows.Letter | None
    said: rows.Acceptance | None
    felt: list[Answer]
    page: str
    hold: str

    @property
    def waits(self) -> bool:
        """Whether a person must see the answer off."""
        return self.answer is not None and self.answer.state in NOT_THERE_YET


def complained_too(case: rows.Case, by: may.Actor, now: datetime) -> list[Too]:
    """Those of a case that `load.page` read whom whoever looks may see."""
    if all(row.as_history for row in case.taken_in.all()):
        return []
    heard = store.heard(case)
    shown = seen.shown(each.case.pk for each in heard)
    due = _held_off(case, heard, by, now)
    return [
        Too(
            each.case, each.answer, each.said, felt(each.case), _page(each, by),
            hold=_of_kind(each.case, LetterKind.HOLDING) if each.case.pk in due else "",
        )
        for each in heard
        if each.case.pk in shown
    ]  # fmt: skip


def _held_off(
    case: rows.Case, heard: Sequence[store.Heard], by: may.Actor, now: datetime
) -> set[int]:
    """The cases of those to whom a holding letter is due with that of the case."""
    if not (may.allowed("hold", by, case.state) and hold.due_letters(case, now)):
        return set()
    unanswered = [each.case for each in heard if not each.answer]
    return {each.pk for each in hold.waiting_too(case, unanswered, now)}


def _of_kind(case: rows.Case, kind: LetterKind) -> str:
    return reverse("desk:other_letter", args=[case.pk, kind])


def whose(case: rows.Case, too: Sequence[Too], by: may.Actor) -> list[tuple[int, str]]:
    """Whose words of our answer may be recorded now, by their case: the customer's, and those of
    whoever complained too and has an answer. Nothing where it can be nobody but the customer."""
    answered = [each for each in too if each.answer] if case.state in store.STANDS else []
    states = {case: CaseState(case.state)}
    states |= {each.case: store.state_beside(case, each.answer) for each in answered}
    may_say = [each for each, state in states.items() if may.allowed("hear", by, state)]
    return [(each.pk, each.customer.name) for each in may_say] if may_say != [case] else []


def beside(
    too: Sequence[Too], asking: AskingPart | None = None, decided: Decided | None = None
) -> Beside:
    """What of them bears on what is done next: the page where the first of them is answered,
    whether one contests the answer, and who of them is still to be asked what was decided to."""
    page = next((each.page for each in too if each.page), "")
    contested = any(each.said and not each.said.accepted for each in too)
    groups = asking.groups if asking and decided else ()
    to_ask = (each for each in groups if each.page and decided and each.waits_since(decided.row.at))
    first = next(to_ask, None)
    if first is None:
        return Beside(page, contested)
    return Beside(page, contested, first.page, first.items[0].text)


def _page(each: store.Heard, by: may.Actor) -> str:
    if each.answer or not may.allowed("answer_too", by, each.case.state):
        return ""
    if answer_too.why_not(each.case, by):
        return ""
    return _of_kind(each.case, LetterKind.FINAL)


def with_theirs(letters: Sequence[rows.Letter], merged: Sequence[MergedPart]) -> list[rows.Letter]:
    """The letters that left, those of the cases that lead here among them, in their order."""
    theirs = [each for part in merged for each in part.case.letters.all()]
    left = [each for each in (*letters, *theirs) if each.queued_at]
    return sorted(left, key=lambda each: (each.queued_at or each.at, each.pk))


def family_of(case: rows.Case) -> list[int]:
    """The numbers of a case that `load.page` read and of the cases that lead to it."""
    return [case.pk, *(each.case_id for each in case.taken_in.all())]

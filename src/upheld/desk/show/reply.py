"""The letter that is being written, or the last one that was."""

from dataclasses import dataclass
from datetime import datetime

from upheld.core.reply import Letter
from upheld.core.words import CaseState, LetterKind, LetterState, Stance
from upheld.desk.forms.answer import LetterForm
from upheld.steps import may
from upheld.steps.acknowledge import draft_acknowledgement, is_bare
from upheld.steps.answer import draft_reply, may_leave
from upheld.steps.letters import problems_of, required_of
from upheld.store import models as rows

from .fold import Fold
from .folds import Folds
from .letter import Block, Note, blocks, notes
from .next import Decided


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """`keeps` says whether a draft of it can be kept; `set_aside` that one was written to an
    earlier decision, and is not shown; `bare` that the draft says nothing that they wrote;
    `unverified` is what the rules want in it from memory."""

    subject: str
    kind: LetterKind
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    folds: list[Fold]
    keeps: bool
    leaves: bool
    set_aside: bool
    bare: bool
    unverified: tuple[str, ...] = ()

    @property
    def nothing_to_mend(self) -> str:
        return _NOTHING_TO_MEND[self.kind]

    @property
    def summary(self) -> str:
        if not self.notes:
            return "Checked"
        return f"{len(self.notes)} to mend"


_NOTHING_TO_MEND = {
    LetterKind.ACKNOWLEDGEMENT: "Nothing to mend: the letter says by when they hear from us, and "
    "it keeps the answer for later.",
    LetterKind.QUESTION: "Nothing to mend: the letter asks, and it blames nobody.",
    LetterKind.FINAL: "Nothing to mend: the letter admits and explains what it must, says all that "
    "is owed, and every amount in it is in the decision.",
}


def reply_part(
    case: rows.Case, decided: Decided | None, folds: Folds, by: may.Actor, now: datetime
) -> ReplyPart | None:
    """The letter that the case waits for, as drafted or as it was just sent back; else None."""
    step = _step(case, decided)
    if step is None:
        return None
    letter = _letter(case, decided, folds, by, now)
    row = decided.row if decided else None
    required = required_of(case, letter.kind, row)
    found = notes(problems_of(letter, row, case, now, required))
    return ReplyPart(
        subject=letter.subject,
        kind=letter.kind,
        blocks=blocks(letter.body, found),
        notes=found,
        folds=folds.of_letter(step, "Edit and send", letter),
        keeps=step != "acknowledge",
        leaves=step != "answer" or (decided is not None and may_leave(decided.row, by)),
        set_aside=_set_aside(case, decided, letter.kind),
        bare=step == "acknowledge" and is_bare(case),
        unverified=tuple(each.words for each in required if not each.verified),
    )


def _step(case: rows.Case, decided: Decided | None) -> str | None:
    if case.state == CaseState.RECEIVED:
        return "acknowledge"
    if decided is None:
        return None
    if case.state == CaseState.DECIDED:
        return "answer"
    asks = decided.decision.stance is Stance.ASK and not decided.overtaken and decided.asks
    return "ask" if asks and case.state == CaseState.INVESTIGATING else None


def _letter(
    case: rows.Case, decided: Decided | None, folds: Folds, by: may.Actor, now: datetime
) -> Letter:
    sent_back = folds.opened.form
    if isinstance(sent_back, LetterForm) and sent_back.written:
        return sent_back.letter()
    if decided is None or case.state == CaseState.RECEIVED:
        return draft_acknowledgement(case, by, now)
    drafted = draft_reply(case, by, now)
    for kept in _kept(case, drafted.kind):
        if kept.decision_id == decided.row.pk:
            return Letter(drafted.kind, kept.subject, kept.body)
    return drafted


def _kept(case: rows.Case, kind: LetterKind) -> list[rows.Letter]:
    return [
        row for row in case.letters.all() if row.state == LetterState.DRAFT and row.kind == kind
    ]


def _set_aside(case: rows.Case, decided: Decided | None, kind: LetterKind) -> bool:
    """A draft tells the decision that it was written to, and no later one."""
    latest = decided.row.pk if decided else None
    return any(kept.decision_id != latest for kept in _kept(case, kind))

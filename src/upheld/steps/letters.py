"""What every letter passes through: checked, drafted and queued in the caller's transaction."""

from collections.abc import Iterator
from datetime import datetime

from upheld.core.checks import Problem, Severity, blocked, check
from upheld.core.decision import Decision
from upheld.core.reply import Letter
from upheld.core.words import LetterKind
from upheld.store import load, policies, save
from upheld.store import models as rows

from . import may


class LetterBlocked(ValueError):
    """A letter that may not leave as it stands; `problems` says where and the mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.code}: {p.mend}" for p in problems))
        self.problems = problems


def problems_of(letter: Letter, decision: rows.Decision | None) -> tuple[Problem, ...]:
    return check(letter, _recalled(decision), policies.voice())


def _recalled(decision: rows.Decision | None) -> Decision | None:
    return load.recalled(decision) if decision else None


def send_now(
    case: rows.Case,
    kind: LetterKind,
    letter: Letter,
    decision: rows.Decision | None,
    by: may.Actor,
    now: datetime,
) -> rows.Letter:
    """Queues a letter of the step's own `kind` that passes its checks. Raises LetterBlocked."""
    problems = (*_of_another_kind(kind, letter), *problems_of(letter, decision))
    if blocked(problems):
        raise LetterBlocked(problems)
    row = save.drafted(case, letter, decision, by.name, now)
    save.queued(row, by.name, now)
    return row


def _of_another_kind(kind: LetterKind, letter: Letter) -> Iterator[Problem]:
    """An answer may not leave as a question: that would pass by its checks and its approval."""
    if letter.kind is not kind:
        mend = f"This is a letter of the kind {letter.kind}: send it as that, or draft a {kind}."
        yield Problem("wrong_kind", Severity.BLOCK, letter.subject, mend)

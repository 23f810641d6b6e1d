"""What every letter passes through: checked, drafted and queued in the caller's transaction."""

import unicodedata
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from upheld.core.changes import Claim
from upheld.core.checks import Problem, apologises, blocked, check
from upheld.core.checks.money import given_by
from upheld.core.checks.read import ANSWERS
from upheld.core.event_kinds import EventKind
from upheld.core.letter_text import MARKDOWN, as_read, with_breaks
from upheld.core.reply import RULED, Letter, Required
from upheld.core.reply import required as core_required
from upheld.core.sums import Amount, amounts
from upheld.core.words import LetterKind, LetterState, Outcome
from upheld.store import called, gifts, granted, policies, save
from upheld.store import models as rows
from upheld.store.merged import as_one, complained_too, own_day, their_part
from upheld.store.record import events
from upheld.store.sight import seen
from upheld.store.tallied import anew as tallied_anew

from . import may
from .commit import commit_to

Given = ParamSpec("Given")
Came = TypeVar("Came")


class LetterBlocked(ValueError):
    """A letter that may not leave as it stands; `problems` says where and the mend, and `act` is
    what is recorded of it."""

    def __init__(self, problems: tuple[Problem, ...], act: events.Act) -> None:
        super().__init__("; ".join(f"{p.code}: {p.mend}" for p in problems))
        self.problems = problems
        self.act = act


def sending(step: Callable[Given, Came]) -> Callable[Given, Came]:
    """A step that sends a letter: one transaction, which is taken back whole where a check holds
    the letter. That it did is recorded all the same: what is mended before it leaves teaches."""
    whole = transaction.atomic(step)

    @wraps(step)
    def taken(*args: Given.args, **kwargs: Given.kwargs) -> Came:
        try:
            return whole(*args, **kwargs)
        except LetterBlocked as blocked:
            keep_blocked(blocked)
            raise

    return taken


@transaction.atomic
def keep_blocked(blocked: LetterBlocked) -> None:
    """Records that a letter was held back, after all else of the step was taken back."""
    events.append(blocked.act)


def problems_of(
    letter: Letter,
    decision: rows.Decision | None,
    case: rows.Case,
    now: datetime,
    required: tuple[Required, ...] | None = None,
    claim: Claim | None = None,
) -> tuple[Problem, ...]:
    """What is to be mended in a letter that leaves now, on the day where the case is.

    `required` is what the rules of the case want in it; without it, that of its kind. `claim` is
    what may be said of the change that it tells."""
    if required is None:
        required = required_of(case, letter.kind, decision)
    of = their_part.together(case)
    return *_disowned(of, letter.kind), *check(
        letter,
        their_part.told_of(decision, of) if decision else None,
        policies.voice(case.regime),
        today_of(case, now),
        called.called(case),
        required,
        _sorry_before(case) if letter.kind is LetterKind.APOLOGY else 0,
        claim,
        complained_too.who_else(case),
        _answered(case, of) if _asks_what_was_given(letter, case.currency) else (),
    )


def _disowned(of: their_part.Together, kind: LetterKind) -> Iterator[Problem]:
    """Whoever has the address says that they did not send it: but for an acknowledgement, which
    says nothing of it, no letter leaves before somebody of staff has settled whose it is. What was
    merged with it counts as well: a letter tells of both."""
    theirs = [each for each in of.every if each.customer_id == of.case.customer_id]
    said = next((each for each in theirs if called.is_disowned(each)), None)
    if said is None or kind is LetterKind.ACKNOWLEDGEMENT:
        return
    undo = "" if len(theirs) == 1 else f" Where {said.reference} is not, undo the merge."
    yield Problem("disowned", "", f"{_SETTLE}{undo}")


_SETTLE = (
    "Whoever has this address says that they did not send this complaint: settle first whose it "
    "is. If it is theirs after all, send them a new link, which they open, or place a message of "
    "theirs in its case."
)


def _asks_what_was_given(letter: Letter, currency: str) -> bool:
    """Whether it is no answer and names money: most name none, and ask the store nothing."""
    if letter.kind in ANSWERS:  # which are not read through for it: that takes long
        return False
    return bool(amounts(as_read(f"{letter.subject}\n\n{letter.body}"), currency))


def _answered(case: rows.Case, of: their_part.Together) -> set[Amount]:
    """The money that answers to whoever complained in the case gave, and what is openly promised to
    them."""
    return their_part.sums_promised(of) | {
        each
        for decision in gifts.answers(case, of.there)
        for each in given_by(their_part.told_of(decision, of))
    }


def required_of(
    case: rows.Case,
    kind: LetterKind,
    decision: rows.Decision | None = None,
    due: Collection[str] = (),
) -> tuple[Required, ...]:
    """What the rules of this case want in such a letter; `due` are the clocks that it meets."""
    if kind not in RULED:
        return ()
    regime = policies.regime(case.regime)
    outcome = Outcome(decision.outcome) if decision and decision.outcome else None
    received_on = regime.day_of(own_day.theirs(case))
    return core_required(regime, kind, case.complaint_kind, received_on, outcome, due)


@seen.whole()
def _sorry_before(case: rows.Case) -> int:
    """In how many letters we apologised to this person before, in whichever case."""
    theirs = as_one.family(case.customer).values("pk")
    sent = rows.Letter.objects.filter(case__customer__in=theirs).exclude(queued_at=None)
    return sum(apologises(body) for body in sent.values_list("body", flat=True))


def today_of(case: rows.Case, now: datetime) -> date:
    return policies.day_at(case.regime, now)


def send_now(
    case: rows.Case,
    kind: LetterKind,
    letter: Letter,
    decision: rows.Decision | None,
    by: may.Actor,
    now: datetime,
    required: tuple[Required, ...] | None = None,
    claim: Claim | None = None,
) -> rows.Letter:
    """Queues a letter of the step's own `kind` that passes its checks. Raises LetterBlocked,
    WrongState for the very letter that left before, and DeviationError for an answer while an
    exception is not settled."""
    unfit = (*_of_another_kind(kind, letter), *unsendable(letter))
    # A decision of the case that theirs went over into is another's: their letter has its words.
    own = decision if decision and decision.case_id == case.pk else None
    if not unfit:  # what cannot leave did not, and PostgreSQL does not look for a NUL
        _check_new(case, letter, own, decision)
    answers = decision is not None and kind in ANSWERS
    if decision and answers:
        granted.check_ready(decision, today_of(case, now))
    problems = (*unfit, *problems_of(letter, decision, case, now, required, claim))
    if blocked(problems):
        codes = sorted({each.code for each in problems})
        # Of no case, so that what was read of the case is still its newest version.
        told = {"case": case.pk, "kind": kind, "problems": codes}
        act = events.Act(None, EventKind.LETTER_BLOCKED, by.name, now, told)
        raise LetterBlocked(problems, act)
    row = save.drafted(case, letter, own, by.name, now)
    save.queued(row, by.name, now)
    if own and answers:
        save.deviations_told(own, now)
        _count_once(own, case)
    commit_to(case, row, letter, decision, by, now)
    return row


def _count_once(decision: rows.Decision, case: rows.Case) -> None:
    """Goodwill of which a promise was kept since it was decided is given, and counts, once."""
    if decision.budget_on and not their_part.told(decision, case).goodwill.amount:
        save.counted_no_more(decision)
        tallied_anew.recount([case.pk])


def _check_new(
    case: rows.Case, letter: Letter, own: rows.Decision | None, decision: rows.Decision | None
) -> None:
    """What is asked for twice is sent once: a program that lost our answer asks again, and an edge
    without a mark of its own cannot tell. What did not arrive may leave again, and so may what
    answers another decision, though it says the same."""
    same = case.letters.filter(kind=letter.kind, subject=letter.subject, body=letter.body)
    left = same.filter(decision=own).exclude(queued_at=None)
    if decision and not own:
        left = left.filter(queued_at__gte=decision.at)
    if left.exclude(state__in=(LetterState.FAILED, LetterState.DRAFT)).exists():
        raise may.WrongState(
            f"this {letter.kind} left before, word for word: nobody is sent the same letter twice. "
            "Say in it what is new, if they should hear of it again"
        )


def _of_another_kind(kind: LetterKind, letter: Letter) -> Iterator[Problem]:
    """An answer may not leave as a question: that would pass by its checks and its approval."""
    if letter.kind is not kind:
        mend = f"This is a letter of the kind {letter.kind}: send it as that, or draft a {kind}."
        yield Problem("wrong_kind", letter.subject, mend)


_LONGEST_SUBJECT = 200


def unsendable(letter: Letter) -> Iterator[Problem]:
    """A line break in a subject could add a header to the mail (RFC 5322, section 2.2)."""
    told = letter.subject
    if len(told) > _LONGEST_SUBJECT or any(unicodedata.category(sign) == "Cc" for sign in told):
        mend = f"A subject is one line of at most {_LONGEST_SUBJECT} characters: shorten it."
        yield Problem("bad_subject", "", mend)


def html_of(letter_body: str) -> str:
    """A letter as it is mailed: no images, no links, and the lines of its signature kept."""
    return str(MARKDOWN.render(with_breaks(letter_body)))


def inline_html_of(sentence: str) -> str:
    """One sentence as `html_of` gives it, for a page that marks each sentence."""
    return str(MARKDOWN.renderInline(sentence))

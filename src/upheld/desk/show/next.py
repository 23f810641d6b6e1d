"""The one next action of a case, in words, and the fold where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.urls import reverse
from django.utils import timezone

from upheld.core.decision import Decision
from upheld.core.obligations import HEAR, KEEP
from upheld.core.promises.commitments import CommitmentState
from upheld.core.reply import told_day
from upheld.core.words import CaseState, FindingResult, LetterKind, LetterState, Stance
from upheld.steps import deviate, may
from upheld.steps.answer import may_leave
from upheld.steps.decide import beyond_limit, has_authority, may_approve
from upheld.steps.deliver import undelivered
from upheld.store import load
from upheld.store import models as rows
from upheld.store.merged import complained_too
from upheld.store.sight import seen


@dataclass(frozen=True, slots=True)
class Decided:
    """The latest decision; `overtaken` when what was found has changed since, and `asks` is what it
    asks of whoever complained in the case, on points of their own."""

    row: rows.Decision
    decision: Decision
    overtaken: bool
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """`key` names the fold to open; empty when nothing is to be done by this person now. `page` is
    the address of the page that has the fold, where it is not that of the case."""

    label: str
    why: str = ""
    key: str = ""
    button: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Those who complained of it too: the page where one of them is answered, empty while none is
    to be, and whether one contests the answer to them. `asking` is the page where one of them is
    asked what only they can tell, and `question` the first of that."""

    page: str = ""
    contested: bool = False
    asking: str = ""
    question: str = ""


_NOBODY = Beside()
# Where nobody looked what is to be found out first.
_NOTHING: Mapping[int, str] = MappingProxyType({})


def next_action(
    case: rows.Case,
    decided: Decided | None,
    by: may.Actor,
    promise: rows.Commitment | None = None,
    asked: Mapping[int, str] = _NOTHING,
    too: Beside = _NOBODY,
) -> Next:
    """What `by` does next on `case`, or sees that another does; `promise` is one to be kept before
    anything else, `asked` what is to be found out first of each allegation, `too` how it stands
    with whoever complained of it too."""
    step, found = (
        _undelivered(case)
        or _unreachable(case)
        or _kept(promise)
        or _too(too.page)
        or _next(case, decided, by, asked, too)
    )
    if not found.key or may.allowed(step, by, case.state):
        return found
    return Next(found.label, "Your role may look on; a handler takes this step.")


def _undelivered(case: rows.Case) -> tuple[str, Next] | None:
    """A letter that nobody has is worth more than any step after it."""
    letter = undelivered(case)
    if letter is None:
        return None
    who = complained_too.addressee(case, letter)
    if who.email_fails:
        return "deliver", Next(ANOTHER_ADDRESS, _why_not(who), "again", "Write it down")
    if letter.state == LetterState.FAILED:
        return "deliver", Next("Send the letter again", letter.error, "again", "Send again")
    why = "There is no e-mail address: print it and post it."
    return "deliver", Next("Post the letter", why, "posted", "It was posted")


ANOTHER_ADDRESS = "Find another address"


def _unreachable(case: rows.Case) -> tuple[str, Next] | None:
    """While something is still to be written to somebody whom no mail reaches."""
    over = case.state in (CaseState.ANSWERED, CaseState.CLOSED)
    if over or not case.customer.email_fails:
        return None
    theirs = reverse("desk:customer", args=[case.customer_id])
    why = _why_not(case.customer)
    return "know", Next(ANOTHER_ADDRESS, why, "known", "Write it down", theirs)


def _why_not(who: rows.Customer) -> str:
    day = f" on {told_day(timezone.localdate(who.returned_at))}" if who.returned_at else ""
    return f"Mail to {who.email} came back{day}: {who.returned_why}"


def _kept(promise: rows.Commitment | None) -> tuple[str, Next] | None:
    if promise is None:
        return None
    key = f"promise-{promise.pk}"
    return "commit", Next(KEEP_A_PROMISE, promise.words, key, "What came of it")


def _too(page: str) -> tuple[str, Next] | None:
    """Whoever complained beside the customer is answered before them: so nobody is forgotten."""
    if not page:
        return None
    why = "Their case was merged into this one: they have a letter of their own."
    return "deliver", Next("Answer whoever complained of it too", why, "answer", "Write it", page)


KEEP_A_PROMISE = "Keep a promise"
READ_IT = "Read what they wrote"


def _open(case: rows.Case) -> list[rows.Commitment]:
    return [row for row in case.commitments.all() if row.state == CommitmentState.OPEN]


def _still_to_keep(case: rows.Case) -> str:
    """The day that stands beside what is done next, where it is that of a promise."""
    still = _open(case)
    if case.next_step != KEEP or not still:
        return ""
    words, day = still[0].words, told_day(still[0].due_on)
    by = "" if day in words else f" by {day}"
    return f"And keep what we promised{by}: {words}"


def in_a_word(case: rows.Case, latest: rows.Decision | None, by: may.Actor) -> str:
    """The same action for a line of the inbox, from rows alone: no decision is read for it."""
    if case.merged_into_id is not None:
        # Whether they may see that case would be a statement for each line.
        return "Merged" if seen.hides() else f"In {rows.Case(pk=case.merged_into_id).reference}"
    if case.state == CaseState.CLOSED:
        outcome = latest.outcome if latest else ""
        return (outcome or "closed").replace("_", " ").capitalize()
    if case.customer.email_fails:
        return ANOTHER_ADDRESS
    if case.state == CaseState.ANSWERED:
        if case.next_step == HEAR:
            return READ_IT
        return "Hear and keep a promise" if case.next_step == KEEP else "Hear and close"
    if case.state == CaseState.DECIDED and latest:
        return _decided(latest, by)[1].label
    if case.state == CaseState.RECEIVED:
        return "Acknowledge"
    if (unfound := _unfound(case)) is not None:
        return unfound.label
    return "Find out" if latest and latest.stance == Stance.ASK else "Decide"


def _next(
    case: rows.Case,
    decided: Decided | None,
    by: may.Actor,
    asked: Mapping[int, str],
    too: Beside,
) -> tuple[str, Next]:
    match case.state:
        case CaseState.RECEIVED:
            why = "Received, who, by when, what happens next. The answer comes after."
            return "acknowledge", Next("Acknowledge", why, "letter", "Read and send it")
        case CaseState.ACKNOWLEDGED | CaseState.INVESTIGATING:
            return _investigating(case, decided, asked, too)
        case CaseState.DECIDED if decided:
            return (
                _exception(case, by) or _beyond(case, decided.row, by) or _decided(decided.row, by)
            )
        case CaseState.ANSWERED:
            return _answered(case)
        case _:
            still = next(iter(_open(case)), None)
            return _kept(still) or _closed(case)


def _exception(case: rows.Case, by: may.Actor) -> tuple[str, Next] | None:
    """The answer waits while an exception does."""
    waiting = next((row for row in case.deviations.all() if row.waits), None)
    if waiting is None:
        return None
    if not deviate.may_approve(waiting, by):
        return "read", Next("An exception waits for approval", waiting.reason)
    key = f"approve-{waiting.pk}"
    return "approve_deviation", Next("Approve the exception", waiting.reason, key, "Look at it")


_DECIDE_ANEW = "mend what was found, and have somebody decide who has not yet."
_CONTESTED_TOO = (
    "Somebody who complained of it too contests our answer. Look at what they say of it, "
    f"{_DECIDE_ANEW}"
)
_CONTESTED = f"They contest our answer. Look at what they say of it, {_DECIDE_ANEW}"


def _investigating(
    case: rows.Case, decided: Decided | None, asked: Mapping[int, str], too: Beside
) -> tuple[str, Next]:
    if decided and decided.decision.stance is Stance.ASK and not decided.overtaken:
        return _asking(case, decided, too)
    if (unfound := _unfound(case, asked)) is not None:
        return "investigate", unfound
    said = load.said(case)
    if said is not None and not said.accepted:
        why = _CONTESTED
    else:
        why = _CONTESTED_TOO if too.contested else "Every allegation has its finding."
    return "decide", Next("Decide", why, "decision", "Decide")


def _unfound(case: rows.Case, asked: Mapping[int, str] = _NOTHING) -> Next | None:
    """The finding that is missing, beside what is to be found out before it where that is told."""
    allegations = list(case.allegations.all())
    if not allegations:
        why = "One sentence for each thing that can be checked."
        return Next("Write down what is alleged", why, "allegation", "Write it down")
    missing = [row for row in allegations if not hasattr(row, "finding")]
    if not missing:
        return None
    label = "Record the finding" if len(missing) == 1 else f"Record {len(missing)} findings"
    key = f"finding-{missing[0].pk}"
    question = asked.get(missing[0].pk)
    why = f"First find out: {question}" if question else missing[0].statement
    return Next(label, why, key, "Record the finding")


def _asking(case: rows.Case, decided: Decided, too: Beside) -> tuple[str, Next]:
    row, decision = decided.row, decided.decision
    asked = [
        letter
        for letter in case.letters.all()
        if letter.kind == LetterKind.QUESTION and letter.decision_id == row.pk and letter.queued_at
    ]
    if decided.asks and not asked:
        text = decision.next_action.text
        text = text if decided.asks == decision.asks_customer else decided.asks[0]
        return "ask", Next("Ask the customer", text, "letter", "Ask")
    if too.asking:
        label = "Ask whoever complained of it too"
        return "ask", Next(label, too.question, "question", "Write it", too.asking)
    key = _where_answered(case, decision)
    return "investigate", Next("Find out", decision.next_action.text, key, "Record the answer")


def _where_answered(case: rows.Case, decision: Decision) -> str:
    """A finding that a person left undetermined is mended there; else a fact is added."""
    asked = {question.allegation for question in decision.questions}
    for row in case.allegations.all():
        if f"a{row.pk}" in asked:
            finding = getattr(row, "finding", None)
            undetermined = finding and finding.result == FindingResult.UNDETERMINED
            return f"{'finding' if undetermined else 'facts'}-{row.pk}"
    return ""


def _beyond(case: rows.Case, row: rows.Decision, by: may.Actor) -> tuple[str, Next] | None:
    """Whoever may approve, and not so much."""
    beyond = beyond_limit(row, case, by) if may_approve(row, by) else None
    if beyond is None:
        return None
    return "read", Next("Wait for somebody who may give more", f"{beyond.told('your')}.")


def _decided(row: rows.Decision, by: may.Actor) -> tuple[str, Next]:
    if may_leave(row, by):
        return "answer", Next("Send the reply", "", "letter", "Read and send it")
    if may_approve(row, by):
        return "approve", Next("Approve the decision", "", "approval", "Approve")
    if not has_authority(row, by):
        return "read", Next("Wait for a lead", "It needs a lead's approval.")
    return "approve", Next("Have a second person approve it", "You decided it yourself.")


def _closed(case: rows.Case) -> tuple[str, Next]:
    """A contest is owed another look, whether it was heard here or came with an import."""
    said = load.said(case)
    if said is None or said.accepted or case.merged_into_id is not None:
        return "read", Next("Nothing: this case is closed")
    why = "They contest our answer, and the case was closed without another."
    return "reopen", Next("Look at it again", why, "reopening", "Open it again")


_WROTE_SINCE = (
    "They wrote since our answer: record whether they accept or contest it, or close it and say "
    "that what they wrote was read."
)


def _answered(case: rows.Case) -> tuple[str, Next]:
    if case.next_step == HEAR:
        return "hear", Next(READ_IT, _WROTE_SINCE, "acceptance", "Record it")
    still = _still_to_keep(case)
    if load.said(case):
        why = still or "Every case teaches."
        return "close", Next("Close with a cause", why, "closure", "Close")
    why = still or "Or close it with its cause when they have said nothing."
    return "hear", Next("Hear what they say of it", why, "acceptance", "Record it")

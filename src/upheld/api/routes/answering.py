"""The decision, the letter, what they say of it, and how the case ends."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given import AgainGiven, AnswerGiven, ClosingGiven, SentGiven, WhyGiven
from upheld.api.given_letters import CheckGiven, LetterGiven
from upheld.api.told import decided
from upheld.api.told.base import Told
from upheld.api.told.cases import CaseTold
from upheld.api.told.decided import DecisionTold
from upheld.api.told.decisions import Explanation, Outlook, explanation, law, outlook
from upheld.api.values import Id, Ref, Text
from upheld.api.versions import case_as_read, held_as_read
from upheld.core.floor import LawOnPoint
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind, Scope, Severity
from upheld.steps import deliver, may
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.answer import answer, ask, draft_question, draft_reply, keep_draft
from upheld.steps.answer_too import answer_too, draft_answer_too, is_for
from upheld.steps.ask_too import ask_too, draft_question_too
from upheld.steps.close import close, hear, reopen
from upheld.steps.decide import approve
from upheld.steps.decide_again import decide_again_held
from upheld.steps.hold import due_letters
from upheld.steps.letters import problems_of, required_of
from upheld.steps.record_letter import record_letter
from upheld.steps.work_out import beforehand
from upheld.store import in_order, load
from upheld.store import models as rows
from upheld.store.load import CaseMissing
from upheld.store.merged import merging

from .base import ANY_VERSION, THAT_VERSION, Routes, case_id, made, made_at, may_read
from .cases import shown

answering = Routes(tags=["answers"])
_DECISION = "/cases/{case}/decisions/{decision}"
_DECIDES, _WRITES = Scope.DECIDE, Scope.LETTERS


class ToMend(Told):
    """One thing to mend in a letter: where, and how. One that blocks keeps it from leaving."""

    code: str
    severity: Severity
    sentence: str
    mend: str


class Drafted(Told):
    """A letter that the firm's voice gives, for a person to read before it goes."""

    kind: LetterKind
    subject: str
    body: str
    decision: int | None
    problems: list[ToMend]


@answering.reads("/cases/{case}/outlook", Outlook)
def read_outlook(request: HttpRequest, case: Ref) -> Outlook:
    """What the policy says of the facts so far, and what it still asks; nothing is decided."""
    may_read(request)
    return outlook(load.page(case_id(case)), now(request))


@answering.writes(
    "POST", "/cases/{case}/decisions", DecisionTold, _DECIDES, status=201, match=ANY_VERSION
)
def decide_case(
    request: HttpRequest, case: Ref, response: HttpResponse, body: AgainGiven | None = None
) -> Status[DecisionTold]:
    """Decides by the policy in force on the day of receipt; asks where facts are missing."""
    given, number, at = body or AgainGiven(), case_id(case), now(request)
    worked = beforehand(number, by(request), at)
    with held_as_read(request, number, load.to_decide) as held:
        row = decide_again_held(held, given.why, by(request), at, given.why_different, worked)
    return made_at(f"/cases/{case}/decisions/{row.pk}", decided.whole(row), response)


@answering.reads(_DECISION, DecisionTold)
def read_decision(request: HttpRequest, case: Ref, decision: Id) -> DecisionTold:
    """A decision with its reasons."""
    return decided.whole(_decision(request, case, decision))


def _decision(request: HttpRequest, case: str, decision: int) -> rows.Decision:
    may_read(request)
    found = rows.Decision.objects.filter(case=case_id(case), pk=decision).first()
    if found is None:
        raise CaseMissing
    return found


@answering.reads(f"{_DECISION}/explanation", Explanation)
def explain_decision(request: HttpRequest, case: Ref, decision: Id) -> Explanation:
    """Each table that was asked, the rule that spoke, and why no other did."""
    return explanation(_decision(request, case, decision))


@answering.reads(f"{_DECISION}/law", list[LawOnPoint])
def read_law_on_points(request: HttpRequest, case: Ref, decision: Id) -> list[LawOnPoint]:
    """What each law gave on each point when it was decided."""
    return law(_decision(request, case, decision))


@answering.writes("POST", f"{_DECISION}/approval", CaseTold, _DECIDES, match=ANY_VERSION)
def approve_decision(
    request: HttpRequest,
    case: Ref,
    decision: Id,
    response: HttpResponse,
    over_budget: Annotated[Text, Field(max_length=1_000)] = "",
) -> CaseTold:
    """A second pair of eyes lets the decision out that it read; `over_budget` says why its
    goodwill is given where the budget has no room for it."""
    with case_as_read(request, case_id(case)):
        approve(case_id(case), decision, by(request), now(request), over_budget)
    return shown(response, case_id(case))


@answering.reads("/cases/{case}/letters/draft", Drafted)
def draft_letter(
    request: HttpRequest,
    case: Ref,
    kind: Literal["acknowledgement", "question", "reply"] = "reply",
) -> Drafted:
    """A letter as it would be drafted now, with what is to be mended in it."""
    may_read(request)
    found = load.page(case_id(case))
    return drafted(request, found, _DRAFTS[kind](found, by(request), now(request)))


_DRAFTS: Mapping[str, Callable[[rows.Case, may.Actor, datetime], Letter]] = {
    "acknowledgement": draft_acknowledgement,
    "question": lambda case, by, now: (
        draft_question_too(case, by, now) if is_for(case) else draft_question(case, by, now)
    ),
    "reply": lambda case, by, now: (
        draft_answer_too(case, by, now) if is_for(case) else draft_reply(case, by, now)
    ),
}


def drafted(request: HttpRequest, case: rows.Case, letter: Letter) -> Drafted:
    """A letter with what is to be mended in it before it leaves now."""
    decision, at = load.latest_decision(merging.worked_on_in(case).pk), now(request)
    due = [clock.obligation for clock in due_letters(case, at)]
    required = required_of(case, letter.kind, decision, due)
    found = problems_of(letter, decision, case, at, required)
    parts: dict[str, Any] = {"kind": letter.kind, "subject": letter.subject, "body": letter.body}
    problems = [ToMend.model_validate(each) for each in found]
    return Drafted(**parts, decision=decision.pk if decision else None, problems=problems)


@answering.writes("POST", "/cases/{case}/letters/check", Drafted, Scope.READ)
def check_letter(request: HttpRequest, case: Ref, body: CheckGiven) -> Drafted:
    """What would be to mend in a letter; nothing is kept and nothing leaves."""
    may_read(request)
    return drafted(request, load.page(case_id(case)), body.letter(body.kind))


def _letter(body: LetterGiven) -> Letter:
    return body.letter(LetterKind(body.kind))


@answering.writes("PUT", "/cases/{case}/letters/draft", CaseTold, _WRITES, match=THAT_VERSION)
def keep_letter(
    request: HttpRequest, case: Ref, body: LetterGiven, response: HttpResponse
) -> CaseTold:
    """Keeps what somebody wrote so far."""
    with case_as_read(request, case_id(case), needed=True):
        keep_draft(case_id(case), _letter(body), by(request), now(request))
    return shown(response, case_id(case))


@answering.writes("POST", "/cases/{case}/letters", CaseTold, _WRITES, status=201, match=ANY_VERSION)
def send_letter(
    request: HttpRequest, case: Ref, body: LetterGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Sends a letter that passes its checks: an acknowledgement, a question or the answer. In a
    case that was merged into another customer's, the question or the answer to whoever complained
    in it."""
    with case_as_read(request, case_id(case), hold=in_order.way):
        _send(case_id(case), body, request)
    return made(shown(response, case_id(case)))


def _send(case: CaseId, body: LetterGiven, request: HttpRequest) -> None:
    letter, who, at = _letter(body), by(request), now(request)
    match letter.kind:
        case LetterKind.ACKNOWLEDGEMENT:
            acknowledge(case, letter, who, at)
        case LetterKind.QUESTION if is_for(load.case(case)):
            ask_too(case, letter, who, at)
        case LetterKind.QUESTION:
            ask(case, letter, who, at)
        case _ if is_for(load.case(case)):
            answer_too(case, body.decision, letter, who, at)
        case _:
            answer(case, body.decision, letter, who, at)


@answering.writes(
    "POST", "/cases/{case}/letters/{letter}/again", CaseTold, _WRITES, match=ANY_VERSION
)
def send_again(request: HttpRequest, case: Ref, letter: Id, response: HttpResponse) -> CaseTold:
    """Queues a letter that failed, to the address that we have now."""
    with case_as_read(request, case_id(case), hold=lambda pk: deliver.hold(pk, letter)):
        deliver.send_again(case_id(case), letter, by(request), now(request))
    return shown(response, case_id(case))


@answering.writes(
    "POST", "/cases/{case}/letters/{letter}/posted", CaseTold, _WRITES, match=ANY_VERSION
)
def record_posted(request: HttpRequest, case: Ref, letter: Id, response: HttpResponse) -> CaseTold:
    """A person printed and posted it."""
    with case_as_read(request, case_id(case)):
        deliver.posted(case_id(case), letter, by(request), now(request))
    return shown(response, case_id(case))


@answering.writes(
    "POST", "/cases/{case}/clocks/{clock}/letter", CaseTold, _WRITES, match=ANY_VERSION
)
def record_sent(
    request: HttpRequest, case: Ref, clock: Id, body: SentGiven, response: HttpResponse
) -> CaseTold:
    """A letter that a clock waits for left another way."""
    with case_as_read(request, case_id(case)):
        record_letter(case_id(case), clock, body.sent_at, by(request), now(request))
    return shown(response, case_id(case))


@answering.writes("POST", "/cases/{case}/acceptance", CaseTold, match=ANY_VERSION)
def hear_answer(
    request: HttpRequest, case: Ref, body: AnswerGiven, response: HttpResponse
) -> CaseTold:
    """What the complainant said of our answer; a contested one is looked at anew. Of whoever
    complained too it is recorded on their own case, which `complained_too` names."""
    with case_as_read(request, case_id(case), hold=in_order.way):
        hear(
            case_id(case), body.accepted, body.words, by(request), now(request),
            channel=body.channel,
        )  # fmt: skip
    return shown(response, case_id(case))


@answering.writes("POST", "/cases/{case}/closure", CaseTold, match=ANY_VERSION)
def close_case(
    request: HttpRequest, case: Ref, body: ClosingGiven, response: HttpResponse
) -> CaseTold:
    """Closes a case with its cause, once what we promised is kept or known to be kept later, and
    what they wrote since our answer is heard or known to be read."""
    with case_as_read(request, case_id(case)):
        told = body.cause, body.lesson, body.misunderstood
        close(
            case_id(case), *told, by(request), now(request), still_to_keep=body.still_to_keep,
            was_read=body.was_read,
        )  # fmt: skip
    return shown(response, case_id(case))


@answering.writes("POST", "/cases/{case}/reopening", CaseTold, match=ANY_VERSION)
def reopen_case(
    request: HttpRequest, case: Ref, body: WhyGiven, response: HttpResponse
) -> CaseTold:
    """The same case goes on, with its history and its clocks."""
    with case_as_read(request, case_id(case)):
        reopen(case_id(case), body.why, by(request), now(request))
    return shown(response, case_id(case))

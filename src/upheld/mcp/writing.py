"""Answering: a letter is drafted and checked here; a person sends it, or does not."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from upheld.core.checks import Problem, blocked, check
from upheld.core.letter_text import as_read
from upheld.core.redaction.redact import Redacted
from upheld.core.reply import Letter
from upheld.core.words import LetterKind
from upheld.insight import names
from upheld.steps import may
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.answer import NotReady, draft_question, draft_reply
from upheld.steps.answer_too import draft_answer_too, is_for
from upheld.steps.ask_too import draft_question_too
from upheld.steps.letters import problems_of
from upheld.store import load, policies
from upheld.store import models as rows
from upheld.store.called import called, each_once, names_of
from upheld.store.merged import merging

from .answers import CheckTold, DraftTold, ProblemTold, quoted
from .assistant import Assistant
from .cases import case_of

_NEXT = "Nothing was kept or sent. A person reads it in the desk, edits it and sends it."


def draft(by: Assistant, now: datetime, reference: str, kind: LetterKind) -> DraftTold:
    """Raises NotReady where the case is not that far, or where nothing drafts such a letter."""
    case = case_of(reference, by)
    letter = _letter(case, kind, by, now)
    shown = names.redact(letter.body, *_names(case))
    return DraftTold(
        case=case.reference,
        kind=letter.kind,
        subject=letter.subject,
        body=shown.text,
        check=_checked(letter, case, now, shown),
        next=_NEXT,
    )


def _letter(case: rows.Case, kind: LetterKind, by: Assistant, now: datetime) -> Letter:
    match kind:
        case LetterKind.ACKNOWLEDGEMENT:
            return draft_acknowledgement(case, _signs(case, by), now)
        case LetterKind.QUESTION:
            return _question(case, by, now)
        case LetterKind.FINAL:
            return _final(case, by, now)
    raise NotReady(f"no letter of the kind {kind} is drafted here: write it and use check_reply")


def _signs(case: rows.Case, by: Assistant) -> may.Actor:
    """Who looks after the case. Software does not: then a person must still put a name there."""
    if case.owner:
        return case.owner
    return may.Operator("[who looks after it]") if by.person.role == by.role else by.person


def _question(case: rows.Case, by: Assistant, now: datetime) -> Letter:
    """What the policy asks whoever complained in the case on the facts so far."""
    drafted = draft_question_too if is_for(case) else draft_question
    return drafted(case, _signs(case, by), now)


def _final(case: rows.Case, by: Assistant, now: datetime) -> Letter:
    if is_for(case):
        return draft_answer_too(case, _signs(case, by), now)
    letter = draft_reply(case, _signs(case, by), now)
    if letter.kind is not LetterKind.FINAL:
        raise NotReady("the decision asks a question first: draft one of the kind question")
    return letter


def check_letter(
    by: Assistant, now: datetime, kind: LetterKind, body: str, subject: str, reference: str
) -> CheckTold:
    letter = Letter(kind, subject, body)
    if reference:
        case = case_of(reference, by)
        shown = _shown(letter, case, by, now)
        return _checked(replace(letter, body=shown.back_in(body)), case, now, shown)
    # No case is named: any outside body will do, and there is no decision to differ from.
    voice = replace(policies.voice(), outside_body="")
    return _told(check(letter, None, voice, timezone.localdate(now)), names.redact(""))


def _shown(letter: Letter, case: rows.Case, by: Assistant, now: datetime) -> Redacted:
    """What our draft has where the assistant was shown a label: [name] is who complained. Of those
    in its own words only, which are whole there as they are written and as they are read."""
    their = _names(case)
    try:
        drafted = _letter(case, letter.kind, by, now).body
    except NotReady:
        drafted = their[0] if their else ""
    return names.redact(drafted, *their).whole_in(letter.body, as_read(letter.body))


def _names(case: rows.Case) -> tuple[str, ...]:
    """What they are called, first by what name a letter greets them: kept from an assistant."""
    return each_once(called(case) or case.customer.name, *names_of(case))


def _checked(letter: Letter, case: rows.Case, now: datetime, shown: Redacted) -> CheckTold:
    early = letter.kind is LetterKind.ACKNOWLEDGEMENT
    decision = None if early else load.latest_decision(merging.worked_on_in(case).pk)
    return _told(problems_of(letter, decision, case, now), shown, *_names(case))


def _told(problems: tuple[Problem, ...], shown: Redacted, *their: str) -> CheckTold:
    """What is to be mended, without what the assistant was not shown. A sentence may be one of the
    complaint, and what our draft quotes of it is in the assistant's too."""
    told = [
        ProblemTold(
            code=each.code,
            severity=each.severity,
            sentence=quoted(shown.out_of(each.sentence), *their),
            mend=names.redact(shown.out_of(each.mend), *their).text,
        )
        for each in problems
    ]
    return CheckTold(ok=not blocked(problems), problems=told)

"""The reply, drafted from the decision in the firm's voice: a start for a person to edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .decision import Decision
from .entitlement import Entitlement
from .findings import Finding
from .words import AllegationKind, FindingResult, LetterKind, Outcome, Stance


@dataclass(frozen=True, slots=True)
class Voice:
    """How the firm speaks: its name, who signs, the outside body, and its phrases by key."""

    firm: str
    team: str
    outside_body: str
    phrases: Mapping[str, str]
    perspectives: Mapping[str, str]

    def say(self, key: str, **names: str) -> str:
        known = {"firm": self.firm, "team": self.team, "outside_body": self.outside_body}
        return self.phrases[key].format(**{**known, **names}).strip()


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to the complainant; `body` is Markdown."""

    kind: LetterKind
    subject: str
    body: str


_INNER_QUOTES = str.maketrans({'"': "'", "“": "‘", "”": "’", "\n": " "})


@dataclass(frozen=True, slots=True)
class Addressed:
    """What every letter needs: whom it greets, what about, and who answers for us."""

    name: str
    reference: str
    subject: str
    received_on: date
    handler: str

    @property
    def quoted(self) -> str:
        """The subject to stand in quotation marks: it is theirs, and the checks leave it be."""
        return self.subject.translate(_INNER_QUOTES)


def acknowledgement(to: Addressed, answer_by: date, voice: Voice) -> Letter:
    """Received, who, by when, what happens next: no finding, no blame, no promise (promise 3)."""
    body = voice.say(
        "acknowledgement",
        received_on=_day(to.received_on),
        subject=to.quoted,
        handler=to.handler,
        answer_by=_day(answer_by),
        reference=to.reference,
    )
    return _letter(LetterKind.ACKNOWLEDGEMENT, "acknowledgement_subject", to, (body,), voice)


def question(to: Addressed, decision: Decision, voice: Voice) -> Letter:
    """Asks for the facts that would decide, all in one letter."""
    asked = [f"- {q.text}" for q in decision.questions if q.whom == "customer"]
    parts = (voice.say("question_opening"), "\n".join(asked), voice.say("question_close"))
    return _letter(LetterKind.QUESTION, "question_subject", to, parts, voice)


def final(to: Addressed, decision: Decision, voice: Voice, now: datetime) -> Letter:
    """What we found on each allegation, what is owed, goodwill apart, and the next step."""
    parts = (
        voice.say("final_opening", received_on=_day(to.received_on), subject=to.quoted),
        *_ended(decision),
        *_found(decision, voice),
        *_owed(decision, voice, now),
        *_goodwill(decision, voice),
        *_perspective(decision, voice),
        *_onward(decision, voice),
    )
    return _letter(LetterKind.FINAL, "final_subject", to, parts, voice)


def _letter(
    kind: LetterKind, subject_key: str, to: Addressed, parts: tuple[str, ...], voice: Voice
) -> Letter:
    subject = voice.say(subject_key, reference=to.reference, subject=to.subject)
    greeting = voice.say("greeting", name=to.name or "customer")
    signature = voice.say("signature", handler=to.handler)
    return Letter(kind, subject, "\n\n".join((greeting, *parts, signature)))


def _ended(decision: Decision) -> list[str]:
    """A complaint that was over before our answer says so before anything else."""
    over = (Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE, Outcome.ALREADY_PUT_RIGHT)
    return [decision.because("outcome")] if decision.outcome in over else []


def _found(decision: Decision, voice: Voice) -> list[str]:
    parts = [voice.say("found_heading")]
    for finding in decision.findings:
        told = finding.statement.rstrip(".") or finding.kind.replace("_", " ").capitalize()
        evidence = _evidence(finding, voice)
        result = voice.say(f"found_{finding.result}")
        parts.append(f"**{told}.** {result} {finding.because}{evidence}")
    if decision.outcome in (Outcome.UPHELD, Outcome.PARTLY_UPHELD):
        parts.append(voice.say("apology"))
    return parts


def _evidence(finding: Finding, voice: Voice) -> str:
    if not finding.evidence:
        return ""
    return " " + voice.say("evidence", evidence="; ".join(finding.evidence))


def _owed(decision: Decision, voice: Voice, now: datetime) -> list[str]:
    if not decision.entitlement:
        return []
    lines = [f"- {_due(item, now)}" for item in decision.entitlement]
    return [voice.say("owed_heading"), "\n".join(lines)]


def _due(item: Entitlement, now: datetime) -> str:
    amount = f" of {item.money}" if item.amount else ""
    by = "" if item.days is None else f", by {_day((now + timedelta(days=item.days)).date())}"
    return f"{item.kind.replace('_', ' ').capitalize()}{amount}{by}. {item.because}"


def _goodwill(decision: Decision, voice: Voice) -> list[str]:
    gesture = decision.goodwill
    if not gesture.given:
        return []
    return [voice.say(f"goodwill_{gesture.kind}", amount=str(gesture.money))]


def _perspective(decision: Decision, voice: Voice) -> list[str]:
    """The view from our side when a customer is mistaken: kind, specific, on the issue."""
    explained = decision.stance in (Stance.EDUCATE, Stance.HOLD)
    if not explained or decision.outcome is Outcome.WITHDRAWN:
        return []
    mistaken = [f for f in decision.findings if f.result is FindingResult.NOT_SUBSTANTIATED]
    kinds = dict.fromkeys(finding.kind for finding in mistaken)
    told = [_perspective_on(kind, voice) for kind in kinds]
    return [*told, voice.say(str(decision.stance))]


def _perspective_on(kind: AllegationKind, voice: Voice) -> str:
    told = voice.perspectives.get(kind) or voice.perspectives[AllegationKind.OTHER]
    return told.strip()


def _onward(decision: Decision, voice: Voice) -> list[str]:
    fully = decision.outcome is Outcome.UPHELD
    return [voice.say("onward_upheld" if fully else "onward_not_upheld")]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

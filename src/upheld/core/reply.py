"""The reply, drafted from the decision in the firm's voice: a start for a person to edit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .decision import Decision
from .entitlement import Entitlement
from .findings import Finding
from .words import AllegationKind, FindingResult, LetterKind, Outcome, Severity, Stance


@dataclass(frozen=True, slots=True)
class Voice:
    """How the firm speaks: its name, who signs, the outside body, and its phrases by key.

    `checks` is what the firm made of a check of its letters, by the check's code.
    `acknowledges_by_itself` lets an acknowledgement leave before anybody has read the complaint.
    """

    firm: str
    team: str
    outside_body: str
    phrases: Mapping[str, str]
    perspectives: Mapping[str, str]
    checks: Mapping[str, Severity] = field(default_factory=dict)
    acknowledges_by_itself: bool = False

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
        received_on=told_day(to.received_on),
        subject=to.quoted,
        handler=to.handler,
        answer_by=told_day(answer_by),
        reference=to.reference,
    )
    return _letter(LetterKind.ACKNOWLEDGEMENT, "acknowledgement_subject", to, (body,), voice)


# What a letter that nobody signs is made of.
BY_ITSELF = ("acknowledgement_by_itself", "signature_by_itself")


def acknowledgement_by_itself(to: Addressed, answer_by: date, voice: Voice) -> Letter:
    """As `acknowledgement`, before anybody has the case: it names the team, and no person who has
    not read it."""
    body, signature = BY_ITSELF
    parts = (
        voice.say("greeting", name=to.name or "customer"),
        voice.say(
            body,
            received_on=told_day(to.received_on),
            subject=to.quoted,
            answer_by=told_day(answer_by),
            reference=to.reference,
        ),
        voice.say(signature),
    )
    subject = voice.say("acknowledgement_subject", reference=to.reference, subject=to.subject)
    return Letter(LetterKind.ACKNOWLEDGEMENT, subject, "\n\n".join(parts))


def question(to: Addressed, decision: Decision, voice: Voice) -> Letter:
    """Asks for the facts that would decide, all in one letter, numbered where there are several."""
    texts = dict.fromkeys(q.text for q in decision.questions if q.whom == "customer")
    asked = [f"{number}) {text}" for number, text in enumerate(texts, 1)]
    told = "\n".join(asked) if len(asked) > 1 else f"- {next(iter(texts), '')}"
    parts = (voice.say("question_opening"), told, voice.say("question_close"))
    return _letter(LetterKind.QUESTION, "question_subject", to, parts, voice)


def final(to: Addressed, decision: Decision, voice: Voice, now: datetime) -> Letter:
    """What we found on each allegation, what is owed, goodwill apart, and the next step."""
    parts = (
        voice.say("final_opening", received_on=told_day(to.received_on), subject=to.quoted),
        *_ended(decision, voice),
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


def _ended(decision: Decision, voice: Voice) -> list[str]:
    """A complaint that was over before our answer says so before anything else."""
    if decision.outcome is Outcome.OUT_OF_SCOPE:  # whose it is, only a person can add
        return [voice.say("out_of_scope")]
    over = (*_SET_ASIDE, Outcome.ALREADY_PUT_RIGHT)
    return [decision.because("outcome")] if decision.outcome in over else []


# Nothing is argued here: it was taken back, or is not ours to answer.
_SET_ASIDE = (Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE)
OURS = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)


def _found(decision: Decision, voice: Voice) -> list[str]:
    """Every point; of what is not ours to answer only the fault that we found all the same."""
    theirs = decision.outcome is Outcome.OUT_OF_SCOPE
    told = [finding for finding in decision.findings if not theirs or finding.result in OURS]
    points = [_point(finding, voice) for finding in told]
    return [voice.say("found_heading"), *points, *_apology(decision, voice)] if points else []


def _point(finding: Finding, voice: Voice) -> str:
    """One point: its name, what we found, the reason and the evidence."""
    open_still = finding.result is FindingResult.UNDETERMINED  # its reason tells work that ended
    parts = (
        f"**{_ended_well(_named(finding))}**",
        voice.say(f"found_{finding.result}"),
        "" if open_still else _ended_well(finding.because),
        _evidence(finding, voice),
    )
    return " ".join(filter(None, parts))


def _named(finding: Finding) -> str:
    """A point in the words that it was put in, in quotation marks, or by its kind."""
    if statement := " ".join(finding.statement.translate(_INNER_QUOTES).split()):
        return f'"{statement}"'
    if finding.kind is AllegationKind.OTHER:
        return "What you told us"
    return finding.kind.replace("_", " ").capitalize()


def _ended_well(text: str) -> str:
    """A sentence on one line with one full stop at its end, unless it ends with another mark."""
    line = " ".join(text.split())
    if line.endswith((".", '"')):
        inner = line.rstrip('"').rstrip(". ")
        closing = '"' if line.endswith('"') else ""
        return f"{inner}{closing if inner.endswith(('?', '!')) else '.' + closing}"
    return line if not line or line.endswith(("?", "!")) else f"{line}."


def _evidence(finding: Finding, voice: Voice) -> str:
    if not finding.evidence:
        return ""
    named = "; ".join(item.strip().rstrip(".") for item in finding.evidence)
    return _ended_well(voice.say("evidence", evidence=named).replace("?.", "?").replace("!.", "!"))


def _apology(decision: Decision, voice: Voice) -> list[str]:
    """For the whole, or for those points on which the fault was ours."""
    if decision.outcome in (Outcome.UPHELD, Outcome.ALREADY_PUT_RIGHT):
        return [voice.say("apology")]
    if decision.outcome is not Outcome.PARTLY_UPHELD:
        return []
    points = [_at_fault(finding, voice) for finding in decision.findings if finding.result in OURS]
    return [voice.say("apology_partly", points="; ".join(dict.fromkeys(points)))]


def _at_fault(finding: Finding, voice: Voice) -> str:
    point = _named(finding)
    in_part = finding.result is FindingResult.PARTLY
    return voice.say("in_part", point=point) if in_part else point


def _owed(decision: Decision, voice: Voice, now: datetime) -> list[str]:
    if not decision.entitlement:
        return []
    kinds = {finding.allegation: finding.kind for finding in decision.findings}
    lines = [f"- {_due(item, kinds.get(item.allegation), voice, now)}"
             for item in decision.entitlement]  # fmt: skip
    return [voice.say("owed_heading"), "\n".join(lines)]


def _due(item: Entitlement, on: AllegationKind | None, voice: Voice, now: datetime) -> str:
    """What we will do and by when, in plain words, and why it is owed."""
    by = "" if item.days is None else f" by {told_day((now + timedelta(days=item.days)).date())}"
    if on is AllegationKind.STAFF_CONDUCT and item.kind == "correction" and not item.amount:
        return voice.say("owed_apology", by=by)
    key = f"owed_{item.kind}{'_and_money' if item.amount and item.kind in _IN_KIND else ''}"
    if item.chooser == "customer" and f"{key}_chosen" in voice.phrases:
        key = f"{key}_chosen"
    what = voice.say(
        key if key in voice.phrases else "owed_other",
        remedy=item.kind.replace("_", " ").capitalize(),
        amount=str(item.money),
        of_amount=f" of {item.money}" if item.amount else "",
        by=by,
        comma_by=f",{by}" if by else "",
    )
    return f"{what} {_ended_well(item.because)}"


# Remedies that are work; money beside one is told apart from it.
_IN_KIND = ("repair_or_replacement", "repeat_performance", "correction")


def _goodwill(decision: Decision, voice: Voice) -> list[str]:
    gesture = decision.goodwill
    # Help is its own thing, beside any money: who needs more help gets no less of the rest.
    told = [voice.say("help_in_person")] if gesture.help else []
    if gesture.kind != "none" and not (gesture.help and gesture.kind == "help"):
        told.insert(0, voice.say(f"goodwill_{gesture.kind}", amount=str(gesture.money)))
    return [voice.say("goodwill_heading"), *told] if told else []


def _perspective(decision: Decision, voice: Voice) -> list[str]:
    """The view from our side when a customer is mistaken: kind, specific, on the issue."""
    explained = decision.stance in (Stance.EDUCATE, Stance.HOLD)
    if not explained or decision.outcome in _SET_ASIDE:
        return []
    mistaken = [f for f in decision.findings if f.result is FindingResult.NOT_SUBSTANTIATED]
    kinds = dict.fromkeys(finding.kind for finding in mistaken)
    told = [_perspective_on(kind, voice) for kind in kinds]
    return [*told, voice.say(str(decision.stance))]


def _perspective_on(kind: AllegationKind, voice: Voice) -> str:
    told = voice.perspectives.get(kind) or voice.perspectives[AllegationKind.OTHER]
    return told.strip()


def _onward(decision: Decision, voice: Voice) -> list[str]:
    """The next step; a letter promises its dates only where it gives one."""
    if decision.outcome not in (*_SET_ASIDE, Outcome.UPHELD):
        return [voice.say("onward_not_upheld")]
    dated = any(item.days is not None for item in decision.entitlement)
    dates = [voice.say("onward_dates")] if dated else []
    return [voice.say("onward_heading"), *dates, voice.say(f"onward_{decision.outcome}")]


def told_day(day: date) -> str:
    """A day as a letter says it: 2 November 2026."""
    return f"{day.day} {day:%B %Y}"

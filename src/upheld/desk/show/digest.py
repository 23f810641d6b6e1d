"""The story of a case in one line: each chapter's answer, and the way to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from upheld.core.decision import Decision
from upheld.core.words import CaseState, LetterKind

from .chapters import AllegationPart, FitPart
from .next import Decided
from .precedents import Measured
from .reply import ReplyPart

_ANSWERED = {CaseState.ANSWERED, CaseState.CLOSED}
# What is written before an answer, by its own name: that it is checked says nothing of the reply.
_BEFORE = {LetterKind.ACKNOWLEDGEMENT: "Acknowledgement", LetterKind.QUESTION: "Question"}


@dataclass(frozen=True, slots=True)
class Line:
    chapter: str
    label: str
    value: str
    findings: tuple[str, ...] = ()


def digest(
    parts: Sequence[AllegationPart],
    known: Decision | None,
    decided: Decided | None,
    measured: Measured | None,
    reply: ReplyPart | None,
    fit: FitPart | None,
) -> list[Line]:
    """`known` is the decision that may be read: None until every allegation has its finding; `fit`
    None while a complaint of theirs waits for one."""
    found = tuple(part.finding.result for part in parts if part.finding)
    stance = decided.decision.stance.replace("_", " ").capitalize() if decided else "Not yet"
    return [
        Line("so", "What is so", _so(parts, found), found),
        Line("owed", "Owed", _owed(known)),
        Line("who", "To us", fit.band.capitalize() if fit else "Withheld"),
        Line("decision", "Decision", stance),
        Line("decision", "Goodwill", _goodwill(decided)),
        Line("precedents", "Before", _before(measured)),
        Line("reply", _letter(reply), _reply(reply, decided)),
    ]


def _so(parts: Sequence[AllegationPart], found: Sequence[str]) -> str:
    return f"{len(found)} of {len(parts)} found" if parts else "Nothing alleged"


def _letter(reply: ReplyPart | None) -> str:
    return _BEFORE.get(reply.kind, "Reply") if reply else "Reply"


def _reply(reply: ReplyPart | None, decided: Decided | None) -> str:
    if reply:
        return reply.summary
    return "Sent" if decided and decided.row.case.state in _ANSWERED else "Not yet"


def _owed(known: Decision | None) -> str:
    if known is None or (known.questions and not known.entitlement):
        return "Not yet known"
    if not known.entitlement:
        return "Nothing"
    return str(known.owed) if known.owed.amount else "In kind"


def _goodwill(decided: Decided | None) -> str:
    if decided is None:
        return "Not yet"
    gesture = decided.decision.goodwill
    if not gesture.given:
        return "None"
    return str(gesture.money) if gesture.amount else gesture.kind.capitalize()


def _before(measured: Measured | None) -> str:
    if measured is None:
        return "Not yet"
    if not measured.told.like:
        return "No such case"
    return f"{measured.told.alike} of {measured.told.like} alike"

"""Who may do what, and when: a table of step, roles and states. Nothing else decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from upheld.core.states import WrongState as WrongState
from upheld.core.words import CaseState, DraftState, Role


class Actor(Protocol):
    """Whoever acts: a person who signed in, or the command line on the firm's own machine."""

    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Operator:
    """The person at the command line, who holds the database in their hands anyway."""

    name: str = "command line"
    role: str = Role.LEAD


COMPLAINANT = "complainant"


@dataclass(frozen=True, slots=True)
class Complainant:
    """Whoever complains, in the portal: no member of staff, and never more than their one case.

    The record says what they are and not what they call themselves, which anybody can choose.
    """

    name: str = "the complainant"
    role: str = COMPLAINANT


class NotAllowed(PermissionError):
    """This role may not take this step at all."""


@dataclass(frozen=True, slots=True)
class _Allowed:
    roles: frozenset[str]
    states: frozenset[str]
    what: str = "case"


_STAFF = frozenset({Role.HANDLER, Role.LEAD, Role.ADMINISTRATOR})
_LEADS = frozenset({Role.LEAD, Role.ADMINISTRATOR})
_ANY_HAND = _STAFF | {Role.ASSISTANT}
_ALL = frozenset(Role)
_THEIRS = frozenset({COMPLAINANT})

_R, _A, _I = CaseState.RECEIVED, CaseState.ACKNOWLEDGED, CaseState.INVESTIGATING
_D, _W, _C = CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED
_ANY = frozenset(CaseState)
_OPEN = _ANY - {_C}

TABLE: Mapping[str, _Allowed] = {
    "read": _Allowed(_ALL, _ANY),
    "receive": _Allowed(_ANY_HAND | _THEIRS, _ANY),
    # Files that come after a complaint, by what filed it.
    "add_to": _Allowed(_STAFF, frozenset({_R, _A, _I, _D})),
    "import": _Allowed(_LEADS, _ANY),
    "know": _Allowed(_STAFF, _ANY),
    # A line of their fit counts no more once it is contested; another person looks at it.
    "contest_fit": _Allowed(_STAFF, _ANY),
    "review_fit": _Allowed(_STAFF, _ANY),
    "assign": _Allowed(_STAFF, _OPEN),
    "acknowledge": _Allowed(_STAFF, frozenset({_R})),
    "investigate": _Allowed(_STAFF, frozenset({_R, _A, _I, _D})),
    # What an assistant says waits for a person, who takes it by investigating.
    "claim": _Allowed(_ANY_HAND, frozenset({_R, _A, _I, _D})),
    "mend": _Allowed(_STAFF, frozenset({_R, _A, _I, _D})),
    "pause": _Allowed(_STAFF, frozenset({_R, _A, _I, _D})),
    "resume": _Allowed(_STAFF, frozenset({_R, _A, _I, _D})),
    # What a complaint is about, for what is learnt from many: no decision reads it.
    "choose_topic": _Allowed(_STAFF, _ANY),
    "place": _Allowed(_STAFF, _ANY),
    "record": _Allowed(_STAFF, frozenset({_R, _A, _I, _D})),
    "decide": _Allowed(_STAFF, frozenset({_A, _I, _D})),
    "approve": _Allowed(_STAFF, frozenset({_D})),
    # Beside a decision whose letter has not left; who has the authority is checked by the amount.
    "deviate": _Allowed(_STAFF, frozenset({_D})),
    "approve_deviation": _Allowed(_STAFF, frozenset({_D})),
    "end_deviation": _Allowed(_STAFF, frozenset({_I, _D})),
    "ask": _Allowed(_STAFF, frozenset({_A, _I, _D})),
    "hold": _Allowed(_STAFF, frozenset({_A, _I, _D})),
    "answer": _Allowed(_STAFF, frozenset({_D})),
    # In a case that was merged into another customer's, which is closed by that: what is decided
    # there is told to whoever complained here.
    "answer_too": _Allowed(_STAFF, frozenset({_C})),
    "ask_too": _Allowed(_STAFF, frozenset({_C})),
    "hold_too": _Allowed(_STAFF, frozenset({_C})),
    "resolve": _Allowed(_STAFF, frozenset({_D})),
    "refer": _Allowed(_STAFF, frozenset({_A, _I, _D, _W})),
    # Beside the answer, never in its place.
    "apologise": _Allowed(_STAFF, frozenset({_W, _C})),
    # Never while a complaint is open: it is written in one that is closed.
    "part": _Allowed(_LEADS, frozenset({_C})),
    "deliver": _Allowed(_STAFF, _ANY),
    "hear": _Allowed(_STAFF | _THEIRS, frozenset({_W})),
    "close": _Allowed(_STAFF, frozenset({_W})),
    "reopen": _Allowed(_STAFF | _THEIRS, frozenset({_W, _C})),
    "commit": _Allowed(_STAFF, _ANY),
    # An answer that left stays where it was given: steps/merge.py says how it is shown.
    "merge": _Allowed(_STAFF, frozenset({_R, _A, _I, _D, _C})),
    "take_in": _Allowed(_STAFF, frozenset({_R, _A, _I, _D})),
    "undo_merge": _Allowed(_STAFF, _ANY),
    "split": _Allowed(_STAFF, _ANY),
    # Customers who may be one person: found for all at once, settled one by one.
    "match": _Allowed(_LEADS, _ANY),
    "merge_customers": _Allowed(_STAFF, _ANY),
    "undo_customer_merge": _Allowed(_STAFF, _ANY),
    "tell_apart": _Allowed(_STAFF, _ANY),
    # The way of the person who complained into their own case.
    "link": _Allowed(_STAFF, _ANY),
    # Conduct is apart from merit: its own finding, at any time, by a lead in the end.
    "propose_dishonesty": _Allowed(_STAFF, _ANY),
    "confirm_dishonesty": _Allowed(_LEADS, _ANY),
    "withdraw_dishonesty": _Allowed(_STAFF, _ANY),
    "review_dishonesty": _Allowed(_LEADS, _ANY),
    # What was decided stays decided; whether it is followed is for those who answer for many cases.
    "follow": _Allowed(_LEADS, frozenset({_D, _W, _C})),
    "keep_causes": _Allowed(_LEADS | {Role.POLICY_OWNER}, _ANY),
    "keep_journey": _Allowed(_LEADS | {Role.POLICY_OWNER}, _ANY),
    "keep_themes": _Allowed(_LEADS, _ANY),
    # Questions of one's own: read of many cases, each on record.
    "ask_marts": _Allowed(_LEADS | {Role.AUDITOR}, _ANY),
    "keep_questions": _Allowed(_LEADS | {Role.AUDITOR}, _ANY),
    "want_marts": _Allowed(_LEADS, _ANY),
    "keep_faults": _Allowed(_LEADS, _ANY),
    # Keys are made on the firm's own machine alone: a key acts as somebody.
    "keep_keys": _Allowed(_LEADS, _ANY),
    "keep_webhooks": _Allowed(_LEADS, _ANY),
    "value": _Allowed(_LEADS, _ANY),
    # What each customer brings colours how they are seen: not where cases are decided.
    "see_profit": _Allowed(_LEADS | {Role.AUDITOR}, _ANY),
    # Whether goodwill works, and whether like cases were treated alike, whoever came.
    "see_goodwill": _Allowed(_LEADS | {Role.AUDITOR}, _ANY),
    "see_fairness": _Allowed(_LEADS | {Role.AUDITOR}, _ANY),
    "see_readings": _Allowed(_LEADS | {Role.AUDITOR}, _ANY),
    # What becomes of exceptions that repeat, which were found in history, and what teams may give.
    "rule_deviations": _Allowed(_LEADS | {Role.POLICY_OWNER}, _ANY),
    "find_deviations": _Allowed(_LEADS, _ANY),
    "keep_budgets": _Allowed(_LEADS, _ANY),
    # Whose work is how much: for those who share it out, and for each person their own.
    "see_workload": _Allowed(_LEADS, _ANY),
    # What an outside body ruled comes after our answer, whatever became of the case since.
    "record_outside": _Allowed(_STAFF, frozenset({_I, _D, _W, _C})),
    "report": _Allowed(_LEADS | {Role.POLICY_OWNER, Role.AUDITOR}, _ANY),
}

# What is done about a customer and not on a case: no state of a case bears on it.
CUSTOMERS: Mapping[str, _Allowed] = {
    "record_conduct": _Allowed(_STAFF, _ANY),
    "see_conduct": _Allowed(_LEADS, _ANY),
    "withdraw_conduct": _Allowed(_LEADS, _ANY),
    # Whoever it is about may answer it, in the portal or by any way that somebody writes down.
    "answer_conduct": _Allowed(_STAFF | _THEIRS, _ANY),
    "restrict": _Allowed(_LEADS, _ANY),
    "review_restriction": _Allowed(_LEADS, _ANY),
    "appeal": _Allowed(_STAFF | _THEIRS, _ANY),
    "settle_appeal": _Allowed(_LEADS, _ANY),
    "prepare_parting": _Allowed(_STAFF, _ANY),
    "propose_parting": _Allowed(_LEADS, _ANY),
    "approve_parting": _Allowed(_LEADS, _ANY),
    "review_parting": _Allowed(_LEADS, _ANY),
    "withdraw_parting": _Allowed(_LEADS, _ANY),
    "follow_parting": _Allowed(_STAFF, _ANY),
    "hand_over": _Allowed(_LEADS, _ANY),
    # A letter to somebody who said nothing: rarely, and never by somebody in passing.
    "ask_kindly": _Allowed(_LEADS, _ANY),
    "answer_kindly": _Allowed(_STAFF | _THEIRS, _ANY),
    # One proposes, another approves: what is erased cannot be brought back.
    "erase": _Allowed(_LEADS, _ANY),
    # What may be evidence stays, whoever asks: those who could erase it place, review and lift it.
    "keep_legal_holds": _Allowed(_LEADS, _ANY),
}

# The way of a policy's draft. That a second person publishes is checked where it is published.
_OWNERS = frozenset({Role.POLICY_OWNER, Role.LEAD})
_WRITTEN, _IN_REVIEW = frozenset({DraftState.DRAFT}), frozenset({DraftState.IN_REVIEW})
_ON_ITS_WAY = _WRITTEN | _IN_REVIEW

DRAFTS: Mapping[str, _Allowed] = {
    "draft": _Allowed(_OWNERS, frozenset(), "draft"),
    "edit": _Allowed(_OWNERS, _WRITTEN, "draft"),
    "comment": _Allowed(_OWNERS, _ON_ITS_WAY, "draft"),
    "send": _Allowed(_OWNERS, _WRITTEN, "draft"),
    "return": _Allowed(_OWNERS, _IN_REVIEW, "draft"),
    "publish": _Allowed(_OWNERS, _IN_REVIEW, "draft"),
    "drop": _Allowed(_OWNERS, _ON_ITS_WAY, "draft"),
}

# What is done about the firm itself: what lies behind many cases, what was changed, who is told.
# That another person approves what is made public is checked where it is.
LEARNING: Mapping[str, _Allowed] = {
    "keep_root_causes": _Allowed(_LEADS | {Role.POLICY_OWNER}, _ANY),
    "keep_changes": _Allowed(_LEADS | {Role.POLICY_OWNER}, _ANY),
    "check_change": _Allowed(_LEADS | {Role.POLICY_OWNER}, _ANY),
    "publish_change": _Allowed(_LEADS | {Role.POLICY_OWNER}, _ANY),
    "look_at_ideas": _Allowed(_STAFF | {Role.POLICY_OWNER}, _ANY),
    # Letters in a case whose answer has left: never while a complaint is worked on.
    "tell_change": _Allowed(_LEADS, frozenset({_W, _C})),
    "tell_idea": _Allowed(_STAFF, frozenset({_W, _C})),
    # Said by themselves in the portal, or by any way that somebody writes down.
    "ask_no_news": _Allowed(_STAFF | _THEIRS, _ANY),
}

# What only the person who complained does, each in the one case that their link opens.
PORTAL: Mapping[str, _Allowed] = {
    "enter": _Allowed(_THEIRS, _ANY),
    "tell": _Allowed(_THEIRS, _ANY),
    "rate": _Allowed(_THEIRS, frozenset({_W, _C})),
    "offer": _Allowed(_THEIRS, _ANY),
}

# Who works here and what they may do. Nobody changes what they themselves may (keep_people.py).
PEOPLE: Mapping[str, _Allowed] = {
    "see_people": _Allowed(_LEADS | {Role.AUDITOR}, _ANY),
    "keep_people": _Allowed(frozenset({Role.ADMINISTRATOR}), _ANY),
    # On the firm's own machine alone: the secret is in its environment.
    "renew_secret": _Allowed(frozenset({Role.ADMINISTRATOR}), _ANY),
}
_ALL_STEPS = {**TABLE, **CUSTOMERS, **DRAFTS, **LEARNING, **PORTAL, **PEOPLE}


def check(step: str, by: Actor, state: str | None = None) -> None:
    """Raises NotAllowed or WrongState, each with what to do instead."""
    allowed = _ALL_STEPS[step]
    if by.role not in allowed.roles:
        roles = ", ".join(sorted(_told(role) for role in allowed.roles))
        raise NotAllowed(f"the role {_told(by.role)} may not {_told(step)}; these may: {roles}")
    if state is not None and state not in allowed.states:
        states = " or ".join(sorted(map(_told, allowed.states)))
        message = (
            f"cannot {_told(step)} a {allowed.what} that is {_told(state)}: it must be {states}"
        )
        raise WrongState(message)


def allowed(step: str, by: Actor, state: str) -> bool:
    """Whether a page should offer the step."""
    rule = _ALL_STEPS[step]
    return by.role in rule.roles and state in rule.states


def allowed_any(step: str, by: Actor) -> bool:
    """Whether a page should offer a step that begins something, and so has no state yet."""
    return by.role in _ALL_STEPS[step].roles


def _told(name: str) -> str:
    return name.replace("_", " ") or "of nobody"


def roles_of(step: str) -> frozenset[str]:
    """Who may take the step at all."""
    return _ALL_STEPS[step].roles


def leads(by: Actor) -> bool:
    return by.role in _LEADS

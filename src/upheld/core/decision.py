"""The decision: the story's tables, asked one after the other, each seeing only what it may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from upheld.tables import Policy, Trace

from .case import Allegation, Case
from .entitlement import Entitlement, Owed, owed
from .findings import Finding, Question, find
from .fit import PersonaFit, fit
from .goodwill import Goodwill, Granted, goodwill
from .limits import MOST_DAYS, MOST_OWED
from .money import Money, total
from .promises.given import Given
from .ruling import Inquiry, Ruling
from .twice import once
from .words import AllegationKind, Outcome, Role, Stance


class DecisionError(ValueError):
    """A case that cannot be decided as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may let this decision out; `second_person` when another must agree."""

    role: Role
    second_person: bool
    because: str


@dataclass(frozen=True, slots=True)
class NextAction:
    """The one thing to do now, and who does it."""

    action: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What we found, what is owed, what we offer beyond it, why, and what happens next.

    `outcome` is None while something decisive is not known; `trace` holds every ruling in order.
    `exceptions` are what people granted afterwards: no table gives them, and no record of the
    decision holds them. Nor does one hold `given`: what was given before of what it gives
    (core/promises/given_before.py), `promised`: what was promised before and stands, for it gives
    none of it or less, with `outdone`: its own sums that are less, and `replaces`: what was
    promised before and is promised by it anew (core/promises/one_promise.py).
    """

    findings: tuple[Finding, ...]
    outcome: Outcome | None
    entitlement: tuple[Entitlement, ...]
    fit: PersonaFit
    stance: Stance
    goodwill: Goodwill
    authority: Authority
    next_action: NextAction
    questions: tuple[Question, ...]
    trace: tuple[Ruling, ...]
    currency: str
    policy_version: str
    decided_at: datetime
    exceptions: tuple[Granted, ...] = ()
    given: tuple[Given, ...] = ()
    promised: tuple[Given, ...] = ()
    outdone: tuple[Money, ...] = ()
    replaces: tuple[Given, ...] = ()

    @property
    def owed(self) -> Money:
        return total([item.money for item in self.entitlement], self.currency)

    @property
    def kinds(self) -> Mapping[str, AllegationKind]:
        """What each allegation is of."""
        return {finding.allegation: finding.kind for finding in self.findings}

    @property
    def asks_customer(self) -> tuple[str, ...]:
        """What only whoever complained can tell, each question once."""
        return tuple(dict.fromkeys(q.text for q in self.questions if q.whom == "customer"))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What the tables that carry the decision said; the workings between them are left out."""
        told = (ruling.because for ruling in self.trace if ruling.table in self._carried_by)
        return tuple(dict.fromkeys(because for because in told if because))

    @property
    def _carried_by(self) -> tuple[str, ...]:
        parting = ("parting",) if self.stance is Stance.PART else ()
        help = ("help",) if self.goodwill.help else ()
        before = ("finding", "entitlement", "outcome", *parting, "stance", "goodwill")
        return (*before, *help, "authority")

    def because(self, table: str) -> str:
        """What the rules of one table said, over all allegations."""
        said = (ruling.because for ruling in self.trace if ruling.table == table)
        return " ".join(dict.fromkeys(said))


def decide(case: Case, policy: Policy, now: datetime) -> Decision:
    """The decision on `case` under `policy`: the same facts give the same answer and trace.

    Raises DecisionError for a case without allegations or in another currency, where more is owed
    than a record holds, and where a table has no answer that is needed.
    """
    _decidable(case, policy, now)
    findings = tuple(find(allegation, policy) for allegation in case.allegations)
    dues = once(findings, _dues(case.allegations, findings, policy))
    questions = _questions(findings, dues)

    known = policy.rollup("allegation", [due.facts for due in dues])
    inquiry = Inquiry(policy, {**known, **case.circumstances})
    outcome = inquiry.ask("outcome").gave["outcome"]

    persona_fit = fit(case.customer, policy)
    inquiry.facts |= {**case.customer.facts, **persona_fit.gave}
    stance = Stance(_given(inquiry.ask("stance"), "stance"))
    gesture = goodwill(inquiry, case.similar_a_year, case.lot)
    authority = _authority(inquiry.ask("authority"))
    action = _next_action(inquiry.ask("next_action"), questions)

    decision = Decision(
        findings=findings,
        outcome=Outcome(outcome) if outcome else None,
        entitlement=tuple(due.remedy for due in dues if due.remedy),
        fit=persona_fit,
        stance=stance,
        goodwill=gesture,
        authority=authority,
        next_action=action,
        questions=questions,
        trace=_trace(findings, dues, persona_fit, inquiry),
        currency=policy.currency,
        policy_version=policy.version,
        decided_at=now,
    )
    _payable(decision.owed, "owed in all")
    _payable(gesture.money, "offered as goodwill")
    _in_time(decision.entitlement)
    return decision


def _decidable(case: Case, policy: Policy, now: datetime) -> None:
    if not case.allegations:
        raise DecisionError("nothing is alleged yet: add at least one allegation")
    # A day ahead may be today where the complaint was received.
    if case.received_on - now.date() > timedelta(days=1):
        raise DecisionError(
            f"received on {case.received_on}, which is in the future: mend the day of receipt"
        )
    if case.currency != policy.currency:
        raise DecisionError(
            f"the amounts are in {case.currency} and policy {policy.name} is in "
            f"{policy.currency}: convert them or choose a policy in {case.currency}"
        )


def _payable(money: Money, how: str) -> None:
    if abs(money.amount) > MOST_OWED:
        most = Money(MOST_OWED, money.currency)
        raise DecisionError(
            f"{money} is {how}, and one decision holds {most} at most: look for a slip in "
            "the amounts, or answer the points as complaints of their own"
        )


def _in_time(entitlement: Sequence[Entitlement]) -> None:
    for item in entitlement:
        if item.days is not None and abs(item.days) > MOST_DAYS:
            raise DecisionError(
                f"{item.because} Its owed.days is past {MOST_DAYS:,} days, the most that a "
                "decision holds: look for a slip in the facts, or in the rule"
            )


def _dues(
    allegations: Sequence[Allegation], findings: Sequence[Finding], policy: Policy
) -> tuple[Owed, ...]:
    pairs = zip(allegations, findings, strict=True)
    return tuple(owed(allegation, finding, policy) for allegation, finding in pairs)


def _questions(findings: Sequence[Finding], dues: Sequence[Owed]) -> tuple[Question, ...]:
    asked = [finding.question for finding in findings] + [due.question for due in dues]
    return tuple(question for question in asked if question)


def _trace(
    findings: Sequence[Finding], dues: Sequence[Owed], persona_fit: PersonaFit, inquiry: Inquiry
) -> tuple[Ruling, ...]:
    of_each = [ruling for f, d in zip(findings, dues, strict=True) for ruling in f.trace + d.trace]
    return (*of_each, *persona_fit.trace, *inquiry.rulings)


def _given(ruling: Ruling, name: str) -> str:
    """An answer that no decision can do without. Raises DecisionError where a table gives none."""
    if ruling.gave[name] is None:
        raise DecisionError(
            f"table {ruling.table} gives no {name} for this case: the policy needs a rule for it"
        )
    return str(ruling.gave[name])


def _authority(ruling: Ruling) -> Authority:
    role = Role(_given(ruling, "authority.role"))
    return Authority(role, bool(ruling.gave["authority.second_person"]), ruling.because)


# Whether an action that asks puts the customer's question; the others are ours to answer.
_ASKS = {"ask_customer": True, "ask_inside": False}


def _next_action(ruling: Ruling, questions: Sequence[Question]) -> NextAction:
    action = str(ruling.gave["next_action"])
    asked = (q.text for q in questions if _ASKS.get(action) == (q.whom == "customer"))
    text = " ".join((ruling.because, *islice(asked, 1)))
    return NextAction(action, str(ruling.gave["next_action.who"]), text)


def explain(decision: Decision, policy: Policy) -> tuple[Trace, ...]:
    """Every table's full trace: which rule fired and which cell stopped each other one."""
    return tuple(policy.trace(ruling.table, ruling.read) for ruling in decision.trace)

"""What may be offered, why, who may let it out, and what would change it."""

from collections.abc import Iterator
from datetime import datetime

from upheld.core.asking import asked
from upheld.core.decision import Decision
from upheld.core.promises.given import Given
from upheld.core.promises.one_promise import to_give
from upheld.core.promises.why_stands import why_stands
from upheld.core.words import CaseState, Stance
from upheld.steps.answer import NotReady
from upheld.steps.decide import preview
from upheld.store import load
from upheld.store import models as rows
from upheld.store.called import names_of
from upheld.store.merged import their_part
from upheld.tables import Policy, tell

from .answers import (
    AuthorityTold,
    EntitlementTold,
    GivenTold,
    GoodwillTold,
    OfferTold,
    QuestionTold,
    RulingTold,
    StandsTold,
    quoted,
)
from .assistant import Assistant
from .cases import case_of

_SETTLED = (CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED)
_DECIDED = "the decision as it was recorded"
_SO_FAR = "what the policy says of the facts so far; nothing is decided yet"
# Who a customer is to us stays with the people who work here.
_WHO_THEY_ARE = frozenset({"fit"})
_RESTS_ON_IT = _WHO_THEY_ARE | {
    "parting", "stance", "goodwill", "help", "authority", "next_action",
}  # fmt: skip
_FIND_FIRST = "handler: record a finding on every point, before who asks is looked at"
# What a change would alter is asked of the facts alone.
_ABOUT_FACTS = ("finding", "entitlement")


def offer(by: Assistant, now: datetime, reference: str) -> OfferTold:
    case = case_of(reference, by)
    if not case.allegations.all():
        told = "nothing is alleged here yet"
        raise NotReady(
            f"{told}: a person alleges it in the desk, or takes what state_facts claimed"
        )
    decision, policy, rests_on = _decision(case, now)
    found = rests_on == _DECIDED or all(hasattr(row, "finding") for row in case.allegations.all())
    # Until then who they are to us is withheld, and with it all that would tell it.
    whole = found or decision.stance == Stance.ASK
    hidden = _WHO_THEY_ARE if whole else _RESTS_ON_IT
    of, called = their_part.together(case), names_of(case)
    before, beside = their_part.given_before(of), their_part.beside(decision, of)
    return OfferTold(
        case=case.reference,
        rests_on=rests_on,
        outcome=decision.outcome,
        stance=decision.stance if whole else None,
        owed=[EntitlementTold.model_validate(item) for item in decision.entitlement],
        owed_in_all=str(decision.owed),
        given_before=[_given(each, called) for each in before],
        still_promised=[
            _stands(each, called, why_stands(each, decision) if whole else None)
            for each in beside.promised
        ],
        still_to_give=str(to_give(beside)),
        goodwill=GoodwillTold.model_validate(decision.goodwill) if whole else None,
        authority=AuthorityTold.model_validate(decision.authority) if whole else None,
        reasons=list(decision.reasons) if whole else [],
        next_action=_next(decision) if whole else _FIND_FIRST,
        questions=_questions(decision, policy),
        would_change_it=[*_changes(decision, policy)] if policy else [],
        trace=[RulingTold.model_validate(r) for r in decision.trace if r.table not in hidden],
        claims_waiting=case.claims.filter(taken=None).count(),
        policy_version=decision.policy_version,
    )


def _given(each: Given, called: tuple[str, ...]) -> GivenTold:
    how, words = quoted(each.how, *called), quoted(each.words, *called)
    return GivenTold(
        kind=each.kind, called=each.called, money=str(each.money), words=words, on=each.on, how=how
    )


def _stands(each: Given, called: tuple[str, ...], why: str | None) -> StandsTold:
    told = {name: getattr(_given(each, called), name) for name in GivenTold.model_fields}
    return StandsTold(**told, open=str(each.open), why=why)


def _next(decision: Decision) -> str:
    return f"{decision.next_action.who}: {decision.next_action.text}"


def _decision(case: rows.Case, now: datetime) -> tuple[Decision, Policy | None, str]:
    """The recorded decision once there is one; its tables may have changed since."""
    row = next(iter(case.decisions.all()), None)
    if row is not None and case.state in _SETTLED:
        return load.recalled(row), None, _DECIDED
    _, decision, policy = preview(case, now)
    return decision, policy, _SO_FAR


def _questions(decision: Decision, policy: Policy | None) -> list[QuestionTold]:
    if policy is not None:
        return [QuestionTold.model_validate(each) for each in asked(decision, policy)]
    return [
        QuestionTold(allegation=each.allegation, text=each.text, whom=each.whom, facts=[])
        for each in decision.questions
    ]


def _changes(decision: Decision, policy: Policy) -> Iterator[str]:
    """For each allegation the nearest facts on which a table would say something else."""
    for ruling in decision.trace:
        if ruling.table not in _ABOUT_FACTS:
            continue
        nearest = policy.trace(ruling.table, ruling.read, nearest=True).nearest
        if nearest is None:
            continue
        ifs = " and ".join(f"{c.column} were {c.told}" for c in nearest.changes)
        gives = ", ".join(
            f"{name} {tell(value, policy.names[name], policy.currency)}"
            for name, value in nearest.outputs.items()
            if value is not None and value != ruling.gave.get(name)
        )
        yield f"{ruling.subject}: if it were found that {ifs}, then {gives}"

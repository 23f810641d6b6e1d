"""The precedents of a case: facts and words together, what differs, and the measure beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.core.decision import Decision, DecisionError, decide
from upheld.core.document import DocumentError, read_case
from upheld.core.precedents import (
    Consistency,
    Likeness,
    consistency,
    happened,
    like_key,
    likeness,
)
from upheld.core.words import CaseState, Stance
from upheld.store import documents, like_cases, load, policies
from upheld.store import models as rows
from upheld.store.like_cases import Before
from upheld.store.sight import seen
from upheld.tables import HitError, Policy

from .history import facts_of
from .index import Index

MOST = 8
_SETTLED = (CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED)


@dataclass(frozen=True, slots=True)
class Precedent:
    """One decided case. `facts` and `words` say from 0 to 1 how like it is by each, `differs` in
    words what is otherwise there."""

    before: Before
    facts: Likeness
    words: float
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precedents:
    """The cases most like one, the likest first; `measured` where there is a decision to measure,
    by the facts alone. `by_words` is False while nothing was learnt yet."""

    found: tuple[Precedent, ...]
    measured: Consistency | None
    by_words: bool


def of_case(
    case: rows.Case,
    document: dict[str, Any],
    decision: Decision | None,
    policy: Policy,
    index: Index | None,
    most: int = MOST,
) -> Precedents:
    """What was decided in cases like this one, whoever complained and however loudly.

    `document` is what the decision was made from, or would be. One statement, and one more where
    others are like it by their words."""
    facts = set(facts_of(document["allegations"]))
    names = case.customer.name.split()
    said = index.search(case.text, facts, [case.pk], names=names) if index else []
    words = {found.case: found.score for found in said}
    others = like_cases.before(case.pk, like_key(document), words.keys())
    proposed = like_cases.proposed(case.pk, document, decision) if decision else None
    ours = proposed.happened if proposed else happened(document)
    beside = [(each, likeness(ours, each.answered.happened)) for each in others]
    like = [(each.answered, found) for each, found in beside if each.like]
    # All of them are measured by; what somebody may not see is not shown to them.
    told = seen.shown(each.case for each in others)
    measured = consistency(proposed, like).naming(told) if proposed else None
    shown = [each for each in beside if each[0].case in told]
    found = tuple(_ranked(shown, words, policy, most))
    return Precedents(found, measured, index is not None)


def of_row(case: rows.Case, now: datetime, index: Index | None, most: int = MOST) -> Precedents:
    """As `of_case`, from what was decided on the case, or from what the policy says of its facts
    so far; without a measure where that is nothing yet. `case` comes from `load.page`."""
    policy = policies.policy_for(case.received_at, case.regime)
    row = next(iter(case.decisions.all()), None)
    if row is not None and case.state in _SETTLED:
        return of_case(case, row.document, load.recalled(row), policy, index, most)
    document = documents.document(case, now, priced=False)
    return of_case(case, document, _proposed(document, policy, now), policy, index, most)


def _proposed(document: dict[str, Any], policy: Policy, now: datetime) -> Decision | None:
    try:
        decision = decide(read_case(document, policy), policy, now)
    except (DecisionError, DocumentError, HitError):
        return None
    return None if decision.stance is Stance.ASK else decision


def _ranked(
    beside: Sequence[tuple[Before, Likeness]], words: dict[int, float], policy: Policy, most: int
) -> Iterator[Precedent]:
    def score(each: tuple[Before, Likeness]) -> float:
        before, facts = each
        return facts.share + words.get(before.case, 0.0)

    for before, facts in sorted(beside, key=score, reverse=True)[:most]:
        differs = facts.differs(policy.inputs, policy.currency)
        yield Precedent(before, facts, words.get(before.case, 0.0), differs)


def by_words(text: str, index: Index, most: int = MOST) -> list[tuple[Before, float]]:
    """The decided cases most like a text, the likest first. One statement."""
    words = {found.case: found.score for found in index.search(text, most=most)}
    others = {each.case: each for each in like_cases.before(0, "", words.keys())}
    told = seen.shown(others)
    return [(others[case], score) for case, score in words.items() if case in told]

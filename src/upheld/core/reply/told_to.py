"""What of a decision is told to one of several who complained of one matter, and of what they did
complain of."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from upheld.core.decision import Decision
from upheld.core.findings import Finding
from upheld.core.goodwill import Goodwill


def told_to(decision: Decision, others: Collection[str], *, first: bool) -> Decision:
    """The same decision without what is another's. `others` are the allegations that somebody else
    made: what was found of them is told by its kind and its reason, not in their words nor with
    their evidence, what is owed for them is owed to them, and what they leave open is asked of
    them. Goodwill is given to whoever complained `first`."""
    own = [each for each in decision.findings if each.allegation not in others]
    alike = {(each.kind, each.result) for each in own}
    findings = tuple(
        each if each in own else _bare(each)
        for each in decision.findings
        if each in own or (each.kind, each.result) not in alike
    )
    owed = tuple(each for each in decision.entitlement if each.allegation not in others)
    given = decision.goodwill if first else _none(decision.goodwill)
    beside = decision.exceptions if first else ()
    asked = tuple(each for each in decision.questions if each.allegation not in others)
    return replace(
        decision, findings=findings, entitlement=owed, goodwill=given, exceptions=beside,
        questions=asked,
    )  # fmt: skip


def without(decision: Decision, points: Collection[str]) -> Decision:
    """The same decision as if nothing had been told of these allegations: whoever it is told to
    says that they are not theirs."""
    if not points:
        return decision
    return replace(
        decision,
        findings=tuple(each for each in decision.findings if each.allegation not in points),
        entitlement=tuple(each for each in decision.entitlement if each.allegation not in points),
        questions=tuple(each for each in decision.questions if each.allegation not in points),
    )


def _bare(finding: Finding) -> Finding:
    return replace(finding, statement="", evidence=())


def _none(goodwill: Goodwill) -> Goodwill:
    nothing = Decimal(0)
    return replace(goodwill, kind="none", amount=nothing, help=False, hold_out=None)

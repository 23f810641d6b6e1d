"""What was decided before in like cases: what was answered and owed, and never who got it."""

from datetime import datetime

from upheld.insight.precedents import Precedent, keeping, of_row

from .answers import LikeCase, LikeCasesTold
from .assistant import Assistant
from .cases import case_of

_NOTHING = "nothing is decided or can be decided yet: there is no decision to measure"


def like_cases(by: Assistant, now: datetime, reference: str) -> LikeCasesTold:
    """What goodwill others got is left out: it depends on who they are to the firm."""
    case = case_of(reference, by)
    told = of_row(case, now, keeping.usable())
    return LikeCasesTold(
        case=case.reference,
        measure=told.measured.sentence if told.measured else _NOTHING,
        share=told.measured.share if told.measured else None,
        like_cases=[_line(each) for each in told.found],
    )


def _line(each: Precedent) -> LikeCase:
    answered = each.before.answered
    return LikeCase(
        case=each.before.reference,
        outcome=answered.outcome,
        owed=f"{answered.currency} {answered.owed}",
        facts=round(each.facts.share, 3),
        words=round(each.words, 3),
        differs=list(each.differs),
        not_to_follow=each.before.answered.followed is False,
    )

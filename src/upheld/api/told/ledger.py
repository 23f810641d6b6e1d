"""What the ledger of exceptions answers, as programs read it."""

from datetime import datetime

from pydantic import Field

from upheld.core.intervals import Share
from upheld.core.living import Lives
from upheld.insight.exceptions import Afterwards, Group, Measure, Repeat
from upheld.store import models as rows

from .base import Amount, Moment, Reference, Told
from .exceptions import PriceTold, money, price


class ShareTold(Told):
    """`count` of `all`, and the interval that holds the true share 95 times in 100."""

    count: int
    all: int
    low: float
    high: float


class RepeatTold(Told):
    """Exceptions in one situation. `asks`: they are to become policy or to stop."""

    situation: str
    times: int
    customers: int
    gave: Amount
    usual: Amount
    first: Moment
    last: Moment
    of_cases: ShareTold
    similar_a_year: int
    price: PriceTold | None
    asks: bool
    ruling: str
    draft_id: int | None


def repeat(found: Repeat) -> RepeatTold:
    plain = ("times", "customers", "first", "last", "similar_a_year", "asks")
    ruling = found.ruling
    return RepeatTold(
        situation=found.key,
        gave=money(found.gave),
        usual=money(found.usual),
        of_cases=ShareTold.model_validate(found.of_cases),
        price=price(found.price, found.usual.currency),
        ruling=ruling.why if ruling else "",
        draft_id=ruling.draft_id if ruling else None,
        **{name: getattr(found, name) for name in plain},
    )


class LivingTold(Told):
    """One customer with more exceptions than chance gives anybody here."""

    customer: int
    exceptions: int
    cases: int
    expected: float = Field(description="What chance gives to somebody with as many cases.")
    share: ShareTold


class LivesTold(Told):
    """Who lives on exceptions; chance gives `least` or more to `by_chance` customers."""

    least: int
    by_chance: float
    rate: ShareTold | None = Field(description="Null where nothing is decided.")
    found: list[LivingTold]
    at: Moment = Field(description="When it was worked out.")


def lives(found: Lives, at: datetime) -> LivesTold:
    plain = {name: getattr(found, name) for name in ("least", "by_chance", "rate", "found")}
    return LivesTold.model_validate({**plain, "at": at})


class DifferenceTold(Told):
    low: float
    likely: float
    high: float


class FollowedTold(Told):
    """What came afterwards: a share of the customers, or a mean for each. `difference` null, or
    with nothing inside its interval: nobody can tell."""

    name: str
    excepted: ShareTold | float | None
    like: ShareTold | float | None
    difference: DifferenceTold | None


class AfterwardsTold(Told):
    """Customers outside our personas, at their first exception and at their first like case: how
    many, and the newest 500 of these cases."""

    excepted_customers: int
    like_customers: int
    excepted: list[Reference]
    like: list[Reference]
    too_new: int
    cannot_tell: bool
    measures: list[FollowedTold]
    at: Moment = Field(description="When it was worked out.")


def afterwards(found: Afterwards, at: datetime) -> AfterwardsTold:
    return AfterwardsTold(
        excepted_customers=found.excepted.size,
        like_customers=found.like.size,
        excepted=_cases(found.excepted),
        like=_cases(found.like),
        too_new=found.too_new,
        cannot_tell=found.cannot_tell,
        measures=[_measure(each) for each in found.measures],
        at=at,
    )


def _measure(measure: Measure) -> FollowedTold:
    one, other = (_value(each) for each in (measure.excepted, measure.like))
    gap = measure.difference
    told = DifferenceTold.model_validate(gap) if gap else None
    return FollowedTold(name=measure.name, excepted=one, like=other, difference=told)


def _value(value: Share | float | None) -> ShareTold | float | None:
    return ShareTold.model_validate(value) if isinstance(value, Share) else value


def _cases(group: Group) -> list[str]:
    return [rows.Case(pk=each).reference for each in group.cases]

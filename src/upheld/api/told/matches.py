"""Pairs of customers who may be one person, and those who are, as programs read them."""

from pydantic import Field

from upheld.core.words import MatchState
from upheld.store import models as rows

from .base import Moment, Told


class ReasonTold(Told):
    """What speaks for one person (above nothing) or for two; `weight` in powers of two."""

    words: str
    weight: float


class MatchTold(Told):
    """Two customers who may be one person, until a person says whether they are."""

    id: int
    one: int = Field(description="The number of a customer.")
    other: int
    probability: float
    reasons: list[ReasonTold]
    state: MatchState
    settled_by: str
    why: str


class CustomerMergeTold(Told):
    """A customer who leads to another; nothing of either moved."""

    id: int
    customer: int
    into: int
    at: Moment
    by: str
    why: str
    undone_at: Moment | None


def match(row: rows.Match) -> MatchTold:
    return MatchTold(
        id=row.pk, one=row.one_id, other=row.other_id, probability=row.probability,
        reasons=[ReasonTold(words=words, weight=weight) for words, weight in row.reasons],
        state=MatchState(row.state), settled_by=row.settled_by, why=row.why,
    )  # fmt: skip


def merge(row: rows.CustomerMerge) -> CustomerMergeTold:
    return CustomerMergeTold(
        id=row.pk, customer=row.customer_id, into=row.into_id, at=row.at, by=row.by, why=row.why,
        undone_at=row.undone_at,
    )  # fmt: skip
